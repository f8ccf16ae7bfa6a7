"""Where recordings come from: an address, a file with captions beside it, a folder, a manifest.

Reads names and lists only; what is inside a recording is looked at by the steps.
"""

import os
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from ingest.addresses import normalised
from ingest.dates import date_in, is_date
from ingest.entries import TranscriptOrigin
from ingest.errors import SourceRefusedError, SourceUnavailableError
from ingest.languages import language_code
from ingest.meetings import is_sound_of_film, meeting_file_at
from ingest.places import country_named

MEDIA_SUFFIXES_TEXT = (
    ".mp4 .m4v .mov .mkv .webm .avi .mpg .mpeg .ts .m2ts .flv .wmv .asf .ogv .ogg .oga .opus .mp3 .m4a .aac .flac .wav"
)
MEDIA_SUFFIXES = frozenset(MEDIA_SUFFIXES_TEXT.split())
CAPTION_SUFFIXES = (".vtt", ".srt", ".ttml", ".dfxp", ".ass", ".ssa", ".sbv", ".lrc", ".txt")
"""The best first: of two beside a recording in one language, that with the better times is taken."""
TIMED_SUFFIXES = frozenset({".vtt", ".srt"})
"""What is captions by its suffix alone, whatever its name."""
MANIFEST_BYTES = 5_000_000
_TEXT_FIELDS = ("title", "date", "kind", "language", "description")
_LIST_FIELDS = ("countries", "speakers")
KINDS = ("virtual", "national", "regional")
"""Kinds of events that a manifest may give."""
_KNOWN_FIELDS = frozenset({"file", "address", "captions", *_TEXT_FIELDS, *_LIST_FIELDS})


@dataclass(frozen=True, slots=True)
class CaptionFile:
    """A caption file on disk."""

    path: Path
    language: str | None = None
    origin: TranscriptOrigin = "supplied"
    name: str = ""
    """What the person knows it by: a file name or a language; shown when it cannot be read."""
    is_spare: bool = False
    """Read only where no other captions of its language lay beside the recording, or none of them could be read."""


@dataclass(frozen=True, slots=True)
class GivenDetails:
    """Details that a person gave with the source; they win over everything extracted."""

    title: str | None = None
    date: str | None = None
    kind: str | None = None
    countries: tuple[str, ...] = ()
    language: str | None = None
    description: str | None = None
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddressSource:
    """A web address, already checked and normalised."""

    address: str
    given: GivenDetails | None = None


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file on this machine."""

    path: Path
    name: str
    """The name it had where it came from; never used to make a path."""
    captions: tuple[CaptionFile, ...] = ()
    given: GivenDetails | None = None
    is_ours: bool = False
    """An upload in our own data folder: it may be linked instead of copied."""


Source = AddressSource | FileSource


def recognise(text: str, *, allow_hosts: frozenset[str] = frozenset()) -> AddressSource:
    """Take an address as a person pastes it.

    Raises:
        SourceRefusedError: for other schemes than http and https, credentials, and hosts inside our own network.
    """
    return AddressSource(normalised(text, allow_hosts=allow_hosts))


def file_source(path: Path, *, name: str | None = None, given: GivenDetails | None = None) -> FileSource:
    """Take one file, with the captions that lie beside it."""
    return FileSource(path, name or readable_name(path), captions=captions_beside(path), given=given)


def files_in(folder: Path) -> tuple[FileSource, ...]:
    """List the recordings below a folder, by name, each with its captions; hidden files are left alone.

    Of a meeting that lies there with its film, the sound alone is no recording of its own (`meetings.py`).

    Raises:
        SourceUnavailableError: when the folder is missing or cannot be read.
    """
    if not folder.is_dir():
        raise SourceUnavailableError(None, "file-missing")
    found = (path for path in sorted(folder.rglob("*")) if path.suffix.casefold() in MEDIA_SUFFIXES)
    visible = (path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    films = [path for path in visible if path.is_file() and not is_sound_of_film(path, tuple(path.parent.iterdir()))]
    alone = {folder for folder, count in Counter(path.parent for path in films).items() if count == 1}
    return tuple(
        FileSource(path, readable_name(path), captions=captions_beside(path, is_alone=path.parent in alone))
        for path in films
    )


def captions_beside(path: Path, *, is_alone: bool = False) -> tuple[CaptionFile, ...]:
    """List `name.vtt`, `name.de.vtt`, `name.srt` and the like beside a recording `name.mp4`.

    Of several in one language the first is taken; the others are spare, for the case that it cannot be read. Where it
    is the only recording of a folder, captions of any name are its own. Chats never are captions.
    """
    if not path.parent.is_dir():
        return ()
    found: list[CaptionFile] = []
    for beside in sorted(path.parent.iterdir(), key=_by_suffix):
        if beside.suffix.casefold() not in CAPTION_SUFFIXES or not beside.is_file():
            continue
        middle = beside.stem.removeprefix(path.stem)
        if middle == beside.stem or not re.fullmatch(r"(\.[\w-]{2,12})?", middle):
            if not is_alone or beside.suffix.casefold() not in TIMED_SUFFIXES:
                continue
            middle = PurePath(beside.stem).suffix
        if meeting_file_at(beside) is not None:
            continue
        language = language_code(middle.lstrip("."))
        is_spare = any(caption.language == language for caption in found)
        found.append(CaptionFile(beside, language, "supplied", readable_name(beside), is_spare=is_spare))
    spares = (caption for caption in found if caption.is_spare)
    return (*sorted((one for one in found if not one.is_spare), key=lambda one: one.path), *spares)


def _by_suffix(path: Path) -> tuple[int, Path]:
    suffix = path.suffix.casefold()
    return (CAPTION_SUFFIXES.index(suffix) if suffix in CAPTION_SUFFIXES else len(CAPTION_SUFFIXES)), path


def caption_file(path: Path, *, language: str | None = None) -> CaptionFile:
    """Take a caption file that was named on its own; `talk.de.vtt` says its language."""
    named = path.stem.rpartition(".")[2] if "." in path.stem else None
    return CaptionFile(path, language_code(language) or language_code(named), "supplied", readable_name(path))


def readable_name(path: Path) -> str:
    """Give a file's name as text: names from old Windows archives are bytes that are not UTF-8."""
    raw = os.fsencode(path.name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def read_manifest(
    path: Path, *, country_names: Mapping[str, str], allow_hosts: frozenset[str] = frozenset()
) -> tuple[Source, ...]:
    """Read a batch: TOML with a `[[recording]]` for each, `file` or `address` and the details that are known.

    Files are looked for beside the manifest. `country_names` maps the folded names of countries to their codes.

    Raises:
        SourceUnavailableError: when the manifest cannot be read.
        SourceRefusedError: `manifest-invalid` with the place, `manifest-empty`, or what `recognise` refuses.
    """
    try:
        if path.stat().st_size > MANIFEST_BYTES:
            raise SourceRefusedError(reason="manifest-invalid", subject=path.name)
        document = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as exc:
        raise SourceUnavailableError(None, "file-missing") from exc
    except OSError as exc:
        raise SourceUnavailableError(None, "file-unreadable") from exc
    except (ValueError, RecursionError) as exc:  # not UTF-8, not TOML, or brackets without end
        raise SourceRefusedError(reason="manifest-invalid", subject=f"{path.name}: {exc}") from exc
    rows = document.get("recording")
    if not isinstance(rows, list) or not rows:
        raise SourceRefusedError(reason="manifest-empty", subject=path.name)
    placed = ((row, f"{path.name}: [[recording]] {number}") for number, row in enumerate(rows, start=1))
    return tuple(
        _source_of(row, folder=path.parent, place=place, country_names=country_names, allow_hosts=allow_hosts)
        for row, place in placed
    )


def _source_of(
    row: object, *, folder: Path, place: str, country_names: Mapping[str, str], allow_hosts: frozenset[str]
) -> Source:
    if not isinstance(row, dict):
        raise SourceRefusedError(reason="manifest-invalid", subject=place)
    unknown = sorted(set(row) - _KNOWN_FIELDS)
    if unknown or ("file" in row) == ("address" in row):
        raise SourceRefusedError(reason="manifest-invalid", subject=f"{place}: {', '.join(unknown) or 'file, address'}")
    given = _given(row, place, country_names)
    if "address" in row:
        return replace(recognise(_text(row, "address", place) or "", allow_hosts=allow_hosts), given=given)
    source = file_source(folder / (_text(row, "file", place) or ""), given=given)
    if "captions" in row:
        captions = tuple(caption_file(folder / name) for name in _texts(row, "captions", place))
        source = replace(source, captions=captions)
    return source


def _given(row: Mapping[str, object], place: str, country_names: Mapping[str, str]) -> GivenDetails:
    date, kind, language = (_text(row, field, place) for field in ("date", "kind", "language"))
    countries = _texts(row, "countries", place)
    unusable = {
        "date": date if date and not is_date(date) and not date_in(date, year_alone=True) else None,
        "kind": kind if kind and kind not in KINDS else None,
        "language": language if language and not language_code(language) else None,
        "countries": next((name for name in countries if country_named(name, country_names) is None), None),
    }
    for field, value in unusable.items():
        if value is not None:  # said, not dropped: whoever wrote it means it
            raise SourceRefusedError(reason="manifest-invalid", subject=f"{place}: {field} = {value}")
    return GivenDetails(
        title=_text(row, "title", place),
        date=date,
        kind=kind,
        countries=countries,
        language=language_code(language),
        description=_text(row, "description", place),
        speakers=_texts(row, "speakers", place),
    )


def _text(row: Mapping[str, object], field: str, place: str) -> str | None:
    value = row.get(field)
    if value is None:
        return None
    if isinstance(value, list | dict | bool) or "\0" in str(value):
        raise SourceRefusedError(reason="manifest-invalid", subject=f"{place}: {field}")
    return str(value).strip()  # TOML knows dates: 2023-12-06 without quotes is one


def _texts(row: Mapping[str, object], field: str, place: str) -> tuple[str, ...]:
    value = row.get(field, [])
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) and "\0" not in item for item in values):
        raise SourceRefusedError(reason="manifest-invalid", subject=f"{place}: {field}")
    return tuple(item.strip() for item in values if item.strip())

"""What meeting programs lay beside a film: the chat and the list of participants, told by name and by content.

Both hold what people wrote and who they were. They are left out unless somebody wants them, and are never captions.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

MeetingFile = Literal["chat", "participants"]
CHAT: MeetingFile = "chat"
PARTICIPANTS: MeetingFile = "participants"

SAMPLE_BYTES = 16 << 10
LINES_LOOKED_AT = 60
_SUFFIXES = frozenset({".txt", ".csv", ".tsv"})
_CHAT_NAME = re.compile(r"chat(?:[\W_]*\d*)?$|^(?:meeting[\W_]*)?(?:saved[\W_]*)?chat(?:[\W_]|$)", re.IGNORECASE)
_LIST_NAME = re.compile(
    r"participants?|attendees?|attendance|registrants?|teilnehm(?:er|ende|ung)|anwesenheit|anmeldeliste", re.IGNORECASE
)
_CHAT_LINE = re.compile(
    r"\[?\d{1,2}:\d\d(?::\d\d)?\]?\s+(?:From|Von)\s.{1,120}?(?:\s(?:to|an)\s.{1,80})?:|"  # Zoom, in both languages
    r"\d{1,2}:\d\d:\d\d\t[^\t]{1,80}:\t"
)
_NAMES = frozenset({"name", "full name", "vollständiger name", "first name", "vorname", "name (original name)"})
_FACTS = re.compile(
    r"e-?mail|join|leave|duration|attend|role|beitritt|austritt|dauer|teilnahme|rolle|registr", re.IGNORECASE
)
_SOUND_ALONE = re.compile(r"audio(?:_only|\d*)|gmt\d{8}-\d{6}_recording", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of a folder that is not taken in by itself."""

    path: Path
    kind: Literal["chat", "participants", "sound"]


def meeting_file(name: str, beginning: bytes) -> MeetingFile | None:
    """Say whether a file is the chat or the list of participants of a meeting."""
    path = PurePath(name)
    if path.suffix.casefold() not in _SUFFIXES:
        return None
    if _CHAT_NAME.search(path.stem):
        return CHAT
    if _LIST_NAME.search(path.stem):
        return PARTICIPANTS
    lines = [line for line in _text(beginning).splitlines() if line.strip()][:LINES_LOOKED_AT]
    if any(_CHAT_LINE.match(line) for line in lines):
        return CHAT
    return PARTICIPANTS if any(map(_is_head_of_list, lines)) else None


def meeting_file_at(path: Path) -> MeetingFile | None:
    """Say the same of a file on disk; None when it cannot be read, as others will say why."""
    try:
        with path.open("rb") as file:
            return meeting_file(path.name, file.read(SAMPLE_BYTES))
    except OSError:
        return None


def left_out(folder: Path) -> tuple[LeftOut, ...]:
    """List what a folder of recordings holds that is not taken in by itself; hidden files are not named."""
    found: list[LeftOut] = []
    for path in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        kind = meeting_file_at(path)
        if kind is not None:
            found.append(LeftOut(path, kind))
        elif is_sound_of_film(path, tuple(path.parent.iterdir())):
            found.append(LeftOut(path, "sound"))
    return tuple(found)


def meeting_files_of(film: Path) -> tuple[LeftOut, ...]:
    """List chat and participants that lie beside a film: those that bear its name, or all where it is the only one."""
    beside = sorted(film.parent.iterdir())
    films = [path for path in beside if path.suffix.casefold() == film.suffix.casefold()]
    found = [LeftOut(path, kind) for path in beside if path.is_file() and (kind := meeting_file_at(path))]
    return tuple(row for row in found if len(films) == 1 or row.path.stem.startswith(film.stem))


def is_sound_of_film(path: Path, beside: Sequence[Path]) -> bool:
    """Say whether this is the sound alone of the meeting whose film lies beside it."""
    if path.suffix.casefold() != ".m4a" or not _SOUND_ALONE.fullmatch(path.stem):
        return False
    return any(other.suffix.casefold() == ".mp4" for other in beside)


def _is_head_of_list(line: str) -> bool:
    cells = [cell.strip().strip('"').casefold() for cell in re.split(r"[,;\t]", line)]
    return not _NAMES.isdisjoint(cells) and any(_FACTS.search(cell) for cell in cells)


def _text(beginning: bytes) -> str:
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return beginning[: len(beginning) // 2 * 2].decode("utf-16", errors="replace")
    try:
        return beginning.decode("utf-8-sig")
    except UnicodeDecodeError:
        return beginning.decode("cp1252", errors="replace")

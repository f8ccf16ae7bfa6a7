"""Title, date, kind, countries, language, speakers: drawn from what is known, each with where it came from. Pure."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

from ingest.dates import date_in, is_date, without_dates
from ingest.entries import ChapterMark, Entry
from ingest.languages import guess_language, language_code
from ingest.people import speakers_in
from ingest.places import countries_in, country_named
from ingest.sources import GivenDetails
from media.markup import visible
from media.probe import MediaInfo

Field = Literal["title", "date", "kind", "country", "language", "description", "speaker"]
Origin = Literal[
    "given", "page-heading", "page", "platform", "file-tags", "file-name", "title", "recognised-speech", "captions"
]
LONGEST_TITLE = 300
LONGEST_DESCRIPTION = 20_000
MOST_COUNTRIES_OF_A_DESCRIPTION = 3
DOUBTFUL_LANGUAGE = frozenset({"title", "file-tags", "page"})
_LANGUAGE_ORIGINS: Mapping[str, Origin] = {
    "speech": "recognised-speech",
    "platform": "platform",
    "platform-auto": "platform",
}
"""What a transcript's origin says of its language; any other came as captions with the recording."""
_KINDS = {
    "virtual": re.compile(r"\b(?:virtuell\w*|virtual|online\w*|webinar\w*|digital\w*)\b", re.IGNORECASE),
    "national": re.compile(
        r"\b(?:bundesweit\w*|national(?:e[nrsm]?)?|jahrestagung|annual conference)\b", re.IGNORECASE
    ),
    "regional": re.compile(r"\b(?:regional\w*|\w*netzwerktreffen|vernetzungstreffen|network meeting)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing we believe about a recording, and why."""

    field: Field
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Details:
    """All that was drawn out; suggestions until a person has looked at them."""

    title: Detail
    date: Detail | None = None
    """YYYY-MM-DD, YYYY-MM or YYYY."""
    kind: Detail | None = None
    countries: tuple[Detail, ...] = ()
    """ISO codes."""
    language: Detail | None = None
    description: Detail | None = None
    speakers: tuple[Detail, ...] = ()
    chapters: tuple[ChapterMark, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that may hold details; the surest come first."""

    text: str
    origin: Origin


def extract(
    *,
    entry: Entry | None,
    file_name: str,
    info: MediaInfo | None,
    given: GivenDetails | None,
    country_names: Mapping[str, str],
) -> Details:
    """Draw the details from all that is known about a recording.

    `country_names` maps folded names (`places.fold`) to ISO codes. What a person gave wins, then what a reader of
    the page sees beside the player, then what the platform says, then the file.
    """
    given = given or GivenDetails()
    tags = {key.casefold(): value for key, value in info.tags.items()} if info else {}
    names = _names(entry, file_name, tags)
    description = _description(entry, given, tags)
    about = [_Text(description.value, description.origin)] if description else []
    return Details(
        title=_title(given, names),
        date=_date(given, names, about, entry, tags),
        kind=_first_kind(given, [*names, *about]),
        countries=_countries(given, names, about, country_names),
        language=_language(given, entry, info, [*names, *about]),
        description=description,
        speakers=_speakers(given, entry, [*names, *about], country_names),
        chapters=_chapters(entry, info),
    )


def with_heard_language(details: Details, *, language: str, transcript_origin: str) -> Details:
    """Settle the language by the transcript: speech is better proof than a title or a tag, a person's word better."""
    known = details.language
    if known is None or (transcript_origin == "speech" and known.origin in DOUBTFUL_LANGUAGE):
        origin = _LANGUAGE_ORIGINS.get(transcript_origin, "captions")
        return replace(details, language=Detail("language", language, origin))
    return details


def _names(entry: Entry | None, file_name: str, tags: Mapping[str, str]) -> list[_Text]:
    """List what the recording is called, the best name first."""
    candidates: list[tuple[str | None, Origin]] = []
    if entry:
        candidates += [(entry.heading, "page-heading"), (entry.title, "title")]
    candidates += [(tags.get("title"), "file-tags"), (_name_of_file(file_name), "file-name")]
    shown = [(" ".join(visible(text or "").split()), origin) for text, origin in candidates]
    return [_Text(text, origin) for text, origin in shown if text]


def _name_of_file(file_name: str) -> str:
    stem = PurePath(file_name).stem if PurePath(file_name).suffix else file_name
    return re.sub(r"[_+]+|%20", " ", stem)


def _title(given: GivenDetails, names: Sequence[_Text]) -> Detail:
    if given.title:
        return Detail("title", given.title[:LONGEST_TITLE], "given")
    for name in names:
        if any(character.isalpha() for character in name.text):
            return Detail("title", name.text[:LONGEST_TITLE], name.origin)
    return Detail("title", names[0].text[:LONGEST_TITLE] if names else "?", "file-name")


def _date(
    given: GivenDetails, names: Sequence[_Text], about: Sequence[_Text], entry: Entry | None, tags: Mapping[str, str]
) -> Detail | None:
    """A date in the name is the day of the event; the day of the upload comes after it, a bare year in between."""
    if given.date:
        written = given.date if is_date(given.date) else date_in(given.date, year_alone=True)
        if written:
            return Detail("date", written, "given")
    for text in [*names, *about]:
        if found := date_in(text.text):
            return Detail("date", found, text.origin)
    uploaded = entry.upload_date if entry else None
    for text in names:
        if (year := date_in(text.text, year_alone=True)) and not (uploaded or "").startswith(year):
            return Detail("date", year, text.origin)
    if uploaded:
        return Detail("date", uploaded, "platform")
    for tag in ("date", "creation_time"):
        if found := date_in(tags.get(tag, "")[:10]):
            return Detail("date", found, "file-tags")
    return None


def _first_kind(given: GivenDetails, texts: Sequence[_Text]) -> Detail | None:
    if given.kind in _KINDS:
        return Detail("kind", given.kind, "given")
    for text in texts:
        places = {kind: match.start() for kind, pattern in _KINDS.items() if (match := pattern.search(text.text))}
        if places:
            return Detail("kind", min(places, key=places.__getitem__), text.origin)
    return None


def _countries(
    given: GivenDetails, names: Sequence[_Text], about: Sequence[_Text], country_names: Mapping[str, str]
) -> tuple[Detail, ...]:
    if given.countries:
        known = (country_named(name, country_names) for name in given.countries)
        return tuple(Detail("country", code, "given") for code in dict.fromkeys(known) if code is not None)
    for text in [*names, *about]:
        found = countries_in(without_dates(text.text), country_names)
        if found and (text in names or len(found) <= MOST_COUNTRIES_OF_A_DESCRIPTION):
            return tuple(Detail("country", code, text.origin) for code in found)
    return ()


def _language(
    given: GivenDetails, entry: Entry | None, info: MediaInfo | None, texts: Sequence[_Text]
) -> Detail | None:
    candidates: list[tuple[str | None, Origin]] = [(language_code(given.language), "given")]
    if entry:
        candidates.append((language_code(entry.language), "page" if entry.heading else "platform"))
    if info:
        candidates += [(language_code(audio.language), "file-tags") for audio in info.audio]
    candidates.append((guess_language([text.text for text in texts]), "title"))
    return next((Detail("language", code, origin) for code, origin in candidates if code), None)


def _description(entry: Entry | None, given: GivenDetails, tags: Mapping[str, str]) -> Detail | None:
    candidates: list[tuple[str | None, Origin]] = [(given.description, "given")]
    if entry:
        candidates.append((entry.description, "page" if entry.heading else "platform"))
    candidates += [(tags.get("description"), "file-tags"), (tags.get("comment"), "file-tags")]
    for text, origin in candidates:
        if shown := visible(text or "").strip():
            return Detail("description", shown[:LONGEST_DESCRIPTION], origin)
    return None


def _speakers(
    given: GivenDetails, entry: Entry | None, texts: Sequence[_Text], country_names: Mapping[str, str]
) -> tuple[Detail, ...]:
    if given.speakers:
        return tuple(Detail("speaker", name, "given") for name in dict.fromkeys(given.speakers))
    if entry and entry.speakers:
        names = (" ".join(visible(name).split()) for name in entry.speakers)
        return tuple(Detail("speaker", name, "platform") for name in dict.fromkeys(names) if name)
    for text in texts:
        found = speakers_in(text.text, is_place=lambda name: bool(countries_in(name, country_names)))
        if found:
            return tuple(Detail("speaker", name, text.origin) for name in found)
    return ()


def _chapters(entry: Entry | None, info: MediaInfo | None) -> tuple[ChapterMark, ...]:
    """Give those of the source, else those of the file; a page may claim any number for a time."""
    end = info.duration_seconds if info else math.inf
    marks = entry.chapters if entry else ()
    if not marks and info:
        marks = tuple(ChapterMark(one.start_seconds, one.end_seconds, one.title) for one in info.chapters)
    named = (replace(mark, title=visible(mark.title)) for mark in marks if 0 <= mark.start_seconds < end)
    return tuple(sorted((mark for mark in named if mark.title), key=lambda mark: mark.start_seconds))

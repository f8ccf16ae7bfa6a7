"""The answers of the API about events, recordings, transcripts and places: plain data, and its description at once.

The JSON Schema of the API's documentation is made of these classes and of what is written below their fields.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from archive.catalogue.events import Kind
from archive.catalogue.recordings import Origin


class Model:
    """Base of everything that the API answers."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(use_attribute_docstrings=True)


@dataclass(frozen=True, slots=True)
class Links(Model):
    """Addresses of other pages of a list; null where there is none."""

    first: str
    """The first page."""
    previous: str | None
    """The page before."""
    next: str | None
    """The page after."""
    last: str
    """The last page."""


@dataclass(frozen=True, slots=True)
class Entry(Model):
    """Where to begin."""

    name: str
    """Name of the archive."""
    documentation: str
    """Page for people that explains the API."""
    description: str
    """The API's description as OpenAPI 3.1."""
    events: str
    """All events."""
    recordings: str
    """All recordings."""
    search: str
    """Search what was said."""
    countries: str
    """All countries and regions."""
    topics: str
    """All topics."""


@dataclass(frozen=True, slots=True)
class EventReference(Model):
    """An event by its name."""

    slug: str
    """Name in addresses; it never changes."""
    title: str
    """Title, in the language of the event."""
    url: str
    """The event in this API."""


@dataclass(frozen=True, slots=True)
class RecordingReference(Model):
    """A recording by its name."""

    slug: str
    """Name in addresses; it never changes."""
    title: str
    """Title, in the language of the recording."""
    url: str
    """The recording in this API."""
    page: str
    """Page on which people watch and read it."""


@dataclass(frozen=True, slots=True)
class Series(Model):
    """Events that belong together."""

    slug: str
    """Name in addresses; it never changes."""
    titles: Mapping[str, str]
    """Title by language."""


@dataclass(frozen=True, slots=True)
class TranscriptAbout(Model):
    """A transcript without its lines."""

    language: str
    """Language of the words (BCP 47)."""
    origin: Origin
    """Where the words came from: by hand, supplied with the recording, from the platform, or recognised."""
    is_checked: bool
    """True when a person has checked it."""
    is_machine_text: bool
    """True when a machine wrote it and nobody has checked it yet. Please say so wherever you show it."""
    lines: int
    """Number of its lines."""
    url: str
    """The transcript in this API."""
    vtt: str
    """The transcript as a WebVTT file."""


@dataclass(frozen=True, slots=True)
class Recording(Model):
    """A recording as lists have it."""

    slug: str
    """Name in addresses; it never changes."""
    title: str
    """Title, in the language spoken."""
    language: str
    """Language spoken (BCP 47), or und."""
    url: str
    """The recording in this API."""
    page: str
    """Page on which people watch and read it."""
    event: EventReference
    """What was recorded."""
    starts: str | None
    """Date of the event, as precise as known (2023-12-06, 2023-12 or 2023)."""
    ends: str | None
    """Last day of the event, where it has several."""
    as_of: str | None
    """The time that it speaks of: the date of the event, unless staff said another. Amounts may have changed since."""
    kind: Kind | None
    """Sort of event."""
    place: str | None
    """Where it took place."""
    countries: tuple[str, ...]
    """Countries it is about (ISO 3166-1 alpha-2 and XK)."""
    regions: tuple[str, ...]
    """Regions it is about."""
    duration_seconds: float | None
    """Length; null where it is not known."""
    poster: str | None
    """A still picture (JPEG)."""
    is_demonstration: bool
    """True for what a computer made to show this archive; it was said by nobody."""
    superseded_by: RecordingReference | None
    """The newer recording that takes its place; null while it is valid. Please say so wherever you show it."""
    transcripts: tuple[TranscriptAbout, ...]
    """The words, by language."""
    published_at: dt.datetime
    """When it was published here."""
    changed_at: dt.datetime
    """When anything of it changed last."""


@dataclass(frozen=True, slots=True)
class Rendition(Model):
    """A playable file."""

    name: str
    """source, 1080p, 720p, 360p or audio."""
    url: str
    """The file; it answers to ranges."""
    media_type: str
    """Its type, such as video/mp4."""
    width: int | None
    """Width of the picture; null for sound alone."""
    height: int
    """Height of the picture; 0 for sound alone."""
    size_bytes: int
    """Size of the file."""
    language: str | None
    """Language of the sound, where the original says it."""


@dataclass(frozen=True, slots=True)
class Chapter(Model):
    """A named span of a recording."""

    start_seconds: float
    """Where it begins."""
    end_seconds: float | None
    """Where the next one begins, or the recording ends; null where its length is not known."""
    title: str
    """What it is called."""
    is_suggestion: bool
    """True when a machine proposed it and no person has agreed yet."""
    page: str
    """Page that begins to play there."""


@dataclass(frozen=True, slots=True)
class Slide(Model):
    """What was on screen."""

    start_seconds: float
    """From when."""
    end_seconds: float
    """Until when."""
    title: str
    """Its title as it was recognised; empty when none was."""
    text: str
    """All its text as it was recognised, in lines."""


@dataclass(frozen=True, slots=True)
class RecordingDetails(Recording):
    """All that is known about a recording but its words."""

    description: str
    """What it is about, in German; empty where nobody wrote it."""
    description_en: str
    """What it is about, in English; empty where nobody wrote it."""
    series: Series | None
    """The series of its event."""
    speakers: tuple[str, ...]
    """Who speaks."""
    renditions: tuple[Rendition, ...]
    """Playable files: pictures from large to small, then sound alone; none where they may not be taken along."""
    chapters: tuple[Chapter, ...]
    """Its chapters in order."""
    slides: tuple[Slide, ...]
    """Its slides in order."""
    embed: str
    """Player with transcript for other sites; the operator says which of them may show it."""


@dataclass(frozen=True, slots=True)
class Word(Model):
    """A written word of a line."""

    text: str
    """The word with its punctuation."""
    start_seconds: float
    """Where it begins."""


@dataclass(frozen=True, slots=True)
class Line(Model):
    """A timed line of a transcript."""

    key: str
    """Name of the line within its transcript; it stays when the line is edited."""
    start_seconds: float
    """Where it begins."""
    end_seconds: float
    """Where it ends."""
    text: str
    """What was said."""
    speaker: str | None
    """Who said it, where that is known."""
    words: tuple[Word, ...] | None
    """Its words with their times; null where only the line's times are known."""
    page: str
    """Page that begins to play there."""


@dataclass(frozen=True, slots=True)
class Transcript(Model):
    """All words of a recording in one language."""

    recording: RecordingReference
    """What the words were said in."""
    language: str
    """Language of the words (BCP 47)."""
    origin: Origin
    """Where the words came from."""
    engine: str | None
    """Which recogniser wrote them, if one did."""
    is_checked: bool
    """True when a person has checked it."""
    is_machine_text: bool
    """True when a machine wrote it and nobody has checked it yet. Please say so wherever you show it."""
    lines: tuple[Line, ...]
    """All lines in order."""

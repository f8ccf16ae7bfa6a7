"""What search is told about a recording: plain data, handed over by whoever owns the catalogue."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

SCHEMA_VERSION = 15
"""Raise it with every change of the Whoosh schema, analysis, passages or words of topics: older indexes rebuild."""


@dataclass(frozen=True, slots=True)
class CueText:
    """One timed line of a transcript, as search needs it."""

    position: int
    """Number of the cue within its transcript, as the catalogue counts."""
    start_seconds: float
    text: str
    word_starts: tuple[float, ...] = ()
    """Start of each word (separated by white space) of the text, or empty where the times of words are unknown."""
    key: str = ""
    """Its name in addresses, as the catalogue has it; comes back in moments."""


@dataclass(frozen=True, slots=True)
class TranscriptText:
    """All cues of a recording in one language, in the order of time."""

    language: str
    cues: tuple[CueText, ...]


@dataclass(frozen=True, slots=True)
class SlideText:
    """What was read from one slide."""

    position: int
    """Number of the slide within its recording, as the catalogue counts."""
    start_seconds: float
    title: str
    text: str
    """All that was read, the title too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingDocument:
    """Everything by which a recording can be found, filtered and counted."""

    recording_id: int
    version: int
    """Version of the catalogue's rows this was made from; comes back in `counts()`."""
    language: str
    """Language of title and description."""
    title: str
    description: str = ""
    speakers: tuple[str, ...] = ()
    event_title: str = ""
    place: str = ""
    countries: tuple[str, ...] = ()
    """Country codes, for filters and facets."""
    country_names: tuple[str, ...] = ()
    """Names and spellings of these countries and regions, in every language; searched as text and by `land:`."""
    regions: tuple[str, ...] = ()
    """Codes of the regions it is about, or that one of its countries lies in."""
    year: int | None = None
    date: str = ""
    """ISO 8601, as precise as known: 2023, 2023-12 or 2023-12-06."""
    kind: str = ""
    kind_names: tuple[str, ...] = ()
    """What people may write after `art:` besides the code."""
    language_names: tuple[str, ...] = ()
    """What people may write after `sprache:` besides the codes of the transcripts."""
    series: str = ""
    series_names: tuple[str, ...] = ()
    """What people may write after `reihe:` besides the code."""
    topics: tuple[str, ...] = ()
    topic_names: tuple[str, ...] = ()
    has_checked_transcript: bool = False
    transcripts: tuple[TranscriptText, ...] = ()
    slides: tuple[SlideText, ...] = ()
    """In the order of time, in the language of the title."""


CueSource = Callable[[int, str, int, int], Sequence[CueText]]
"""Gives the cues of (recording_id, language, first position, last position), both ends included.

The index keeps no text: what a person reads comes out of the catalogue at the time of asking.
"""

SlideSource = Callable[[int, int], SlideText | None]
"""Gives the slide of (recording_id, position), None when the catalogue does not hold it any more."""


def no_slides(_recording_id: int, _position: int) -> SlideText | None:
    """Give no slide: for an archive without pictures."""
    return None

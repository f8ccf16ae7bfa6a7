"""What is asked and what is answered: recordings, the moments in them, and the counts beside them."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.glossary import Expansion
from search.query import ParsedQuery

MAX_PAGE_SIZE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A question. Values of one filter are alternatives; different filters must all hold."""

    text: str
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    is_checked: bool = False
    """Only recordings with a transcript that a person has checked."""
    recording_id: int | None = None
    without_expansion: frozenset[str] = frozenset()
    """Keys of the expansions to do without (see `Expansion.key`)."""
    sort: str = "relevance"
    """relevance, newest or oldest."""
    page: int = 1
    page_size: int = 10
    moments_per_recording: int = 3


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a snippet, to be marked or not."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Via:
    """What was found instead of an asked word."""

    reason: str
    """part or glossary."""
    words: tuple[str, ...]
    """The parts of the asked compound, or the words of the glossary."""
    language: str = ""
    """The language of the words of the glossary; empty for names and abbreviations."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Where to start watching, and what is said there."""

    recording_id: int
    transcript_language: str
    position: int
    """Position of the best cue, or of the slide; 0 for a match in the details."""
    start_seconds: float
    """At most a second before the word where word times are known, else the start of its cue."""
    snippet: tuple[Fragment, ...]
    reason: str
    """exact, form, prefix, part, glossary; for details: title, speaker, place, description."""
    kind: str
    """speech, slide, or details when the recording was found by what is written about it."""
    via: tuple[Via, ...] = ()
    """What stands for asked words that were not said themselves."""
    key: str = ""
    """Name of the best cue in addresses; empty for slides and details."""


@dataclass(frozen=True, slots=True)
class RecordingHit:
    """One recording that answers the question."""

    recording_id: int
    score: float
    moments: tuple[Moment, ...]
    """The best moments, best first; one moment of kind details where neither speech nor a slide matched."""
    total_moments: int
    """All moments of speech and slides, also those not shown."""
    timeline: tuple[float, ...]
    """Start of every moment of speech, in seconds, ascending."""
    slides: tuple[float, ...] = ()
    """Start of every slide that answers, in seconds, ascending."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """How many recordings would remain if this value were chosen."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of hits, and true counts over all of them."""

    query: ParsedQuery
    hits: tuple[RecordingHit, ...]
    total_recordings: int
    total_moments: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    """By the names of the request's filters: countries, regions, years, languages, kinds, series, topics, checked."""
    page: int
    pages: int
    expansions: tuple[Expansion, ...] = ()
    """What else was searched for by the glossary, and what the request did without."""
    suggestions: tuple[str, ...] = ()
    """Names in the catalogue close to what was asked; only where nothing was found."""


@dataclass(frozen=True, slots=True)
class IndexedCount:
    """What the index holds of one recording."""

    version: int
    cues: int

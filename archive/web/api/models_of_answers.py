"""The answers of the API to a search: recordings, the moments in them, and the counts beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from archive.web.api.models import Links, Model, Recording


@dataclass(frozen=True, slots=True)
class Piece(Model):
    """A piece of a snippet."""

    text: str
    """The text as it was said or written."""
    is_match: bool
    """True for what answers the question."""


@dataclass(frozen=True, slots=True)
class StandsFor(Model):
    """What was found in place of an asked word."""

    reason: str
    """part: of a longer word; glossary: a word that means the same."""
    words: tuple[str, ...]
    """The words that were found."""
    language: str
    """Their language; empty for names and abbreviations."""


@dataclass(frozen=True, slots=True)
class Moment(Model):
    """Where to start watching, and what is said there."""

    kind: Literal["speech", "slide", "details"]
    """Whether it was said, stood on a slide, or is written about the recording."""
    start_seconds: float
    """Where to start: just before the word."""
    language: str
    """Language of the words."""
    is_machine_text: bool
    """True when a machine wrote the words and nobody has checked them yet."""
    snippet: tuple[Piece, ...]
    """What is said there, cut into what answers and what stands around it."""
    reason: str
    """Why it was found: exact, form, prefix, part, glossary; for details: title, speaker, place, description."""
    via: tuple[StandsFor, ...]
    """What stands for asked words that were not said themselves."""
    page: str
    """Page that begins to play there."""


@dataclass(frozen=True, slots=True)
class Hit(Model):
    """A recording that answers."""

    recording: Recording
    """The recording."""
    total_moments: int
    """All its moments of speech and slides, also those not listed."""
    moments: tuple[Moment, ...]
    """The best moments, best first."""
    timeline: tuple[float, ...]
    """Start of every moment of speech in seconds, ascending."""
    slides: tuple[float, ...]
    """Start of every slide that answers in seconds, ascending."""


@dataclass(frozen=True, slots=True)
class FacetValue(Model):
    """A value of a filter."""

    value: str
    """What to write after the filter's name in the address."""
    count: int
    """Number of recordings that would remain."""


@dataclass(frozen=True, slots=True)
class Expansion(Model):
    """What else was searched for, by the glossary."""

    text: str
    """The words as they were typed."""
    key: str
    """What to write after without= to do without it."""
    terms: tuple[str, ...]
    """What they stand for besides themselves."""
    is_off: bool
    """True when this search did without it."""


@dataclass(frozen=True, slots=True)
class SearchAnswer(Model):
    """One page of an answer, and true counts over all of it."""

    query: str
    """The question as it was read."""
    notes: tuple[str, ...]
    """Codes of what to know about how it was read, such as too-many-words or prefix-too-short."""
    total_recordings: int
    """Number of recordings that answer."""
    total_moments: int
    """Number of moments in them."""
    page: int
    """Number of this page, from 1."""
    links: Links
    """Other pages."""
    items: tuple[Hit, ...]
    """The recordings with their moments; none behind the last page."""
    facets: Mapping[str, tuple[FacetValue, ...]]
    """Values that each filter could choose."""
    expansions: tuple[Expansion, ...]
    """What else was searched for."""
    suggestions: tuple[str, ...]
    """Questions that were perhaps meant; only where nothing was found."""

"""The answers of the API that are lists, and those about events, countries and regions."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.catalogue.events import Kind
from archive.web.api.models import Links, Model, Recording, RecordingReference, Series


@dataclass(frozen=True, slots=True)
class Event(Model):
    """Something that took place; it may have no recording."""

    slug: str
    """Name in addresses; it never changes."""
    title: str
    """Title, in the language of the event."""
    language: str
    """Language of the title (BCP 47)."""
    url: str
    """The event in this API."""
    page: str
    """Page for people."""
    starts: str | None
    """First day, as precise as known: 2023-12-06, 2023-12 or 2023."""
    ends: str | None
    """Last day, where it has several."""
    kind: Kind | None
    """Sort of event."""
    place: str | None
    """Where it took place."""
    countries: tuple[str, ...]
    """Countries it is about (ISO 3166-1 alpha-2 and XK)."""
    regions: tuple[str, ...]
    """Regions it is about."""
    recordings: tuple[RecordingReference, ...]
    """What there is to watch of it."""


@dataclass(frozen=True, slots=True)
class EventDetails(Event):
    """All that is known about an event."""

    series: Series | None
    """The series it belongs to."""
    organisers: tuple[str, ...]
    """Who held it."""
    descriptions: Mapping[str, str]
    """What it was about, by language."""


@dataclass(frozen=True, slots=True)
class Country(Model):
    """A country and what the archive holds about it."""

    code: str
    """ISO 3166-1 alpha-2, or XK."""
    names: Mapping[str, str]
    """Name by language."""
    page: str
    """Page for people."""
    as_of: str | None
    """Date of the newest event about it that can be watched."""
    events: int
    """Number of events about it, with and without footage."""
    recordings: int
    """Number of recordings about it."""
    duration_seconds: float
    """Length of these recordings together."""


@dataclass(frozen=True, slots=True)
class Region(Country):
    """A region and what the archive holds about it and its countries."""

    countries: tuple[str, ...]
    """Countries that lie in it."""


@dataclass(frozen=True, slots=True)
class Places(Model):
    """All countries and regions that the archive holds something about."""

    countries: tuple[Country, ...]
    """Countries, by code."""
    regions: tuple[Region, ...]
    """Regions, by code."""


@dataclass(frozen=True, slots=True)
class Topic(Model):
    """A subject from the fixed list, and how often it is spoken of."""

    slug: str
    """Name in addresses, and value of the filter `topic` of a search."""
    names: Mapping[str, str]
    """Name by language."""
    page: str
    """Page for people that lists the passages."""
    passages: int
    """Number of passages about it, found by rules over words; what staff rejected is not counted."""
    recordings: int
    """Number of recordings that hold them."""


@dataclass(frozen=True, slots=True)
class TopicList(Model):
    """All topics, in the order of the list."""

    topics: tuple[Topic, ...]
    """The topics."""


@dataclass(frozen=True, slots=True)
class EventList(Model):
    """A page of events."""

    total: int
    """Number of events on all pages."""
    page: int
    """Number of this page, from 1."""
    links: Links
    """Other pages."""
    items: tuple[Event, ...]
    """The events; none behind the last page."""


@dataclass(frozen=True, slots=True)
class RecordingList(Model):
    """A page of recordings."""

    total: int
    """Number of recordings on all pages."""
    page: int
    """Number of this page, from 1."""
    links: Links
    """Other pages."""
    items: tuple[Recording, ...]
    """The recordings; none behind the last page."""

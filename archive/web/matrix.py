"""How many passages there are about which topic and place: the table of countries and topics, and its cells' addresses.

Counts come from what this person may see; a place counts what its page lists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.catalogue import places, queries
from archive.catalogue.queries import EventCard, Place
from archive.catalogue.topic_queries import TopicPassage
from archive.finding.topics import topics
from archive.web import addresses

Counts = Mapping[int, Mapping[str, int]]
"""Passages by recording and topic."""
_WIDEST = 100


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic, with how often it is spoken of; the address of these passages."""

    slug: str
    name: str
    short_name: str
    count: int
    path: str
    width: int
    """Of 100, beside the largest count of the same table."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A country or region with all topics."""

    code: str
    is_region: bool
    cells: tuple[TopicCount, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table; without rows where nothing has a topic yet."""

    heads: tuple[TopicCount, ...]
    """All topics over all recordings, those without a country too."""
    rows: tuple[MatrixRow, ...]


def matrix_of(
    listed: Sequence[EventCard], counts: Counts, named: Iterable[tuple[Place, bool]], language: str
) -> Matrix:
    """Make the table of these places (each with whether it is a region), leaving out what nothing is said about."""
    summed = [
        (place.code, is_region, summed_topics(recordings_about(listed, place.code, is_region=is_region), counts))
        for place, is_region in named
        if place.recordings
    ]
    largest = max((count for _, _, by_topic in summed for count in by_topic.values()), default=0)
    rows = tuple(
        MatrixRow(code, is_region, topic_row(by_topic, language, place=code, is_region=is_region, largest=largest))
        for code, is_region, by_topic in summed
        if any(by_topic.values())
    )
    return Matrix(topic_row(summed_topics(counts, counts), language), rows)


def recordings_about(listed: Iterable[EventCard], code: str, *, is_region: bool) -> frozenset[int]:
    """Give the recordings that the page of a country or region lists."""
    about = events_of(listed, code, is_region=is_region)
    return frozenset(card.recording_id for event in about for card in event.recordings)


def events_of(listed: Iterable[EventCard], code: str, *, is_region: bool) -> tuple[EventCard, ...]:
    """Choose the events about a country, or about a region or one of its countries."""
    if not is_region:
        return queries.events_about(listed, country=code)
    inside = frozenset(places.countries_of(code))
    return tuple(event for event in listed if code in event.regions or inside & set(event.countries))


def summed_topics(recordings: Iterable[int], counts: Counts) -> Mapping[str, int]:
    """Add up the passages of these recordings by topic."""
    summed = dict.fromkeys(topics(), 0)
    for recording_id in recordings:
        for topic, count in counts.get(recording_id, {}).items():
            if topic in summed:
                summed[topic] += count
    return summed


def topic_row(
    by_topic: Mapping[str, int], language: str, *, place: str = "", is_region: bool = False, largest: int = 0
) -> tuple[TopicCount, ...]:
    """Give all topics in the order of the list, with the addresses of their passages about a place."""
    largest = largest or max(by_topic.values(), default=0)
    return tuple(
        TopicCount(
            slug=topic.slug,
            name=topic.names[language],
            short_name=topic.short_names[language],
            count=by_topic.get(topic.slug, 0),
            path=passages_path(language, topic.slug, place, is_region=is_region),
            width=-(-by_topic.get(topic.slug, 0) * _WIDEST // largest) if largest else 0,
        )
        for topic in topics().values()
    )


def passages_path(language: str, topic: str, place: str = "", *, is_region: bool = False, page: int = 1) -> str:
    """Give the address of the passages about a topic, of all recordings or of those about a place."""
    asked = {"region" if is_region else "country": place.lower()}
    return addresses.page(language, "topics", topic, **asked, page=page if page > 1 else None)


def passage_path(passage: TopicPassage, slug: str, language: str, *, spoken: str) -> str:
    """Give the address at which a passage plays and its first line stands, in the language it was found in."""
    transcript = None if passage.language == spoken else passage.language
    path = addresses.page(language, "watch", slug, transcript=transcript, t=addresses.second(passage.start_seconds))
    return f"{path}#line-{passage.line}" if passage.line else path

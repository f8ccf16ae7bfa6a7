"""The topics and the table of countries, and the passages about one topic: who says what about it, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import places, queries, topic_queries
from archive.catalogue.queries import EventCard, RecordingCard
from archive.catalogue.topic_queries import TopicPassage
from archive.catalogue.topics import TopicState
from archive.finding.topic_rules import changes, lists_of
from archive.finding.topics import WHOLE, topics
from archive.web import addresses
from archive.web.asking import language_of, page_number, services_of, text_of, viewer_of
from archive.web.marking import cut, pattern_of
from archive.web.matrix import (
    Matrix,
    TopicCount,
    matrix_of,
    passage_path,
    passages_path,
    recordings_about,
    summed_topics,
)
from archive.web.ordering import in_order
from archive.web.rendering import render
from search.results import Fragment

PASSAGES_ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class TopicsPage:
    """All topics."""

    matrix: Matrix
    topics: tuple[TopicCount, ...]


@dataclass(frozen=True, slots=True)
class PassageView:
    """Where a topic is spoken of."""

    path: str
    start_seconds: float
    language: str
    fragments: tuple[Fragment, ...]
    words: tuple[str, ...]
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class RecordingPassages:
    """A recording with its passages."""

    card: RecordingCard
    path: str
    passages: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A country or region by which the list can be narrowed."""

    code: str
    is_region: bool
    count: int
    path: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TopicPage:
    """The passages about one topic."""

    name: str
    place: str
    """Code of the country or region it is narrowed to; empty for all."""
    is_region: bool
    count: int
    recordings: tuple[RecordingPassages, ...]
    places: tuple[PlaceLink, ...]
    everywhere: str
    strong_words: tuple[str, ...]
    plain_words: tuple[str, ...]
    before: str
    after: str
    """Addresses of the pages before and after; empty where there is none."""


def show_topics(request: Request) -> Response:
    """Show all topics, and how often each country's recordings speak of them."""
    language = language_of(request)
    with services_of(request).database.reading() as session:
        listed = queries.events(session, viewer_of(request))
        counts = topic_queries.topic_counts(session, viewer_of(request))
    matrix = matrix_of(listed, counts, in_order(request, listed), language)
    return render(request, "pages/topics.html", TopicsPage(matrix, matrix.heads))


def show_topic(request: Request) -> Response:
    """Show the passages about a topic, of all recordings or of those about one country or region."""
    slug, language, number = request.path_params["slug"], language_of(request), page_number(request)
    topic = topics().get(slug)
    if topic is None:
        raise HTTPException(404)
    place, is_region = _place_asked(request)
    with services_of(request).database.reading() as session:
        listed = queries.events(session, viewer_of(request))
        counts = topic_queries.topic_counts(session, viewer_of(request))
        recordings = recordings_about(listed, place, is_region=is_region) if place else None
        total = summed_topics(counts if recordings is None else recordings, counts)[slug]
        words = lists_of(slug, changes(session))
        found = topic_queries.passages(
            session,
            viewer_of(request),
            slug,
            recordings=recordings,
            limit=PASSAGES_ON_A_PAGE,
            offset=(number - 1) * PASSAGES_ON_A_PAGE,
        )

    def path(page: int) -> str:
        return passages_path(language, slug, place, is_region=is_region, page=page)

    page = TopicPage(
        name=topic.names[language],
        place=place,
        is_region=is_region,
        count=total,
        recordings=_by_recording(found, listed, language),
        places=_places(request, listed, counts, slug, place),
        everywhere=passages_path(language, slug),
        strong_words=_shown(words.strong[language]),
        plain_words=_shown(words.plain[language]),
        before=path(number - 1) if number > 1 else "",
        after=path(number + 1) if number * PASSAGES_ON_A_PAGE < total else "",
    )
    return render(request, "pages/topic.html", page)


def _place_asked(request: Request) -> tuple[str, bool]:
    region, country = text_of(request, "region"), text_of(request, "country").upper()
    if places.is_region(region):
        return region, True
    return (country, False) if places.is_country(country) else ("", False)


def _by_recording(
    found: Sequence[TopicPassage], listed: Sequence[EventCard], language: str
) -> tuple[RecordingPassages, ...]:
    cards = {card.recording_id: card for event in listed for card in event.recordings}
    grouped = groupby(found, key=lambda passage: passage.recording_id)
    return tuple(
        RecordingPassages(
            cards[recording_id],
            addresses.page(language, "watch", cards[recording_id].slug),
            tuple(_view(passage, cards[recording_id], language) for passage in passages),
        )
        for recording_id, passages in grouped
        if recording_id in cards
    )


def _view(passage: TopicPassage, card: RecordingCard, language: str) -> PassageView:
    return PassageView(
        path=passage_path(passage, card.slug, language, spoken=card.language),
        start_seconds=passage.start_seconds,
        language=passage.language,
        fragments=cut(passage.text, pattern_of(sorted(passage.said, key=len, reverse=True))),
        words=passage.words,
        is_confirmed=passage.state is TopicState.CONFIRMED,
    )


def _places(
    request: Request, listed: Sequence[EventCard], counts: Mapping[int, Mapping[str, int]], slug: str, chosen: str
) -> tuple[PlaceLink, ...]:
    links = []
    for place, is_region in in_order(request, listed):
        recordings = recordings_about(listed, place.code, is_region=is_region)
        count = summed_topics(recordings, counts)[slug]
        if count:
            path = passages_path(language_of(request), slug, place.code, is_region=is_region)
            links.append(PlaceLink(place.code, is_region, count, path, place.code == chosen))
    return tuple(links)


def _shown(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.removeprefix(WHOLE) for word in words)

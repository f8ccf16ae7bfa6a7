"""The front page, and the pages of countries and regions."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import places, queries, topic_queries
from archive.catalogue.queries import EventCard, Place, RecordingCard
from archive.catalogue.viewing import visible_recording_ids
from archive.web.asking import language_of, services_of, viewer_of
from archive.web.matrix import Counts, Matrix, TopicCount, events_of, matrix_of, summed_topics, topic_row
from archive.web.ordering import countries_in_order, in_order, regions_in_order
from archive.web.rendering import render

NEWEST_SHOWN = 8
UNFILMED_SHOWN = 6


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page."""

    examples: tuple[str, ...]
    countries: tuple[Place, ...]
    regions: tuple[Place, ...]
    newest: tuple[RecordingCard, ...]
    matrix: Matrix
    without_footage: tuple[EventCard, ...]
    unfilmed: int
    """How many events there are without footage in all."""


@dataclass(frozen=True, slots=True)
class CountriesPage:
    """All countries and regions."""

    countries: tuple[Place, ...]
    regions: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PlacePage:
    """One country or region."""

    place: Place
    is_region: bool
    around: tuple[Place, ...]
    """The regions a country lies in, or the countries of a region that events are about."""
    beside: tuple[Place, ...]
    """Countries next to a country that events are about."""
    topics: tuple[TopicCount, ...]
    recordings: tuple[RecordingCard, ...]
    without_footage: tuple[EventCard, ...]


def home(request: Request) -> Response:
    """Show the front page."""
    services, viewer = services_of(request), viewer_of(request)
    with services.database.reading() as session:
        events = queries.events(session, viewer)
        newest = queries.newest_recordings(session, viewer, limit=NEWEST_SHOWN)
        allowed = visible_recording_ids(session, viewer)
        counts = topic_queries.topic_counts(session, viewer)
    unfilmed = tuple(event for event in events if not event.recordings)
    named = in_order(request, events)
    page = HomePage(
        examples=request.app.state.examples.for_visitor(language_of(request), allowed),
        countries=tuple(place for place, is_region in named if not is_region),
        regions=tuple(place for place, is_region in named if is_region),
        matrix=matrix_of(events, counts, named, language_of(request)),
        newest=newest if len(newest) == NEWEST_SHOWN else newest[: NEWEST_SHOWN // 2],  # whole rows
        without_footage=unfilmed[:UNFILMED_SHOWN],
        unfilmed=len(unfilmed),
    )
    return render(request, "pages/home.html", page)


def countries(request: Request) -> Response:
    """Show all countries and regions that the archive holds something about."""
    services = services_of(request)
    with services.database.reading() as session:
        events = queries.events(session, viewer_of(request))
    page = CountriesPage(
        countries=countries_in_order(request, queries.country_places(events)),
        regions=regions_in_order(request, queries.region_places(events)),
    )
    return render(request, "pages/countries.html", page)


def place(request: Request) -> Response:
    """Show one country or region; a place that no event is about has no page."""
    code = request.path_params["code"]
    is_region = places.is_region(code)
    with services_of(request).database.reading() as session:
        events = queries.events(session, viewer_of(request))
        counts = topic_queries.topic_counts(session, viewer_of(request))
    if code != code.lower() or not (is_region or places.is_country(code.upper())):
        raise HTTPException(404)
    page = _region_page(request, code, events, counts) if is_region else _country_page(request, code, events, counts)
    return render(request, "pages/place.html", page)


def _country_page(request: Request, path: str, events: tuple[EventCard, ...], counts: Counts) -> PlacePage:
    code = path.upper()
    named = {place.code: place for place in queries.country_places(events)}
    regions = {place.code: place for place in queries.region_places(events)}
    around = tuple(regions[region] for region in places.regions_of(code) if region in regions)
    inside = {country for region in around for country in places.countries_of(region.code)}
    near = [named[country] for country in sorted({*places.neighbours_of(code), *inside}) if country in named]
    beside = countries_in_order(request, [place for place in near if place.code != code])
    return _page(request, code, events, counts, around=around, beside=beside)


def _region_page(request: Request, code: str, events: tuple[EventCard, ...], counts: Counts) -> PlacePage:
    inside = frozenset(places.countries_of(code))
    named = [place for place in queries.country_places(events) if place.code in inside]
    return _page(request, code, events, counts, around=countries_in_order(request, named), beside=())


def _page(
    request: Request,
    code: str,
    events: tuple[EventCard, ...],
    counts: Counts,
    *,
    around: tuple[Place, ...],
    beside: tuple[Place, ...],
) -> PlacePage:
    is_region = places.is_region(code)
    about = events_of(events, code, is_region=is_region)
    if not about:
        raise HTTPException(404)
    recordings = tuple(card for event in about for card in event.recordings)
    by_topic = summed_topics((card.recording_id for card in recordings), counts)
    return PlacePage(
        place=queries.place_of(code, about),
        is_region=is_region,
        around=around,
        beside=beside,
        topics=topic_row(by_topic, language_of(request), place=code, is_region=is_region),
        recordings=recordings,
        without_footage=tuple(event for event in about if not event.recordings),
    )

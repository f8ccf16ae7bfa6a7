"""The front page, and the pages of countries and regions."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import places, queries
from archive.catalogue.queries import EventCard, Place, RecordingCard
from archive.catalogue.viewing import visible_recording_ids
from archive.web.asking import language_of, services_of, viewer_of
from archive.web.rendering import render
from ingest.places import fold

NEWEST_SHOWN = 8
UNFILMED_SHOWN = 6


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page."""

    examples: tuple[str, ...]
    countries: tuple[Place, ...]
    regions: tuple[Place, ...]
    newest: tuple[RecordingCard, ...]
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
    around: tuple[str, ...]
    """The regions a country lies in, or the countries of a region that events are about."""
    recordings: tuple[RecordingCard, ...]
    without_footage: tuple[EventCard, ...]


def home(request: Request) -> Response:
    """Show the front page."""
    services, viewer = services_of(request), viewer_of(request)
    with services.database.reading() as session:
        events = queries.events(session, viewer)
        newest = queries.newest_recordings(session, viewer, limit=NEWEST_SHOWN)
        allowed = visible_recording_ids(session, viewer)
    unfilmed = tuple(event for event in events if not event.recordings)
    page = HomePage(
        examples=request.app.state.examples.for_visitor(language_of(request), allowed),
        countries=_in_order(request, queries.country_places(events)),
        regions=_in_order(request, queries.region_places(events), of_regions=True),
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
        countries=_in_order(request, queries.country_places(events)),
        regions=_in_order(request, queries.region_places(events), of_regions=True),
    )
    return render(request, "pages/countries.html", page)


def place(request: Request) -> Response:
    """Show one country or region; a place that no event is about has no page."""
    code = request.path_params["code"]
    services = services_of(request)
    with services.database.reading() as session:
        events = queries.events(session, viewer_of(request))
    page = _region_page(code, events) if places.is_region(code) else _country_page(code.upper(), events)
    if page is None or code != code.lower():
        raise HTTPException(404)
    return render(request, "pages/place.html", page)


def _in_order(request: Request, listed: tuple[Place, ...], *, of_regions: bool = False) -> tuple[Place, ...]:
    """Order places: what can be watched first, then by name in the language of the page."""
    i18n, language = services_of(request).i18n, language_of(request)
    name = i18n.region if of_regions else i18n.country
    return tuple(sorted(listed, key=lambda place: (place.recordings == 0, fold(name(place.code, language)))))


def _country_page(code: str, events: tuple[EventCard, ...]) -> PlacePage | None:
    about = queries.events_about(events, country=code)
    if not places.is_country(code) or not about:
        return None
    named = {region for event in events for region in event.regions}
    around = tuple(region for region in places.regions_of(code) if region in named)
    return _page(code, about, around, is_region=False)


def _region_page(code: str, events: tuple[EventCard, ...]) -> PlacePage | None:
    inside = frozenset(places.countries_of(code))
    about = tuple(event for event in events if code in event.regions or inside & set(event.countries))
    if not about:
        return None
    named = dict.fromkeys(country for event in about for country in event.countries if country in inside)
    return _page(code, about, tuple(named), is_region=True)


def _page(code: str, about: tuple[EventCard, ...], around: tuple[str, ...], *, is_region: bool) -> PlacePage:
    return PlacePage(
        place=queries.place_of(code, about),
        is_region=is_region,
        around=around,
        recordings=tuple(card for event in about for card in event.recordings),
        without_footage=tuple(event for event in about if not event.recordings),
    )

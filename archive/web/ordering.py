"""In which order countries and regions are listed: what can be watched first, then by name in the page's language."""

from collections.abc import Sequence

from starlette.requests import Request

from archive.catalogue import queries
from archive.catalogue.queries import EventCard, Place
from archive.web.asking import language_of, services_of
from ingest.places import fold


def in_order(request: Request, listed: Sequence[EventCard]) -> tuple[tuple[Place, bool], ...]:
    """Give the countries and then the regions that these events are about, each with whether it is a region."""
    return (
        *((place, False) for place in countries_in_order(request, queries.country_places(listed))),
        *((place, True) for place in regions_in_order(request, queries.region_places(listed))),
    )


def countries_in_order(request: Request, listed: Sequence[Place]) -> tuple[Place, ...]:
    """Order countries."""
    name, language = services_of(request).i18n.country, language_of(request)
    return tuple(sorted(listed, key=lambda place: (place.recordings == 0, fold(name(place.code, language)))))


def regions_in_order(request: Request, listed: Sequence[Place]) -> tuple[Place, ...]:
    """Order regions."""
    name, language = services_of(request).i18n.region, language_of(request)
    return tuple(sorted(listed, key=lambda place: (place.recordings == 0, fold(name(place.code, language)))))

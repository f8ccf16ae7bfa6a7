"""The list of events, with and without footage, and the page of one event."""

from dataclasses import dataclass
from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import dates, queries
from archive.catalogue.queries import EventAbout, EventCard
from archive.web import describing
from archive.web.access import shown_event
from archive.web.asking import language_of, services_of, viewer_of
from archive.web.rendering import render
from archive.web.structured import Thing


@dataclass(frozen=True, slots=True)
class Year:
    """The events of a year; no number for those without a date."""

    number: int | None
    events: tuple[EventCard, ...]


@dataclass(frozen=True, slots=True)
class EventsPage:
    """All events by year."""

    years: tuple[Year, ...]
    total: int
    with_footage: int


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event."""

    event: EventCard
    series: str
    organisers: tuple[str, ...]
    description: str
    things: tuple[Thing, ...]
    """The event as search engines read it."""


def events(request: Request) -> Response:
    """Show all events, the latest first."""
    services = services_of(request)
    with services.database.reading() as session:
        found = queries.events(session, viewer_of(request))
    years = tuple(
        Year(number, tuple(listed)) for number, listed in groupby(found, key=lambda event: dates.year_of(event.starts))
    )
    page = EventsPage(years, len(found), sum(1 for event in found if event.recordings))
    return render(request, "pages/events.html", page)


def event(request: Request) -> Response:
    """Show one event: 404 when it was never shown, 410 when it is withdrawn."""
    services, viewer, slug = services_of(request), viewer_of(request), request.path_params["slug"]
    with services.database.reading() as session:
        about = queries.event(session, shown_event(session, slug, viewer).slug, viewer)
    if about is None:
        raise HTTPException(404)
    return render(request, "pages/event.html", _page(request, about))


def _page(request: Request, about: EventAbout) -> EventPage:
    language, i18n = language_of(request), services_of(request).i18n
    base = services_of(request).settings.public_url
    described = describing.event_of(about, i18n=i18n, base=base, language=language)
    return EventPage(
        event=about.card,
        series=about.series.get(language, ""),
        organisers=about.organisers,
        description=about.descriptions.get(language) or next(filter(None, about.descriptions.values()), ""),
        things=(described, describing.way_to(about.card, i18n=i18n, base=base, language=language)),
    )

"""The pages of a series and of someone who speaks: the events and recordings that belong together by them."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import queries
from archive.catalogue.queries import EventCard, RecordingCard
from archive.slugs import name_slug
from archive.web.asking import language_of, services_of, viewer_of
from archive.web.rendering import render


@dataclass(frozen=True, slots=True)
class SeriesPage:
    """A series."""

    slug: str
    title: str
    recordings: tuple[RecordingCard, ...]
    events: tuple[EventCard, ...]
    duration_seconds: float


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """Someone who speaks."""

    name: str
    recordings: tuple[RecordingCard, ...]


def show_series(request: Request) -> Response:
    """Show a series; one without an event that this person may see has no page."""
    slug = request.path_params["slug"]
    with services_of(request).database.reading() as session:
        events = tuple(event for event in queries.events(session, viewer_of(request)) if event.series == slug)
        title = queries.series_titles(session, [slug], language_of(request)).get(slug, "")
    if not events:
        raise HTTPException(404)
    page = SeriesPage(
        slug=slug,
        title=title,
        recordings=tuple(card for event in events for card in event.recordings),
        events=events,
        duration_seconds=sum(event.duration_seconds for event in events),
    )
    return render(request, "pages/series.html", page)


def show_speaker(request: Request) -> Response:
    """Show where someone speaks; who only speaks in what this person may not see has no page."""
    slug, viewer = request.path_params["slug"], viewer_of(request)
    with services_of(request).database.reading() as session:
        named = {key: name for key, name in queries.speaker_names(session, viewer).items() if name_slug(name) == slug}
        recordings = queries.recordings_with(session, viewer, list(named)) if named else ()
    if not recordings:
        raise HTTPException(404)
    return render(request, "pages/speaker.html", SpeakerPage(next(iter(named.values())), recordings))

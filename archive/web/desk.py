"""The desk's front page: what is under way, what waits for a person, drafts, and what is on the shelf."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.bootstrap import Services
from archive.catalogue import desk_queries
from archive.catalogue.desk_queries import Shelf
from archive.catalogue.events import State
from archive.i18n import N_
from archive.reporting import count_open
from archive.web.job_views import JobView, job_view
from archive.web.rendering import render
from archive.web.speaking import notice_of, say
from archive.web.staff import for_staff

SHELVES = {state.value: state for state in (State.DRAFT, State.PUBLISHED, State.WITHDRAWN)}
HEADINGS = {
    State.DRAFT: N_("Drafts"),
    State.PUBLISHED: N_("Published"),
    State.WITHDRAWN: N_("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What the front page shows."""

    notice: str
    live: tuple[JobView, ...]
    attention: tuple[JobView, ...]
    stopped: tuple[JobView, ...]
    drafts: Shelf
    published: Shelf
    withdrawn: Shelf
    reported_lines: int
    """What readers say is wrong, and nobody has looked at."""
    is_empty: bool


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """One list of recordings, all of it, page by page."""

    state: State
    heading: str
    shelf: Shelf


@for_staff
def home(request: Request) -> Response:
    """Show the front page."""
    services: Services = request.app.state.services
    with services.database.reading() as session:
        live = desk_queries.live_jobs(session)
        failed = desk_queries.failed_jobs(session)
        stopped = desk_queries.cancelled_jobs(session)
        drafts = desk_queries.shelf(session, State.DRAFT)
        published = desk_queries.shelf(session, State.PUBLISHED)
        withdrawn = desk_queries.shelf(session, State.WITHDRAWN)
        reported = count_open(session)
    page = DeskPage(
        notice=notice_of(request),
        live=tuple(job_view(request, row) for row in live),
        attention=tuple(job_view(request, row) for row in failed),
        stopped=tuple(job_view(request, row) for row in stopped),
        drafts=drafts,
        published=published,
        withdrawn=withdrawn,
        reported_lines=reported,
        is_empty=not (live or failed or stopped or drafts.total or published.total or withdrawn.total),
    )
    return render(request, "desk/home.html", page)


@for_staff
def shelf(request: Request) -> Response:
    """Show all recordings in a state."""
    services: Services = request.app.state.services
    state = request.path_params["state"]
    if state not in SHELVES:
        raise HTTPException(404)
    number = request.query_params.get("page", "1")[:6]
    with services.database.reading() as session:
        found = desk_queries.shelf(session, SHELVES[state], page=max(1, int(number)) if number.isdecimal() else 1)
    heading = say(request, HEADINGS[SHELVES[state]])
    return render(request, "desk/shelf.html", ShelfPage(SHELVES[state], heading, found))

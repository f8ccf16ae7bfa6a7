"""The desk's inbox: what needs a person first, what is under way, drafts. And the shelf: all that is there."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import desk_queries, worklist_queries
from archive.catalogue.desk_queries import Shelf
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording
from archive.i18n import N_
from archive.intake.choosing import undecided
from archive.intake.laid_aside import recordings_to_decide_on
from archive.transcripts.reporting import count_open
from archive.web.asking import page_number, services_of, text_of
from archive.web.desk.job_views import JobView, job_view
from archive.web.rendering import render
from archive.web.speaking import notice_of, say
from archive.web.staff import for_staff

EVERYTHING = "all"
SHELVES = {EVERYTHING: None, **{state.value: state for state in (State.DRAFT, State.PUBLISHED, State.WITHDRAWN)}}
HEADINGS = {
    EVERYTHING: N_("All recordings"),
    State.DRAFT.value: N_("Drafts"),
    State.PUBLISHED.value: N_("Published"),
    State.WITHDRAWN.value: N_("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What the front page shows."""

    notice: str
    live: tuple[JobView, ...]
    attention: tuple[JobView, ...]
    choices: tuple[JobView, ...]
    """Addresses at which something was found, and nobody has chosen yet."""
    laid_aside: tuple[Recording, ...]
    """With these lies what came with a film that was here already."""
    stopped: tuple[JobView, ...]
    drafts: Shelf
    reported_lines: int
    """What readers say is wrong, and nobody has looked at."""
    waiting: Mapping[str, int]
    """What else waits, by need (`worklist_queries.counts`)."""
    is_empty: bool


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """One list of recordings, all of it, page by page."""

    name: str
    names: Mapping[str, str]
    """All lists, by their name in the address."""
    words: str
    """What the titles were searched for."""
    shelf: Shelf

    @property
    def heading(self) -> str:
        """Say which list it is."""
        return self.names[self.name]


@for_staff
def home(request: Request) -> Response:
    """Show the front page."""
    services = services_of(request)
    with services.database.reading() as session:
        live = desk_queries.live_jobs(session)
        failed = desk_queries.failed_jobs(session)
        choices = tuple(filter(None, (desk_queries.job(session, job_id) for job_id in undecided(session))))
        aside = tuple(recordings_to_decide_on(session))
        stopped = desk_queries.cancelled_jobs(session)
        drafts = desk_queries.shelf(session, State.DRAFT)
        is_empty = not desk_queries.shelf(session, None).total
        reported = count_open(session)
        waiting = worklist_queries.counts(session, today=services.today())
    page = DeskPage(
        notice=notice_of(request),
        live=tuple(job_view(request, row) for row in live),
        attention=tuple(job_view(request, row) for row in failed),
        choices=tuple(job_view(request, row) for row in choices),
        laid_aside=aside,
        stopped=tuple(job_view(request, row) for row in stopped),
        drafts=drafts,
        reported_lines=reported,
        waiting=waiting,
        is_empty=is_empty and not (live or failed or stopped),
    )
    return render(request, "desk/home.html", page)


@for_staff
def shelf(request: Request) -> Response:
    """Show all recordings, or those in a state; with words, those whose titles hold them."""
    services = services_of(request)
    name, words = request.path_params.get("state", EVERYTHING), text_of(request, "q")
    if name not in SHELVES:
        raise HTTPException(404)
    with services.database.reading() as session:
        found = desk_queries.shelf(session, SHELVES[name], words=words, page=page_number(request))
    names = {key: say(request, heading) for key, heading in HEADINGS.items()}
    return render(request, "desk/shelf.html", ShelfPage(name, names, words, found))

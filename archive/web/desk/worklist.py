"""The desk's worklist: what waits for an editor, by need, the most useful first."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import worklist_queries
from archive.catalogue.desk_queries import ShelfRow
from archive.finding.unanswered import unanswered
from archive.i18n import LANGUAGES, N_
from archive.transcripts.reporting import count_open
from archive.viewing_counts import views_of_late
from archive.web.asking import language_of, services_of, text_of
from archive.web.rendering import render
from archive.web.speaking import say
from archive.web.staff import desk_path, for_staff
from archive.worklist import WorthChecking, by_need

FEW = 5
"""So many of each need are shown beside the others."""
MANY = 200
MACHINE, DRAFTS, WORDLESS, RIGHTS, ENDING, FAILED = "machine", "drafts", "wordless", "rights", "ending", "failed"
NEEDS = {
    ENDING: N_("Permissions that end soon"),
    RIGHTS: N_("Without a rights record"),
    DRAFTS: N_("Not published yet"),
    MACHINE: N_("Machine text to be checked"),
    WORDLESS: N_("Without a transcript"),
    FAILED: N_("Failed jobs"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do."""

    path: str
    title: str
    facts: ShelfRow | None
    note: str
    """Why it stands where it stands, in words."""
    questions: tuple[str, ...] = ()
    """Asked in vain, and perhaps answered there."""


@dataclass(frozen=True, slots=True)
class Need:
    """One sort of work, with what waits."""

    name: str
    heading: str
    entries: tuple[Entry, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """What waits."""

    needs: tuple[Need, ...]
    reported_lines: int
    asked_in_vain: int
    chosen: str
    """The one need that is shown in full; empty when all are shown."""


@for_staff
def show(request: Request) -> Response:
    """Show all needs, a few entries each; or one of them in full."""
    chosen = text_of(request, "need")
    if chosen and chosen not in NEEDS:
        raise HTTPException(404)
    names = [chosen] if chosen else list(NEEDS)
    with services_of(request).database.reading() as session:
        found = [_need(request, session, name, most=MANY if chosen else FEW) for name in names]
        page = WorklistPage(
            needs=tuple(need for need in found if need.total or chosen),
            reported_lines=count_open(session),
            asked_in_vain=len(unanswered(session)),
            chosen=chosen,
        )
    return render(request, "desk/worklist.html", page)


def _need(request: Request, session: Session, name: str, *, most: int) -> Need:
    entries = _entries(request, session, name)
    return Need(name, say(request, NEEDS[name]), tuple(entries[:most]), len(entries))


def _entries(request: Request, session: Session, name: str) -> list[Entry]:
    today = services_of(request).today()
    if name == MACHINE:
        return [_machine_entry(request, row) for row in _worth_checking(request, session)]
    if name == ENDING:
        rows = worklist_queries.ending_rights(session, today=today)
        return [_recording_entry(request, end.row, note=_ending(request, end.expires_on.isoformat())) for end in rows]
    if name == FAILED:
        jobs = worklist_queries.failed(session)
        return [Entry(desk_path(request, "jobs", job.id), job.title, None, "") for job in jobs]
    read = {
        DRAFTS: worklist_queries.drafts,
        WORDLESS: worklist_queries.wordless,
        RIGHTS: worklist_queries.without_rights,
    }[name]
    return [_recording_entry(request, row) for row in read(session)]


def _worth_checking(request: Request, session: Session) -> tuple[WorthChecking, ...]:
    services = services_of(request)
    rows = worklist_queries.machine_only(session)
    codes = {code for row in rows for code in row.row.countries}
    return by_need(
        rows,
        views=views_of_late(session, today=services.today()),
        questions=unanswered(session),
        country_names={code: [services.i18n.country(code, language) for language in LANGUAGES] for code in codes},
    )


def _machine_entry(request: Request, found: WorthChecking) -> Entry:
    i18n, language = services_of(request).i18n, language_of(request)
    views = i18n.number(found.views, language)
    viewed = say(request, N_("Opened %(views)s times in 90 days"), views=views)
    checked = say(request, N_("%(percent)s %% of its lines checked"), percent=found.checked_percent)
    return _recording_entry(request, found.row.row, note=f"{viewed} · {checked}", questions=found.questions)


def _ending(request: Request, day: str) -> str:
    shown = services_of(request).i18n.date(day, language_of(request))
    return say(request, N_("may be shown until %(day)s"), day=shown)


def _recording_entry(request: Request, row: ShelfRow, *, note: str = "", questions: tuple[str, ...] = ()) -> Entry:
    return Entry(desk_path(request, "recordings", row.recording_id), row.title, row, note, questions)

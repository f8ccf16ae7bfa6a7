"""The log of what people did: for admins all of it, narrowed down and exported; for editors a recording's history."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.bootstrap import Services
from archive.catalogue.audit import AuditEntry
from archive.catalogue.audit_queries import (
    AT_ONCE,
    Narrowed,
    entries_after,
    history_of,
    log_page,
    names_in_the_log,
)
from archive.catalogue.recordings import Recording
from archive.publication.rights import written_day
from archive.web.asking import page_number, services_of
from archive.web.desk.audit_details import said_details
from archive.web.desk.audit_words import ACTIONS, ACTORS, SUBJECTS
from archive.web.rendering import render
from archive.web.speaking import say
from archive.web.staff import desk_path, for_admin, for_staff

FORMS = {"jsonl": "application/jsonl", "csv": "text/csv; charset=utf-8"}
COLUMNS = (
    "id",
    "at",
    "account_id",
    "account_name",
    "action",
    "subject_kind",
    "subject_id",
    "label",
    "details",
    "previous",
    "hash",
)
"""Of an export, in this order: all that the hash was made of. The chain is checked by the JSON lines, since a table may
hold no formulas."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is taken for a formula by spreadsheets (OWASP, CSV injection)."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry as people read it."""

    time: str
    who: str
    did: str
    label: str
    path: str
    """Page of the subject; empty where there is none."""
    details: str


@dataclass(frozen=True, slots=True)
class LogDay:
    """What was done on a day."""

    name: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class LogView:
    """A page of the log."""

    days: tuple[LogDay, ...]
    total: int
    number: int
    pages: int
    names: tuple[tuple[str, str], ...]
    subjects: tuple[tuple[str, str], ...]
    account: str
    subject: str
    day: str
    asked: Mapping[str, str]
    """What the log is narrowed down to, for links."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What was done to a recording."""

    recording: Recording
    days: tuple[LogDay, ...]


@for_admin
def show_log(request: Request) -> Response:
    """Show a page of the log."""
    wanted, asked = _narrowed(request)
    with services_of(request).database.reading() as session:
        found = log_page(session, wanted, number=page_number(request))
        names = names_in_the_log(session)
    page = LogView(
        days=_days(request, found.entries),
        total=found.total,
        number=found.number,
        pages=found.pages,
        names=tuple((name, _who(request, name)) for name in names),
        subjects=tuple((kind, say(request, words)) for kind, words in SUBJECTS.items()),
        account=wanted.account,
        subject=wanted.subject,
        day=asked.get("day", ""),
        asked=asked,
    )
    return render(request, "desk/log.html", page)


@for_admin
def export(request: Request) -> Response:
    """Hand the wanted entries over as lines of JSON or as a table, in the order in which they were written."""
    form = request.path_params["form"]
    if form not in FORMS:
        raise HTTPException(404)
    wanted, _asked = _narrowed(request)
    write = _lines_of_json if form == "jsonl" else _table
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": f'attachment; filename="log.{form}"'}
    return StreamingResponse(write(_all(services_of(request), wanted)), media_type=FORMS[form], headers=headers)


@for_staff
def show_history(request: Request) -> Response:
    """Show what was done to a recording."""
    with services_of(request).database.reading() as session:
        recording = session.get(Recording, request.path_params["recording_id"])
        if recording is None:
            raise HTTPException(404)
        entries = history_of(session, recording.id, since=recording.created_at)
    return render(request, "desk/history.html", HistoryPage(recording, _days(request, entries)))


def _narrowed(request: Request) -> tuple[Narrowed, dict[str, str]]:
    """Read what the log is to be narrowed down to; what cannot be read narrows nothing."""
    asked = request.query_params
    account, subject, day = asked.get("account", "")[:120], asked.get("subject", ""), asked.get("day", "")
    date = written_day(day)
    zone = services_of(request).settings.time_zone
    since = None if date is None else dt.datetime(date.year, date.month, date.day, tzinfo=zone)
    before = None if date is None or date == dt.date.max else since and since + dt.timedelta(days=1)
    wanted = Narrowed(account, subject if subject in SUBJECTS else "", since, before)
    given = {"account": account, "subject": wanted.subject, "day": day if date else ""}
    return wanted, {name: value for name, value in given.items() if value}


def _all(services: Services, wanted: Narrowed) -> Iterator[AuditEntry]:
    """Give all wanted entries, some in each reading, so that a slow reader holds nothing open."""
    after = 0
    while True:
        with services.database.reading() as session:
            part = entries_after(session, wanted, after=after)
        yield from part
        if len(part) < AT_ONCE:
            return
        after = part[-1].id


def _lines_of_json(entries: Iterator[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        yield json.dumps(_plain(entry), ensure_ascii=False) + "\n"


def _table(entries: Iterator[AuditEntry]) -> Iterator[str]:
    yield ",".join(COLUMNS) + "\r\n"
    for entry in entries:
        plain = _plain(entry) | {"details": json.dumps(entry.details, ensure_ascii=False)}
        line = io.StringIO()
        csv.writer(line).writerow(_harmless(plain[column]) for column in COLUMNS)
        yield line.getvalue()


def _plain(entry: AuditEntry) -> dict[str, object]:
    values = {column: getattr(entry, column) for column in COLUMNS}
    return values | {"at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds")}


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value


def _days(request: Request, entries: Sequence[AuditEntry]) -> tuple[LogDay, ...]:
    formats = services_of(request).i18n.formats(request.state.language)
    return tuple(
        LogDay(day, tuple(_view(request, entry) for entry in of_day))
        for day, of_day in groupby(entries, key=lambda entry: formats.day(entry.at))
    )


def _view(request: Request, entry: AuditEntry) -> EntryView:
    return EntryView(
        time=services_of(request).i18n.formats(request.state.language).time(entry.at),
        who=entry.account_name if entry.account_id is not None else _who(request, entry.account_name),
        did=say(request, ACTIONS.get(entry.action, entry.action)),
        label=entry.label,
        path=_path(request, entry),
        details=said_details(request, entry.details),
    )


def _who(request: Request, name: str) -> str:
    return say(request, ACTORS[name]) if name in ACTORS else name


def _path(request: Request, entry: AuditEntry) -> str:
    if entry.subject_kind == "recording" and entry.action != "recording.deleted":
        return desk_path(request, "recordings", entry.subject_id)
    return desk_path(request, "jobs", entry.subject_id) if entry.subject_kind == "job" else ""

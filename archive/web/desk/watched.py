"""The desk's page of watched addresses: what is looked at regularly, what came of it, what is gone from there."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import watched
from archive.catalogue.watched import GoneRow, WatchedRow
from archive.catalogue.work import JobState
from archive.intake.watching import check_now, stop_watching, watch
from archive.jobs.queue import LIVE
from archive.web.asking import services_of
from archive.web.desk.job_views import Reason, reason_of
from archive.web.rendering import render
from archive.web.speaking import notice_of, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of
from ingest.errors import IngestError

ADDRESS = "watched_address"
LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class GoneView:
    """A recording that is not at its source any more; it stays here."""

    recording_id: int
    title: str
    since: str


@dataclass(frozen=True, slots=True)
class WatchedView:
    """A watched address in a list."""

    source_id: int
    address: str
    recordings: int
    checked: str
    """Empty before the first look."""
    next_check: str
    job_id: str | None
    is_checking: bool
    reason: Reason | None
    """Why the latest look failed."""
    gone: tuple[GoneView, ...]


@dataclass(frozen=True, slots=True)
class WatchedPage:
    """What the page shows; `address` is kept as it was typed."""

    notice: str
    sources: tuple[WatchedView, ...]
    hours: float
    address: str = ""
    address_fault: Reason | None = None
    faults: dict[str, str] = field(default_factory=dict)


@for_staff
def show(request: Request) -> Response:
    """Show what is watched."""
    return render(request, "desk/watched.html", _page(request))


@staff_form
def start(request: Request, form: FormData) -> Response:
    """Watch an address."""
    services = services_of(request)
    typed = text_of(form, ADDRESS)[:LONGEST_ADDRESS]
    if not typed:
        faults = say_faults(request, {ADDRESS: "empty"})
        return render(request, "desk/watched.html", _page(request, faults=faults), status=422)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            watch(services, session, address=typed, account_id=account_id_of(request))
    except IngestError as exc:
        reason = reason_of(request, exc.code, exc.details())
        return render(request, "desk/watched.html", _page(request, address=typed, address_fault=reason), status=422)
    return _onward(request, "watching")


@staff_form
def check(request: Request, _form: FormData) -> Response:
    """Look at a watched address now."""
    services = services_of(request)
    account_id = account_id_of(request)
    return _changed(
        request,
        lambda session, source_id: check_now(services, session, source_id, account_id=account_id),
        "checking",
    )


@staff_form
def stop(request: Request, _form: FormData) -> Response:
    """Watch an address no more."""
    return _changed(request, stop_watching, "watch-stopped")


def _changed(request: Request, change: Callable[[Session, int], object], notice: str) -> Response:
    services = services_of(request)
    with services.database.writing(by=account_id_of(request)) as session:
        change(session, request.path_params["source_id"])
    return _onward(request, notice)


def _onward(request: Request, notice: str) -> Response:
    return see_other(desk_path(request, "watched") + f"?done={notice}")


def _page(
    request: Request,
    *,
    address: str = "",
    address_fault: Reason | None = None,
    faults: dict[str, str] | None = None,
) -> WatchedPage:
    services = services_of(request)
    with services.database.reading() as session:
        rows = watched.watched(session)
    return WatchedPage(
        notice=notice_of(request),
        sources=tuple(_view(request, row) for row in rows),
        hours=services.settings.watch_hours,
        address=address,
        address_fault=address_fault,
        faults=faults or {},
    )


def _view(request: Request, row: WatchedRow) -> WatchedView:
    formats = services_of(request).i18n.formats(request.state.language)
    has_failed = row.job_state is JobState.FAILED and row.error_code is not None
    return WatchedView(
        source_id=row.source_id,
        address=row.address,
        recordings=row.recordings,
        checked=formats.day_and_time(row.checked_at) if row.checked_at else "",
        next_check=formats.day_and_time(row.next_check_at),
        job_id=row.job_id,
        is_checking=row.job_state in LIVE,
        reason=reason_of(request, row.error_code or "", row.error_details) if has_failed else None,
        gone=tuple(_gone(gone, formats.day_and_time) for gone in row.gone),
    )


def _gone(row: GoneRow, shown: Callable[..., str]) -> GoneView:
    return GoneView(row.recording_id, row.title, shown(row.since))

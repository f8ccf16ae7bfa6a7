"""Withdrawing a recording, bringing it back, deleting it for good: each asks on its page before anything happens."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError, NotPublishableError
from archive.intake.laid_aside import laid_aside
from archive.publication import withdrawing
from archive.publication.deleting import deletable_from, delete_for_good
from archive.publication.withdrawing import Because
from archive.shelving import known_recording
from archive.web.asking import services_of
from archive.web.desk.desk_words import MISSING
from archive.web.rendering import render
from archive.web.speaking import notice_of, say, say_faults
from archive.web.staff import (
    account_id_of,
    admin_form,
    desk_path,
    for_admin,
    for_staff,
    lines_of,
    see_other,
    staff_form,
    text_of,
)
from archive.web.words import BECAUSE

OFFERED = (Because.OUTDATED, Because.ASKED, Because.MISTAKE)
"""That a permission has ended is for the calendar to say."""


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """What is asked before a recording is taken back, or brought back."""

    recording: Recording
    notice: str
    reasons: tuple[tuple[str, str], ...]
    because: str = ""
    reason: str = ""
    note: str = ""
    deletable_from: dt.datetime | None = None
    """None while it is not withdrawn."""
    can_delete: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeletePage:
    """What is asked before a recording is deleted for good."""

    recording: Recording
    laid_aside: tuple[str, ...]
    """Names of what lies aside with it, and would go too."""
    deletable_from: dt.datetime | None
    """None while it is not withdrawn."""
    can_delete: bool
    typed_title: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


@for_staff
def show(request: Request) -> Response:
    """Ask for the reason; of what is withdrawn already, tell what can be done."""
    return _page(request)


@staff_form
def withdraw(request: Request, form: FormData) -> Response:
    """Take the recording from the site at once."""
    services = services_of(request)
    reason, note = lines_of(form, "reason"), lines_of(form, "note")
    chosen = text_of(form, "because")
    because = Because(chosen) if chosen in set(OFFERED) else None
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            recording_id = request.path_params["recording_id"]
            withdrawing.withdraw(services, session, recording_id, because=because, reason=reason, note=note)
    except InvalidInputError as exc:
        if "state" in exc.fields:  # somebody else was quicker
            return _onward(request, "unchanged")
        faults = say_faults(request, exc.fields)
        return _page(request, because=chosen, reason=reason, note=note, faults=faults, status=422)
    return _onward(request, "withdrawn")


@staff_form
def restore(request: Request, _form: FormData) -> Response:
    """Bring a withdrawn recording back."""
    services = services_of(request)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            withdrawing.restore(services, session, request.path_params["recording_id"])
    except NotPublishableError as exc:
        return _page(request, missing=tuple(say(request, MISSING[code]) for code in exc.missing), status=422)
    except InvalidInputError:  # somebody else was quicker
        return _onward(request, "unchanged")
    return _onward(request, "restored")


@for_admin
def ask_to_delete(request: Request) -> Response:
    """Ask for the title, so that nobody deletes by a slip of the hand."""
    return _delete_page(request)


@admin_form
def delete(request: Request, form: FormData) -> Response:
    """Delete for good."""
    services, typed = services_of(request), text_of(form, "typed_title")
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            delete_for_good(services, session, request.path_params["recording_id"], typed_title=typed)
    except InvalidInputError as exc:
        return _delete_page(request, typed_title=typed, faults=say_faults(request, exc.fields), status=422)
    return see_other(desk_path(request) + "?done=deleted")


def _onward(request: Request, done: str) -> Response:
    return see_other(
        desk_path(request, "recordings", request.path_params["recording_id"], "withdraw") + f"?done={done}"
    )


def _page(
    request: Request,
    *,
    because: str = "",
    reason: str = "",
    note: str = "",
    faults: Mapping[str, str] | None = None,
    missing: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    recording = _recording(request)
    page = WithdrawPage(
        recording=recording,
        notice=notice_of(request),
        reasons=tuple((code.value, say(request, BECAUSE[code])) for code in OFFERED),
        because=because,
        reason=reason,
        note=note,
        deletable_from=deletable_from(recording),
        can_delete=_can_delete(request, recording),
        faults=faults or {},
        missing=missing,
    )
    return render(request, "desk/withdraw.html", page, status=status)


def _delete_page(
    request: Request, *, typed_title: str = "", faults: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    recording = _recording(request)
    page = DeletePage(
        recording=recording,
        laid_aside=_aside(request, recording),
        deletable_from=deletable_from(recording),
        can_delete=_can_delete(request, recording),
        typed_title=typed_title,
        faults=faults or {},
    )
    return render(request, "desk/delete.html", page, status=status)


def _can_delete(request: Request, recording: Recording) -> bool:
    since = deletable_from(recording)
    return since is not None and since <= services_of(request).clock()


def _aside(request: Request, recording: Recording) -> tuple[str, ...]:
    with services_of(request).database.reading() as session:
        return tuple(row.file_name for row in laid_aside(session, recording.id))


def _recording(request: Request) -> Recording:
    with services_of(request).database.reading() as session:
        return known_recording(session, request.path_params["recording_id"])

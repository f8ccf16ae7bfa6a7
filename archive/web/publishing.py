"""Publishing, withdrawing and restoring a recording: each asks on a page of its own before anything happens."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive import shelving
from archive.bootstrap import Services
from archive.catalogue import desk_queries
from archive.catalogue.events import State
from archive.catalogue.people import Account
from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError, NotPublishableError
from archive.rights import EARLIEST_DAY, latest_day, rights_faults
from archive.web.desk_words import MISSING
from archive.web.forms import RightsForm, rights_given, typed_rights
from archive.web.rendering import render
from archive.web.speaking import say, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, lines_of, see_other, staff_form, text_of


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What is asked before a recording is shown to everybody."""

    recording: Recording
    form: RightsForm
    first_day: str
    last_day: str
    """Between them lies the day of the permission."""
    has_transcript: bool
    faults: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        """Say whether visitors see it already; then only the permission is corrected."""
        return self.recording.state is State.PUBLISHED


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    """What is asked before a recording is taken back."""

    recording: Recording
    reason: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


@for_staff
def show_publish(request: Request) -> Response:
    """Ask for the rights record."""
    recording = _recording(request)
    rights = recording.rights
    form = RightsForm(rights.basis, rights.granted_on.isoformat()) if rights is not None else RightsForm()
    return _publish_page(request, recording, form)


@staff_form
def publish(request: Request, form: FormData) -> Response:
    """Publish, if basis and date are there."""
    services: Services = request.app.state.services
    typed, offered = typed_rights(form), text_of(form, "offers_files")
    recording = _recording(request)
    faults = rights_faults(rights_given(typed, noted_by=""), today=services.clock().date())
    if typed.granted_on and faults.get("granted_on") == "empty":
        faults["granted_on"] = "not-a-date"
    if faults:
        return _publish_page(request, recording, typed, faults=say_faults(request, faults), status=422)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            account = session.get(Account, account_id_of(request))
            rights = rights_given(typed, noted_by=account.name if account else "")
            published = shelving.publish(services, session, recording.id, rights=rights)
            if offered in {"yes", "no"}:
                published.offers_files = offered == "yes"
    except NotPublishableError as exc:
        missing = tuple(say(request, MISSING.get(code, code)) for code in exc.missing)
        return _publish_page(request, recording, typed, missing=missing, status=422)
    done = "saved" if recording.state is State.PUBLISHED else "published"
    return see_other(desk_path(request, "recordings", recording.id) + f"?done={done}")


@for_staff
def show_withdraw(request: Request) -> Response:
    """Ask for the reason, and whether it is meant."""
    return render(request, "desk/withdraw.html", WithdrawPage(_recording(request)))


@staff_form
def withdraw(request: Request, form: FormData) -> Response:
    """Take the recording from the site at once."""
    services: Services = request.app.state.services
    recording = _recording(request)
    reason = lines_of(form, "reason")
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            shelving.withdraw(services, session, recording.id, reason=reason)
    except InvalidInputError as exc:
        if "state" in exc.fields:  # somebody else was quicker
            return see_other(desk_path(request, "recordings", recording.id) + "?done=unchanged")
        page = WithdrawPage(recording, reason, say_faults(request, exc.fields))
        return render(request, "desk/withdraw.html", page, status=422)
    return see_other(desk_path(request, "recordings", recording.id) + "?done=withdrawn")


@staff_form
def restore(request: Request, _form: FormData) -> Response:
    """Bring a withdrawn recording back."""
    services: Services = request.app.state.services
    recording = _recording(request)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            shelving.restore(services, session, recording.id)
    except NotPublishableError as exc:
        missing = tuple(say(request, MISSING.get(code, code)) for code in exc.missing)
        return _publish_page(request, recording, RightsForm(), missing=missing, status=422)
    except InvalidInputError:  # somebody else was quicker
        return see_other(desk_path(request, "recordings", recording.id) + "?done=unchanged")
    return see_other(desk_path(request, "recordings", recording.id) + "?done=restored")


def _publish_page(
    request: Request,
    recording: Recording,
    form: RightsForm,
    *,
    faults: Mapping[str, str] | None = None,
    missing: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    services: Services = request.app.state.services
    with services.database.reading() as session:
        has_transcript = any(row.is_current for row in desk_queries.transcripts(session, recording.id))
    page = PublishPage(
        recording=recording,
        form=form,
        first_day=EARLIEST_DAY.isoformat(),
        last_day=latest_day(services.clock().date()).isoformat(),
        has_transcript=has_transcript,
        faults=faults or {},
        missing=missing,
    )
    return render(request, "desk/publish.html", page, status=status)


def _recording(request: Request) -> Recording:
    services: Services = request.app.state.services
    with services.database.reading() as session:
        recording = desk_queries.recording(session, request.path_params["recording_id"])
    if recording is None:
        raise HTTPException(404)
    return recording

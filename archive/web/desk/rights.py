"""The rights record of a recording at the desk: why it may be shown, for how long, the document that proves it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from archive.catalogue.people import Account
from archive.catalogue.recordings import Recording
from archive.catalogue.rights import RightsRecord
from archive.errors import InvalidInputError, NotFoundError
from archive.publication.proofs import LARGEST_PROOF_BYTES, add_proof, put_proof, remove_proof
from archive.publication.rights import EARLIEST_DAY, has_expired, latest_day, note_rights
from archive.shelving import known_recording
from archive.web.asking import language_of, services_of
from archive.web.desk.clashes import saved_by_now
from archive.web.desk.forms import RightsForm, faults_of, rights_given, rights_of, typed_rights, with_theirs
from archive.web.desk.merging import Merge, merge
from archive.web.desk.small_form import answer_small_form
from archive.web.rendering import render
from archive.web.speaking import notice_of, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, staff_stream
from media.errors import FileMissingError

PROOF = "proof"
SHUT_IN = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}
"""A foreign document is handed over, and runs nothing here."""


@dataclass(frozen=True, slots=True)
class RightsPage:
    """The record of one recording."""

    recording: Recording
    notice: str
    form: RightsForm
    record: RightsRecord | None
    has_expired: bool
    first_day: str
    last_day: str
    """Between them lies the day of the permission."""
    largest_bytes: int
    faults: Mapping[str, str] = field(default_factory=dict)


@for_staff
def show(request: Request) -> Response:
    """Show what is written down."""
    return _page(request)


@staff_form
def save(request: Request, form: FormData) -> Response:
    """Write down why the recording may be shown; what somebody else changed meanwhile stays, or is a clash."""
    services, typed = services_of(request), typed_rights(form)
    with services.database.writing(by=account_id_of(request)) as session:
        recording = known_recording(session, request.path_params["recording_id"])
        saved = rights_of(recording.rights)
        found = merge(typed.made_from, typed.values, saved.values)
        meant = with_theirs(typed, saved, found.theirs)
        faults = faults_of(meant, today=services.today())
        if found.changed and not faults and not found.clashing:
            account = session.get_one(Account, account_id_of(request))
            note_rights(services, session, recording, rights_given(meant, noted_by=account.name))
    if faults:
        return _page(request, meant, faults=say_faults(request, faults), status=422)
    if found.clashing:  # sent again, it is the person's answer to what is saved by now
        said = _saved_by_now(request, saved, found)
        return _page(request, replace(meant, made_from=saved.made_from), faults=said, status=422)
    return _onward(request, "saved" if found.changed else "unchanged")


@staff_stream
async def take_proof(request: Request) -> Response:
    """Take the document that proves it."""
    return await answer_small_form(request, _take, _refuse, field=PROOF, limit_bytes=LARGEST_PROOF_BYTES)


@for_staff
def proof(request: Request) -> Response:
    """Hand over the document; nothing else of this site leads to it."""
    services = services_of(request)
    with services.database.reading() as session:
        record = known_recording(session, request.path_params["recording_id"]).rights
    if record is None or record.proof_key is None:
        raise HTTPException(404)
    try:
        path = services.store.path(record.proof_key)
    except FileMissingError as exc:
        raise HTTPException(404) from exc
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(record.proof, safe='')}"}
    return FileResponse(path, media_type=record.proof_type, headers={**SHUT_IN, **named})


@staff_form
def drop_proof(request: Request, _form: FormData) -> Response:
    """Take the document away."""
    services = services_of(request)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            remove_proof(services, session, request.path_params["recording_id"])
    except NotFoundError:  # somebody else was quicker
        return _onward(request, "unchanged")
    return _onward(request, "proof-removed")


def _saved_by_now(request: Request, saved: RightsForm, found: Merge) -> dict[str, str]:
    """Say at each field that both changed what somebody else has written there meanwhile."""
    shown = {name: value for name, value in saved.values.items() if name in found.clashing}
    for day in ("granted_on", "expires_on"):
        if day in shown:
            shown[day] = services_of(request).i18n.date(shown[day], language_of(request))
    return saved_by_now(request, "recording", shown)


def _take(request: Request, form: FormData) -> Response:
    services, file = services_of(request), form.get(PROOF)
    if not isinstance(file, UploadFile) or not file.filename:
        return _refuse(request, {PROOF: "empty"})
    try:
        put = put_proof(services, file.file.read(), name=file.filename)
        with services.database.writing(by=account_id_of(request)) as session:
            add_proof(services, session, request.path_params["recording_id"], put)
    except InvalidInputError as exc:
        return _refuse(request, exc.fields)
    return _onward(request, "proof-added")


def _refuse(request: Request, faults: Mapping[str, str], status: int = 422) -> Response:
    return _page(request, faults=say_faults(request, faults), status=status)


def _onward(request: Request, done: str) -> Response:
    return see_other(desk_path(request, "recordings", request.path_params["recording_id"], "rights") + f"?done={done}")


def _page(
    request: Request,
    typed: RightsForm | None = None,
    *,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    services = services_of(request)
    with services.database.reading() as session:
        recording = known_recording(session, request.path_params["recording_id"])
        record = recording.rights
    page = RightsPage(
        recording=recording,
        notice=notice_of(request),
        form=typed or rights_of(record),
        record=record,
        has_expired=record is not None and has_expired(record, today=services.today()),
        first_day=EARLIEST_DAY.isoformat(),
        last_day=latest_day(services.today()).isoformat(),
        largest_bytes=LARGEST_PROOF_BYTES,
        faults=faults or {},
    )
    return render(request, "desk/rights.html", page, status=status)

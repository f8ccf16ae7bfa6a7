"""The desk's page where a recording is added: a file, or an address. Files come by `uploads` when scripts run."""

from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from archive.bootstrap import Services
from archive.errors import AlreadyArchivedError, ArchiveError, InvalidInputError
from archive.intake import taking_in
from archive.intake.accepting import acceptor, uploads_of
from archive.intake.arrivals import Unfinished
from archive.intake.laid_aside import laid_aside
from archive.web.asking import services_of
from archive.web.desk.job_views import Reason, reason_of
from archive.web.desk.plain_upload import LARGEST_BYTES, PlainUpload, finish_film, receive_form
from archive.web.rendering import render
from archive.web.speaking import notice_of, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, staff_stream, text_of
from ingest.errors import IngestError
from media.errors import MediaError, StoreFullError

LONGEST_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class AddPage:
    """What the page shows; `address` is kept as it was typed."""

    notice: str
    unfinished: tuple[Unfinished, ...]
    max_bytes: int
    plain_max_bytes: int
    address: str = ""
    address_fault: Reason | None = None
    file_fault: Reason | None = None
    known_recording_id: int | None = None
    file_recording_id: int | None = None
    """The recording that a file turned out to be."""
    laid_aside: tuple[str, ...] = ()
    """Names of what lies aside with that recording until somebody decides."""
    faults: dict[str, str] = field(default_factory=dict)


@for_staff
def show(request: Request) -> Response:
    """Show both ways of adding a recording."""
    return render(request, "desk/add.html", _page(request))


@staff_form
def address(request: Request, form: FormData) -> Response:
    """Take an address; what is behind it is looked at by a job."""
    services = services_of(request)
    typed = text_of(form, "address")[:LONGEST_ADDRESS]
    if not typed:
        faults = say_faults(request, {"address": "empty"})
        return render(request, "desk/add.html", _page(request, faults=faults), status=422)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            job = taking_in.accept_address(
                services, session, address=typed, account_id=account_id_of(request), choose=True
            )
            job_id = job.id
    except AlreadyArchivedError as exc:
        reason = reason_of(request, exc.code, exc.details())
        page = _page(request, address=typed, address_fault=reason, known_recording_id=exc.recording_id)
        return render(request, "desk/add.html", page, status=422)
    except (IngestError, ArchiveError) as exc:
        reason = reason_of(request, exc.code, exc.details())
        return render(request, "desk/add.html", _page(request, address=typed, address_fault=reason), status=422)
    return see_other(desk_path(request, "jobs", job_id))


@staff_stream
async def file(request: Request) -> Response:
    """Take a file from a form without scripts, straight to disk."""
    services = services_of(request)
    uploads = uploads_of(services)
    try:
        brought = await receive_form(request, uploads, account_id=account_id_of(request))
        job_id, left_out = await run_in_threadpool(_finish, services, brought)
    except AlreadyArchivedError as exc:
        reason = reason_of(request, exc.code, exc.details())
        page = await run_in_threadpool(_page, request, file_fault=reason, file_recording_id=exc.recording_id)
        return render(request, "desk/add.html", page, status=422)
    except InvalidInputError as exc:
        page = await run_in_threadpool(_page, request, faults=say_faults(request, exc.fields))
        return render(request, "desk/add.html", page, status=422)
    except (IngestError, MediaError) as exc:
        reason = reason_of(request, exc.code, exc.details())
        page = await run_in_threadpool(_page, request, file_fault=reason)
        return render(request, "desk/add.html", page, status=507 if isinstance(exc, StoreFullError) else 413)
    except ClientDisconnect:
        return Response(status_code=400)
    return see_other(desk_path(request, "jobs", job_id) + ("?done=left-out" if left_out else ""))


def _finish(services: Services, brought: PlainUpload) -> tuple[str, bool]:
    """Finish what a form brought; say too whether something beside the recording was not taken.

    Raises:
        AlreadyArchivedError: the recording is here already.
        StoreFullError: there is no room for what came along; nothing is kept.
    """
    uploads, accept, left_out = uploads_of(services), acceptor(services), False
    for companion_id, _ in brought.companions:
        try:
            uploads.finish(companion_id, accept=accept)
        except InvalidInputError:
            left_out = True
    return finish_film(uploads, brought, accept=accept) or "", left_out


@staff_form
def discard_upload(request: Request, _form: FormData) -> Response:
    """Drop an unfinished upload."""
    uploads = uploads_of(services_of(request))
    upload = uploads.owned(request.path_params["upload_id"], account_id_of(request))
    if upload.finished_at is None:
        with uploads.files.open(upload.id):
            uploads.discard(upload.id, by=account_id_of(request))
    return see_other(desk_path(request, "add") + "?done=upload-discarded")


def _page(
    request: Request,
    *,
    address: str = "",
    address_fault: Reason | None = None,
    file_fault: Reason | None = None,
    known_recording_id: int | None = None,
    file_recording_id: int | None = None,
    faults: dict[str, str] | None = None,
) -> AddPage:
    uploads = uploads_of(services_of(request))
    uploads.sweep()
    with services_of(request).database.reading() as session:
        aside = () if file_recording_id is None else laid_aside(session, file_recording_id)
    return AddPage(
        notice=notice_of(request),
        unfinished=uploads.unfinished(account_id_of(request)),
        max_bytes=uploads.limits.largest_bytes,
        plain_max_bytes=min(LARGEST_BYTES, uploads.limits.largest_bytes),
        address=address,
        address_fault=address_fault,
        file_fault=file_fault,
        known_recording_id=known_recording_id,
        file_recording_id=file_recording_id,
        laid_aside=tuple(row.file_name for row in aside),
        faults=faults or {},
    )

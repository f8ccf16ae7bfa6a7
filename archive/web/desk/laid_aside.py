"""The desk's page of what came with a film that was here already: each file is added to the recording, or discarded."""

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import desk_queries
from archive.catalogue.people import Purpose, Upload
from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError, NotFoundError
from archive.i18n import N_
from archive.intake.accepting import kind_of, uploads_of
from archive.intake.arrivals import Companion
from archive.intake.deciding import add_to_recording
from archive.intake.laid_aside import laid_aside
from archive.web.asking import services_of
from archive.web.desk.captions import done_with
from archive.web.desk.job_views import reason_of
from archive.web.rendering import render
from archive.web.speaking import notice_of, say, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of
from archive.web.words import DOCUMENT_KINDS
from media.errors import StoreFullError, TimedTextError

ADD, DISCARD = "add", "discard"


@dataclass(frozen=True, slots=True)
class FileAside:
    """A file that lies aside."""

    upload_id: str
    name: str
    size_bytes: int
    kind_words: str
    is_missing: bool
    """Its bytes are gone: it can only be discarded."""


@dataclass(frozen=True, slots=True)
class LaidAsidePage:
    """What the page shows."""

    notice: str
    recording: Recording
    files: tuple[FileAside, ...]
    faulty_id: str = ""
    """The file that could not be added."""
    fault: str = ""


@for_staff
def show(request: Request) -> Response:
    """Show what lies aside with a recording."""
    return render(request, "desk/laid-aside.html", _page(request))


@staff_form
def decide(request: Request, form: FormData) -> Response:
    """Add a file to the recording, or discard it."""
    services, recording_id = services_of(request), request.path_params["recording_id"]
    here, wanted = desk_path(request, "recordings", recording_id, "laid-aside"), text_of(form, "wanted")
    with services.database.reading() as session:
        rows = {row.id: row for row in laid_aside(session, recording_id)}
    upload = rows.get(request.path_params["upload_id"])
    if upload is None or wanted not in {ADD, DISCARD}:  # somebody else was quicker
        return see_other(f"{here}?done=unchanged")
    if wanted == DISCARD:
        uploads_of(services).discard(upload.id, by=account_id_of(request))
        return see_other(f"{here}?done=file-discarded")
    try:
        laid = add_to_recording(services, recording_id, upload, account_id=account_id_of(request))
    except (NotFoundError, FileNotFoundError):  # somebody else was quicker, or its bytes are gone
        return see_other(f"{here}?done=unchanged")
    except InvalidInputError as exc:
        return _refuse(request, upload, next(iter(say_faults(request, exc.fields).values())))
    except (TimedTextError, StoreFullError) as exc:
        reason = reason_of(request, exc.code, {**exc.details(), "subject": upload.file_name})
        said = "" if reason is None else f"{reason.what} {reason.todo}"
        return _refuse(request, upload, said, status=507 if isinstance(exc, StoreFullError) else 422)
    return see_other(f"{here}?done={'document-added' if laid is None else done_with(laid)}")


def _refuse(request: Request, upload: Upload, fault: str, *, status: int = 422) -> Response:
    page = _page(request, faulty_id=upload.id, fault=fault)
    return render(request, "desk/laid-aside.html", page, status=status)


def _page(request: Request, *, faulty_id: str = "", fault: str = "") -> LaidAsidePage:
    services, recording_id = services_of(request), request.path_params["recording_id"]
    with services.database.reading() as session:
        recording = desk_queries.recording(session, recording_id)
        rows = laid_aside(session, recording_id)
    if recording is None:
        raise HTTPException(404)
    files = tuple(_file(request, row) for row in rows)
    return LaidAsidePage(notice_of(request), recording, files, faulty_id, fault)


def _file(request: Request, upload: Upload) -> FileAside:
    try:
        companion = _companion(request, upload)
        words = N_("Captions") if upload.purpose is Purpose.CAPTIONS else DOCUMENT_KINDS[kind_of(companion)]
        is_missing = False
    except (NotFoundError, FileNotFoundError):
        words, is_missing = N_("The file is not here any more. Please send it again."), True
    return FileAside(upload.id, upload.file_name, upload.size_bytes, say(request, words), is_missing)


def _companion(request: Request, upload: Upload) -> Companion:
    return Companion(uploads_of(services_of(request)).files.path(upload.id), upload.file_name)

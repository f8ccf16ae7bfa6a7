"""The tus 1.0 server of the desk: resumable uploads that survive reloads, lost networks and killed servers.

Answers carry a code, not words; the page has the words for each code in its language.
"""

import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Mapping
from email.utils import format_datetime
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from archive.catalogue.people import Purpose, Upload
from archive.errors import AlreadyArchivedError, ArchiveError, InvalidInputError, NotFoundError, UploadBusyError
from archive.intake.accepting import acceptor, refuse_known, refuse_replacement, uploads_of
from archive.intake.laid_aside import laid_aside
from archive.intake.uploads import Uploads
from archive.web.asking import number_of, services_of
from archive.web.desk import tus_body, tus_headers
from archive.web.desk.tus_headers import Refusal
from archive.web.lanes import Lane
from ingest.errors import IngestError, TooLargeError
from media.errors import MediaError, NotPlayableError, StoreFullError

log = logging.getLogger(__name__)

PATH = "/desk/uploads"
METHODS = ["HEAD", "PATCH", "DELETE", "POST", "OPTIONS"]
LIST_METHODS = ["GET", "POST", "OPTIONS"]
STATUS: tuple[tuple[type[Exception], int], ...] = (
    (NotFoundError, 404),
    (AlreadyArchivedError, 409),
    (TooLargeError, 413),
    (NotPlayableError, 415),
    (UploadBusyError, 423),
    (StoreFullError, 507),
    (InvalidInputError, 422),
)

_questions = Lane("what uploads ask of the catalogue", at_once=2)
_endings = Lane("uploads that end", at_once=2)
"""Pages stay quick while twenty uploads begin or end in one moment. An end may read a whole film, which nobody who
begins shall wait for; bytes on their way to the disk wait for neither."""

Reply = tuple[int, dict[str, str]]
Verb = Callable[[Request, Uploads], Awaitable[Reply]]


async def collection(request: Request) -> Response:
    """Answer at the address where uploads begin; GET lists what this account can go on sending."""
    if request.method == "GET":
        return await _listed(request)
    return await _answer(request, {"POST": _create})


async def one(request: Request) -> Response:
    """Answer at the address of one upload."""
    return await _answer(request, {"HEAD": _head, "PATCH": _patch, "DELETE": _delete})


async def _listed(request: Request) -> Response:
    try:
        _check_person(request)
    except Refusal as refusal:
        return Response(refusal.code, refusal.status, media_type="text/plain")
    uploads = uploads_of(services_of(request))
    recording_id = number_of(request.query_params.get("recording"))
    account_id = request.state.viewer.account_id
    rows = await _questions.run(lambda: uploads.unfinished(account_id, replaces_in=recording_id))
    listed = [
        {"id": row.upload_id, "name": row.file_name, "size": row.size_bytes, "fingerprint": row.fingerprint}
        for row in rows
    ]
    return JSONResponse(listed, headers={"Cache-Control": "no-store"})


async def _answer(request: Request, verbs: Mapping[str, Verb]) -> Response:
    headers = {"Tus-Resumable": tus_headers.VERSION, "Cache-Control": "no-store"}
    method = request.headers.get("x-http-method-override", request.method).upper()
    uploads = uploads_of(services_of(request))
    if method == "OPTIONS":
        return Response(status_code=204, headers=headers | _abilities(uploads))
    try:
        _check_person(request)
        tus_headers.check_version(request.headers)
        status, more = await verbs.get(method, _no_such_verb)(request, uploads)
    except Refusal as refusal:
        return Response(refusal.code, refusal.status, headers=headers | refusal.headers, media_type="text/plain")
    except (ArchiveError, IngestError, MediaError) as exc:
        status = next((status for kind, status in STATUS if isinstance(exc, kind)), 400)
        code = next(iter(exc.fields.values())) if isinstance(exc, InvalidInputError) else exc.code
        return Response(code, status, headers=headers | _known(exc), media_type="text/plain")
    return Response(status_code=status, headers=headers | more)


def _check_person(request: Request) -> None:
    viewer = request.state.viewer
    if viewer.account_id is None:
        raise Refusal(401, "signed-out")
    if not viewer.is_staff:
        raise Refusal(403, "not-allowed")


async def _no_such_verb(_request: Request, _uploads: Uploads) -> Reply:
    raise Refusal(405, "method")


def _abilities(uploads: Uploads) -> dict[str, str]:
    return {
        "Tus-Version": tus_headers.VERSION,
        "Tus-Extension": tus_headers.EXTENSIONS,
        "Tus-Max-Size": str(uploads.limits.largest_bytes),
        "Tus-Checksum-Algorithm": ",".join(tus_headers.ALGORITHMS),
    }


async def _create(request: Request, uploads: Uploads) -> Reply:
    size_bytes = tus_headers.count_of(request.headers, "upload-length")
    metadata = tus_headers.metadata_of(request.headers)
    brings_bytes = request.headers.get("content-type") == tus_headers.CONTENT_TYPE

    fingerprint, beginning = metadata.get("fingerprint", "")[:16], metadata.get("beginning")

    purpose = _purpose(metadata.get("purpose", ""))
    replaces_in = number_of(metadata.get("recording")) if purpose is Purpose.REPLACEMENT else None

    def begin() -> Upload:
        if purpose is Purpose.REPLACEMENT:
            refuse_replacement(services_of(request), replaces_in)
        if fingerprint and metadata.get("again") != "yes":
            refuse_known(services_of(request), size_bytes=size_bytes, fingerprint=fingerprint)
        return uploads.begin(
            request.state.viewer.account_id,
            file_name=metadata.get("filename") or metadata.get("name") or "",
            size_bytes=size_bytes,
            purpose=purpose,
            with_id=metadata.get("with"),
            replaces_in=replaces_in,
            fingerprint=fingerprint,
            beginning=None if beginning is None else tus_headers.bytes_of(beginning),
        )

    upload = await _questions.run(begin)
    offset = await _write(request, uploads, upload, offset=0) if brings_bytes else 0
    headers = {"Location": f"{PATH}/{upload.id}"} | _state(uploads, upload, offset)
    return 201, headers | await _finish(request, uploads, upload, offset=offset)


async def _head(request: Request, uploads: Uploads) -> Reply:
    upload = await _mine(request, uploads)
    offset = await to_thread.run_sync(uploads.files.offset, upload.id)
    headers = _state(uploads, upload, offset)
    headers["Upload-Metadata"] = tus_headers.written_metadata({"filename": upload.file_name})
    # complete already, but a crash may have come before its job was made
    return 200, headers | await _finish(request, uploads, upload, offset=offset)


async def _patch(request: Request, uploads: Uploads) -> Reply:
    upload = await _mine(request, uploads)
    tus_headers.check_content_type(request.headers)
    offset = tus_headers.count_of(request.headers, "upload-offset")
    offset = await _write(request, uploads, upload, offset=offset)
    return 204, _state(uploads, upload, offset) | await _finish(request, uploads, upload, offset=offset)


async def _delete(request: Request, uploads: Uploads) -> Reply:
    upload = await _mine(request, uploads)
    if upload.finished_at is not None:
        raise Refusal(409, "finished-already")
    with await to_thread.run_sync(uploads.files.open, upload.id):
        await to_thread.run_sync(lambda: uploads.discard(upload.id, by=upload.account_id))
    return 204, {}


async def _write(request: Request, uploads: Uploads, upload: Upload, *, offset: int) -> int:
    checksum = tus_headers.checksum_of(request.headers)
    coming_bytes = number_of(request.headers.get("content-length")) or 0
    if offset + coming_bytes > upload.size_bytes:
        raise Refusal(413, "longer-than-announced")
    await to_thread.run_sync(uploads.check_room, coming_bytes)
    opened = await to_thread.run_sync(uploads.files.open, upload.id)
    with opened:
        if opened.offset != offset:
            raise Refusal(409, "offset", {"Upload-Offset": str(opened.offset)})
        return await tus_body.receive(request, opened, size_bytes=upload.size_bytes, checksum=checksum)


async def _finish(request: Request, uploads: Uploads, upload: Upload, *, offset: int) -> dict[str, str]:
    if offset != upload.size_bytes:
        return {}
    accept = acceptor(services_of(request))
    try:
        job_id = await _endings.run(lambda: uploads.finish(upload.id, accept=accept))
    except AlreadyArchivedError as exc:  # it did arrive: only a client of ours asks what became of it
        return _known(exc) | await _questions.run(partial(_aside, request, exc))
    log.info("upload %s is complete, job %s", upload.id, job_id)
    return {} if job_id is None else {"Mitschnitt-Job": job_id}


def _known(exc: Exception) -> dict[str, str]:
    """Name the recording that is here already; its title in base64, as names are in this protocol."""
    if not isinstance(exc, AlreadyArchivedError):
        return {}
    title = tus_headers.written_metadata({"title": exc.title}).partition(" ")[2]
    return {"Mitschnitt-Recording": str(exc.recording_id), "Mitschnitt-Title": title}


def _aside(request: Request, exc: AlreadyArchivedError) -> dict[str, str]:
    """Say how many files lie aside with the recording that is here already."""
    if exc.recording_id is None:
        return {}
    with services_of(request).database.reading() as session:
        count = len(laid_aside(session, exc.recording_id))
    return {"Mitschnitt-Laid-Aside": str(count)} if count else {}


def _purpose(name: str) -> Purpose:
    return Purpose(name) if name in set(Purpose) else Purpose.RECORDING


async def _mine(request: Request, uploads: Uploads) -> Upload:
    def owned() -> Upload:
        upload = uploads.owned(request.path_params["upload_id"], request.state.viewer.account_id)
        if uploads.is_expired(upload):
            raise Refusal(410, "expired")
        return upload

    return await _questions.run(owned)


def _state(uploads: Uploads, upload: Upload, offset: int) -> dict[str, str]:
    expires_at = uploads.expires_at(upload).astimezone(dt.UTC)
    return {
        "Upload-Offset": str(offset),
        "Upload-Length": str(upload.size_bytes),
        "Upload-Expires": format_datetime(expires_at, usegmt=True),
    }

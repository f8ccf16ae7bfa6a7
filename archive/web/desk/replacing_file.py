"""The desk's page on which the file of a recording is replaced, and the decision on one that sounds different."""

import datetime as dt
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import select
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from archive.auditing import record
from archive.catalogue.former_originals import FormerOriginal
from archive.catalogue.recordings import Recording
from archive.errors import AlreadyArchivedError, InvalidInputError
from archive.intake.accepting import acceptor, refuse_replacement, uploads_of
from archive.intake.arrivals import Unfinished
from archive.shelf.replacement import WordsWanted
from archive.shelf.replacement_job import decide_on_words
from archive.unneeded import FORMER_ORIGINALS_KEPT_FOR
from archive.web.asking import services_of
from archive.web.desk.job_views import Reason, reason_of
from archive.web.desk.plain_upload import LARGEST_BYTES, finish_film, receive_form
from archive.web.rendering import render
from archive.web.speaking import notice_of, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, staff_stream, text_of
from ingest.errors import IngestError, SpeechModelError
from media.errors import MediaError, StoreFullError


@dataclass(frozen=True, slots=True)
class FormerFile:
    """An original that was replaced, and until when it is kept."""

    name: str
    kept_until: dt.datetime


@dataclass(frozen=True, slots=True)
class ReplaceFilePage:
    """What the page shows."""

    notice: str
    recording: Recording
    former: tuple[FormerFile, ...]
    unfinished: tuple[Unfinished, ...]
    max_bytes: int
    plain_max_bytes: int
    refused: str = ""
    """Why the file cannot be replaced now; empty when it can."""
    fault: Reason | None = None
    known_recording_id: int | None = None
    """The recording that the file turned out to be."""
    faults: dict[str, str] = field(default_factory=dict)


@for_staff
def show(request: Request) -> Response:
    """Show the form, or why there is none."""
    return render(request, "desk/replace-file.html", _page(request))


@staff_stream
async def take(request: Request) -> Response:
    """Take a file from a form without scripts, straight to disk, and ask for it to be put in place."""
    services, account_id = services_of(request), account_id_of(request)
    recording_id, uploads = request.path_params["recording_id"], uploads_of(services_of(request))
    try:
        await run_in_threadpool(refuse_replacement, services, recording_id)
        brought = await receive_form(request, uploads, account_id=account_id, replaces_in=recording_id)
        job_id = await run_in_threadpool(lambda: finish_film(uploads, brought, accept=acceptor(services)))
    except InvalidInputError as exc:
        faults = say_faults(request, exc.fields)
        return _refuse(request, await run_in_threadpool(partial(_page, request, faults=faults)))
    except (AlreadyArchivedError, IngestError, MediaError) as exc:
        return _refuse(request, await run_in_threadpool(partial(_page, request, error=exc)), status=_status(exc))
    except ClientDisconnect:
        return Response(status_code=400)
    return see_other(desk_path(request, "jobs", job_id or ""))


@staff_form
def decide(request: Request, form: FormData) -> Response:
    """Take a file that sounds different all the same: the words stay, or speech is recognised anew."""
    services, job_id = services_of(request), request.path_params["job_id"]
    wanted = text_of(form, "words")
    job_page = desk_path(request, "jobs", job_id)
    if wanted not in {WordsWanted.KEEP, WordsWanted.ANEW}:
        return see_other(f"{job_page}?done=unchanged")
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            job = decide_on_words(services, session, job_id, WordsWanted(wanted))
            details = {"kind": job.kind, "words": wanted}
            record(session, "job.retried", subject_kind="job", subject_id=job_id, label=job.title, details=details)
    except InvalidInputError:  # it was begun again, or given up, while the page was open
        return see_other(f"{job_page}?done=ended-already")
    except SpeechModelError:
        return see_other(f"{job_page}?done=no-speech-model")
    return see_other(f"{job_page}?done=retried")


def _refuse(request: Request, page: ReplaceFilePage, *, status: int = 422) -> Response:
    return render(request, "desk/replace-file.html", page, status=status)


def _status(error: Exception) -> int:
    if isinstance(error, AlreadyArchivedError):
        return 422
    return 507 if isinstance(error, StoreFullError) else 413


def _page(
    request: Request,
    *,
    faults: dict[str, str] | None = None,
    error: AlreadyArchivedError | IngestError | MediaError | None = None,
) -> ReplaceFilePage:
    services, recording_id = services_of(request), request.path_params["recording_id"]
    uploads = uploads_of(services)
    uploads.sweep()
    wanted = select(FormerOriginal).where(FormerOriginal.recording_id == recording_id)
    with services.database.reading() as session:
        recording = session.get(Recording, recording_id)
        former = session.scalars(wanted.order_by(FormerOriginal.replaced_at.desc())).all()
    if recording is None:
        raise HTTPException(404)
    refused = ""
    try:
        refuse_replacement(services, recording_id)
    except InvalidInputError as exc:
        refused = next(iter(say_faults(request, exc.fields).values()))
    return ReplaceFilePage(
        notice=notice_of(request),
        recording=recording,
        former=tuple(FormerFile(row.name, row.replaced_at + FORMER_ORIGINALS_KEPT_FOR) for row in former),
        unfinished=uploads.unfinished(account_id_of(request), replaces_in=recording_id),
        max_bytes=uploads.limits.largest_bytes,
        plain_max_bytes=min(LARGEST_BYTES, uploads.limits.largest_bytes),
        refused=refused,
        fault=reason_of(request, error.code, error.details()) if error else None,
        known_recording_id=error.recording_id if isinstance(error, AlreadyArchivedError) else None,
        faults=faults or {},
    )

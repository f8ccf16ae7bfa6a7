"""The desk's page of a recording's documents: add one by a plain form, name it anew, take it away."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import desk_queries
from archive.catalogue.documents import DocumentKind
from archive.catalogue.recordings import Recording
from archive.details.documents import (
    LARGEST_DOCUMENT_BYTES,
    add_document,
    change_document,
    put_document,
    remove_document,
)
from archive.errors import InvalidInputError
from archive.i18n import N_
from archive.web.asking import services_of, viewer_of
from archive.web.desk.language_choices import Choice, language_choices
from archive.web.desk.small_form import answer_small_form
from archive.web.document_views import DocumentView, document_views
from archive.web.rendering import render
from archive.web.speaking import notice_of, say, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, staff_stream, text_of
from archive.web.words import DOCUMENT_KINDS
from media.errors import StoreFullError

FILE = "document"


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The documents, and the form of one more."""

    notice: str
    recording: Recording
    documents: tuple[DocumentView, ...]
    kinds: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    max_bytes: int
    title: str = ""
    kind: str = DocumentKind.SLIDES
    language: str = ""
    faulty_id: int | None = None
    """The document whose form has faults; None: the form of a new one."""
    faults: Mapping[str, str] = field(default_factory=dict)


@for_staff
def show(request: Request) -> Response:
    """Show the documents."""
    return render(request, "desk/documents.html", _page(request))


@staff_stream
async def add(request: Request) -> Response:
    """Take a document; what is wrong with it is said at its field."""
    return await answer_small_form(request, _add, _refuse, field=FILE, limit_bytes=LARGEST_DOCUMENT_BYTES)


@staff_form
def change(request: Request, form: FormData) -> Response:
    """Say anew what a document is and how it is called."""
    document_id = request.path_params["document_id"]

    def changed(session: Session) -> None:
        change_document(
            session,
            request.path_params["recording_id"],
            document_id,
            kind=_kind(form),
            title=text_of(form, "document_title"),
            language=text_of(form, "document_language"),
        )

    return _done(request, form, changed, document_id=document_id)


@staff_form
def remove(request: Request, form: FormData) -> Response:
    """Take a document away."""
    recording_id, document_id = request.path_params["recording_id"], request.path_params["document_id"]

    def removed(session: Session) -> None:
        remove_document(services_of(request), session, recording_id, document_id)

    return _done(request, form, removed, document_id=document_id)


def _add(request: Request, form: FormData) -> Response:
    services, file = services_of(request), form.get(FILE)
    if not isinstance(file, UploadFile) or not file.filename:
        return _refuse(request, {FILE: "empty"}, form=form)
    with tempfile.TemporaryDirectory(dir=services.settings.data / "run") as folder:
        path = Path(folder) / "document"
        path.write_bytes(file.file.read())
        try:
            put = put_document(services, path, name=file.filename)
        except InvalidInputError as exc:
            return _refuse(request, exc.fields, form=form)
        except StoreFullError:
            return _refuse(request, {FILE: "no-room"}, 507, form=form)

    def added(session: Session) -> None:
        add_document(
            services,
            session,
            request.path_params["recording_id"],
            put,
            kind=_kind(form),
            title=text_of(form, "document_title"),
            language=text_of(form, "document_language"),
        )

    return _done(request, form, added)


def _done(
    request: Request, form: FormData, act: Callable[[Session], None], *, document_id: int | None = None
) -> Response:
    try:
        with services_of(request).database.writing(by=account_id_of(request)) as session:
            act(session)
    except InvalidInputError as exc:
        return _refuse(request, exc.fields, form=form, document_id=document_id)
    return see_other(desk_path(request, "recordings", request.path_params["recording_id"], "documents") + "?done=saved")


def _refuse(
    request: Request,
    faults: Mapping[str, str],
    status: int = 422,
    *,
    form: FormData | None = None,
    document_id: int | None = None,
) -> Response:
    form = form or FormData()
    page = replace(
        _page(request),
        title=text_of(form, "document_title"),
        kind=text_of(form, "document_kind") or DocumentKind.SLIDES,
        language=text_of(form, "document_language"),
        faulty_id=document_id,
        faults=say_faults(request, faults),
    )
    return render(request, "desk/documents.html", page, status=status)


def _page(request: Request) -> DocumentsPage:
    with services_of(request).database.reading() as session:
        recording = desk_queries.recording(session, request.path_params["recording_id"])
        if recording is None:
            raise HTTPException(404)
        documents = document_views(session, recording, viewer_of(request))
    unknown = Choice("", say(request, N_("not known, or several")))
    return DocumentsPage(
        notice=notice_of(request),
        recording=recording,
        documents=documents,
        kinds=tuple(Choice(kind.value, say(request, DOCUMENT_KINDS[kind])) for kind in DocumentKind),
        languages=(unknown, *language_choices(request, recording.language)),
        max_bytes=LARGEST_DOCUMENT_BYTES,
    )


def _kind(form: FormData) -> DocumentKind:
    try:
        return DocumentKind(text_of(form, "document_kind"))
    except ValueError as exc:
        raise HTTPException(400) from exc

"""Documents of a recording: the speakers' slides, handouts, and for staff alone the chat of a meeting.

What a file is, is told by its content, not by its name. The file comes into the store before the transaction of its row
(`put_document`, then `add_document`). Who may have a document is decided where it is served.
"""

from dataclasses import dataclass
from pathlib import Path, PurePath

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.documents import FOR_STAFF, Document, DocumentKind
from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError, NotFoundError
from archive.plain_text import one_line
from archive.unneeded import let_go, put_noted, take_back
from ingest.languages import language_code

LARGEST_DOCUMENT_BYTES = 100_000_000
MOST_DOCUMENTS = 50
"""Of one recording."""
LONGEST_TITLE = 300
PDF, TEXT = "application/pdf", "text/plain"
SUFFIXES = {PDF: ".pdf", TEXT: ".txt"}
SAMPLE_BYTES = 64 << 10
_NO_TEXT = frozenset(range(0x20)) - frozenset(b"\t\n\f\r\x1b")


@dataclass(frozen=True, slots=True)
class PutDocument:
    """A document that lies in the store and has no row yet."""

    key: str
    media_type: str
    size_bytes: int
    name: str
    """As the person knows it."""


def put_document(services: Services, path: Path, *, name: str, may_link: bool = False) -> PutDocument:
    """Bring a file into the store, if it is a PDF or plain text; the file given stays. Left without a row it is swept.

    Raises:
        InvalidInputError: field `document`: `empty`, `too-large` or `not-a-document`.
        StoreFullError: there is no room for it.
    """
    size_bytes = path.stat().st_size
    if size_bytes > LARGEST_DOCUMENT_BYTES:
        raise InvalidInputError({"document": "too-large"})
    with path.open("rb") as file:
        media_type = media_type_of(file.read(SAMPLE_BYTES))
    stored = put_noted(services, path, suffix=SUFFIXES[media_type], may_link=may_link)
    return PutDocument(stored.key, media_type, stored.size_bytes, one_line(name)[:LONGEST_TITLE] or "document")


def media_type_of(beginning: bytes) -> str:
    """Tell PDF and plain text by their first bytes.

    Raises:
        InvalidInputError: field `document`: `empty` or `not-a-document`.
    """
    if not beginning:
        raise InvalidInputError({"document": "empty"})
    if beginning.startswith(b"%PDF-"):
        return PDF
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, as some meeting programs write
        return TEXT
    if not _NO_TEXT.isdisjoint(beginning):
        raise InvalidInputError({"document": "not-a-document"})
    return TEXT


def add_document(
    services: Services,
    session: Session,
    recording_id: int,
    put: PutDocument,
    *,
    kind: DocumentKind,
    title: str = "",
    language: str = "",
) -> Document:
    """Let a recording have a document; the same file again changes nothing. Without a title it takes the file's name.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: what `checked` refuses; `document`: `not-a-pdf` for text that visitors would get, or
            `too-many`.
    """
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFoundError(kind="recording", key=recording_id)
    take_back(session, [put.key])
    same = session.scalar(select(Document).where(Document.recording_id == recording_id, Document.key == put.key))
    if same is not None:
        return same
    if put.media_type != PDF and kind not in FOR_STAFF:
        raise InvalidInputError({"document": "not-a-pdf"})
    numbered = select(func.count(Document.id), func.max(Document.position)).where(Document.recording_id == recording_id)
    count, last = session.execute(numbered).one()
    if count >= MOST_DOCUMENTS:
        raise InvalidInputError({"document": "too-many"})
    title, language = checked(title=title or PurePath(put.name).stem, language=language)
    document = Document(
        recording_id=recording_id,
        position=(last or 0) + 1,
        kind=kind,
        title=title,
        language=language,
        file_name=put.name,
        key=put.key,
        media_type=put.media_type,
        size_bytes=put.size_bytes,
        created_at=services.clock(),
    )
    session.add(document)
    session.flush()
    session.expire(recording, ["documents"])
    _note(session, "document.added", document)
    return document


def change_document(
    session: Session, recording_id: int, document_id: int, *, kind: DocumentKind, title: str, language: str
) -> Document:
    """Say anew what a document is and how it is called.

    Raises:
        NotFoundError: the recording has no such document.
        InvalidInputError: what `checked` refuses; `document`: `not-a-pdf` for text that visitors would get.
    """
    document = _of(session, recording_id, document_id)
    if document.media_type != PDF and kind not in FOR_STAFF:
        raise InvalidInputError({"document": "not-a-pdf"})
    title, language = checked(title=title, language=language)
    if (document.kind, document.title, document.language) != (kind, title, language):
        document.kind, document.title, document.language = kind, title, language
        _note(session, "document.changed", document)
    return document


def remove_document(services: Services, session: Session, recording_id: int, document_id: int) -> None:
    """Take a document away; its file goes with the next sweep, unless another row needs it.

    Raises:
        NotFoundError: the recording has no such document.
    """
    document = _of(session, recording_id, document_id)
    _note(session, "document.removed", document)
    let_go(session, {document.key: document.media_type}, now=services.clock(), recording_id=recording_id)
    session.delete(document)
    session.flush()


def documents_of(session: Session, recording_id: int, *, for_staff: bool = False) -> tuple[Document, ...]:
    """List the documents of a recording in order; those for staff only when asked for."""
    wanted = select(Document).where(Document.recording_id == recording_id)
    if not for_staff:
        wanted = wanted.where(Document.kind.not_in(FOR_STAFF))
    return tuple(session.scalars(wanted.order_by(Document.position, Document.id)))


def checked(*, title: str, language: str) -> tuple[str, str]:
    """Give title and language as they are kept.

    Raises:
        InvalidInputError: `document_title`: `empty` or `too-long`; `document_language`: `not-a-language`.
    """
    title = one_line(title)
    code = language_code(language) if language else ""
    faults = {}
    if not title or len(title) > LONGEST_TITLE:
        faults["document_title"] = "too-long" if title else "empty"
    if code is None:
        faults["document_language"] = "not-a-language"
    if faults:
        raise InvalidInputError(faults)
    return title, code or ""


def _of(session: Session, recording_id: int, document_id: int) -> Document:
    document = session.get(Document, document_id)
    if document is None or document.recording_id != recording_id:
        raise NotFoundError(kind="document", key=document_id)
    return document


def _note(session: Session, action: str, document: Document) -> None:
    recording = session.get_one(Recording, document.recording_id)
    record_about(session, action, recording, document=document.title, kind=document.kind.value)

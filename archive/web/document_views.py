"""The documents of a recording as pages list them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from archive.catalogue.recordings import Recording
from archive.catalogue.viewing import Viewer
from archive.details.documents import documents_of
from archive.web import addresses
from archive.web.words import DOCUMENT_KINDS


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document and where to get it."""

    document_id: int
    path: str
    title: str
    kind: str
    kind_words: str
    """In English, for `say`."""
    language: str
    """Empty while nobody has said it."""
    form: str
    """PDF or TXT."""
    size_bytes: int
    is_for_staff: bool


def document_views(session: Session, recording: Recording, viewer: Viewer) -> tuple[DocumentView, ...]:
    """List what this person may have of a recording that they may see."""
    return tuple(
        DocumentView(
            document_id=row.id,
            path=addresses.document(recording.slug, row.id, row.key),
            title=row.title,
            kind=row.kind.value,
            kind_words=DOCUMENT_KINDS[row.kind],
            language=row.language,
            form=row.key.rpartition(".")[2].upper(),
            size_bytes=row.size_bytes,
            is_for_staff=row.is_for_staff,
        )
        for row in documents_of(session, recording.id, for_staff=viewer.is_staff)
    )

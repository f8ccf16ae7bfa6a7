"""Makes something of a file that lies aside: words or a document of its recording, once.

Its row goes in the transaction that brings what it held. Its bytes follow, or go with a sweep after a crash.
"""

from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.people import Purpose, Upload
from archive.details.documents import add_document, put_document
from archive.errors import NotFoundError
from archive.intake.accepting import kind_of, uploads_of
from archive.intake.arrivals import Companion
from archive.transcripts.caption_files import read_captions
from archive.transcripts.transcribing import Laid, add_captions


def add_to_recording(services: Services, recording_id: int, upload: Upload, *, account_id: int) -> Laid | None:
    """Add a file that lies aside to its recording; give what became of words.

    Raises:
        NotFoundError: it does not lie there any more, or its recording is gone.
        FileNotFoundError: its bytes are gone.
        InvalidInputError, TimedTextError, StoreFullError: as captions or documents are refused; it goes on lying aside.
    """
    files = uploads_of(services).files
    companion = Companion(files.path(upload.id), upload.file_name)
    add = _add_captions if upload.purpose is Purpose.CAPTIONS else _add_document
    laid = add(services, recording_id, upload.id, companion, account_id=account_id)
    files.remove(upload.id)
    return laid


def _add_captions(
    services: Services, recording_id: int, upload_id: str, companion: Companion, *, account_id: int
) -> Laid:
    found = read_captions(services, recording_id, companion.path.read_bytes(), name=companion.name, is_of_original=True)
    with services.database.writing(by=account_id) as session:
        _take_row(session, recording_id, upload_id)
        return add_captions(services, session, recording_id, found, is_of_original=True)


def _add_document(
    services: Services, recording_id: int, upload_id: str, companion: Companion, *, account_id: int
) -> None:
    put = put_document(services, companion.path, name=companion.name)
    with services.database.writing(by=account_id) as session:
        _take_row(session, recording_id, upload_id)
        add_document(services, session, recording_id, put, kind=kind_of(companion))


def _take_row(session: Session, recording_id: int, upload_id: str) -> None:
    row = session.get(Upload, upload_id)
    if row is None or row.recording_id != recording_id:  # somebody else was quicker
        raise NotFoundError(kind="upload", key=upload_id)
    session.delete(row)
    session.flush()

"""Joins uploads to intake: opens the uploads of an archive, knows what is here already, makes jobs of what is new."""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.documents import DocumentKind
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job
from archive.details.documents import add_document, put_document
from archive.errors import AlreadyArchivedError
from archive.intake import taking_in
from archive.intake.arrivals import Accept, Arrived, Companion
from archive.intake.fingerprints import fingerprint_of
from archive.intake.upload_files import UploadFiles
from archive.intake.upload_rules import UploadLimits
from archive.intake.uploads import Uploads
from archive.shelf.replacement import ask_for_replacement, check_replaceable
from archive.transcripts.transcribing import shelved
from ingest.languages import language_code
from ingest.meetings import SAMPLE_BYTES, meeting_file
from ingest.sources import CaptionFile
from media.errors import FileMissingError
from media.store import sha512_of


def uploads_of(services: Services) -> Uploads:
    """Give the uploads of this archive."""
    settings = services.settings
    limits = UploadLimits(
        largest_bytes=settings.max_media_bytes,
        reserve_bytes=settings.reserve_bytes,
        most_unfinished=settings.uploads_per_account,
        most_unfinished_bytes=settings.upload_bytes_per_account,
        lifetime=dt.timedelta(days=settings.upload_days),
    )
    files = UploadFiles(settings.data / "uploads", reserve_bytes=settings.reserve_bytes)
    return Uploads(services.database, files, clock=services.clock, limits=limits)


def acceptor(services: Services) -> Accept:
    """Give what makes the ingest job of a complete recording, unless it is here already; late documents join theirs."""

    def accept(arrived: Arrived) -> Callable[[Session], Job | None]:
        if arrived.joins_job_id:
            return _late_document(services, arrived, arrived.joins_job_id)
        refuse_same_bytes(services, arrived)
        if arrived.replaces_in is not None:
            return _replacement(services, arrived, arrived.replaces_in)
        documents = [
            (put_document(services, document.path, name=document.name), kind_of(document))
            for document in arrived.documents
        ]

        def make_job(session: Session) -> Job:
            job = taking_in.accept_file(
                services,
                session,
                path=arrived.path,
                name=arrived.name,
                captions=tuple(
                    CaptionFile(caption.path, language_of(caption.name), "supplied", caption.name)
                    for caption in arrived.captions
                ),
                account_id=arrived.account_id,
            )
            for put, kind in documents:
                if job.recording_id is not None:
                    add_document(services, session, job.recording_id, put, kind=kind)
            return job

        return make_job

    return accept


def _late_document(services: Services, arrived: Arrived, job_id: str) -> Callable[[Session], None]:
    document = Companion(arrived.path, arrived.name)
    put, kind = put_document(services, document.path, name=document.name), kind_of(document)

    def join(session: Session) -> None:
        job = session.get(Job, job_id)
        if job is not None and job.recording_id is not None:
            add_document(services, session, job.recording_id, put, kind=kind)

    return join


def _replacement(services: Services, arrived: Arrived, recording_id: int) -> Callable[[Session], Job]:
    with services.database.reading() as session:
        check_replaceable(session, recording_id)
    return lambda session: ask_for_replacement(
        services, session, recording_id, path=arrived.path, name=arrived.name, account_id=arrived.account_id
    )


def refuse_known(services: Services, *, size_bytes: int, fingerprint: str) -> None:
    """Look before a file is sent whether it is here, by its size and its fingerprint.

    Raises:
        AlreadyArchivedError: very likely.
    """
    for recording in _of_size(services, size_bytes):
        if recording.original_key and fingerprint == fingerprint_of(services.store.path(recording.original_key)):
            raise AlreadyArchivedError(recording.id, recording.title)


def refuse_replacement(services: Services, recording_id: int | None) -> None:
    """Look before a file is sent whether it may take the place of that of a recording.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: it may not, or not now.
    """
    with services.database.reading() as session:
        shelved(session, recording_id or 0)
        check_replaceable(session, recording_id or 0)


def refuse_same_bytes(services: Services, arrived: Arrived) -> None:
    """Look whether a file that has arrived is here; it is read only when one of the same size is.

    Raises:
        AlreadyArchivedError: for certain, by SHA-512.
    """
    same_size = _of_size(services, arrived.path.stat().st_size)
    if not same_size:
        return
    digest = sha512_of(arrived.path)
    for recording in same_size:
        if recording.original_sha512 == digest:
            raise AlreadyArchivedError(recording.id, recording.title)


def language_of(caption_name: str) -> str | None:
    """Read the language out of a caption file's name: `talk.de.vtt`, `talk_en.srt`, `de.vtt`."""
    stem = caption_name.rpartition(".")[0].replace("_", ".").replace(" ", ".")
    code = language_code(stem.rpartition(".")[2])
    return code if code is not None and len(code) == 2 else None  # noqa: PLR2004  longer ones are ordinary words


def _of_size(services: Services, size_bytes: int) -> list[Recording]:
    """List the recordings whose original has this size; the files are asked, so nothing can be out of date."""
    with services.database.reading() as session:
        rows = session.scalars(select(Recording).where(Recording.original_key.is_not(None))).all()
    return [row for row in rows if row.original_key and _size(services, row.original_key) == size_bytes]


def _size(services: Services, key: str) -> int | None:
    try:
        return services.store.size(key)
    except FileMissingError:
        return None


def kind_of(document: Companion) -> DocumentKind:
    """Tell slides from what a meeting leaves behind, which only staff may see."""
    with document.path.open("rb") as file:
        meeting = meeting_file(document.name, file.read(SAMPLE_BYTES))
    return DocumentKind.SLIDES if meeting is None else DocumentKind(meeting)

"""Puts a finished ingest on the shelf: files into the store, then all rows in one transaction.

Done again it changes nothing: files are named by their content, and rows replace rows. What people checked or wrote
by hand stays; a new machine transcript is laid beside it.
"""

from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.events import State
from archive.catalogue.recordings import Chapter, Recording, Rendition
from archive.drafts import apply_details, rename
from archive.errors import AlreadyArchivedError, NotFoundError
from archive.rights import RightsGiven
from archive.shelving import publish
from archive.transcribing import replace_transcripts
from ingest.context import IngestResult
from ingest.sources import MEDIA_SUFFIXES
from media.store import LocalStore, StoredFile

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class ShelvedFiles:
    """Where the files of a recording rest."""

    original: StoredFile
    renditions: tuple[StoredFile, ...]
    """In the order of the result's."""
    poster: StoredFile | None


def put_files(store: LocalStore, result: IngestResult) -> ShelvedFiles:
    """Bring the files into the store.

    Raises:
        StoreFullError: there is no room for them.
        FileMissingError: the work folder was emptied by somebody else.
    """
    suffix = PurePath(result.original_name).suffix.lower()
    return ShelvedFiles(
        original=store.adopt(result.original, suffix=suffix if suffix in MEDIA_SUFFIXES else ""),
        renditions=tuple(store.adopt(file.path, suffix=file.path.suffix) for file in result.renditions),
        poster=None if result.poster is None else store.adopt(result.poster, suffix=result.poster.suffix),
    )


def write_rows(
    services: Services,
    session: Session,
    recording_id: int,
    result: IngestResult,
    files: ShelvedFiles,
    *,
    rights: RightsGiven | None = None,
) -> Recording:
    """Write everything that is known about a recording; with rights, publish it when it is still a draft.

    Raises:
        NotFoundError: the draft was discarded.
        AlreadyArchivedError: the same bytes are here as another recording.
        NotPublishableError: the rights do not suffice.
    """
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFoundError(kind="recording", key=recording_id)
    refuse_known_bytes(session, recording_id, result.sha512)
    is_new = recording.shelved_at is None
    apply_details(session, recording, result.details)
    if is_new:
        rename(session, recording)
    recording.duration_seconds = result.info.duration_seconds
    recording.original_key, recording.original_sha512 = files.original.key, result.sha512
    recording.original_name = result.original_name
    recording.poster_key = files.poster.key if files.poster else None
    recording.transcript_note = result.transcript_note
    recording.shelved_at = recording.shelved_at or services.clock()
    recording.version += 1
    _place_renditions(session, recording, result, files)
    _place_chapters(session, recording, result)
    replace_transcripts(services, session, recording, result.transcripts)
    session.flush()
    if rights is not None and recording.state == State.DRAFT:
        publish(services, session, recording_id, rights=rights)
    return recording


def refuse_known_bytes(session: Session, recording_id: int, sha512: str) -> None:
    """Look whether another recording is made of the same bytes.

    Raises:
        AlreadyArchivedError: there is one.
    """
    same = select(Recording).where(Recording.original_sha512 == sha512, Recording.id != recording_id)
    known = session.scalar(same)
    if known is not None:
        raise AlreadyArchivedError(known.id, known.title)


def _place_renditions(session: Session, recording: Recording, result: IngestResult, files: ShelvedFiles) -> None:
    recording.renditions.clear()
    session.flush()
    recording.renditions.extend(
        Rendition(
            name=made.spec.name,
            key=stored.key,
            media_type=made.spec.media_type,
            width=made.width,
            height=made.height or 0,
            size_bytes=stored.size_bytes,
            reason=made.spec.reason,
        )
        for made, stored in zip(result.renditions, files.renditions, strict=True)
    )


def _place_chapters(session: Session, recording: Recording, result: IngestResult) -> None:
    recording.chapters.clear()
    session.flush()
    recording.chapters.extend(
        Chapter(start_seconds=chapter.start_seconds, title=chapter.title[:LONGEST_TITLE])
        for chapter in result.chapters
        if chapter.title.strip()
    )

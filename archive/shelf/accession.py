"""Puts an ingest on the shelf: what can be played first, then the whole; files before rows, rows in one transaction.

Done again it changes nothing: files are named by their content, and rows replace rows. What people checked or wrote
by hand stays; a new machine transcript is laid beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording, Rendition
from archive.details.drafts import apply_details, rename
from archive.details.picturing import StoredPictures, place_chapters, place_pictures, put_pictures
from archive.errors import AlreadyArchivedError, NotFoundError
from archive.publication.publishing import publish
from archive.publication.rights import RightsGiven
from archive.transcripts.transcribing import replace_transcripts
from archive.unneeded import let_go, put_noted, take_back
from ingest.context import IngestResult, Offer
from ingest.languages import language_code
from ingest.sources import MEDIA_SUFFIXES
from media.ladder import RECIPE
from media.renditions import RenditionFile
from media.store import StoredFile


@dataclass(frozen=True, slots=True)
class ShelvedFiles:
    """Where the files of a recording rest."""

    original: StoredFile
    renditions: tuple[StoredFile, ...]
    """In the order of the result's."""
    pictures: StoredPictures | None
    """None while only an offer is here."""


def put_files(services: Services, result: IngestResult | Offer) -> ShelvedFiles:
    """Bring the files into the store. They are ours, and nobody writes them again: they are shared, not copied.

    Those left without a row are swept.

    Raises:
        StoreFullError: there is no room for them.
        FileMissingError: the work folder was emptied by somebody else.
    """
    suffix = PurePath(result.original_name).suffix.lower()
    kept_suffix = suffix if suffix in MEDIA_SUFFIXES else ""
    return ShelvedFiles(
        original=put_noted(services, result.original, suffix=kept_suffix, may_link=True, sha512=result.sha512),
        renditions=put_renditions(services, result.renditions),
        pictures=put_pictures(services, result.pictures) if isinstance(result, IngestResult) else None,
    )


def put_renditions(services: Services, renditions: Sequence[RenditionFile]) -> tuple[StoredFile, ...]:
    """Bring playable files into the store; those left without a row are swept.

    Raises:
        StoreFullError, FileMissingError: as in `put_files`.
    """
    return tuple(put_noted(services, file.path, suffix=file.path.suffix, may_link=True) for file in renditions)


def write_offer(
    services: Services, session: Session, recording_id: int, offer: Offer, files: ShelvedFiles
) -> Recording:
    """Write what can be played already. The recording stays a draft that is still being brought in.

    Raises:
        NotFoundError: the draft was discarded.
        AlreadyArchivedError: the same bytes are here as another recording.
    """
    return _write_known(services, session, recording_id, offer, files)


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
    recording = _write_known(services, session, recording_id, result, files)
    recording.transcript_note = result.transcript_note
    recording.shelved_at = recording.shelved_at or services.clock()
    recording.version += 1
    if files.pictures is not None:
        place_pictures(services, session, recording, result.pictures, files.pictures)
    place_chapters(session, recording, result)
    replace_transcripts(services, session, recording, result.transcripts)
    session.flush()
    if rights is not None and recording.state == State.DRAFT:
        publish(services, session, recording_id, rights=rights, is_unattended=True)
    return recording


def _write_known(
    services: Services, session: Session, recording_id: int, result: IngestResult | Offer, files: ShelvedFiles
) -> Recording:
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFoundError(kind="recording", key=recording_id)
    refuse_known_bytes(session, recording_id, result.sha512)
    apply_details(session, recording, result.details)
    if recording.shelved_at is None:
        rename(session, recording)
    recording.duration_seconds = result.info.duration_seconds
    place_original(session, recording, files.original, name=result.original_name)
    place_renditions(services, session, recording, result.renditions, files.renditions)
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


def place_original(session: Session, recording: Recording, original: StoredFile, *, name: str) -> None:
    """Let a recording be made of this file."""
    take_back(session, [original.key])
    recording.original_key, recording.original_sha512 = original.key, original.sha512
    recording.original_name = name


def place_renditions(
    services: Services,
    session: Session,
    recording: Recording,
    renditions: Sequence[RenditionFile],
    stored: Sequence[StoredFile],
) -> None:
    """Let playable files take the place of those there were; what is replaced is let go."""
    before = {row.key: row.media_type for row in recording.renditions}
    recording.renditions.clear()
    session.flush()
    recording.renditions.extend(
        Rendition(
            name=made.spec.name,
            key=file.key,
            media_type=made.spec.media_type,
            width=made.width,
            height=made.height or 0,
            size_bytes=file.size_bytes,
            action=made.spec.action,
            reason=made.spec.reason,
            language=language_code(made.spec.language),
            label=made.spec.label,
        )
        for made, file in zip(renditions, stored, strict=True)
    )
    recording.recipes = {**recording.recipes, "renditions": RECIPE}
    placed = {file.key for file in stored}
    take_back(session, placed)
    replaced = before.keys() - placed
    let_go(session, {key: before[key] for key in replaced}, now=services.clock(), recording_id=recording.id)

"""Captions and documents whose film was here already: laid aside with its recording, until staff say what they want.

They stay finished uploads, and go with no film any more but with the recording that is here. Nothing here reads them.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from archive.catalogue.people import Upload
from archive.catalogue.recordings import Recording
from archive.errors import AlreadyArchivedError
from archive.intake.upload_rules import FILMS


def lay_aside(session: Session, film_id: str, known: AlreadyArchivedError) -> None:
    """Keep what came with an uploaded film that turned out to be that of a recording."""
    with_it = select(Upload).where(Upload.with_id == film_id, Upload.finished_at.is_not(None))
    for row in session.scalars(with_it):
        row.with_id, row.recording_id = None, known.recording_id


def lay_aside_of_job(session: Session, job_id: str, known: AlreadyArchivedError) -> None:
    """Do so for the film of a job, if it was uploaded."""
    for film_id in session.scalars(select(Upload.id).where(Upload.job_id == job_id)).all():
        lay_aside(session, film_id, known)


def hand_on(session: Session, draft_id: int, known: AlreadyArchivedError) -> None:
    """Let what lies aside with a draft lie aside with the recording that its film turned out to be."""
    of_draft = update(Upload).where(Upload.recording_id == draft_id, _lies_aside())
    session.execute(of_draft.values(recording_id=known.recording_id))


def laid_aside(session: Session, recording_id: int) -> Sequence[Upload]:
    """Give what lies aside with a recording, the first that came first."""
    rows = select(Upload).where(Upload.recording_id == recording_id, _lies_aside())
    return session.scalars(rows.order_by(Upload.created_at, Upload.file_name)).all()


def recordings_to_decide_on(session: Session) -> Sequence[Recording]:
    """Give the recordings with which something lies aside."""
    with_some = select(Upload.recording_id).where(_lies_aside())
    return session.scalars(select(Recording).where(Recording.id.in_(with_some)).order_by(Recording.title)).all()


def is_laid_aside(upload: Upload) -> bool:
    """Say whether an upload lies aside."""
    return upload.purpose not in FILMS and upload.recording_id is not None


def _lies_aside() -> ColumnElement[bool]:
    return Upload.purpose.not_in(FILMS) & Upload.recording_id.is_not(None)

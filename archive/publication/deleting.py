"""Deletes a recording for good: rows, words and files go, and what is left is a tombstone that says nothing of anybody.

All rows go in one transaction, which notes the files and asks for an index without the words; `unneeded.py` removes
the files, and the worker builds the index. So whatever ends this process, nothing comes back and nothing is left over.
"""

import datetime as dt

from sqlalchemy import Column, Table, delete, func, or_, select
from sqlalchemy.orm import Session

from archive.auditing import RECORDING, record
from archive.bootstrap import Services
from archive.catalogue.base import Base
from archive.catalogue.events import Event, State, Visibility
from archive.catalogue.people import Upload
from archive.catalogue.recordings import Recording, RecordingSpeaker, Source, Speaker
from archive.catalogue.tombstones import Grave, Tombstone
from archive.catalogue.viewing import once_shown_to, strictest
from archive.catalogue.watched import WatchedSource
from archive.catalogue.work import Job
from archive.errors import InvalidInputError
from archive.jobs.queue import INDEX, LIVE
from archive.plain_text import one_line
from archive.shelving import known_recording, purge_from_index
from archive.unneeded import KEPT_FOR, keys_in, let_go
from media.store import KEY

WITHDRAWN_FOR = dt.timedelta(days=30)
"""So long a recording stays withdrawn, and can be brought back, before it can be deleted for good."""


def deletable_from(recording: Recording) -> dt.datetime | None:
    """Say from when on a recording can be deleted for good; None while it is not withdrawn."""
    if recording.state != State.WITHDRAWN or recording.withdrawn_at is None:
        return None
    return recording.withdrawn_at + WITHDRAWN_FOR


def delete_for_good(services: Services, session: Session, recording_id: int, *, typed_title: str) -> None:
    """Delete a recording that was withdrawn long enough ago, once somebody has typed its title.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `state`: `not-withdrawn` or `too-early`; `typed_title`: `not-the-title`; `job`:
            `job-is-running`.
    """
    recording = known_recording(session, recording_id)
    now = services.clock()
    since = deletable_from(recording)
    if since is None or now < since:
        raise InvalidInputError({"state": "not-withdrawn" if since is None else "too-early"})
    if one_line(typed_title).casefold() != one_line(recording.title).casefold():
        raise InvalidInputError({"typed_title": "not-the-title"})
    jobs = select(Job).where(Job.recording_id == recording_id)
    if session.scalar(jobs.where(Job.state.in_(LIVE), Job.kind != INDEX)) is not None:
        raise InvalidInputError({"job": "job-is-running"})
    let_go(session, dict.fromkeys(_keys(session, recording_id), ""), now=now - KEPT_FOR - dt.timedelta(seconds=1))
    slug, event_id = recording.slug, recording.event_id
    shown_to = strictest(once_shown_to(recording), recording.event.visibility)  # no stone tells others of anything
    if recording.published_at is not None:
        stone = Tombstone(kind=Grave.RECORDING, slug=slug, visibility=shown_to, deleted_at=now)
        stone.withdrawn_at = recording.withdrawn_at
        session.merge(stone)
    session.flush()
    _drop_where_it_came_from(session, recording_id)
    session.execute(delete(Recording).where(Recording.id == recording_id))
    _drop_event(session, event_id, shown_to, now=now)
    _drop_speakers(session)
    purge_from_index(services, session, recording_id)
    record(session, "recording.deleted", subject_kind=RECORDING, subject_id=recording_id, label=slug)


def _keys(session: Session, recording_id: int) -> set[str]:
    """Give the keys of all files that a row of this recording names, whatever table it is in."""
    keys: set[str] = set()
    for table in Base.metadata.sorted_tables:
        owner = _owner_in(table)
        if owner is not None:
            for row in session.execute(select(table).where(owner == recording_id)).mappings():
                keys |= {key for key in keys_in(table, dict(row)) if KEY.fullmatch(key)}
    return keys


def _owner_in(table: Table) -> Column[int] | None:
    """Give the column that says whose a row is; None where rows are nobody's, or only point at a recording."""
    recordings = Recording.__table__
    if table is recordings:
        return table.c.id
    for column in table.columns:
        for foreign in column.foreign_keys:
            if foreign.column is recordings.c.id and foreign.ondelete == "CASCADE":
                return column
    return None


def _drop_where_it_came_from(session: Session, recording_id: int) -> None:
    """Remove sources, jobs and uploads; of a watched address only the address stays, so that it is not brought back."""
    is_not_watched = or_(Source.parent_id.is_(None), Source.parent_id.not_in(select(WatchedSource.source_id)))
    session.execute(delete(Source).where(Source.recording_id == recording_id, is_not_watched))
    for source in session.scalars(select(Source).where(Source.recording_id == recording_id)):
        source.payload, source.file_name = {}, None
    own = select(Job.id).where(Job.recording_id == recording_id)
    session.execute(delete(Upload).where(Upload.job_id.in_(own)).execution_options(synchronize_session=False))
    session.execute(delete(Job).where(Job.recording_id == recording_id))
    session.flush()


def _drop_event(session: Session, event_id: int, shown_to: Visibility, *, now: dt.datetime) -> None:
    """Remove the event that was only there for this recording; it may have been shown."""
    event = session.get_one(Event, event_id)
    others = session.scalar(select(func.count(Recording.id)).where(Recording.event_id == event_id))
    if event.seed_key is not None or others:
        return
    if event.state == State.WITHDRAWN:
        session.merge(Tombstone(kind=Grave.EVENT, slug=event.slug, visibility=shown_to, deleted_at=now))
        session.flush()
    session.execute(delete(Event).where(Event.id == event_id))


def _drop_speakers(session: Session) -> None:
    """Remove the names of people who speak in no recording any more."""
    speaking = select(RecordingSpeaker.speaker_id)
    session.execute(delete(Speaker).where(Speaker.id.not_in(speaking)))

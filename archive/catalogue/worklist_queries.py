"""Named reads of what waits for an editor, by need. Changes nothing; who may see the desk is decided elsewhere."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from archive.catalogue.desk_queries import ShelfRow, shelf_row
from archive.catalogue.events import Event, State
from archive.catalogue.recordings import Origin, Recording, Transcript, TranscriptCue
from archive.catalogue.work import Job, JobState

MACHINE_ORIGINS = frozenset({Origin.PLATFORM_AUTO, Origin.SPEECH})
UNPUBLISHED = frozenset({State.DRAFT, State.IN_REVIEW})
SOON = dt.timedelta(days=30)
"""Permissions that end within this time are shown."""
EXPIRED = "rights-expired"
"""Why a recording was withdrawn whose permission had ended (`archive.publication.withdrawing.Because`)."""


@dataclass(frozen=True, slots=True)
class MachineRow:
    """A published recording whose words nobody has checked all through."""

    row: ShelfRow
    place: str
    lines: int
    checked: int


@dataclass(frozen=True, slots=True)
class EndingRow:
    """A recording whose permission ends soon, or has ended."""

    row: ShelfRow
    expires_on: dt.date


def drafts(session: Session) -> tuple[ShelfRow, ...]:
    """List what is not published yet, the oldest first."""
    wanted = _recordings().where(Recording.state.in_(UNPUBLISHED), Recording.shelved_at.is_not(None))
    return _rows(session, wanted.order_by(Recording.created_at, Recording.id))


def machine_only(session: Session) -> tuple[MachineRow, ...]:
    """List published recordings with lines that a machine wrote and nobody has checked."""
    counted = (
        select(
            Transcript.recording_id,
            func.count(TranscriptCue.id).label("lines"),
            func.count(TranscriptCue.id).filter(TranscriptCue.is_checked).label("checked"),
        )
        .join(TranscriptCue, TranscriptCue.transcript_id == Transcript.id)
        .where(Transcript.is_current, Transcript.origin.in_(MACHINE_ORIGINS), Transcript.is_checked.is_(False))
        .group_by(Transcript.recording_id)
        .subquery()
    )
    found = session.execute(
        _recordings()
        .add_columns(counted.c.lines, counted.c.checked)
        .join(counted, counted.c.recording_id == Recording.id)
        .where(Recording.state == State.PUBLISHED, counted.c.checked < counted.c.lines)
    )
    return tuple(MachineRow(shelf_row(row), row.event.place or "", lines, checked) for row, lines, checked in found)


def wordless(session: Session) -> tuple[ShelfRow, ...]:
    """List published recordings with sound and without a transcript."""
    has_words = exists().where(Transcript.recording_id == Recording.id, Transcript.is_current)
    wanted = _recordings().where(
        Recording.state == State.PUBLISHED, ~has_words, Recording.transcript_note.not_in(("no-audio",))
    )
    return _rows(session, wanted.order_by(Recording.published_at.desc(), Recording.id))


def without_rights(session: Session) -> tuple[ShelfRow, ...]:
    """List recordings, not withdrawn, of which nobody has noted why they may be shown."""
    wanted = _recordings().where(_is_here(), ~Recording.rights.has())
    return _rows(session, wanted.order_by(Recording.published_at.desc().nulls_last(), Recording.id))


def ending_rights(session: Session, *, today: dt.date) -> tuple[EndingRow, ...]:
    """List recordings whose permission ends soon, or has ended and taken them from the site; first to end first."""
    wanted = _recordings().where(or_(_is_here(), Recording.withdrawn_because == EXPIRED), Recording.rights.has())
    found = session.scalars(wanted.options(joinedload(Recording.rights)))
    ends = [
        EndingRow(shelf_row(row), row.rights.expires_on)
        for row in found
        if row.rights is not None and row.rights.expires_on is not None and row.rights.expires_on <= today + SOON
    ]
    return tuple(sorted(ends, key=lambda end: end.expires_on))


def failed(session: Session) -> Sequence[Job]:
    """List jobs that wait for a person, the latest first."""
    return session.scalars(select(Job).where(Job.state == JobState.FAILED).order_by(Job.finished_at.desc())).all()


def counts(session: Session, *, today: dt.date) -> Mapping[str, int]:
    """Count what waits, by need, for the front page."""
    draft = and_(Recording.state.in_(UNPUBLISHED), Recording.shelved_at.is_not(None))
    return {
        "drafts": _count(session, draft),
        "rights": _count(session, _is_here() & ~Recording.rights.has()),
        "ending": len(ending_rights(session, today=today)),
        "machine": len(machine_only(session)),
    }


def _recordings() -> Select[Recording]:
    return select(Recording).options(joinedload(Recording.event).selectinload(Event.countries))


def _rows(session: Session, wanted: Select[Recording]) -> tuple[ShelfRow, ...]:
    return tuple(map(shelf_row, session.scalars(wanted)))


def _is_here() -> ColumnElement[bool]:
    return and_(Recording.shelved_at.is_not(None), Recording.state != State.WITHDRAWN)


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count(Recording.id)).where(condition)) or 0

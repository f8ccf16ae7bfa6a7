"""Mapped classes of watched sources, and their named reads: addresses that are listed again and again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from archive.catalogue.base import Base, UtcDateTime
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job, JobState


class WatchedSource(Base):
    """An address that is listed again and again; what is new there becomes drafts."""

    __tablename__ = "watched_source"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), primary_key=True)
    job_id: Mapped[str | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    """The latest check."""
    next_check_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, index=True)
    checked_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    """When it was listed last."""
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class GoneSource(Base):
    """A recording that the source it came from does not show any more."""

    __tablename__ = "gone_source"

    source_id: Mapped[int] = mapped_column(ForeignKey("source.id", ondelete="CASCADE"), primary_key=True)
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    """When it was missed first."""


@dataclass(frozen=True, slots=True)
class GoneRow:
    """A recording of ours that its source does not show any more."""

    recording_id: int
    title: str
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class WatchedRow:
    """A watched source as the desk shows it."""

    source_id: int
    address: str
    recordings: int
    checked_at: dt.datetime | None
    next_check_at: dt.datetime
    job_id: str | None
    job_state: JobState | None
    error_code: str | None
    error_details: Mapping[str, object]
    gone: tuple[GoneRow, ...]


def watched(session: Session) -> tuple[WatchedRow, ...]:
    """List the watched sources, the oldest first."""
    rows = session.execute(
        select(WatchedSource, Source, Job)
        .join(Source, Source.id == WatchedSource.source_id)
        .outerjoin(Job, Job.id == WatchedSource.job_id)
        .order_by(WatchedSource.created_at, WatchedSource.source_id)
    ).all()
    counted = select(Source.parent_id, func.count(Source.recording_id)).group_by(Source.parent_id)
    counts = {parent_id: count for parent_id, count in session.execute(counted) if parent_id is not None}
    gone = _gone(session)
    return tuple(_row(row, source, job, counts.get(source.id, 0), gone.get(source.id, ())) for row, source, job in rows)


def gone_since(session: Session, recording_id: int) -> dt.datetime | None:
    """Say since when the source of a recording does not show it any more."""
    found = select(GoneSource.since).join(Source, Source.id == GoneSource.source_id)
    return session.scalar(found.where(Source.recording_id == recording_id).order_by(GoneSource.since))


def _row(row: WatchedSource, source: Source, job: Job | None, recordings: int, gone: tuple[GoneRow, ...]) -> WatchedRow:
    return WatchedRow(
        source_id=source.id,
        address=source.address or "",
        recordings=recordings,
        checked_at=row.checked_at,
        next_check_at=row.next_check_at,
        job_id=None if job is None else job.id,
        job_state=None if job is None else job.state,
        error_code=None if job is None else job.error_code,
        error_details={} if job is None else job.error_details,
        gone=gone,
    )


def _gone(session: Session) -> dict[int, tuple[GoneRow, ...]]:
    rows = session.execute(
        select(Source.parent_id, GoneSource.since, Recording.id, Recording.title)
        .join(Source, Source.id == GoneSource.source_id)
        .join(Recording, Recording.id == Source.recording_id)
        .order_by(GoneSource.since, Recording.id)
    )
    found: dict[int, tuple[GoneRow, ...]] = {}
    for parent_id, since, recording_id, title in rows:
        if parent_id is not None:
            found[parent_id] = (*found.get(parent_id, ()), GoneRow(recording_id, title, since))
    return found

"""Mapped classes of background work: jobs, their steps, and how many of a queue may run."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from archive.catalogue.base import Base, UtcDateTime, stored


class JobState(StrEnum):
    """Where a job is. `failed` waits for a person: it says why and can be tried again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """A piece of background work. Enqueued in the transaction of what it is about."""

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_pick", "queue", "state", "priority", "run_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    queue: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    """discover, ingest, transcribe, rebuild, replace or index."""
    arguments: Mapped[dict[str, object]] = mapped_column(JSON)
    title: Mapped[str] = mapped_column(String(300), default="")
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """At most one live job a key; emptied when the job ends."""
    state: Mapped[JobState] = mapped_column(stored(JobState))
    priority: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    """Failures in a row of the present step."""
    crashes: Mapped[int] = mapped_column(default=0)
    """Workers lost in the present step; three, and the job waits for a person."""
    owner: Mapped[str | None] = mapped_column(String(80))
    fence: Mapped[int] = mapped_column(default=0)
    """Grows with every claim; a stale worker's writes name an old one and do nothing."""
    lease_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    is_cancel_wanted: Mapped[bool] = mapped_column(default=False)
    step: Mapped[str | None] = mapped_column(String(40))
    progress: Mapped[float | None]
    """0 to 1 of the present step."""
    seconds_left: Mapped[float | None]
    """About, for the present step; None while nobody can tell."""
    error_code: Mapped[str | None] = mapped_column(String(60))
    error_details: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("recording.id", ondelete="SET NULL"), index=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))

    steps: Mapped[list["JobStep"]] = relationship(cascade="all, delete-orphan", order_by="JobStep.position")


class JobStep(Base):
    """A part of a job, for people to see; what is done is told by the step's note in the work folder."""

    __tablename__ = "job_step"
    __table_args__ = (UniqueConstraint("job_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    started_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    summary: Mapped[str] = mapped_column(Text, default="")
    """JSON-free short fact such as `remux 1080p`, in the words of the log."""


class JobEvent(Base):
    """A line in the log of a job."""

    __tablename__ = "job_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), index=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    code: Mapped[str] = mapped_column(String(40))
    """What happened (`job_log.py`)."""
    step: Mapped[str] = mapped_column(String(40), default="")
    details: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)


class JobQueue(Base):
    """How many jobs of a queue run at once, exact over all machines because claimers lock this row."""

    __tablename__ = "job_queue"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    max_running: Mapped[int]

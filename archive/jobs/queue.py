"""Background work as the rest of the house asks for it: enqueue, cancel, try again. Working it is in `claims.py`.

Every function here runs inside the caller's transaction, so that a job and what it is about are committed together.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.database import Database
from archive.catalogue.work import Job, JobQueue, JobState
from archive.errors import AlreadyArchivedError, InvalidInputError, NotFoundError
from archive.jobs import job_log

MEDIA, QUICK = "media", "quick"
QUEUES = {MEDIA: 1, QUICK: 1}
"""How many jobs of a queue run at once: one encode keeps two cores busy, and an index job never waits for it."""

DISCOVER, INGEST, TRANSCRIBE, INDEX = "discover", "ingest", "transcribe", "index"
REBUILD, REPLACE = "rebuild", "replace"
QUEUE_OF = {DISCOVER: QUICK, INGEST: MEDIA, TRANSCRIBE: MEDIA, REBUILD: MEDIA, REPLACE: MEDIA, INDEX: QUICK}

CHOOSE = "choose"
"""Argument of a `discover` job whose person wants to choose from what it finds."""
FOUND, IS_DECIDED = "found", "is_decided"
"""In its result: what there is to choose from, and whether somebody has."""

LIVE = frozenset({JobState.QUEUED, JobState.RUNNING})
TITLE_LENGTH = 300
DISCARDED = "discarded"
FINAL_CODES = frozenset({AlreadyArchivedError.code, DISCARDED})
"""Failures that trying again cannot change, because what the job was about is gone."""


def may_retry(job: Job) -> bool:
    """Say whether a person may start this job again."""
    return job.state in {JobState.FAILED, JobState.CANCELLED} and job.error_code not in FINAL_CODES


def is_under_way(session: Session, kind: str, recording_id: int) -> bool:
    """Say whether a job of this kind is waiting or working at a recording."""
    mine = select(Job.id).where(Job.kind == kind, Job.recording_id == recording_id, Job.state.in_(LIVE))
    return session.scalar(mine.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Jobs:
    """The queue in the catalogue's database."""

    database: Database
    clock: Callable[[], dt.datetime]
    folder: Path
    """Below it: `work/<job id>/` and the liveness files of workers."""
    lease_seconds: float

    def prepare(self, session: Session) -> None:
        """Make the rows of the queues where they are missing."""
        known = set(session.scalars(select(JobQueue.name)))
        session.add_all(JobQueue(name=name, max_running=most) for name, most in QUEUES.items() if name not in known)

    def enqueue(
        self,
        session: Session,
        *,
        kind: str,
        arguments: dict[str, object],
        title: str = "",
        queue: str | None = None,
        dedupe_key: str | None = None,
        recording_id: int | None = None,
        parent_id: str | None = None,
        account_id: int | None = None,
    ) -> Job:
        """Add a job; with a key that a living job has, give that job instead."""
        if dedupe_key is not None:
            living = session.scalar(select(Job).where(Job.dedupe_key == dedupe_key))
            if living is not None:
                return living
        now = self.clock()
        job = Job(
            id=uuid.uuid4().hex,
            queue=queue or QUEUE_OF[kind],
            kind=kind,
            arguments=arguments,
            title=title[:TITLE_LENGTH],
            dedupe_key=dedupe_key,
            state=JobState.QUEUED,
            run_at=now,
            created_at=now,
            recording_id=recording_id,
            parent_id=parent_id,
            account_id=account_id,
        )
        session.add(job)
        session.flush()
        job_log.note(session, job, job_log.ASKED, at=now)
        return job

    def enqueue_index(self, session: Session, recording_id: int) -> Job:
        """Ask for the words of a recording to be brought into the index, once however often it is asked."""
        return self.enqueue(
            session,
            kind=INDEX,
            arguments={"recording_ids": [recording_id]},
            dedupe_key=f"{INDEX}:{recording_id}",
            recording_id=recording_id,
        )

    def ask_cancel(self, session: Session, job_id: str) -> Job:
        """End a waiting job now, a running one within about two seconds; leave one that has ended alone.

        Raises:
            NotFoundError: there is no such job.
        """
        job = _job(session, job_id)
        if job.state == JobState.QUEUED:
            job.state, job.finished_at, job.dedupe_key = JobState.CANCELLED, self.clock(), None
            job_log.note(session, job, job_log.CANCELLED, at=self.clock())
        elif job.state == JobState.RUNNING and not job.is_cancel_wanted:
            job.is_cancel_wanted = True
            job_log.note(session, job, job_log.CANCEL_WANTED, at=self.clock())
        return job

    def retry(self, session: Session, job_id: str, *, is_noted: bool = True) -> Job:
        """Start a failed or cancelled job again; what its steps finished before is not done twice.

        Its log tells of it, unless somebody else does (`is_noted`).

        Raises:
            NotFoundError: there is no such job.
            InvalidInputError: `not-retryable` for a job that has not failed, or whose failure is final.
        """
        job = _job(session, job_id)
        if not may_retry(job):
            raise InvalidInputError({"job": "not-retryable"})
        job.state, job.run_at, job.finished_at = JobState.QUEUED, self.clock(), None
        job.attempts = job.crashes = 0
        job.error_code, job.error_details, job.is_cancel_wanted = None, {}, False
        if is_noted:
            job_log.note(session, job, job_log.RETRIED, at=self.clock())
        return job


def _job(session: Session, job_id: str) -> Job:
    job = session.get(Job, job_id)
    if job is None:
        raise NotFoundError(kind="job", key=job_id)
    return job

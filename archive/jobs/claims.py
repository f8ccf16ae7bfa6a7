"""Jobs as a worker sees them: claim one, keep it, write for it, end it. Exact over any number of workers.

A claim has a lease, a heartbeat and a fence: a number that grows with every claim. Each write of a worker names its
fence, so that one that was paused past its lease, and replaced, can change nothing any more.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from archive.catalogue.audit import Actor
from archive.catalogue.work import Job, JobQueue, JobState
from archive.errors import JobLostError, WorkerDiedError
from archive.jobs import job_log
from archive.jobs.presence import Presence
from archive.jobs.queue import INDEX, Jobs

MOST_CRASHES = 3
"""Workers lost in one step of a job before it waits for a person."""
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""End of the lease of a worker that is known to be dead."""
WORK_FOLDER = "work_folder"
"""Argument that names the work folder of a job that was taken from a silent worker; others have their id's."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that is ours for now."""

    job_id: str
    fence: int
    kind: str
    arguments: Mapping[str, object]
    recording_id: int | None
    account_id: int | None


def work_folder_name(job_id: str, arguments: Mapping[str, object]) -> str:
    """Name the folder that is a job's alone, below the folder of work folders."""
    return str(arguments.get(WORK_FOLDER, job_id))


class Standing(Enum):
    """How a claim stands."""

    OURS = "ours"
    CANCEL_WANTED = "cancel-wanted"
    LOST = "lost"


class Claims:
    """The worker's side of the queue."""

    def __init__(self, jobs: Jobs, presence: Presence) -> None:
        self._jobs = jobs
        self._database = jobs.database
        self._presence = presence

    def claim(self, queue: str) -> Claim | None:
        """Take the next job of a queue, after giving back what dead workers held; None when there is nothing."""
        dead = self._presence.dead_neighbours()
        if dead:
            with self._database.writing() as session:
                held = and_(Job.owner.in_(dead), Job.state == JobState.RUNNING)
                session.execute(update(Job).where(held).values(lease_until=LONG_AGO))
            self._presence.forget(dead)
        with self._database.reading() as session:
            if session.scalar(select(Job.id).where(or_(self._is_due(queue), self._is_expired(queue))).limit(1)) is None:
                return None
        with self._database.writing() as session:
            most = session.scalar(select(JobQueue.max_running).where(JobQueue.name == queue).with_for_update())
            self._recover(session, queue)
            in_queue = and_(Job.queue == queue, Job.state == JobState.RUNNING)
            if (session.scalar(select(func.count(Job.id)).where(in_queue)) or 0) >= (most or 0):
                return None
            first = select(Job).where(self._is_due(queue)).order_by(Job.priority.desc(), Job.run_at, Job.created_at)
            job = session.scalar(first.limit(1))
            return None if job is None else self._take(session, job)

    @contextmanager
    def writing(self, claim: Claim) -> Iterator[Session]:
        """Open a transaction that is committed only if the job is still ours; its lease begins anew.

        Raises:
            JobLostError: another worker owns it.
        """
        with self._database.writing(by=Actor.WORKER) as session:
            lease_until = self._jobs.clock() + dt.timedelta(seconds=self._jobs.lease_seconds)
            ours = and_(Job.id == claim.job_id, Job.fence == claim.fence, Job.state == JobState.RUNNING)
            touched = session.scalars(update(Job).where(ours).values(lease_until=lease_until).returning(Job.id)).all()
            if not touched:
                raise JobLostError(claim.job_id)
            yield session

    def standing(self, claim: Claim) -> Standing:
        """Look whether a claim still holds, without writing."""
        with self._database.reading() as session:
            row = session.execute(
                select(Job.fence, Job.state, Job.is_cancel_wanted).where(Job.id == claim.job_id)
            ).one_or_none()
        if row is None or row.fence != claim.fence or row.state != JobState.RUNNING:
            return Standing.LOST
        return Standing.CANCEL_WANTED if row.is_cancel_wanted else Standing.OURS

    def renew(self, claim: Claim) -> None:
        """Begin the lease anew.

        Raises:
            JobLostError: another worker owns the job.
        """
        with self.writing(claim):
            pass

    def end(
        self,
        session: Session,
        claim: Claim,
        state: JobState,
        *,
        code: str | None = None,
        details: Mapping[str, object] | None = None,
        result: Mapping[str, object] | None = None,
    ) -> None:
        """End a job for now, in a transaction of `writing`."""
        job = session.get_one(Job, claim.job_id)
        job.error_code, job.error_details = code, dict(details or {})
        if result is not None:
            job.result = dict(result)
        _end(session, job, state, self._jobs.clock())

    def postpone(
        self,
        session: Session,
        claim: Claim,
        *,
        seconds: float,
        attempts: int | None = None,
        because: Mapping[str, object] | None = None,
    ) -> None:
        """Put a job back to be gone on with later; nobody is to blame unless `attempts` counts one more.

        `because` holds the `code` of what went wrong, and its `details`.
        """
        job = session.get_one(Job, claim.job_id)
        said = {"seconds": round(seconds), **because} if because else None
        job_log.note(
            session, job, job_log.PUT_OFF if because else job_log.HANDED_BACK, at=self._jobs.clock(), details=said
        )
        job.state, job.owner, job.lease_until = JobState.QUEUED, None, None
        job.run_at = self._jobs.clock() + dt.timedelta(seconds=seconds)
        job.attempts = job.attempts if attempts is None else attempts

    def _is_due(self, queue: str) -> ColumnElement[bool]:
        return and_(Job.queue == queue, Job.state == JobState.QUEUED, Job.run_at <= self._jobs.clock())

    def _is_expired(self, queue: str) -> ColumnElement[bool]:
        """Our own jobs never expire for us: a jump of the clock must not make us compete with ourselves."""
        return and_(
            Job.queue == queue,
            Job.state == JobState.RUNNING,
            Job.lease_until < self._jobs.clock(),
            Job.owner != self._presence.owner,
        )

    def _recover(self, session: Session, queue: str) -> None:
        """Give back the jobs of dead workers; one that keeps killing workers waits for a person."""
        now = self._jobs.clock()
        for job in session.scalars(select(Job).where(self._is_expired(queue))):
            job.crashes += 1
            job_log.note(session, job, job_log.WORKER_LOST, at=now)
            if job.is_cancel_wanted:
                _end(session, job, JobState.CANCELLED, now)
            elif job.crashes >= MOST_CRASHES:
                died = WorkerDiedError(job.step or job.kind, times=job.crashes)
                job.error_code, job.error_details = died.code, dict(died.details())
                _end(session, job, JobState.FAILED, now)
            else:
                if job.lease_until != LONG_AGO:  # silent, but perhaps only paused: it must not write where we write
                    job.arguments = {**job.arguments, WORK_FOLDER: f"{job.id}-{job.fence + 1}"}
                job.state, job.owner, job.lease_until, job.run_at = JobState.QUEUED, None, None, now
        session.flush()

    def _take(self, session: Session, job: Job) -> Claim:
        now = self._jobs.clock()
        job_log.note(session, job, job_log.BEGUN, at=now)
        job.state, job.owner, job.fence = JobState.RUNNING, self._presence.owner, job.fence + 1
        job.lease_until = now + dt.timedelta(seconds=self._jobs.lease_seconds)
        if job.kind == INDEX:  # a change that comes now may come too late for this run: it needs a job of its own
            job.dedupe_key = None
        return Claim(
            job_id=job.id,
            fence=job.fence,
            kind=job.kind,
            arguments=dict(job.arguments),
            recording_id=job.recording_id,
            account_id=job.account_id,
        )


def _end(session: Session, job: Job, state: JobState, now: dt.datetime) -> None:
    why = {"code": job.error_code, "details": job.error_details} if state is JobState.FAILED else None
    job_log.note(session, job, state.value, at=now, details=why)
    job.state, job.finished_at = state, now
    job.owner, job.lease_until, job.dedupe_key = None, None, None
    job.is_cancel_wanted = False

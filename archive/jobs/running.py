"""One job while it is being worked on: its progress for people to see, its writes, and the wish that it stop."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.work import Job, JobState, JobStep
from archive.errors import JobLostError
from archive.jobs import job_log
from archive.jobs.claims import Claim, Claims
from archive.jobs.queue import Jobs

PROGRESS_SECONDS = 0.5
"""Progress is written at most this often."""
SHORTEST_LOOK_SECONDS = 5.0
LONGEST_LOOK = 120
"""So many steps of progress, about a minute, tell how fast it goes now; what was long ago may have been other work."""


UNSEEN = frozenset({"offered"})
"""Steps that nobody is shown."""


class Stop(Enum):
    """Why a job is to stop in the middle."""

    CANCELLED = "cancelled"
    """A person asked for it."""
    HANDED_BACK = "handed-back"
    """The worker ends; another goes on."""
    LOST = "lost"
    """Another worker has it."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far a step was at a time."""

    step: str
    at: float
    fraction: float


class Run:
    """A claimed job in this process. It is the `Progress` of an ingest: each step is a row that people see."""

    def __init__(
        self, claims: Claims, claim: Claim, jobs: Jobs, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.claim = claim
        self.claims = claims
        self.is_ended = False
        """The job was ended by its kind, together with what it brought."""
        self.stop_wanted: Stop | None = None
        self._jobs = jobs
        self._monotonic = monotonic
        self._written_at = -PROGRESS_SECONDS
        self._way: deque[_Mark] = deque(maxlen=LONGEST_LOOK)

    def stop(self, why: Stop) -> None:
        """Ask for the end; the first reason counts, but a lost job is lost."""
        if self.stop_wanted is None or why is Stop.LOST:
            self.stop_wanted = why

    def cancelled(self) -> bool:
        """Say whether the work is to stop; outside programs are ended when it turns true."""
        return self.stop_wanted is not None

    def writing(self) -> AbstractContextManager[Session]:
        """Open a transaction that holds only while the job is ours.

        Raises:
            JobLostError: another worker owns it.
        """
        return self.claims.writing(self.claim)

    def end(
        self,
        session: Session,
        state: JobState,
        *,
        error: tuple[str, Mapping[str, object]] | None = None,
        result: Mapping[str, object] | None = None,
    ) -> None:
        """End the job in the transaction of what it brought; `error` is code and details."""
        code, details = error or (None, {})
        self.claims.end(session, self.claim, state, code=code, details=details, result=result)
        self.is_ended = True

    def keep_result(self, session: Session, result: Mapping[str, object]) -> None:
        """Remember what the job brought, in the transaction that brings it."""
        session.get_one(Job, self.claim.job_id).result = dict(result)

    def point_at(self, session: Session, recording_id: int | None) -> None:
        """Let the job lead people to another recording than its own."""
        session.get_one(Job, self.claim.job_id).recording_id = recording_id

    def started(self, step: str) -> None:
        """Note that a step begins."""
        with self.writing() as session:
            job = session.get_one(Job, self.claim.job_id)
            row = self._step(session, step)
            row.started_at = row.started_at or self._jobs.clock()
            job.step, job.progress, job.seconds_left = step, 0.0, None

    def advanced(self, step: str, fraction: float, note: str = "") -> None:  # noqa: ARG002  notes are for terminals
        """Note how far a step is, at most twice a second."""
        now = self._monotonic()
        if now - self._written_at < PROGRESS_SECONDS:
            return
        self._written_at = now
        seconds_left = self._seconds_left(_Mark(step, now, fraction))
        with self.writing() as session:
            job = session.get_one(Job, self.claim.job_id)
            job.step, job.progress, job.seconds_left = step, min(max(fraction, 0.0), 1.0), seconds_left

    def finished(self, step: str, summary: str) -> None:
        """Note that a step is done. What went wrong before it counts no more; a step done long ago changes nothing."""
        with self.writing() as session:
            self.finish_step(session, step, summary)

    def finish_step(self, session: Session, step: str, summary: str) -> None:
        """Do the same in the transaction of what the step brought."""
        job = session.get_one(Job, self.claim.job_id)
        row = self._step(session, step)
        if row.finished_at is None:
            row.started_at = row.started_at or self._jobs.clock()
            row.finished_at, row.summary = self._jobs.clock(), summary
            job.attempts = job.crashes = 0
            if step not in UNSEEN:
                job_log.note(session, job, job_log.STEP_DONE, at=self._jobs.clock(), step=step)
        job.step, job.progress, job.seconds_left = step, 1.0, None

    def has_finished(self, step: str) -> bool:
        """Say whether a step was finished before, perhaps by a worker that is gone."""
        with self._jobs.database.reading() as session:
            finished = select(JobStep.id).where(
                JobStep.job_id == self.claim.job_id, JobStep.name == step, JobStep.finished_at.is_not(None)
            )
            return session.scalar(finished) is not None

    def check(self) -> None:
        """Drop the work when the job is another worker's.

        Raises:
            JobLostError: it is.
        """
        if self.stop_wanted is Stop.LOST:
            raise JobLostError(self.claim.job_id)

    def _seconds_left(self, mark: _Mark) -> float | None:
        """Tell from the last minute how long the step will take; None while that would be a guess."""
        if self._way and self._way[-1].step != mark.step:
            self._way.clear()
        self._way.append(mark)
        passed, gone = mark.at - self._way[0].at, mark.fraction - self._way[0].fraction
        if passed < SHORTEST_LOOK_SECONDS or gone <= 0:
            return None
        return passed / gone * max(0.0, 1.0 - mark.fraction)

    def _step(self, session: Session, name: str) -> JobStep:
        rows = session.scalars(select(JobStep).where(JobStep.job_id == self.claim.job_id)).all()
        for row in rows:
            if row.name == name:
                return row
        row = JobStep(job_id=self.claim.job_id, name=name, position=len(rows))
        session.add(row)
        session.flush()
        return row

"""The log of a job: what happened when, in the transaction in which it happened. Words are made at the edge.

Index jobs have none: there is one for every saved line, and they say all by their end.
"""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from archive.catalogue.database import ACTOR
from archive.catalogue.work import Job, JobEvent

ASKED, BEGUN, STEP_DONE, DONE = "asked", "begun", "step-done", "done"
FAILED, CANCELLED, DISCARDED = "failed", "cancelled", "discarded"
PUT_OFF = "put-off"
"""A step failed in a way that may pass; `code` and its details say how, `seconds` when it is tried again."""
HANDED_BACK = "handed-back"
"""The worker was asked to end."""
WORKER_LOST = "worker-lost"
CANCEL_WANTED = "cancel-wanted"
RETRIED, RETRIED_FROM = "retried", "retried-from"
CODES = (
    ASKED, BEGUN, STEP_DONE, DONE, FAILED, CANCELLED, DISCARDED, PUT_OFF, HANDED_BACK, WORKER_LOST, CANCEL_WANTED,
    RETRIED, RETRIED_FROM,
)  # fmt: skip
BY = "by"
"""Detail that names the account of whoever did it."""
QUIET = frozenset({"index"})
"""Kinds of jobs without a log."""


def note(
    session: Session,
    job: Job,
    code: str,
    *,
    at: dt.datetime,
    step: str | None = None,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add a line to the log of a job, with the account that the transaction was opened by."""
    if job.kind in QUIET:
        return
    by = session.info.get(ACTOR)
    who = {BY: by} if isinstance(by, int) else {}
    row = JobEvent(job_id=job.id, at=at, code=code, step=step or job.step or "", details={**(details or {}), **who})
    session.add(row)

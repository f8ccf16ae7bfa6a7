"""The log of a job in plain words: what happened when, and who wanted it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request

from archive.catalogue.people import Account
from archive.catalogue.work import Job, JobEvent
from archive.i18n import N_
from archive.jobs import job_log
from archive.web.desk.desk_words import STEPS
from archive.web.desk.job_views import reason_of
from archive.web.speaking import say

MOST_LINES = 200
"""The latest; a job that was tried again for days has no more to say."""
WORDS: Mapping[str, str] = {
    job_log.ASKED: N_("Asked for."),
    job_log.BEGUN: N_("Work begins."),
    job_log.STEP_DONE: N_("Done: %(step)s."),
    job_log.DONE: N_("Everything is done."),
    job_log.FAILED: N_("Stopped: %(why)s"),
    job_log.CANCELLED: N_("Stopped, because somebody wanted it."),
    job_log.DISCARDED: N_("Discarded."),
    job_log.PUT_OFF: N_("It did not work: %(why)s It is tried again in %(seconds)s seconds."),
    job_log.HANDED_BACK: N_("Laid aside while the service was restarted; it goes on by itself."),
    job_log.WORKER_LOST: N_("The service broke off in the middle; it goes on where it was."),
    job_log.CANCEL_WANTED: N_("Somebody wants it to stop."),
    job_log.RETRIED: N_("Is tried again; what was done is not done twice."),
    job_log.RETRIED_FROM: N_("Is done again from here: %(step)s."),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """Something that happened."""

    at: dt.datetime
    words: str
    by: str
    """Name of the account; empty where nobody but the house did it."""


def history_of(request: Request, session: Session, job: Job) -> tuple[LogLine, ...]:
    """Tell the log of a job, the oldest first."""
    latest = select(JobEvent).where(JobEvent.job_id == job.id).order_by(JobEvent.id.desc()).limit(MOST_LINES)
    rows = list(reversed(session.scalars(latest).all()))
    ids = {by for row in rows if isinstance(by := row.details.get(job_log.BY), int)}
    names = {row.id: row.name for row in session.scalars(select(Account).where(Account.id.in_(ids)))} if ids else {}
    steps = dict(STEPS.get(job.kind, ()))
    return tuple(_line(request, row, steps, names) for row in rows)


def _line(request: Request, row: JobEvent, steps: Mapping[str, str], names: Mapping[int, str]) -> LogLine:
    details, by = row.details.get("details"), row.details.get(job_log.BY)
    reason = reason_of(request, str(row.details.get("code", "")), details if isinstance(details, dict) else {})
    words = say(
        request,
        WORDS.get(row.code, ""),
        step=say(request, steps.get(row.step, "")),
        why="" if reason is None else reason.what,
        seconds=row.details.get("seconds", 0),
    )
    return LogLine(row.at, words, names.get(by, "") if isinstance(by, int) else "")

"""What was found at an address, to be chosen from before anything is fetched. Reads the result of a `discover` job.

Only what is ticked becomes drafts and jobs, by the same way as everything else (`discovery.py`).
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job, JobState
from archive.errors import InvalidInputError, NotFoundError
from archive.intake.discovery import details_of, discovered
from archive.jobs.claims import Claim
from archive.jobs.queue import DISCOVER, FOUND, IS_DECIDED
from ingest.addresses import address_key
from ingest.details import Details
from ingest.entries import Entry
from ingest.notes import from_plain

MOST_UNDECIDED = 20
"""Of the latest, the desk's front page names those from which nobody has chosen."""


@dataclass(frozen=True, slots=True)
class Found:
    """A recording at an address."""

    number: int
    """Its place in the list."""
    entry: Entry
    details: Details
    """What can be told of it before it is fetched."""
    recording_id: int | None
    """The recording that it is already; None when it is new."""


def entries_in(job: Job) -> tuple[Entry, ...]:
    """Give what a job found, in the order of the page; nothing when it took everything at once."""
    listed = job.result.get(FOUND)
    return tuple(from_plain(Entry, plain) for plain in listed) if isinstance(listed, list) else ()


def found_by(services: Services, session: Session, job: Job) -> tuple[Found, ...]:
    """Say of everything a job found what it is, and whether it is here by now."""
    entries = entries_in(job)
    keys = [address_key(entry.address) for entry in entries]
    rows = session.execute(select(Source.address_key, Source.recording_id).where(Source.address_key.in_(keys)))
    here = {key: recording_id for key, recording_id in rows if recording_id is not None}
    return tuple(
        Found(number, entry, details_of(services, entry, given=None), here.get(key))
        for number, (entry, key) in enumerate(zip(entries, keys, strict=True))
    )


def take_chosen(
    services: Services, session: Session, job_id: str, numbers: frozenset[int], *, account_id: int | None
) -> tuple[str, ...]:
    """Make drafts and jobs of what was ticked, and give the jobs' ids; what is here meanwhile is passed over.

    Raises:
        NotFoundError: there is no such job.
        InvalidInputError: field `entry`: `empty` when nothing new was ticked.
    """
    job = _decidable(session, job_id)
    chosen = [row for row in found_by(services, session, job) if row.number in numbers and row.recording_id is None]
    if not chosen:
        raise InvalidInputError({"entry": "empty"})
    claim = Claim(job.id, job.fence, job.kind, dict(job.arguments), recording_id=None, account_id=account_id)
    made = discovered(services, session, claim, tuple(row.entry for row in chosen))
    job.result = {**job.result, IS_DECIDED: True}
    for recording_id in made.recording_ids:
        recording = session.get_one(Recording, recording_id)
        record_about(session, "recording.added", recording)
    return tuple(made.job_ids)


def take_none(session: Session, job_id: str) -> None:
    """Note that somebody looked and wants nothing of it (any more).

    Raises:
        NotFoundError: there is no such job.
    """
    job = _decidable(session, job_id)
    job.result = {**job.result, IS_DECIDED: True}


def undecided(session: Session) -> tuple[str, ...]:
    """Give the ids of the jobs that found something of which nobody has chosen, the latest first."""
    is_open = Job.result[FOUND].as_string().is_not(None) & Job.result[IS_DECIDED].as_string().is_(None)
    done = (Job.kind == DISCOVER) & (Job.state == JobState.DONE) & Job.account_id.is_not(None)
    latest = select(Job.id).where(done, is_open).order_by(Job.finished_at.desc()).limit(MOST_UNDECIDED)
    return tuple(session.scalars(latest))


def _decidable(session: Session, job_id: str) -> Job:
    job = session.get(Job, job_id)
    if job is None or job.kind != DISCOVER or not job.result.get(FOUND):
        raise NotFoundError(kind="job", key=job_id)
    return job

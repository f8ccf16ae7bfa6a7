"""Named reads of the desk: what is under way, what waits for a person, what is on the shelf. Changes nothing."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from archive.catalogue.events import Event, EventOrganiser, Kind, State
from archive.catalogue.people import Account
from archive.catalogue.recordings import Recording, RecordingSpeaker, Transcript, TranscriptCue
from archive.catalogue.work import Job, JobState

UNPUBLISHED = (State.DRAFT, State.IN_REVIEW)
LIVE = (JobState.QUEUED, JobState.RUNNING)
SHOWN_KINDS = ("discover", "ingest", "transcribe")
"""Index jobs are the house's own business, unless one fails."""
MAKING_ANEW = ("rebuild", "replace")
"""Shown when somebody asked for it, by redacting, trimming or replacing; bringing all up to date is the house's own."""
MOST_JOBS = 50
SHELF_PAGE = 25


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a job as far as it came."""

    name: str
    is_finished: bool
    started_at: dt.datetime | None
    summary: str


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as the desk shows it."""

    job_id: str
    kind: str
    title: str
    state: JobState
    step: str | None
    progress: float | None
    seconds_left: float | None
    is_cancel_wanted: bool
    error_code: str | None
    error_details: Mapping[str, object]
    result: Mapping[str, object]
    recording_id: int | None
    created_at: dt.datetime
    finished_at: dt.datetime | None
    account_name: str
    steps: tuple[StepRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A recording in a list of the desk."""

    recording_id: int
    slug: str
    title: str
    event_title: str
    state: State
    starts: str | None
    kind: Kind | None
    countries: tuple[str, ...]
    duration_seconds: float | None
    poster_key: str | None
    is_shelved: bool
    is_demonstration: bool
    published_at: dt.datetime | None
    withdrawn_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of recordings in a state."""

    rows: tuple[ShelfRow, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Count the pages."""
        return max(1, -(-self.total // SHELF_PAGE))


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """A transcript of a recording, and how many lines it has."""

    id: int
    language: str
    origin: str
    is_current: bool
    is_checked: bool
    problems: tuple[str, ...]
    """Codes, once for each time."""
    cues: int


def live_jobs(session: Session) -> tuple[JobRow, ...]:
    """List what is under way, the one that runs first."""
    is_asked_for = Job.kind.in_(MAKING_ANEW) & Job.account_id.is_not(None)
    wanted = select(Job).where(Job.state.in_(LIVE), Job.kind.in_(SHOWN_KINDS) | is_asked_for)
    return _jobs(session, wanted.order_by(Job.state.desc(), Job.priority.desc(), Job.run_at, Job.created_at))


def failed_jobs(session: Session) -> tuple[JobRow, ...]:
    """List what waits for a person, the latest first."""
    return _jobs(session, select(Job).where(Job.state == JobState.FAILED).order_by(Job.finished_at.desc()))


def cancelled_jobs(session: Session) -> tuple[JobRow, ...]:
    """List what somebody stopped and nobody has discarded: it can be tried again."""
    wanted = select(Job).where(Job.state == JobState.CANCELLED, Job.kind == "ingest", Job.recording_id.is_not(None))
    return _jobs(session, wanted.order_by(Job.finished_at.desc()))


def job(session: Session, job_id: str) -> JobRow | None:
    """Give one job with its steps."""
    rows = _jobs(session, select(Job).where(Job.id == job_id).options(selectinload(Job.steps)), with_steps=True)
    return rows[0] if rows else None


def children(session: Session, job_id: str) -> tuple[JobRow, ...]:
    """List the jobs that an address led to, in the order of the page."""
    return _jobs(session, select(Job).where(Job.parent_id == job_id).order_by(Job.created_at, Job.run_at))


def shelf(session: Session, state: State | None, *, words: str = "", page: int = 1) -> Shelf:
    """List recordings in a state, or in any; drafts only once there is something to look at.

    With words, those whose title or event holds each of them.
    """
    condition = Recording.shelved_at.is_not(None) | (Recording.state != State.DRAFT)
    if state is not None:
        condition &= Recording.state.in_(UNPUBLISHED) if state is State.DRAFT else Recording.state == state
    for word in words.split():
        condition &= Recording.title.icontains(word, autoescape=True) | Recording.event.has(
            Event.title.icontains(word, autoescape=True)
        )
    order = {
        State.PUBLISHED: Recording.published_at.desc(),
        State.WITHDRAWN: Recording.withdrawn_at.desc(),
    }.get(state or State.DRAFT, Recording.created_at.desc())
    wanted = select(Recording).where(condition)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = session.scalars(
        wanted.options(joinedload(Recording.event).selectinload(Event.countries))
        .order_by(order, Recording.id.desc())
        .offset((page - 1) * SHELF_PAGE)
        .limit(SHELF_PAGE)
    )
    return Shelf(tuple(map(shelf_row, found)), total, page)


def recording(session: Session, recording_id: int) -> Recording | None:
    """Give a recording with everything that its page at the desk shows."""
    return session.scalars(
        select(Recording)
        .where(Recording.id == recording_id)
        .options(
            joinedload(Recording.event).selectinload(Event.countries),
            joinedload(Recording.event).joinedload(Event.series),
            joinedload(Recording.event).selectinload(Event.organisers).joinedload(EventOrganiser.organiser),
            selectinload(Recording.speakers).joinedload(RecordingSpeaker.speaker),
            selectinload(Recording.details),
            selectinload(Recording.renditions),
            selectinload(Recording.chapters),
            selectinload(Recording.poster_frames),
            joinedload(Recording.rights),
        )
    ).first()


def transcripts(session: Session, recording_id: int) -> tuple[TranscriptRow, ...]:
    """Count the lines of each transcript, those in use first."""
    row = Transcript
    rows = session.execute(
        select(row.language, row.origin, row.is_current, row.is_checked, row.id, func.count(TranscriptCue.id))
        .outerjoin(TranscriptCue, TranscriptCue.transcript_id == row.id)
        .where(row.recording_id == recording_id)
        .group_by(row.id)
        .order_by(row.is_current.desc(), row.id)
    )
    told = session.execute(select(row.id, row.problems).where(row.recording_id == recording_id))
    problems = {transcript_id: tuple(codes) for transcript_id, codes in told}
    return tuple(
        TranscriptRow(transcript_id, language, origin, is_current, is_checked, problems[transcript_id], cues)
        for language, origin, is_current, is_checked, transcript_id, cues in rows
    )


def siblings(session: Session, event_id: int, *, besides: int) -> tuple[str, ...]:
    """Name the other recordings of an event, since its date, kind and countries are theirs too."""
    return tuple(
        session.scalars(
            select(Recording.title)
            .where(Recording.event_id == event_id, Recording.id != besides)
            .order_by(Recording.position, Recording.id)
        )
    )


def living_job_of(session: Session, recording_id: int, *kinds: str) -> str | None:
    """Name the job of one of these kinds that is at work on a recording, or will be."""
    wanted = select(Job.id).where(Job.recording_id == recording_id, Job.kind.in_(kinds), Job.state.in_(LIVE))
    return session.scalar(wanted.limit(1))


def _jobs(session: Session, wanted: Select[Job], *, with_steps: bool = False) -> tuple[JobRow, ...]:
    found: Sequence[Job] = session.scalars(wanted.limit(MOST_JOBS)).all()
    ids = {row.account_id for row in found if row.account_id is not None}
    names = {row.id: row.name for row in session.scalars(select(Account).where(Account.id.in_(ids)))} if ids else {}
    return tuple(_job_row(row, names.get(row.account_id or 0, ""), with_steps=with_steps) for row in found)


def _job_row(row: Job, account_name: str, *, with_steps: bool) -> JobRow:
    steps = (
        tuple(StepRow(step.name, step.finished_at is not None, step.started_at, step.summary) for step in row.steps)
        if with_steps
        else ()
    )
    return JobRow(
        job_id=row.id,
        kind=row.kind,
        title=row.title,
        state=row.state,
        step=row.step,
        progress=row.progress,
        seconds_left=row.seconds_left,
        is_cancel_wanted=row.is_cancel_wanted,
        error_code=row.error_code,
        error_details=row.error_details,
        result=row.result,
        recording_id=row.recording_id,
        created_at=row.created_at,
        finished_at=row.finished_at,
        account_name=account_name,
        steps=steps,
    )


def shelf_row(row: Recording) -> ShelfRow:
    """Make the entry of a loaded recording."""
    return ShelfRow(
        recording_id=row.id,
        slug=row.slug,
        title=row.title,
        event_title=row.event.title,
        state=row.state,
        starts=row.event.starts,
        kind=row.event.kind,
        countries=tuple(entry.country for entry in row.event.countries),
        duration_seconds=row.duration_seconds,
        poster_key=row.poster_key,
        is_shelved=row.shelved_at is not None,
        is_demonstration=row.is_demonstration,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
    )

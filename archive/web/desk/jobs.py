"""The desk's page of a job: its steps, live; why it failed; trying again, stopping, discarding."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.auditing import record
from archive.catalogue import desk_queries
from archive.catalogue.work import Job, JobState
from archive.errors import InvalidInputError
from archive.intake import taking_in
from archive.intake.laid_aside import laid_aside
from archive.jobs.queue import DISCOVER, INGEST
from archive.retrying import KINDS as RETRY_KINDS
from archive.retrying import retry_from
from archive.web.asking import services_of
from archive.web.desk.found import FoundView, found_views
from archive.web.desk.job_history import LogLine, history_of
from archive.web.desk.job_views import JobView, StepView, job_view
from archive.web.rendering import render
from archive.web.speaking import notice_of
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of


@dataclass(frozen=True, slots=True)
class KnownRecording:
    """A recording that was found at an address and is in the archive already."""

    recording_id: int
    title: str


@dataclass(frozen=True, slots=True)
class JobPage:
    """What the page of a job shows."""

    notice: str
    job: JobView
    children: tuple[JobView, ...]
    known: tuple[KnownRecording, ...]
    found: tuple[FoundView, ...] = ()
    """What there is to choose from."""

    history: tuple[LogLine, ...] = ()
    steps_to_retry: tuple[StepView, ...] = ()
    """Steps from which it can be done again."""
    has_laid_aside: bool = False
    """Nothing came of the job, and files that came with the same film wait for a decision."""

    @property
    def is_choice_open(self) -> bool:
        """Say whether something new can still be ticked."""
        return any(row.recording_id is None for row in self.found)

    @property
    def is_live(self) -> bool:
        """Say whether anything here still changes by itself."""
        return self.job.is_live or any(child.is_live for child in self.children)


@for_staff
def show(request: Request) -> Response:
    """Show a job; scripts ask for this page again and again and take over what changed."""
    services = services_of(request)
    job_id = request.path_params["job_id"]
    with services.database.reading() as session:
        row = desk_queries.job(session, job_id)
        children = desk_queries.children(session, job_id)
        job = session.get(Job, job_id)
        history = () if job is None else history_of(request, session, job)
        has_laid_aside = row is not None and _has_laid_aside(session, row)
    if row is None:
        raise HTTPException(404)
    view = job_view(request, row)
    page = JobPage(
        notice=notice_of(request),
        job=view,
        children=tuple(job_view(request, child) for child in children),
        known=_known(row.result.get("known")),
        found=found_views(request, job_id),
        history=history,
        steps_to_retry=_steps_to_retry(view),
        has_laid_aside=has_laid_aside,
    )
    return render(request, "desk/job.html", page)


@staff_form
def retry(request: Request, form: FormData) -> Response:
    """Try a job again; with a step, do that and all that follows anew."""
    services = services_of(request)
    step = text_of(form, "step")
    if step:
        return _changed(
            request, lambda session, job_id: retry_from(services, session, job_id, step), "job.retried", "retried"
        )
    return _changed(request, services.jobs.retry, "job.retried", "retried")


@staff_form
def cancel(request: Request, _form: FormData) -> Response:
    """Stop a job."""
    services = services_of(request)
    return _changed(request, services.jobs.ask_cancel, "job.cancelled", "cancelled")


@staff_form
def discard(request: Request, _form: FormData) -> Response:
    """Give up a job and the draft it was to fill."""
    services = services_of(request)
    with services.database.reading() as session:
        row = desk_queries.job(session, request.path_params["job_id"])
    return _changed(
        request,
        lambda session, job_id: taking_in.discard(services, session, job_id),
        "job.discarded",
        "discarded" if row is not None and row.kind in {DISCOVER, INGEST} else "given-up",
        onward=desk_path(request),
    )


def _changed(
    request: Request, change: Callable[[Session, str], object], action: str, notice: str, *, onward: str | None = None
) -> Response:
    services = services_of(request)
    job_id = request.path_params["job_id"]
    job_page = desk_path(request, "jobs", job_id)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            change(session, job_id)
            job = session.get_one(Job, job_id)
            record(session, action, subject_kind="job", subject_id=job_id, label=job.title, details={"kind": job.kind})
    except InvalidInputError as exc:  # it ended, or began again, while the page was open
        is_undecided = taking_in.FILES_LAID_ASIDE in exc.fields.values()
        return see_other(f"{job_page}?done={'decide-first' if is_undecided else 'ended-already'}")
    return see_other(f"{onward or job_page}?done={notice}")


def _has_laid_aside(session: Session, job: desk_queries.JobRow) -> bool:
    came_to_nothing = job.kind == INGEST and job.state in {JobState.FAILED, JobState.CANCELLED}
    return came_to_nothing and job.recording_id is not None and bool(laid_aside(session, job.recording_id))


def _steps_to_retry(job: JobView) -> tuple[StepView, ...]:
    """Give the steps that were begun, where it makes a difference at which of them a job begins again."""
    if not job.can_retry or job.kind not in RETRY_KINDS:
        return ()
    return tuple(step for step in job.steps if step.state in {"done", "failed"})


def _known(listed: object) -> tuple[KnownRecording, ...]:
    rows = listed if isinstance(listed, list) else []
    return tuple(KnownRecording(int(row["recording_id"]), str(row["title"])) for row in rows)

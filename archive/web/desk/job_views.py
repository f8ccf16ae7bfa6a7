"""A job in words: what it does now, how far it is, why it ended, what a person can do about it."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request

from archive.catalogue.desk_queries import JobRow
from archive.catalogue.work import JobState
from archive.errors import SoundsDifferentError
from archive.jobs.queue import FINAL_CODES
from archive.web.asking import services_of
from archive.web.desk.desk_words import DONE, JOB_KINDS, JOB_STATES, NOTHING_HEARD, STEPS
from archive.web.speaking import say
from archive.wording import explain, time_left


@dataclass(frozen=True, slots=True)
class StepView:
    """A step in the list of a job."""

    name: str
    label: str
    state: str
    """waiting, running, done or failed."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something went wrong, and what to do."""

    what: str
    todo: str


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as pages show it."""

    job_id: str
    kind: str
    kind_words: str
    title: str
    state: str
    state_words: str
    done_words: str
    step_label: str
    percent: int | None
    """How far the present step is."""
    time_left: str
    """Of the present step, in words; empty while nobody can tell."""
    overall_percent: int
    """How far the whole job is, counted in steps."""
    is_live: bool
    is_stopping: bool
    can_cancel: bool
    can_retry: bool
    can_discard: bool
    is_undecided: bool
    """A person has to say what becomes of the words when a file is replaced by one that sounds different."""
    reason: Reason | None
    warnings: tuple[Reason, ...]
    recording_id: int | None
    created: str
    account_name: str
    steps: tuple[StepView, ...]


def job_view(request: Request, row: JobRow) -> JobView:
    """Put a job into the words of the request's language."""
    services = services_of(request)
    names = STEPS.get(row.kind, ())
    labels = dict(names)
    is_live = row.state in {JobState.QUEUED, JobState.RUNNING}
    is_over = row.state in {JobState.FAILED, JobState.CANCELLED}
    position = next((number for number, (name, _) in enumerate(names) if name == row.step), 0)
    done_share = (position + (row.progress or 0.0)) / max(len(names), 1)
    is_undecided = row.state is JobState.FAILED and row.error_code == SoundsDifferentError.code
    is_dropped = row.error_code in FINAL_CODES or (row.state is JobState.CANCELLED and row.recording_id is None)
    return JobView(
        job_id=row.job_id,
        kind=row.kind,
        kind_words=say(request, JOB_KINDS.get(row.kind, "")),
        title=row.title,
        state=row.state.value,
        state_words=say(request, JOB_STATES[row.state]),
        done_words=say(request, NOTHING_HEARD if row.result.get("lines") == 0 else DONE.get(row.kind, "")),
        step_label=say(request, labels.get(row.step or "", "")),
        percent=None if row.progress is None else round(row.progress * 100),
        time_left=_time_left(request, row),
        overall_percent=100 if row.state is JobState.DONE else round(min(done_share, 0.99) * 100),
        is_live=is_live,
        is_stopping=is_live and row.is_cancel_wanted,
        can_cancel=is_live and not row.is_cancel_wanted,
        can_retry=is_over and not is_dropped and not is_undecided,
        can_discard=is_over and not is_dropped and row.kind != "index",
        is_undecided=is_undecided,
        reason=reason_of(request, row.error_code, row.error_details) if row.state is JobState.FAILED else None,
        warnings=_warnings(request, row.result),
        recording_id=row.recording_id,
        created=services.i18n.formats(request.state.language).day_and_time(row.created_at),
        account_name=row.account_name,
        steps=tuple(StepView(name, say(request, label), _step_state(name, row)) for name, label in names),
    )


def reason_of(request: Request, code: str | None, details: Mapping[str, object]) -> Reason | None:
    """Say why in words, and what to do next."""
    if not code:
        return None
    services = services_of(request)
    said = explain(code, details, services.i18n.translations(request.state.language))
    return Reason(said.what, said.todo)


def _time_left(request: Request, row: JobRow) -> str:
    services = services_of(request)
    seconds = row.seconds_left if row.state is JobState.RUNNING else None
    return time_left(seconds, services.i18n.translations(request.state.language))


def _warnings(request: Request, result: Mapping[str, object]) -> tuple[Reason, ...]:
    problems = result.get("problems")
    if not isinstance(problems, list):
        return ()
    reasons = [reason_of(request, str(problem.get("code", "")), problem) for problem in problems]
    return tuple(reason for reason in reasons if reason is not None)


def _step_state(name: str, row: JobRow) -> str:
    step = next((step for step in row.steps if step.name == name), None)
    if row.state is JobState.DONE or (step is not None and step.is_finished):
        return "done"
    if name == row.step:
        return {JobState.FAILED: "failed", JobState.RUNNING: "running"}.get(row.state, "waiting")
    return "waiting"

"""Follows jobs from the terminal to their end: by the worker that runs, else by working the queue itself."""

import logging
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from archive.bootstrap import Services
from archive.catalogue.work import Job, JobState
from archive.commands.shell import Shell
from archive.jobs.presence import is_anyone_alive
from archive.jobs.queue import LIVE
from archive.web.desk.desk_words import STEPS
from archive.wording import time_left
from archive.worker import Worker

LOOK_SECONDS = 0.4
RETRY_SECONDS = (3.0, 15.0)
"""Somebody is waiting at the terminal: try again sooner, and give up sooner, than the service does."""


class Helper:
    """A worker in this process, for as long as no other one runs."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def step_in(self) -> None:
        """Begin to work, unless somebody does."""
        if self._thread is None and not is_anyone_alive(self._services.jobs.folder):
            worker = Worker(self._services, retry_seconds=RETRY_SECONDS)
            self._thread = threading.Thread(target=worker.run, args=(self._stop,), name="worker")
            self._thread.start()

    def leave(self) -> None:
        """Hand back what is not finished."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()


def follow(shell: Shell, job_ids: Sequence[str]) -> list[Job]:
    """Show the progress of jobs, and of those they bring, until all have ended; give them all in order."""
    services = shell.services
    helper = Helper(services)
    with _bars(shell) as bars, _only_errors_logged():
        display = Display(shell, bars)
        try:
            while True:
                jobs = _jobs(services, job_ids)
                for job in jobs:
                    display.show(job)
                if not any(job.state in LIVE for job in jobs):
                    return jobs
                helper.step_in()
                time.sleep(LOOK_SECONDS)
        except KeyboardInterrupt:
            shell.remark(shell.gettext("What has begun goes on when the service runs: mitschnitt serve"))
            raise
        finally:
            helper.leave()


@dataclass
class Display:
    """A bar for each job that runs; a line for each that ended, above them."""

    shell: Shell
    bars: Progress
    tasks: dict[str, TaskID] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    last_words: dict[str, str] = field(default_factory=dict)

    def show(self, job: Job) -> None:
        """Show how far a job is."""
        if job.id in self.ended:
            return
        if job.state not in LIVE:
            self.ended.add(job.id)
            if job.id in self.tasks:
                self.bars.remove_task(self.tasks.pop(job.id))
            return
        if job.state is JobState.RUNNING:
            self._show_step(job, self._step_name(job))

    def _show_step(self, job: Job, step: str) -> None:
        if not self.shell.err.is_terminal:  # a log wants a line for each step, not a bar
            if step and self.last_words.get(job.id) != step:
                self.last_words[job.id] = step
                self.shell.remark(f"{job.title}: {step}")
            return
        if job.id not in self.tasks:
            self.tasks[job.id] = self.bars.add_task("", total=1.0, step="", left="")
        left = time_left(job.seconds_left, self.shell.translations)
        title = escape(job.title)
        self.bars.update(self.tasks[job.id], description=title, completed=job.progress or 0.0, step=step, left=left)

    def _step_name(self, job: Job) -> str:
        names = dict(STEPS.get(job.kind, ()))
        return self.shell.gettext(names.get(job.step or "", job.step or "")) if job.step else ""


def _jobs(services: Services, job_ids: Sequence[str]) -> list[Job]:
    with services.database.reading() as session:
        ours = or_(Job.id.in_(job_ids), Job.parent_id.in_(job_ids))
        query = select(Job).where(ours).options(selectinload(Job.steps)).order_by(Job.created_at, Job.id)
        return list(session.scalars(query))


@contextmanager
def _only_errors_logged() -> Iterator[None]:
    """Keep the worker's log out of the way: what a person must know is said when the jobs have ended."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.ERROR)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


@contextmanager
def _bars(shell: Shell) -> Iterator[Progress]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[step]}", style="dim"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=shell.err, transient=True) as bars:
        yield bars

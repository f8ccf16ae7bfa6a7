"""An archive of its own for a test, and its worker: inside the test for speed, or as a process that can be killed."""

import atexit
import dataclasses
import datetime as dt
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from archive.bootstrap import Services, open_services
from archive.catalogue.work import Job, JobState
from archive.intake.taking_in import accept_file, take_in
from archive.settings import PREFIX, Settings
from archive.worker import Worker
from ingest.sources import CaptionFile, GivenDetails

CAPTIONS = """WEBVTT

00:00:00.000 --> 00:00:01.000
Guten Tag und willkommen

00:00:01.000 --> 00:00:02.000
zur Starthilfe in Georgien
"""

_OPENING = threading.Lock()
"""Alembic keeps its state in the module: migrations of one process go one after the other."""


def settings_for(data: Path, **changes: object) -> Settings:
    """Give settings for a data folder of the test."""
    defaults = {PREFIX + "DATA": str(data), PREFIX + "RESERVE_BYTES": "1000000"}
    return dataclasses.replace(Settings.from_environ(defaults), **changes)  # type: ignore[arg-type]  # the test knows


@contextmanager
def open_archive(
    data: Path, *, clock: Callable[[], dt.datetime] | None = None, **changes: object
) -> Iterator[Services]:
    """Open an archive, and close it again. A new one is copied from one that was made ready once."""
    with _OPENING:
        if not data.exists():
            shutil.copytree(_made_ready(), data)
        services = open_services(settings_for(data, **changes), clock=clock)
    try:
        yield services
    finally:
        services.database.close()


@cache
def _made_ready() -> Path:
    """Make an empty archive ready, once in a process: to migrate and to seed it takes a third of a second."""
    folder = Path(tempfile.mkdtemp(prefix="mitschnitt-ready-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_services(settings_for(folder / "var")).database.close()
    return folder / "var"


def do(services: Services, action: Callable[..., Any], recording_id: int, **more: object) -> Any:
    """Publish a recording, withdraw it or the like, in a transaction of its own; give what comes of it."""
    with services.database.writing() as session:
        return action(services, session, recording_id, **more)


def take(
    services: Services, path: Path, *, captions: str | None = CAPTIONS, name: str | None = None, **more: object
) -> str:
    """Bring a file in as the command line does; give the job's id."""
    taken = take_in(services, path)
    beside: tuple[CaptionFile, ...] = ()
    if captions is not None:
        caption = taken.with_name("captions.de.vtt")
        caption.write_text(captions, encoding="utf-8")
        beside = (CaptionFile(caption, "de", "supplied", "captions.de.vtt"),)
    given = more.pop("given", None) or GivenDetails(language="de")
    with services.database.writing() as session:
        job = accept_file(services, session, path=taken, name=name or path.name, captions=beside, given=given, **more)
        return job.id


def work_until_idle(services: Services, *, seconds: float = 60.0, **options: object) -> None:
    """Let a worker inside the test work until no job is left that it could take now."""
    worker = Worker(services, poll_seconds=0.05, **options)
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        wait_for(lambda: is_idle(services), seconds=seconds)
    finally:
        stop.set()
        thread.join(15)


def is_idle(services: Services) -> bool:
    """Say whether nothing is queued or running."""
    with services.database.reading() as session:
        living = select(func.count(Job.id)).where(Job.state.in_([JobState.QUEUED, JobState.RUNNING]))
        return session.scalar(living) == 0


def job_of(services: Services, job_id: str) -> Job:
    """Give a job as it is now."""
    with services.database.reading() as session:
        return session.get_one(Job, job_id)


def wait_for(condition: Callable[[], bool], *, seconds: float = 30.0) -> None:
    """Wait until something is true, and fail when it does not become so."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            message = f"not within {seconds} s: {condition}"
            raise AssertionError(message)
        time.sleep(0.05)

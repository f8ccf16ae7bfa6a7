"""Uploads of erika and max, for tests: what is written, and the jobs that are made of it."""

import datetime as dt
from collections.abc import Callable
from typing import NoReturn

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.catalogue.people import Purpose, Upload
from archive.catalogue.work import Job, JobState
from archive.intake.arrivals import Arrived
from archive.intake.uploads import Uploads

ERIKA, MAX = 1, 2


class WorldClock:
    """The real time, moved by what the test wants."""

    def __init__(self) -> None:
        self.moved = dt.timedelta()

    def __call__(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.moved


def write(uploads: Uploads, upload: Upload, content: bytes) -> None:
    """Let a part of an upload arrive."""
    with uploads.files.open(upload.id) as opened:
        opened.append(content)


def make_job(arrived: Arrived) -> Callable[[Session], Job]:
    """Say how a job is made of what arrived."""
    return lambda session: job_of(session, arrived)


def job_of(session: Session, arrived: Arrived) -> Job:
    """Make the job."""
    job = Job(
        id=f"{session.scalar(select(func.count(Job.id))):032}",
        queue="media",
        kind="ingest",
        arguments={
            "name": arrived.name,
            "captions": [row.name for row in arrived.captions],
            "documents": [row.name for row in arrived.documents],
        },
        state=JobState.QUEUED,
        run_at=dt.datetime.now(dt.UTC),
        created_at=dt.datetime.now(dt.UTC),
    )
    session.add(job)
    session.flush()
    return job


def refuse(_arrived: Arrived) -> NoReturn:
    """Make none."""
    pytest.fail("no job was due")


def companion(
    uploads: Uploads, upload: Upload, name: str, content: bytes, purpose: Purpose = Purpose.CAPTIONS
) -> Upload:
    """Send what goes with an upload, all of it."""
    row = uploads.begin(ERIKA, file_name=name, size_bytes=len(content), purpose=purpose, with_id=upload.id)
    write(uploads, row, content)
    assert uploads.finish(row.id, accept=refuse) is None
    return row

"""Trying a job again from one of its steps: the notes of that step and of those after it go, so they are done anew."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.work import Job, JobStep
from archive.errors import InvalidInputError
from archive.jobs import job_log
from archive.jobs.claims import work_folder_name
from archive.jobs.queue import INGEST, REBUILD, REPLACE, TRANSCRIBE
from archive.shelf.replacement_job import COMPARE
from archive.shelf.replacement_job import NOTE as COMPARED_NOTE
from archive.transcripts.recognising import HEAR
from archive.transcripts.recognising import NOTE as HEARD_NOTE
from ingest import pipeline

NOTES = dict([(HEAR, HEARD_NOTE), (COMPARE, COMPARED_NOTE), *((str(step), f"{step}.json") for step in pipeline.STEPS)])
"""The note in the work folder that says that a step is done; where there is none, its row says it."""
KINDS = frozenset({INGEST, REBUILD, REPLACE, TRANSCRIBE})


def retry_from(services: Services, session: Session, job_id: str, step: str) -> Job:
    """Start a failed or cancelled job again at a step it has begun, and do that and all that follows anew.

    The notes go before the transaction ends: after a crash between the two, the job waits as before and merely has
    more to do.

    Raises:
        NotFoundError: there is no such job.
        InvalidInputError: `job`: `not-retryable`; `step`: `not-a-step` for one that this job has not begun.
    """
    job = services.jobs.retry(session, job_id, is_noted=False)
    rows = session.scalars(select(JobStep).where(JobStep.job_id == job_id).order_by(JobStep.position)).all()
    first = next((row for row in rows if row.name == step), None)
    if first is None or job.kind not in KINDS:
        raise InvalidInputError({"step": "not-a-step"})
    folder = services.work / work_folder_name(job.id, job.arguments)
    for row in rows:
        if row.position >= first.position:
            row.started_at = row.finished_at = None
            row.summary = ""
            if row.name in NOTES:
                (folder / NOTES[row.name]).unlink(missing_ok=True)
    job.step, job.progress, job.seconds_left = step, None, None
    job_log.note(session, job, job_log.RETRIED_FROM, at=services.clock())
    return job

"""The log of the background processes: one line an event on standard error, each with the job it is about."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TextIO

FORMAT = "%(asctime)s %(levelname)-7s %(job)s %(name)s: %(message)s"
NO_JOB = "-"
_job: ContextVar[str] = ContextVar("job", default=NO_JOB)


class JobFilter(logging.Filter):
    """Puts the job of the running thread on every record, whichever module wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        record.job = _job.get()
        return True


@contextmanager
def job_in_log(job_id: str) -> Iterator[None]:
    """Name the job in every line that this thread logs in here."""
    token = _job.set(job_id)
    try:
        yield
    finally:
        _job.reset(token)


def log_to(stream: TextIO | None = None, *, level: int = logging.INFO) -> None:
    """Send the log of this process to a stream, or to standard error."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.addFilter(JobFilter())
    handler.setFormatter(logging.Formatter(FORMAT))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)

"""What an exception means for a job: a code with data, and whether it may have passed by the next try."""

import errno
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from archive.errors import ArchiveError, UnexpectedError
from ingest.errors import IngestError, StepFailedError
from media.errors import MediaError, StoreFullError
from search.errors import SearchError

KNOWN = (MediaError, IngestError, SearchError, ArchiveError)
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job did not come to its end."""

    code: str
    details: Mapping[str, str | int | float]
    is_retryable: bool
    is_known: bool
    """One of our own errors: its message says enough, and the log needs no traceback."""


def failure_of(exc: Exception) -> Failure:
    """Read an exception; trouble of the machine or the database may pass, a fault of the program does not."""
    if isinstance(exc, KNOWN) and not (isinstance(exc, StepFailedError) and _is_full(exc.__cause__)):
        return Failure(exc.code, exc.details(), exc.retryable, is_known=True)
    if isinstance(exc, StepFailedError) or _is_full(exc):
        full = StoreFullError(needed_bytes=0, free_bytes=0)
        return Failure(full.code, full.details(), full.retryable, is_known=True)
    unexpected = UnexpectedError(type(exc).__name__)
    return Failure(unexpected.code, unexpected.details(), isinstance(exc, OSError | DBAPIError), is_known=False)


def _is_full(exc: BaseException | None) -> bool:
    """Say whether the disk is full: as the system says it, or as SQLite does."""
    if isinstance(exc, DBAPIError):
        return getattr(exc.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(exc, OSError) and exc.errno in FULL

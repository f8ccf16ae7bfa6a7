"""What an exception means for a job: a code with data, and whether it may have passed by the next try."""

import errno
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from archive.errors import ArchiveError, UnexpectedError
from ingest.errors import IngestError
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
    if isinstance(exc, KNOWN):
        return Failure(exc.code, exc.details(), exc.retryable, is_known=True)
    if isinstance(exc, OSError) and exc.errno in FULL:
        full = StoreFullError(needed_bytes=0, free_bytes=0)
        return Failure(full.code, full.details(), full.retryable, is_known=True)
    unexpected = UnexpectedError(type(exc).__name__)
    return Failure(unexpected.code, unexpected.details(), isinstance(exc, OSError | DBAPIError), is_known=False)

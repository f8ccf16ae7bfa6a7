"""What uploads tell the rest of the house: what is on its way, what has arrived, who makes a job of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from archive.catalogue.work import Job


@dataclass(frozen=True, slots=True)
class Companion:
    """A file that came with a recording."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Arrived:
    """A complete recording, for intake."""

    path: Path
    name: str
    account_id: int
    captions: tuple[Companion, ...]
    documents: tuple[Companion, ...] = ()
    replaces_in: int | None = None
    """The recording whose file it is to replace."""
    joins_job_id: str | None = None
    """The job of a recording that was complete before this document came; it is no recording itself."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An upload that can go on."""

    upload_id: str
    file_name: str
    offset_bytes: int
    size_bytes: int
    fingerprint: str
    expires_at: dt.datetime


Accept = Callable[[Arrived], Callable[[Session], Job | None]]
"""Looks at what has arrived, outside of any transaction; gives what makes its job, if any, in the one it is given."""

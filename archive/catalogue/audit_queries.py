"""Reading the log: page by page, narrowed down, or all of it for an export; the history of one recording."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from archive.catalogue.audit import AuditEntry

ON_A_PAGE = 50
AT_ONCE = 500
MOST_IN_A_HISTORY = 500


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which entries are wanted; empty fields leave all."""

    account: str = ""
    """Name of the account, or of what acted instead."""
    subject: str = ""
    """Kind of the subject."""
    since: dt.datetime | None = None
    before: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, the newest entries first."""

    entries: Sequence[AuditEntry]
    total: int
    number: int
    pages: int


def log_page(session: Session, wanted: Narrowed, *, number: int) -> LogPage:
    """Give a page of the log; one behind the end is the last."""
    total = session.scalar(select(func.count()).select_from(_wanted(wanted).subquery())) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(1, number), pages)
    rows = _wanted(wanted).order_by(AuditEntry.id.desc()).limit(ON_A_PAGE).offset((number - 1) * ON_A_PAGE)
    return LogPage(session.scalars(rows).all(), total, number, pages)


def entries_after(session: Session, wanted: Narrowed, *, after: int) -> Sequence[AuditEntry]:
    """Give some of the wanted entries in the order in which they were written."""
    return session.scalars(_wanted(wanted).where(AuditEntry.id > after).order_by(AuditEntry.id).limit(AT_ONCE)).all()


def history_of(session: Session, recording_id: int, *, since: dt.datetime) -> Sequence[AuditEntry]:
    """Give what was done to a recording, the newest first; `since` it is there, for ids may be given twice."""
    rows = select(AuditEntry).where(
        AuditEntry.subject_kind == "recording", AuditEntry.subject_id == str(recording_id), AuditEntry.at >= since
    )
    return session.scalars(rows.order_by(AuditEntry.id.desc()).limit(MOST_IN_A_HISTORY)).all()


def names_in_the_log(session: Session) -> Sequence[str]:
    """List who has done something."""
    return session.scalars(select(AuditEntry.account_name).distinct().order_by(AuditEntry.account_name)).all()


def _wanted(wanted: Narrowed) -> Select[AuditEntry]:
    rows = select(AuditEntry)
    if wanted.account:
        rows = rows.where(AuditEntry.account_name == wanted.account)
    if wanted.subject:
        rows = rows.where(AuditEntry.subject_kind == wanted.subject)
    if wanted.since is not None:
        rows = rows.where(AuditEntry.at >= wanted.since)
    if wanted.before is not None:
        rows = rows.where(AuditEntry.at < wanted.before)
    return rows

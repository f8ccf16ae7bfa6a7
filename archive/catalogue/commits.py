"""Counts commits to the catalogue in the catalogue itself: those that may change what visitors see, and the others.

A job that writes down how far it is changes no page. Whoever keeps pages (`changes.py`) can tell such commits from all
others, of every process. What writes to any table that is not named here counts as a change, so that nothing can be
forgotten.
"""

import re

from sqlalchemy import Connection, CursorResult, Engine, event
from sqlalchemy.orm import Mapped, mapped_column

from archive.catalogue.base import Base

UNSEEN_TABLES = frozenset({
    "audit_entry", "audit_head", "failed_sign_ins", "job", "job_event", "job_queue", "job_step", "page_view",
    "provider_visit", "sign_in_attempt", "sign_in_session", "ticket", "unanswered_question", "unneeded_file", "upload",
})  # fmt: skip
"""Tables of which no public page shows anything; a test looks at what pages read."""

_ONLY_READS = re.compile(r"\s*(?:SELECT|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)
_WRITES_TO = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)\"?(?:\s|$)", re.IGNORECASE)
_WRITES, _SHOWS = "mitschnitt_wrote", "mitschnitt_wrote_what_is_shown"


class CommitCount(Base):
    """The one row that counts."""

    __tablename__ = "commit_count"

    id: Mapped[int] = mapped_column(primary_key=True)
    shown: Mapped[int]
    """Commits that may have changed what visitors see."""
    unseen: Mapped[int]
    """Commits that changed nothing but `UNSEEN_TABLES`."""


def count_commits(engine: Engine) -> None:
    """Count the commits of all connections of this engine from now on."""
    event.listen(engine, "begin", _forget)
    event.listen(engine, "after_cursor_execute", _note)
    event.listen(engine, "commit", _count)


def _forget(connection: Connection) -> None:
    connection.info.pop(_WRITES, None)
    connection.info.pop(_SHOWS, None)


def _note(
    connection: Connection,
    _cursor: CursorResult[tuple[object]],
    statement: str,
    _parameters: object,
    _context: object,
    _many: bool,  # noqa: FBT001
) -> None:
    if _ONLY_READS.match(statement):
        return
    written = _WRITES_TO.match(statement)
    connection.info[_WRITES] = True
    if written is None or written[1].lower() not in UNSEEN_TABLES:
        connection.info[_SHOWS] = True


def _count(connection: Connection) -> None:
    options = connection.get_execution_options()
    if connection.info.get(_WRITES) and options.get("mitschnitt_writes") and not options.get("mitschnitt_migrates"):
        column = "shown" if connection.info.get(_SHOWS) else "unseen"
        connection.exec_driver_sql(f"UPDATE commit_count SET {column} = {column} + 1")  # noqa: S608  one of two words
    _forget(connection)

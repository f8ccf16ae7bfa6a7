"""Tells whether anybody has changed what visitors see, without reading any of it. SQLite alone can say so.

Commits are counted in the catalogue itself: those that may change what visitors see, and the others, as a job's that
writes down how far it is. Whoever keeps pages can so tell them apart, of every process. What writes to any table that
is not named here counts as a change, so that nothing can be forgotten.
"""

import re
import sqlite3
import threading
import weakref
from typing import Self

from sqlalchemy import Connection, CursorResult, Engine, event, make_url
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


class Changes:
    """A connection of its own that never writes. Threads may share it.

    `PRAGMA data_version` differs between two calls when another connection committed in between, of this process or of
    any other (https://sqlite.org/pragma.html#pragma_data_version). Only where nothing but unseen commits were counted
    since has nothing changed.
    """

    def __init__(self, path: str) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._connection.close)
        self._number = 0
        self._version: int | None = None
        self._shown = self._unseen = 0

    @classmethod
    def of(cls, url: str) -> Self | None:
        """Watch the database at an address; None for one that cannot say."""
        named = make_url(url)
        if named.get_backend_name() != "sqlite" or named.database in {None, "", ":memory:"}:
            return None
        return cls(str(named.database))

    def number(self) -> int:
        """Give a number that is another one after each change, and means nothing else."""
        with self._lock:
            (version,) = self._connection.execute("PRAGMA data_version").fetchone()
            if version != self._version:
                shown, unseen = self._connection.execute("SELECT shown, unseen FROM commit_count").fetchone()
                if shown != self._shown or unseen == self._unseen:  # a commit that nobody counted is a change
                    self._number += 1
                self._version, self._shown, self._unseen = version, shown, unseen
            return self._number

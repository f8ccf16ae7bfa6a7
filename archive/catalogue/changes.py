"""Tells whether anybody has changed what visitors see, without reading any of it. SQLite alone can say so."""

import sqlite3
import threading
import weakref
from typing import Self

from sqlalchemy import make_url


class Changes:
    """A connection of its own that never writes. Threads may share it.

    `PRAGMA data_version` differs between two calls when another connection committed in between, of this process or of
    any other (https://sqlite.org/pragma.html#pragma_data_version). What was committed by us is counted in the
    catalogue (`commits.py`): only where nothing but unseen commits were counted has nothing changed.
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

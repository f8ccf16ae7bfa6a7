"""The catalogue's database: engine, transactions, pragmas, migrations.

The same code runs on SQLite (WAL, one file in the data folder) and PostgreSQL.
"""

import fcntl
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from archive.catalogue.changes import count_commits
from archive.errors import CatalogueNewerError

BUSY_SECONDS = 30
MIGRATIONS = Path(__file__).parent / "migrations"
ACTOR = "actor"
"""Key under which a writing session says who acts."""


class Database:
    """Short transactions over the catalogue; one for each use case, opened at the edge.

    Writing transactions begin with BEGIN IMMEDIATE on SQLite: with a plain BEGIN, 76 to 403 of 800
    contended transactions failed, with this none did.
    """

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        weakref.finalize(self, _close, self.engine)  # forgotten, it still closes its connections

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the catalogue and must not change it."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self, *, by: int | str | None = None) -> Iterator[Session]:
        """Give a session whose changes are committed at the end, or none of them after an exception.

        `by` is the account that acts, or what acts instead of one: the log names it (`auditing.py`).
        """
        writer = self.engine.execution_options(mitschnitt_writes=True)
        info = {} if by is None else {ACTOR: by}
        with Session(writer, expire_on_commit=False, info=info) as session, session.begin():
            yield session

    def migrate(self, *, lock: Path) -> None:
        """Bring the schema to this version, one process at a time (`lock` is a file beside the database).

        Raises:
            CatalogueNewerError: this version does not know the schema.
        """
        lock.parent.mkdir(parents=True, exist_ok=True)
        with lock.open("a") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            engine = self.engine.execution_options(mitschnitt_writes=True, mitschnitt_migrates=True)
            with engine.begin() as connection:
                if not _knows(connection):
                    raise CatalogueNewerError
                if not _is_current(connection):
                    command.upgrade(_alembic(connection), "head")

    def is_empty(self) -> bool:
        """Say whether there is no table at all: nothing was ever kept here."""
        with self.engine.connect() as connection:
            return not inspect(connection).get_table_names()

    def is_current(self) -> bool:
        """Say whether the schema is the one that this version of the software needs."""
        with self.engine.connect() as connection:
            return _is_current(connection)

    def is_newer(self) -> bool:
        """Say whether the schema is one that this version of the software does not know."""
        with self.engine.connect() as connection:
            return not _knows(connection)

    def answers(self) -> bool:
        """Say whether a trivial question is answered."""
        with self.engine.connect() as connection:
            return connection.execute(text("select 1")).scalar() == 1

    def close(self) -> None:
        """Close all connections; one that a thread is still using is closed when that thread gives it back."""
        _close(self.engine)


def _is_current(connection: Connection) -> bool:
    return _revision(connection) == _scripts().get_current_head()


def _knows(connection: Connection) -> bool:
    have = _revision(connection)
    return have is None or have in {script.revision for script in _scripts().walk_revisions()}


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@cache
def _scripts() -> ScriptDirectory:
    """Read the folder of migrations, once: they do not change while the program runs."""
    return ScriptDirectory(str(MIGRATIONS))


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    count_commits(engine)
    return engine


def _close(engine: Engine) -> None:
    event.listen(engine, "checkin", _close_at_once)  # `dispose` forgets those in use: nobody would ever close them
    engine.dispose()


def _close_at_once(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.close()


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # our own BEGIN; Python's driver would begin too late
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an edit that was acknowledged survives a power cut
        "foreign_keys=ON",
        "secure_delete=ON",  # what is deleted for good does not lie about in free pages
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        connection.cursor().execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("mitschnitt_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

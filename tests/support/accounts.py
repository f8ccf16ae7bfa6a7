"""Accounts for tests: a clock that is set by hand, a database with one account, hashing that costs next to nothing."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from argon2 import PasswordHasher

from archive import accounts
from archive.catalogue.database import Database
from archive.catalogue.people import Role
from archive.signing_in import Door

PASSWORD = "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


class SetClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def goes_on(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


@contextmanager
def database_with_erika(folder: Path, clock: SetClock) -> Iterator[Database]:
    """Open a catalogue in which erika is an editor."""
    path = folder / "catalogue.sqlite"
    path.write_bytes(_empty_catalogue())
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        accounts.create(session, "Erika", PASSWORD, Role.EDITOR, clock=clock, email="Erika@office.example")
    try:
        yield database
    finally:
        database.close()


@cache
def _empty_catalogue() -> bytes:
    """Migrate once for all tests of a process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.sqlite"
        database = Database(f"sqlite:///{path}")
        database.migrate(lock=Path(folder) / "lock")
        database.close()
        return path.read_bytes()


def door(database: Database, clock: SetClock, *, network: str = "192.0.2.1", replaces: str | None = None) -> Door:
    """Give the door as seen from a network."""
    return Door(database, clock, network, replaces=replaces)

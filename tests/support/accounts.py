"""Accounts for tests: a clock that is set by hand, people to begin with, hashing that costs next to nothing."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from argon2 import PasswordHasher
from httpx2 import Response
from sqlalchemy import delete
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue.database import Database
from archive.catalogue.people import Account, Role, SignInAttempt, SignInSession
from archive.catalogue.signing_in import Identity, ProviderVisit
from archive.identity import accounts
from archive.identity.signing_in import Door
from tests.support.desk import client_for

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
    path.write_bytes(empty_catalogue())
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        accounts.create(session, "Erika", PASSWORD, Role.EDITOR, clock=clock, email="Erika@office.example")
    try:
        yield database
    finally:
        database.close()


def without_people(services: Services) -> None:
    """Forget all accounts and what hangs on them, so that tests can share an archive; the log stays."""
    with services.database.writing() as session:
        for kind in (SignInSession, SignInAttempt, ProviderVisit, Identity, Account):
            session.execute(delete(kind))


def with_anna_and_erika(services: Services, clock: SetClock) -> Services:
    """Give the archive with an admin and an editor in it, and this clock."""
    without_people(services)
    with services.database.writing() as session:
        accounts.create(session, "anna", PASSWORD, Role.ADMIN, clock=clock)
        accounts.create(session, "erika", PASSWORD, Role.EDITOR, clock=clock)
    return replace(services, clock=clock)


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> Response:
    """Send the form of the sign-in page."""
    return client.post("/de/sign-in", data={"name": name, "password": password, **more})


def signed_in(services: Services, name: str) -> TestClient:
    """Give a browser in which somebody has signed in with a password."""
    client = client_for(services)
    client.headers["user-agent"] = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    assert sign_in(client, name).status_code == 303
    return client


def is_in(client: TestClient) -> bool:
    """Say whether a browser is signed in."""
    return client.get("/de/account").status_code == 200


@cache
def empty_catalogue() -> bytes:
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

"""An archive whose clock a test sets, a browser for each role, and drafts: for publishing, rights and withdrawing."""

import itertools
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue.events import State
from archive.catalogue.people import Role
from tests.support.archives import open_archive
from tests.support.clock import SetClock
from tests.support.desk import client_for
from tests.support.publishing_desk import START
from tests.support.shelf import shelve_words

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def clock() -> SetClock:
    """Give a clock that stands still."""
    return SetClock(START)


@pytest.fixture(autouse=True)
def begin_anew(clock: SetClock) -> None:
    """Put the clock back to where each test begins."""
    clock.at = START


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Iterator[Services]:
    """Give an archive that the tests of a file share."""
    with open_archive(tmp_path_factory.mktemp("publishing") / "var", clock=clock) as services:
        yield services


@pytest.fixture(scope="module")
def clients(services: Services) -> dict[Role | None, TestClient]:
    """Give a browser of each role, and a visitor's."""
    return {role: client_for(services, role) for role in (None, Role.READER, Role.EDITOR, Role.ADMIN)}


@pytest.fixture(scope="module")
def editor(clients: dict[Role | None, TestClient]) -> TestClient:
    """Give the browser of an editor."""
    return clients[Role.EDITOR]


@pytest.fixture
def draft(services: Services) -> int:
    """Give the id of a recording with one line that is not published yet."""
    return shelve_words(services, f"Fokus {next(NUMBERS)}", "Guten Tag", state=State.DRAFT)

"""Anna, an admin, and erika, an editor, who sign in with passwords: for the tests of accounts.

What most tests here want stands in their own file: an archive with recordings, and people who are signed in already.
"""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.identity import passwords
from tests.support.accounts import QUICK, SetClock, signed_in, with_anna_and_erika
from tests.support.archives import open_archive
from tests.support.desk import client_for


@pytest.fixture
def clock() -> SetClock:
    """Give a clock that stands still."""
    return SetClock()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Give an archive that the tests of a file share."""
    with open_archive(tmp_path_factory.mktemp("accounts") / "var") as services:
        yield services


@pytest.fixture
def peopled(opened: Services, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Services:
    """Give that archive with nobody in it but anna and erika, and with hashing that costs next to nothing."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    return with_anna_and_erika(opened, clock)


@pytest.fixture
def services(peopled: Services) -> Services:
    """Give the archive of these two."""
    return peopled


@pytest.fixture
def visitor(services: Services) -> TestClient:
    """Give a browser in which nobody is signed in."""
    return client_for(services)


@pytest.fixture
def anna(services: Services) -> TestClient:
    """Give the browser of the admin."""
    return signed_in(services, "anna")


@pytest.fixture
def erika(services: Services) -> TestClient:
    """Give the browser of the editor."""
    return signed_in(services, "erika")

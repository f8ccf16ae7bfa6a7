"""An archive with a transcript of three lines, and two editors who work on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue.people import Role
from tests.support.desk import client_for
from tests.support.edited_transcript import archive_with_transcript


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Give an archive of its own to each test."""
    with archive_with_transcript(tmp_path) as services:
        yield services


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Services]]:
    """Give an editor whose archive no test changes, and its services."""
    with archive_with_transcript(tmp_path_factory.mktemp("still")) as services:
        yield client_for(services, Role.EDITOR, name="erika"), services


@pytest.fixture
def erika(services: Services) -> TestClient:
    """Give the browser of an editor."""
    return client_for(services, Role.EDITOR, name="erika")


@pytest.fixture
def max_(services: Services) -> TestClient:
    """Give the browser of another editor."""
    return client_for(services, Role.EDITOR, name="max")

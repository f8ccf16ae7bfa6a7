"""An empty archive for each test, an editor in it, and a draft: for the tests of the desk.

Where the archive is another one, or shared by the tests of a file, these stand in that file or folder.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue.events import State
from archive.catalogue.people import Role
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.shelf import shelve_words


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Give an empty archive."""
    with open_archive(tmp_path / "var") as services:
        yield services


@pytest.fixture
def editor(services: Services) -> TestClient:
    """Give the browser of erika, an editor."""
    return client_for(services, Role.EDITOR, name="erika")


@pytest.fixture
def draft(services: Services) -> int:
    """Give the id of a recording with two lines that is not published yet."""
    return shelve_words(services, "Fokus Georgien", "Guten Tag", "zur Starthilfe", state=State.DRAFT)

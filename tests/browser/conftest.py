"""What browser tests share: one Chromium for a file, an archive that shows the made-up recordings, and an empty one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from archive.bootstrap import Services
from tests.support.chromium import chromium
from tests.support.desk import live_desk
from tests.support.shown import show_recordings


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a Chromium. It ends with the file: its event loop would stand in the way of tests that have their own."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a served archive with published recordings."""
    folder: Path = tmp_path_factory.mktemp("site")
    with live_desk(folder / "var", works=False) as (services, here):
        show_recordings(services, folder / "clips")
        yield here


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Services, str]]:
    """Give an empty archive that is served, in which nothing works, and its address."""
    with live_desk(tmp_path_factory.mktemp("desk") / "var", works=False) as served:
        yield served

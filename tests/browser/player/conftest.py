"""A site with the recording that has everything, and fresh browsers that visit it: for the tests of the player."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.player import Visits, player_site, visits


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the site."""
    with player_site(tmp_path_factory.mktemp("site")) as here:
        yield here


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visits]:
    """Give what opens pages in browsers of their own."""
    with visits(browser) as begin:
        yield begin

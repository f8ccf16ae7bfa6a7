"""What every test may ask for. Kept short: builders and fakes live in tests/support."""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

gc.set_threshold(100_000)  # nearly all that tests make lives on: looking through it took a sixth of the time

settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("other", deadline=None, derandomize=False, max_examples=1_000)
settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Browser tests run by a flag that scripts/test sets."""
    parser.addoption("--browser", action="store_true", help="also run the tests that drive Chromium")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip browser tests loudly without the flag."""
    if config.getoption("--browser"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="drives Chromium: give --browser, as scripts/test does"))


@pytest.fixture(scope="session")
def samples() -> Path:
    """Give the folder of real recordings; skip loudly without it."""
    folder = os.environ.get("MITSCHNITT_SAMPLES")
    if not folder:
        pytest.skip("needs MITSCHNITT_SAMPLES, the folder of sample recordings")
    return Path(folder)

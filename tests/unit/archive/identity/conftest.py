"""A catalogue in which erika has an account, with hashing that costs next to nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalogue.database import Database
from archive.identity import passwords
from tests.support.accounts import QUICK, SetClock, database_with_erika


@pytest.fixture
def clock() -> SetClock:
    """Give a clock that stands still."""
    return SetClock()


@pytest.fixture
def database(tmp_path: Path, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Give the catalogue."""
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    with database_with_erika(tmp_path, clock) as database:
        yield database

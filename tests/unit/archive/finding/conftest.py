"""What tests of finding share: a catalogue without an archive around it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalogue.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Give an empty catalogue."""
    database = Database(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    database.migrate(lock=tmp_path / "lock")
    yield database
    database.close()

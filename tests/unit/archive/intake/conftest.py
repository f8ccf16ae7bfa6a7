"""A catalogue with two editors, and their uploads."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalogue.database import Database
from archive.catalogue.people import Account, Role
from archive.intake.upload_files import UploadFiles
from archive.intake.upload_rules import UploadLimits
from archive.intake.uploads import Uploads
from tests.support.accounts import empty_catalogue
from tests.support.uploaded import WorldClock


@pytest.fixture
def clock() -> WorldClock:
    """Give a clock."""
    return WorldClock()


@pytest.fixture
def database(tmp_path: Path, clock: WorldClock) -> Iterator[Database]:
    """Give a catalogue in which erika and max are editors."""
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(empty_catalogue())
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        for name in ("erika", "max"):
            session.add(Account(name=name, password_hash="-", role=Role.EDITOR, created_at=clock()))
    yield database
    database.close()


@pytest.fixture
def uploads(database: Database, tmp_path: Path, clock: WorldClock) -> Uploads:
    """Give their uploads, with little room for each."""
    return Uploads(
        database,
        UploadFiles(tmp_path / "uploads"),
        clock=clock,
        limits=UploadLimits(
            largest_bytes=1000,
            reserve_bytes=0,
            most_unfinished=4,
            most_unfinished_bytes=2000,
            lifetime=dt.timedelta(days=7),
        ),
    )

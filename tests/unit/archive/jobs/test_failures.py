"""What people are told of an exception that ended a job."""

import errno
import sqlite3

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from archive.jobs.failures import failure_of
from ingest.errors import StepFailedError


def _full_database():
    """Write into a database that may not grow; give what it says."""
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("create table note (words)"))
        connection.execute(text("pragma max_page_count = 2"))
        with pytest.raises(OperationalError) as said:
            connection.execute(text("insert into note values (:words)"), {"words": "x" * 100_000})
    return said.value


def _in_a_step(cause):
    error = StepFailedError("renditions")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("in_a_step", [False, True])
@pytest.mark.parametrize("full", [OSError(errno.ENOSPC, "No space left on device"), _full_database()])
def test_a_full_disk_is_called_so_wherever_it_is_noticed(full, in_a_step):
    assert failure_of(_in_a_step(full) if in_a_step else full).code == "store-full"


def test_what_nobody_foresaw_in_a_step_names_the_step():
    failure = failure_of(_in_a_step(OperationalError("select", {}, sqlite3.OperationalError("locked"))))

    assert (failure.code, failure.details) == ("step-failed", {"step": "renditions"})

"""The database at the ends of its life."""

import gc

from sqlalchemy import event

from archive.catalogue.database import Database


def test_a_database_that_is_forgotten_closes_its_connections(tmp_path):
    closed = []
    database = Database(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    event.listen(database.engine, "close", lambda connection, _record: closed.append(connection))
    assert database.answers()

    del database
    gc.collect()

    assert len(closed) == 1

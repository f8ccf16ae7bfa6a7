"""The database at the ends of its life."""

import gc

from sqlalchemy import event, text

from archive.catalogue.database import Database


def opened(folder):
    """Open a database; give it and the list of the connections that were closed."""
    closed = []
    database = Database(f"sqlite:///{folder / 'catalogue.sqlite'}")
    event.listen(database.engine, "close", lambda connection, _record: closed.append(connection))
    return database, closed


def test_a_database_that_is_forgotten_closes_its_connections(tmp_path):
    database, closed = opened(tmp_path)
    assert database.answers()

    del database
    gc.collect()

    assert len(closed) == 1


def test_a_connection_in_use_while_the_database_is_closed_is_closed_when_it_is_given_back(tmp_path):
    database, closed = opened(tmp_path)
    with database.reading() as session:
        session.execute(text("select 1"))
        database.close()
        assert session.scalar(text("select 2")) == 2
        assert closed == []

    assert len(closed) == 1


def test_a_closed_database_still_answers_and_keeps_no_connection(tmp_path):
    database, closed = opened(tmp_path)
    database.close()

    assert database.answers()
    assert database.answers()

    assert len(closed) == 2

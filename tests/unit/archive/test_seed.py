"""The shipped catalogue is complete, and seeding never touches what people changed."""

import pytest
from sqlalchemy import func, select

from archive.catalogue import dates, places
from archive.catalogue.database import Database
from archive.catalogue.events import Event, Organiser, Series, State
from archive.seed import read_shipped, seed


@pytest.fixture
def database(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    database.migrate(lock=tmp_path / "lock")
    yield database
    database.close()


def test_all_events_of_the_network_ship():
    shipped = {(event.starts, event.kind.value, event.place): event for event in read_shipped().events}

    assert shipped.keys() == {
        ("2023-10-16", "virtual", None),
        ("2023-11-02", "virtual", None),
        ("2023-11-28", "virtual", None),
        ("2023-12-06", "virtual", None),
        ("2022-05", "national", "Berlin"),
        ("2022-11", "national", "Frankfurt am Main"),
        ("2023-05", "national", "Nürnberg"),
        ("2018", "regional", None),
        ("2019-05-15", "regional", "Dresden"),
        ("2019-06-04", "regional", "Mainz"),
        ("2019-07-23", "regional", "Ulm"),
    }
    assert [shipped[starts, "virtual", None].countries for starts, *_ in sorted(shipped)[-4:]] == [
        ("IQ",),
        ("TR",),
        ("RS",),
        ("GE",),
    ]


def test_every_shipped_event_can_be_used():
    shipped = read_shipped()

    assert len({event.key for event in shipped.events}) == len(shipped.events)
    for event in shipped.events:
        assert dates.is_date(event.starts)
        assert all(map(places.is_country, event.countries))
        assert all(map(places.is_region, event.regions))
        assert event.series in {None, *(series.slug for series in shipped.series)}
        assert event.description_de
        assert event.description_en
        assert ("GIZ" in event.organisers) is (event.starts < "2023-07")


def test_shipped_events_are_published_and_have_no_footage(database):
    with database.writing() as session:
        added = seed(session)

    with database.reading() as session:
        events = session.scalars(select(Event)).all()
        assert added == len(events) == 11
        assert {event.state for event in events} == {State.PUBLISHED}
        assert all(not event.recordings for event in events)
        assert session.scalar(select(func.count(Organiser.id))) == 3
        assert session.scalar(select(func.count(Series.id))) == 1


def test_seeding_again_changes_nothing_that_an_editor_changed(database):
    with database.writing() as session:
        seed(session)
    with database.writing() as session:
        event = session.scalars(select(Event).where(Event.starts == "2023-12-06")).one()
        event.title, event.state = "Georgien im Gespräch", State.WITHDRAWN
        event.countries.clear()

    with database.writing() as session:
        assert seed(session) == 0

    with database.reading() as session:
        event = session.scalars(select(Event).where(Event.starts == "2023-12-06")).one()
        assert (event.title, event.state, event.countries) == ("Georgien im Gespräch", State.WITHDRAWN, [])


def test_a_slug_that_is_taken_does_not_stop_seeding(database):
    first = read_shipped().events[0]
    with database.writing() as session:
        session.add(Event(slug=first.key, title="Ours was here before"))

    with database.writing() as session:
        seed(session)

    with database.reading() as session:
        assert session.scalars(select(Event.slug).where(Event.seed_key == first.key)).one() == f"{first.key}-2"

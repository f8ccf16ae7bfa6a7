import pytest

from archive.catalogue.events import Event, Kind
from archive.details.matching import Clues, matching_event
from tests.support.archives import open_archive


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("matching") / "var") as services:
        yield services


def match(services, date, *, kind=None, countries=(), text=""):
    with services.database.reading() as session:
        clues = Clues(date=date, kind=kind, countries=frozenset(countries), text=text)
        found = matching_event(session, clues, besides=0)
        return None if found is None else found.seed_key


@pytest.mark.parametrize(
    ("date", "more", "key"),
    [
        ("2023-12-06", {"kind": Kind.VIRTUAL, "countries": ["GE"]}, "virtual-georgia-2023-12-06"),
        ("2023-12-06", {"countries": ["GE"]}, "virtual-georgia-2023-12-06"),
        ("2023-12-06", {"kind": Kind.VIRTUAL}, "virtual-georgia-2023-12-06"),
        ("2023-05", {"kind": Kind.NATIONAL, "text": "Tagung in Nürnberg"}, "national-nuernberg-2023-05"),
        ("2023-05-23", {"text": "Nürnberg, Tag 1"}, "national-nuernberg-2023-05"),
    ],
)
def test_a_recording_finds_the_shipped_event_that_agrees_in_time_and_one_thing_more(services, date, more, key):
    assert match(services, date, **more) == key


@pytest.mark.parametrize(
    ("date", "more"),
    [
        ("2023-12-06", {}),
        ("2023-12-06", {"kind": Kind.NATIONAL, "countries": ["GE"]}),
        ("2023-12-06", {"kind": Kind.VIRTUAL, "countries": ["TR"]}),
        ("2023-12-07", {"kind": Kind.VIRTUAL, "countries": ["GE"]}),
        ("2023-12", {"kind": Kind.VIRTUAL, "countries": ["GE"]}),
        ("2023", {"kind": Kind.VIRTUAL, "countries": ["GE"]}),
        (None, {"countries": ["GE"]}),
        ("2023-05", {"kind": Kind.NATIONAL}),
        ("2023-05-23", {"kind": Kind.VIRTUAL, "text": "Nürnberg"}),
    ],
)
def test_in_doubt_there_is_no_match(services, date, more):
    assert match(services, date, **more) is None


def test_two_events_that_agree_equally_are_no_match(tmp_path):
    with open_archive(tmp_path / "var") as services:
        with services.database.writing() as session:
            for slug in ("one", "two"):
                session.add(Event(slug=slug, title=slug, starts="2024-02-03", kind=Kind.VIRTUAL))

        assert match(services, "2024-02-03", kind=Kind.VIRTUAL) is None


def test_a_day_within_an_event_of_several_days_belongs_to_it(tmp_path):
    with open_archive(tmp_path / "var") as services:
        with services.database.writing() as session:
            session.add(
                Event(
                    slug="long", title="x", starts="2024-01-30", ends="2024-02-02", kind=Kind.NATIONAL, seed_key="long"
                )
            )

        assert match(services, "2024-02-01", kind=Kind.NATIONAL) == "long"
        assert match(services, "2024-02-03", kind=Kind.NATIONAL) is None


def test_a_country_of_a_region_agrees_with_the_region(services):
    assert match(services, "2019-07-23", countries=["GH"]) == match(services, "2019-07-23", text="Ulm") is not None

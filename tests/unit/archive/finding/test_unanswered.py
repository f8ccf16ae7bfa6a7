"""Questions that found nothing: counted, forgotten, and kept in words only when they were asked on several days."""

import datetime as dt
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from archive.catalogue.asked import UnansweredQuestion
from archive.catalogue.people import Role
from archive.finding.unanswered import FORGOTTEN_AFTER, count_unanswered, unanswered
from archive.housekeeping import keep_house
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.shelf import shelve_words


@dataclass
class _Clock:
    now: dt.datetime = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def __call__(self):
        return self.now

    def next_day(self):
        self.now += dt.timedelta(days=1)


@pytest.fixture
def clock():
    return _Clock()


@pytest.fixture
def services(tmp_path, clock):
    with open_archive(tmp_path / "var", clock=clock) as opened:
        yield opened


def rows(services):
    with services.database.reading() as session:
        return list(session.scalars(select(UnansweredQuestion)))


def ask_on_days(services, clock, text, days):
    for _ in range(days):
        count_unanswered(services, text)
        clock.next_day()


def test_words_are_kept_only_after_three_days(services, clock):
    ask_on_days(services, clock, "Impfpass", 2)
    assert [(row.text, row.days) for row in rows(services)] == [("", 2)]

    count_unanswered(services, "impfpass")

    assert [(row.text, row.days, row.times) for row in rows(services)] == [("impfpass", 3, 3)]


def test_many_times_on_one_day_are_one_day(services):
    for _ in range(5):
        count_unanswered(services, "Impfpass")

    assert [(row.text, row.days, row.times) for row in rows(services)] == [("", 1, 5)]


@pytest.mark.parametrize("text", ["anna@example.org", "Anruf 0911 / 943-0", "Akte 1234567"])
def test_what_looks_like_a_persons_number_or_address_is_never_kept(services, clock, text):
    ask_on_days(services, clock, text, 5)

    assert [row.text for row in rows(services)] == [""]


def test_the_hash_needs_a_key_that_is_not_in_the_database(services, tmp_path):
    count_unanswered(services, "Impfpass")
    first = rows(services)[0].keyed_hash
    key = services.settings.data / "unanswered.key"

    key.unlink()
    count_unanswered(services, "Impfpass")

    assert key.stat().st_mode & 0o777 == 0o600
    assert {row.keyed_hash for row in rows(services)} > {first}


def test_what_was_not_asked_for_half_a_year_is_forgotten(services, clock):
    count_unanswered(services, "Impfpass")

    clock.now += FORGOTTEN_AFTER
    keep_house(services)
    assert len(rows(services)) == 1
    clock.next_day()
    keep_house(services)

    assert rows(services) == []


def test_thousands_of_other_questions_do_not_keep_one_from_being_counted(services, clock, monkeypatch):
    monkeypatch.setattr("archive.finding.unanswered.MOST_ROWS", 3)
    ask_on_days(services, clock, "Impfpass", 2)

    for number in range(9):
        count_unanswered(services, f"Unsinn{number}")
    count_unanswered(services, "Impfpass")

    assert len(rows(services)) == 3
    assert [row.days for row in rows(services) if row.text == "Impfpass"] == [3]


def test_the_page_counts_only_visitors_words_that_find_nothing_at_all(services):
    shelve_words(services, "Fokus Georgien", "die Rückkehr")
    services.index.rebuild([])
    visitor, editor = client_for(services), client_for(services, Role.EDITOR)

    for path in ("?q=", "?q=(", "?q=xyzzy&country=ge", "?country=ge"):
        visitor.get(f"/de/search{path}")
    editor.get("/de/search?q=xyzzy")
    assert rows(services) == []
    visitor.get("/de/search?q=xyzzy")

    assert [row.times for row in rows(services)] == [1]


def test_the_desk_lists_what_was_asked_often(services, clock):
    ask_on_days(services, clock, "Impfpass <b>", 3)
    editor = client_for(services, Role.EDITOR)

    page = editor.get("/de/desk/unanswered").text

    assert "Impfpass &lt;b&gt;" in page
    assert "an 3 Tagen" in page
    with services.database.reading() as session:
        assert len(unanswered(session)) == 1

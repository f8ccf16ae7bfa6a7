"""Public pages are kept for visitors, and never a moment longer than catalogue and index stay as they are."""

import re
import subprocess
import sys

import pytest
from sqlalchemy import event, select, text
from starlette.responses import HTMLResponse

from archive.catalogue.changes import UNSEEN_TABLES, Changes
from archive.catalogue.database import Database
from archive.catalogue.events import State, Visibility
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.finding.indexing import rebuild
from archive.web import keeping
from archive.web.keeping import KEPT_SECONDS, KeptPages
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.shelf import shelve_words

WATCH = "/de/watch/fokus-bergland"
BROWSER = {"user-agent": "Mozilla/5.0"}


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        shelve_words(services, "Fokus Bergland", "Die Krankenversicherung zahlt.")
        rebuild(services)
        yield services


@pytest.fixture
def visitor(services):
    client = client_for(services)
    client.headers.update(BROWSER)
    return client


@pytest.fixture
def made(visitor, monkeypatch):
    """All pages that were made, and not given again."""
    pages = visitor.app.state.pages
    html, names = pages.html, []
    monkeypatch.setattr(pages, "html", lambda name, **given: names.append(name) or html(name, **given))
    return names


def change(services, **values):
    with services.database.writing() as session:
        row = session.scalars(select(Recording)).one()
        for name, value in values.items():
            setattr(row, name, value)


@pytest.mark.parametrize(
    "path", ["/de/", "/en/", "/de/countries", "/de/topics", "/de/events", "/de/search?q=zahlt", WATCH]
)
def test_the_same_bytes_are_given_again(visitor, made, path):
    first, second = visitor.get(path), visitor.get(path)

    assert (second.status_code, second.content) == (200, first.content)
    assert dict(second.headers) == dict(first.headers)
    assert len(made) == 1


def test_addresses_and_encodings_are_kept_apart(visitor):
    answers = [visitor.get(path).text for path in (WATCH, f"{WATCH}?t=1", "/en/watch/fokus-bergland") for _ in "ab"]
    plain = visitor.get(WATCH, headers={"accept-encoding": "identity"})

    assert len(set(answers)) == 3
    assert plain.text == answers[0]
    assert "content-encoding" not in plain.headers


def test_what_was_changed_is_seen_at_once(services, visitor):
    assert "Anderer Titel" not in visitor.get(WATCH).text

    change(services, title="Anderer Titel")

    assert "Anderer Titel" in visitor.get(WATCH).text


def test_what_another_process_changed_is_seen_at_once(services, visitor):
    visitor.get(WATCH)
    path = services.settings.database_url.removeprefix("sqlite:///")
    program = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); c.close()"

    subprocess.run([sys.executable, "-c", program, path, "UPDATE recording SET title = 'Von nebenan'"], check=True)

    assert "Von nebenan" in visitor.get(WATCH).text


@pytest.mark.parametrize(
    "write",
    [
        "UPDATE job SET progress = 0.5",
        "INSERT INTO unanswered_question (keyed_hash, text, days, times, last_day) VALUES('a', '', 1, 1, '2026-01-01')",
        "DELETE FROM upload",
        "UPDATE sign_in_session SET seen_at = '2026-01-01'",
    ],
)
def test_what_no_page_shows_lets_go_of_none(services, visitor, made, write):
    visitor.get(WATCH)
    elsewhere = Database(services.settings.database_url)
    with elsewhere.writing() as session:
        session.execute(text(write))

    visitor.get(WATCH)
    assert len(made) == 1

    with elsewhere.writing() as session:
        session.execute(text(write.replace("'a'", "'b'")))
        session.execute(text("UPDATE recording SET title = 'Anderer Titel'"))
    elsewhere.close()

    assert "Anderer Titel" in visitor.get(WATCH).text


@pytest.mark.parametrize(
    "write", ["INSERT OR IGNORE INTO job_queue (name) VALUES ('x')", "WITH a AS (SELECT 1) UPDATE job SET progress = 1"]
)
def test_what_is_not_understood_counts_as_a_change(services, write):
    changes = Changes.of(services.settings.database_url)
    before = changes.number()

    with services.database.writing() as session:
        session.execute(text(write))

    assert changes.number() != before


def test_what_is_undone_is_no_change(services):
    changes = Changes.of(services.settings.database_url)
    before = changes.number()

    with services.database.writing() as session:
        session.execute(text("UPDATE recording SET title = 'nie'"))
        session.rollback()
    with services.database.writing() as session:
        session.execute(text("UPDATE job SET progress = 0.5"))

    assert changes.number() == before


def test_pages_that_are_kept_read_nothing_whose_changes_are_not_counted(services, visitor):
    read = []
    event.listen(services.database.engine, "before_cursor_execute", lambda *given: read.append(given[2]))
    kept_paths = [WATCH, f"{WATCH}?q=zahlt", "/de/", "/de/countries", "/de/countries/ge", "/de/topics", "/de/events",
                  "/de/search?q=zahlt", "/de/compare?q=zahlt", "/de/events/fokus-bergland"]  # fmt: skip

    answers = [visitor.get(path).status_code for path in kept_paths]

    assert 200 in answers
    assert set(answers) <= {200, 404}
    assert len(read) > 20
    assert [sql for sql in read if UNSEEN_TABLES & set(re.findall(r"\w+", sql))] == []


def test_what_is_withdrawn_is_gone_at_once(services, visitor):
    assert [visitor.get(path).status_code for path in (WATCH, "/de/")] == [200, 200]
    elsewhere = Database(services.settings.database_url)

    with elsewhere.writing() as session:
        row = session.scalars(select(Recording)).one()
        row.state = row.event.state = State.WITHDRAWN
    elsewhere.close()

    assert [visitor.get(WATCH).status_code for _ in "ab"] == [410, 410]
    assert "Fokus Bergland" not in visitor.get("/de/").text


@pytest.mark.parametrize("values", [{"visibility": Visibility.STAFF}, {"visibility": Visibility.SIGNED_IN}])
def test_what_is_no_longer_for_everybody_is_gone_at_once(services, visitor, values):
    visitor.get(WATCH)

    change(services, **values)

    assert visitor.get(WATCH).status_code == 404


def test_what_people_see_is_neither_kept_nor_taken_from_what_is(services, visitor, made):
    change(services, visibility=Visibility.SIGNED_IN)
    reader = client_for(services, Role.READER)
    reader.app.state.kept_pages = visitor.app.state.kept_pages

    assert visitor.get(WATCH).status_code == 404
    assert reader.get(WATCH).status_code == 200
    assert visitor.get(WATCH).status_code == 404
    assert visitor.app.state.kept_pages.size_bytes == 0


def test_another_generation_of_the_index_is_seen_at_once(services, visitor, made):
    visitor.get("/de/search?q=zahlt")
    services.index.rebuild(())

    visitor.get("/de/search?q=zahlt")

    assert len(made) == 2


@pytest.mark.parametrize("path", ["/de/watch/nirgends", "/de/signin", "/de/" + "?x=" + "y" * keeping.LONGEST_ADDRESS])
def test_neither_errors_nor_forms_nor_endless_addresses_are_kept(visitor, path):
    visitor.get(path)

    assert visitor.app.state.kept_pages.size_bytes == 0


def test_each_view_is_counted_and_a_look_at_the_head_is_none(visitor):
    views = visitor.app.state.views
    for _ in range(3):
        visitor.get(WATCH)
    visitor.get(WATCH, headers={"user-agent": "somebot"})
    head = visitor.head(WATCH)

    assert head.status_code == 200
    assert views.write() == 3


def test_a_question_without_an_answer_is_counted_each_time(visitor, monkeypatch):
    counted = []
    monkeypatch.setattr("archive.web.desk.unanswered.count_unanswered", lambda _services, text: counted.append(text))
    for _ in range(2):
        visitor.get("/de/search?q=gibtesnicht")

    assert counted == ["gibtesnicht", "gibtesnicht"]


def test_nothing_is_kept_longer_than_a_minute(services):
    now = [0.0]
    pages = KeptPages(services, clock=lambda: now[0])
    state = pages.state()
    pages.find(("/", True), state)
    pages.keep(("/", True), state, HTMLResponse("a"), None)

    now[0] = KEPT_SECONDS
    assert pages.find(("/", True), state) is not None
    now[0] += 0.1
    assert pages.find(("/", True), state) is None
    assert pages.size_bytes == 0


def test_memory_is_bounded_and_what_was_asked_for_last_stays(services, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_BYTES", 3 * (100 + keeping.BYTES_BESIDE))
    pages = KeptPages(services)
    state = pages.state()
    pages.find(("0", True), state)
    for name in "012":
        pages.keep((name, True), state, HTMLResponse("x" * 100), None)
    pages.find(("0", True), state)
    pages.keep(("3", True), state, HTMLResponse("x" * 100), None)
    pages.keep(("huge", True), state, HTMLResponse("x" * (keeping.MOST_BYTES_OF_A_PAGE + 1)), None)

    assert [name for name in "0123" if pages.find((name, True), state)] == ["0", "2", "3"]
    assert pages.find(("huge", True), state) is None
    assert pages.size_bytes == keeping.MOST_BYTES


def test_an_answer_that_was_overtaken_by_a_change_is_not_kept(services):
    pages = KeptPages(services)
    before = pages.state()
    pages.find(("/", True), before)
    change(services, title="Anders")
    pages.find(("/", True), pages.state())

    pages.keep(("/", True), before, HTMLResponse("old"), None)

    assert pages.size_bytes == 0


@pytest.mark.parametrize("url", ["sqlite://", "postgresql://localhost/archive"])
def test_a_database_that_cannot_tell_of_changes_keeps_nothing(url):
    assert Changes.of(url) is None

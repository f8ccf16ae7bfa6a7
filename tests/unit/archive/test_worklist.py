"""What is worth checking first, and how views are counted without knowing who looked."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from archive.catalogue.asked import UnansweredQuestion
from archive.catalogue.events import State
from archive.catalogue.page_views import PageView
from archive.catalogue.people import Role
from archive.catalogue.recordings import Origin, Transcript
from archive.viewing_counts import ViewCounter, forget_views
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.shelf import shelve_words

READER = {"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/140.0"}


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


def by_machine(services, title, *, country="GE", views=0):
    recording_id = shelve_words(services, title, "Guten Tag", countries=(country,))
    with services.database.writing() as session:
        transcript = session.scalars(select(Transcript).where(Transcript.recording_id == recording_id)).one()
        transcript.origin = Origin.SPEECH
        if views:
            session.add(PageView(recording_id=recording_id, day=services.today(), views=views))
    return recording_id


def counted(services):
    with services.database.reading() as session:
        return {(row.recording_id, row.day): row.views for row in session.scalars(select(PageView))}


def entries(answer, need):
    section = BeautifulSoup(answer.text, "html.parser").find(id=f"need-{need}").find_parent("section")
    return [row.a.text for row in section.select("li")]


def test_machine_text_is_ordered_by_views_and_by_what_is_asked_in_vain(services):
    by_machine(services, "Fokus Georgien", views=10)
    by_machine(services, "Fokus Irak", country="IQ", views=3)
    by_machine(services, "Fokus Serbien", country="RS", views=12)
    shelve_words(services, "Fokus Ghana", "von Hand", countries=("GH",))
    with services.database.writing() as session:
        day = services.today()
        session.add(UnansweredQuestion(keyed_hash="x", text="Zahnarzt Irak", days=3, times=4, last_day=day))
    editor = client_for(services, Role.EDITOR)

    answer = editor.get("/de/desk/worklist")

    assert entries(answer, "machine") == ["Fokus Irak", "Fokus Serbien", "Fokus Georgien"]
    assert "Zahnarzt Irak" in answer.text


def test_what_lacks_rights_words_or_publishing_is_listed_by_need(services):
    shelve_words(services, "Entwurf", "Hallo", state=State.DRAFT)
    shelve_words(services, "Ohne Worte", "x")
    with services.database.writing() as session:
        for transcript in session.scalars(select(Transcript)):
            transcript.is_current = False
    editor = client_for(services, Role.EDITOR)

    answer = editor.get("/en/desk/worklist")

    assert entries(answer, "drafts") == ["Entwurf"]
    assert entries(answer, "wordless") == ["Ohne Worte"]
    assert sorted(entries(answer, "rights")) == ["Entwurf", "Ohne Worte"]
    assert entries(editor.get("/en/desk/worklist?need=drafts"), "drafts") == ["Entwurf"]
    assert editor.get("/en/desk/worklist?need=nothing").status_code == 404


def test_views_of_people_are_counted_by_day_and_those_of_staff_and_machines_are_not(services):
    recording_id = shelve_words(services, "Fokus Georgien", "Guten Tag")
    visitor, editor = client_for(services), client_for(services, Role.EDITOR)

    for _ in range(3):
        visitor.get("/de/watch/fokus-georgien", headers=READER)
    visitor.get("/de/watch/fokus-georgien", headers={"user-agent": "SomeBot/1.0"})
    visitor.get("/de/watch/fokus-georgien", headers=READER | {"sec-purpose": "prefetch"})
    visitor.head("/de/watch/fokus-georgien", headers=READER)
    editor.get("/de/watch/fokus-georgien", headers=READER)
    before = counted(services)
    visitor.app.state.views.write()

    assert before == {}
    assert counted(services) == {(recording_id, services.today()): 3}


def test_counts_are_added_up_and_forgotten_in_time(services):
    recording_id = shelve_words(services, "Fokus Georgien", "Guten Tag")
    today, long_ago = services.today(), services.today() - dt.timedelta(days=401)
    counter = ViewCounter(services)
    with services.database.writing() as session:
        session.add(PageView(recording_id=recording_id, day=long_ago, views=7))

    for _ in range(2):
        counter.count(recording_id)
        counter.count(999)
        counter.write()

    assert forget_views(services) == 1
    assert counted(services) == {(recording_id, today): 2}


def test_nothing_is_counted_where_the_operator_says_so(tmp_path):
    with open_archive(tmp_path / "quiet", count_views=False) as services:
        shelve_words(services, "Fokus Georgien", "Guten Tag")
        visitor = client_for(services)

        visitor.get("/de/watch/fokus-georgien", headers=READER)

        assert visitor.app.state.views.write() == 0

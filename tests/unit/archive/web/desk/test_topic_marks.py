"""The desk on topics and on what is superseded: staff decide, visitors see it, everybody else is turned away."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from archive.catalogue.events import State
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.catalogue.succession import Succession
from archive.catalogue.topics import TopicMoment, TopicState
from archive.finding.indexing import rebuild
from tests.support.desk import HERE, client_for
from tests.support.shelf import shelve_words

HEALTH, HOUSING = "Die Krankenversicherung ist kostenlos.", "Eine Wohnung kostet viel."
QUIET = ("Und so weiter.",) * 12
FROM_HERE = {"origin": HERE}


@pytest.fixture
def services(services):
    shelve_words(services, "Alt", HOUSING, HEALTH, *QUIET, HEALTH, starts="2022-01-01")
    shelve_words(services, "Neu", HEALTH)
    shelve_words(services, "Entwurf", HEALTH, state=State.DRAFT)
    rebuild(services)
    return services


@pytest.fixture
def visitor(services):
    return client_for(services)


def states(services, topic):
    with services.database.reading() as session:
        mine = select(TopicMoment).where(TopicMoment.recording_id == 1, TopicMoment.topic == topic)
        return [row.state for row in session.scalars(mine.order_by(TopicMoment.start_seconds))]


def button(page, name):
    return page.find("button", attrs={"name": name})


def test_the_page_lists_each_passage_with_its_second_its_words_and_two_buttons(editor):
    page = BeautifulSoup(editor.get("/de/desk/recordings/1/topics").text, "html.parser")

    assert [head.text for head in page.select(".marks h2")] == ["Medizinische Versorgung", "Wohnen"]
    first = page.select_one(".mark")
    assert first.find("a")["href"] == "/de/watch/alt?t=5#line-de0001"
    assert "Krankenversicherung" in first.select_one(".why").text
    assert [one["name"] for one in first.select("button")] == ["confirm", "reject"]


def test_a_button_decides_one_passage_and_another_takes_it_back(services, editor):
    page = BeautifulSoup(editor.get("/de/desk/recordings/1/topics").text, "html.parser")
    number = button(page, "reject")["value"]

    answer = editor.post("/de/desk/recordings/1/topics", data={"reject": number}, headers=FROM_HERE)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/de/desk/recordings/1/topics#m{number}"
    assert states(services, "medical-care") == [TopicState.REJECTED, TopicState.SUGGESTED]

    editor.post("/de/desk/recordings/1/topics", data={"undo": number}, headers=FROM_HERE)
    assert states(services, "medical-care") == [TopicState.SUGGESTED, TopicState.SUGGESTED]


def test_all_of_a_topic_can_be_confirmed_at_once_but_for_what_was_rejected(services, editor):
    page = BeautifulSoup(editor.get("/de/desk/recordings/1/topics").text, "html.parser")
    editor.post("/de/desk/recordings/1/topics", data={"reject": button(page, "reject")["value"]}, headers=FROM_HERE)

    editor.post("/de/desk/recordings/1/topics", data={"confirm-all": "medical-care"}, headers=FROM_HERE)

    assert states(services, "medical-care") == [TopicState.REJECTED, TopicState.CONFIRMED]
    assert states(services, "housing") == [TopicState.SUGGESTED]


def test_rejecting_the_last_passage_of_a_topic_asks_for_the_words_to_be_indexed_anew(services, editor):
    page = BeautifulSoup(editor.get("/de/desk/recordings/1/topics").text, "html.parser")
    (number,) = [one["value"] for one in page.select("section:last-of-type button") if one["name"] == "reject"]

    def version():
        with services.database.reading() as session:
            return session.get_one(Recording, 1).version

    before = version()
    editor.post("/de/desk/recordings/1/topics", data={"confirm": number}, headers=FROM_HERE)
    assert version() == before
    editor.post("/de/desk/recordings/1/topics", data={"reject": number}, headers=FROM_HERE)
    assert version() == before + 1


@pytest.mark.parametrize("data", [{}, {"confirm": "x"}, {"confirm": "-1"}, {"confirm-all": "weather"}])
def test_what_is_no_decision_changes_nothing(services, editor, data):
    assert editor.post("/de/desk/recordings/1/topics", data=data, headers=FROM_HERE).status_code == 303
    assert set(states(services, "medical-care")) == {TopicState.SUGGESTED}


@pytest.mark.parametrize("path", ["/de/desk/recordings/9/topics", "/de/desk/recordings/9/superseded"])
def test_a_recording_that_is_none_is_not_found(editor, path):
    assert editor.get(path).status_code == 404
    assert editor.post(path, data={"confirm": "1", "newer": ""}, headers=FROM_HERE).status_code == 404


def test_a_passage_of_another_recording_is_not_found(services, editor):
    with services.database.reading() as session:
        other = session.scalar(select(TopicMoment.id).where(TopicMoment.recording_id == 2))

    assert (
        editor.post("/de/desk/recordings/1/topics", data={"confirm": str(other)}, headers=FROM_HERE).status_code == 404
    )


@pytest.mark.parametrize("path", ["/de/desk/recordings/1/topics", "/de/desk/recordings/1/superseded"])
@pytest.mark.parametrize(("role", "status"), [(None, 303), (Role.READER, 403)])
def test_nobody_but_staff_decides(services, path, role, status):
    client = client_for(services, role)

    assert client.get(path).status_code == status
    assert client.post(path, data={"confirm": "1", "newer": "2"}, headers=FROM_HERE).status_code == status
    assert set(states(services, "medical-care")) == {TopicState.SUGGESTED}


def save(editor, newer, recording=1):
    return editor.post(f"/de/desk/recordings/{recording}/superseded", data={"newer": newer}, headers=FROM_HERE)


def successor(services):
    with services.database.reading() as session:
        return session.scalar(select(Succession.newer_id).where(Succession.recording_id == 1))


def test_a_newer_recording_is_named_and_taken_away_again(services, editor):
    assert save(editor, "2").status_code == 303
    assert successor(services) == 2
    assert save(editor, "").status_code == 303
    assert successor(services) is None


@pytest.mark.parametrize("newer", ["1", "3", "99", "x", "9" * 30])
def test_neither_itself_nor_a_draft_nor_nonsense_takes_its_place(services, editor, newer):
    answer = save(editor, newer)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert successor(services) is None


def test_two_recordings_never_take_each_others_place(editor):
    save(editor, "2")

    answer = save(editor, "1", recording=2)

    assert answer.status_code == 422
    assert "ersetzt die andere bereits" in answer.text

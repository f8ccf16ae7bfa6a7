"""The pages of topics: the table of countries and topics, the passages behind each cell, and what tells nobody more."""

import re

import pytest
from sqlalchemy import event, update

from archive.catalogue.events import Event, EventRegion, State
from archive.catalogue.recordings import Recording
from archive.catalogue.topics import TopicMoment, TopicState
from archive.finding.indexing import rebuild
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import visited
from tests.support.shelf import shelve_words

HEALTH = "Die Krankenversicherung in {} ist kostenlos <b>und</b> gut."
HOUSING = "Eine Wohnung kostet viel."
QUIET = ("Und so weiter.",) * 15


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("topics") / "var") as services:
        shelve_words(services, "Fokus Georgien", HEALTH.format("Tiflis"), *QUIET, HOUSING, *QUIET, HOUSING)
        shelve_words(services, "Fokus Serbien", HOUSING, countries=("RS",))
        shelve_words(services, "Entwurf Irak", HEALTH.format("Basra"), countries=("IQ",), state=State.DRAFT)
        shelve_words(services, "Ohne Land", HOUSING, countries=())
        with services.database.writing() as session:
            row = session.query(Recording).filter_by(title="Fokus Serbien").one()
            session.get_one(Event, row.event_id).regions = [EventRegion(region="western-balkans")]
        rebuild(services)
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


def test_every_cell_counts_what_its_address_lists(visitor):
    table = visited(visitor, "/de/topics").find("table")
    cells = [(link["href"], int(link.find(class_="digits").text)) for link in table.select("td a")]

    assert len(cells) == 4
    for path, count in cells:
        assert len(visited(visitor, path).select(".moments li")) == count, path


def test_the_table_names_its_rows_and_columns_for_everybody(visitor):
    table = visited(visitor, "/de/").find("table", class_="matrix")

    assert [head.get_text(strip=True) for head in table.select("th[scope=col]")][:3] == [
        "Gesundheit",
        "Arbeit",
        "Wohnen",
    ]
    assert [head.get_text(strip=True) for head in table.select("th[scope=row]")] == [
        "Georgien",
        "Serbien",
        "Westbalkan",
    ]
    said = re.sub(r"\s+", " ", table.select("td a")[0].get_text(" ", strip=True))
    assert said == "Gesundheit 1 Fundstelle zu Medizinische Versorgung, Georgien"


def test_a_passage_leads_to_its_second_with_its_words_marked_and_says_who_put_it_there(visitor):
    found = visited(visitor, "/de/topics/medical-care?country=ge")
    (passage,) = found.select(".moments li")

    assert passage.find("a")["href"] == "/de/watch/fokus-georgien?t=0#line-de0000"
    assert [mark.text for mark in passage.select("mark")] == ["Krankenversicherung"]
    assert "<b>und</b> gut" in passage.find(class_="said").text
    assert "automatisch zugeordnet" in passage.text


def test_a_confirmed_passage_says_so_and_a_rejected_one_is_gone(services, visitor):
    def set_state(state):
        with services.database.writing() as session:
            session.execute(update(TopicMoment).where(TopicMoment.topic == "medical-care").values(state=state))

    set_state(TopicState.CONFIRMED)
    assert "von der Redaktion bestätigt" in visitor.get("/de/topics/medical-care").text
    set_state(TopicState.REJECTED)
    assert visited(visitor, "/de/topics/medical-care").select(".moments li") == []
    assert "topics/medical-care?" not in visitor.get("/de/topics").text
    set_state(TopicState.SUGGESTED)


def test_what_is_about_no_country_is_listed_with_the_topic_itself(visitor):
    assert "Ohne Land" in visited(visitor, "/de/topics/housing").text
    assert "Ohne Land" not in visited(visitor, "/de/topics/housing?country=ge").text


def test_a_region_counts_its_countries(visitor):
    assert "Fokus Serbien" in visited(visitor, "/de/topics/housing?region=western-balkans").text
    assert "Fokus Georgien" not in visited(visitor, "/de/topics/housing?region=western-balkans").text


@pytest.mark.parametrize(
    "path", ["/de/", "/de/topics", "/de/topics/medical-care", "/de/topics/medical-care?country=iq"]
)
def test_drafts_count_nowhere(visitor, path):
    text = visitor.get(path).text

    assert "Basra" not in text
    assert "Entwurf" not in text
    assert "country=iq" not in text.replace('/topics/medical-care?country=iq"', "")


def test_a_country_page_counts_its_topics(visitor):
    listed = visited(visitor, "/de/countries/ge").select(".topic-counts li")

    assert [re.sub(r"\s+", " ", row.get_text(" ", strip=True)) for row in listed] == [
        "Medizinische Versorgung 1 Fundstelle",
        "Wohnen 2 Fundstellen",
    ]


@pytest.mark.parametrize(
    "asked",
    [
        "country=xx",
        "country=",
        "country=GE%00",
        "region=nowhere",
        "page=9999999",
        "page=-1",
        "page=a",
        "x=" + "y" * 3000,
    ],
)
def test_whatever_is_asked_of_a_topic_there_is_a_page(visitor, asked):
    assert visitor.get(f"/en/topics/housing?{asked}").status_code == 200


def test_a_topic_that_is_none_is_not_found(visitor):
    assert visitor.get("/de/topics/weather").status_code == 404


@pytest.mark.parametrize("path", ["/de/", "/de/topics", "/de/topics/housing", "/de/countries/ge"])
def test_a_page_asks_the_catalogue_a_few_questions_however_much_there_is(services, visitor, path):
    asked = []

    def count(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(services.database.engine, "before_cursor_execute", count)
    try:
        visitor.get(path)
    finally:
        event.remove(services.database.engine, "before_cursor_execute", count)

    assert len(asked) <= 14


@pytest.mark.parametrize(("language", "says"), [("de", "Noch keine Aufzeichnungen"), ("en", "No recordings yet")])
def test_an_empty_archive_says_so_and_what_to_do(tmp_path, language, says):
    with open_archive(tmp_path / "var") as empty:
        visitor = client_for(empty)
        home, listed = visited(visitor, f"/{language}/"), visited(visitor, f"/{language}/topics")

    assert says in home.text
    assert home.select_one(".invite a")["href"] == f"/{language}/desk/add"
    assert home.find("table") is None
    assert len(listed.select(".plain-list li")) == 8

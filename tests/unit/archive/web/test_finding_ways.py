"""Ways from one thing to the next: series, speakers, the same question in several countries, related and newer ones."""

import re
from urllib.parse import quote

import pytest
from sqlalchemy import event

from archive.catalogue.events import Event, Series, State
from archive.catalogue.recordings import Recording, RecordingSpeaker, Speaker
from archive.details.succeeding import supersede
from archive.finding.indexing import rebuild
from archive.web.keeping import KeptPages
from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for
from tests.support.pages import visited
from tests.support.shelf import shelve_words

SPEAKERS = {"Georgien": "Dr. Anna Müller-Größe", "Irak": "نور", "Entwurf": "Geheime Person"}
LINES = {
    "Georgien": ("Die Krankenversicherung ist kostenlos.", "Eine Wohnung ist teuer.", "Dialyse gibt es in Tiflis."),
    "Armenien": ("Die Krankenversicherung ist neu.", "Auch Dialyse wird angeboten.", "Eine Wohnung fehlt."),
    "Irak": ("Die Krankenversicherung gilt nur in Basra.",),
    "Serbien": ("Guten Tag.",),
    "Entwurf": ("Die Krankenversicherung ist geheim.", "Dialyse ist geheim."),
}
COUNTRIES = {"Georgien": "GE", "Armenien": "GE", "Irak": "IQ", "Serbien": "RS", "Entwurf": "GE"}


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("ways") / "var") as services:
        ids = {}
        for title, lines in LINES.items():
            state = State.DRAFT if title == "Entwurf" else State.PUBLISHED
            ids[title] = shelve_words(services, title, *lines, countries=(COUNTRIES[title],), state=state)
        with services.database.writing() as session:
            for title, name in SPEAKERS.items():
                session.get_one(Recording, ids[title]).speakers = [RecordingSpeaker(speaker=Speaker(name=name))]
            series = Series(slug="herbst", title_de="Herbstreihe", title_en="Autumn series")
            hidden = Series(slug="verdeckt", title_de="Verdeckt", title_en="Hidden")
            for title, own in (("Georgien", series), ("Irak", series), ("Entwurf", hidden)):
                session.get_one(Event, session.get_one(Recording, ids[title]).event_id).series = own
            supersede(session, ids["Irak"], newer_id=ids["Georgien"])
        rebuild(services)
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


def words(element):
    return re.sub(r"\s+", " ", element.get_text(" ", strip=True))


def test_a_series_lists_its_events_and_recordings_and_searches_in_itself(visitor):
    found = visited(visitor, "/en/series/herbst")

    assert found.h1.text == "Autumn series"
    assert {row.text.strip() for row in found.select(".event h3")} == {"Georgien", "Irak"}
    assert found.find("input", attrs={"name": "series"})["value"] == "herbst"


@pytest.mark.parametrize(
    "path", ["/de/series/verdeckt", "/de/series/none", "/de/speakers/geheime-person", "/de/speakers/-"]
)
def test_what_only_drafts_belong_to_has_no_page(visitor, path):
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize(
    ("slug", "name", "title"),
    [("dr-anna-mueller-groesse", SPEAKERS["Georgien"], "Georgien"), (quote("نور"), "نور", "Irak")],
)
def test_a_speaker_has_a_page_that_the_recording_leads_to(visitor, slug, name, title):
    found = visited(visitor, f"/de/speakers/{slug}")

    assert found.h1.text == name
    assert [card.text.strip() for card in found.select(".card h3")] == [title]
    assert visited(visitor, f"/de/watch/{title.lower()}").find("a", href=f"/de/speakers/{slug}").text == name


def test_one_question_is_answered_country_by_country(visitor):
    found = visited(visitor, "/de/compare?q=Krankenversicherung")
    columns = {column.h2.text: words(column) for column in found.select(".columns section")}

    assert list(columns) == ["Georgien", "Irak"]
    assert "Basra" in columns["Irak"]
    assert "Basra" not in columns["Georgien"]
    assert "Nichts gefunden zu: Serbien" in words(found.main)
    assert "geheim" not in found.text
    assert found.select_one(".columns .at")["href"].startswith("/de/watch/")


def test_countries_can_be_chosen(visitor):
    found = visited(visitor, "/de/compare?q=Krankenversicherung&country=iq")

    assert [column.h2.text for column in found.select(".columns section")] == ["Irak"]
    assert [box["value"] for box in found.select("input[checked]")] == ["iq"]


def test_the_glossary_can_be_left_out_of_a_comparison(visitor):
    found = visited(visitor, "/de/compare?q=dialysis&country=ge&country=iq")
    narrower = visited(visitor, found.select_one(".expansions a")["href"])

    assert "auch gesucht: Dialyse" in words(found.select_one(".expansions"))
    assert "Dialyse" in words(found.select_one(".why"))
    assert [column.h2.text for column in found.select(".columns section")] == ["Georgien"]
    assert "nur genau so" in words(narrower.select_one(".expansions"))
    assert not narrower.select(".columns section")
    assert [box["value"] for box in narrower.select("input[checked]")] == ["ge", "iq"]
    assert narrower.find("input", attrs={"name": "without"})["value"] == "dialysis"
    assert narrower.select_one(".section a")["href"].endswith("without=dialysis")


@pytest.mark.parametrize(
    "asked", ["", "q=", "q=xyzzy", "q=%22", "q=" + "a" * 10_000, "q=der&country=xx", "q=-", "q=%00*"]
)
def test_whatever_is_compared_there_is_a_page(visitor, asked):
    assert visitor.get(f"/en/compare?{asked}").status_code == 200


def test_related_recordings_say_why(visitor):
    found = visited(visitor, "/de/watch/georgien").select_one(".related")
    first = found.li

    assert first.h3.text == "Armenien"
    assert [line.text for line in first.select("p.small")] == [
        "Auch zu Georgien",
        "Gleiche Themen: Gesundheit, Wohnen",
        "Beide erwähnen: Dialyse, Wohnung",
    ]
    assert "Entwurf" not in found.text
    assert "Serbien" not in found.text


def test_a_newer_recording_is_named_on_the_page_and_in_search(visitor):
    for path in ("/de/watch/irak", "/de/search?q=Basra", "/de/compare?q=Basra"):
        notice = visited(visitor, path).select_one(".superseded")
        assert words(notice) == "Überholt. Es gibt eine neuere Aufzeichnung: Georgien (06.12.2023)", path
        assert notice.a["href"] == "/de/watch/georgien"
    assert visited(visitor, "/de/watch/georgien").select_one(".superseded") is None


def test_programs_are_told_of_the_newer_recording_too(visitor):
    told = {entry["slug"]: entry["superseded_by"] for entry in visitor.get("/api/v1/recordings").json()["items"]}
    one = visitor.get("/api/v1/recordings/irak").json()["superseded_by"]
    (hit,) = visitor.get("/api/v1/search?q=Basra").json()["items"]

    assert one["page"].endswith("/de/watch/georgien")
    assert told == {"georgien": None, "armenien": None, "serbien": None, "irak": one}
    assert hit["recording"]["superseded_by"] == one


def test_the_map_of_the_site_names_all_these_ways_and_no_hidden_one(visitor):
    text = visitor.get("/sitemap.xml").text

    for path in ("topics", "topics/housing", "compare", "series/herbst", "speakers/dr-anna-mueller-groesse"):
        assert f"/en/{path}</loc>" in text, path
        assert visitor.get(f"/en/{path}").status_code == 200
    assert f"/de/speakers/{quote('نور')}</loc>" in text
    assert "verdeckt" not in text
    assert "geheime-person" not in text
    assert "topics/education" not in text


def test_programs_get_the_topics_with_their_counts(visitor):
    topics = {entry["slug"]: entry for entry in visitor.get("/api/v1/topics").json()["topics"]}

    housing = topics["housing"]
    assert housing["names"]["de"] == "Wohnen"
    assert (housing["passages"], housing["recordings"]) == (2, 2)
    assert topics["education"]["passages"] == 0
    assert visitor.get(housing["page"].removeprefix(HERE)).status_code == 200


def test_a_newer_recording_that_is_no_longer_shown_is_not_told_of(services, visitor):
    def set_state(state):
        with services.database.writing() as session:
            session.query(Recording).filter_by(slug="georgien").one().state = state

    set_state(State.DRAFT)
    assert visited(visitor, "/de/watch/irak").select_one(".superseded") is None
    set_state(State.PUBLISHED)


@pytest.mark.parametrize(("path", "most"), [("/de/watch/georgien", 40), ("/de/compare?q=Krankenversicherung", 60)])
def test_the_number_of_questions_to_the_catalogue_is_bounded(services, visitor, path, most):
    asked = []

    def count(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    visitor.get(path)
    visitor.app.state.kept_pages = KeptPages(services)  # what was made once is not asked for again
    event.listen(services.database.engine, "before_cursor_execute", count)
    try:
        visitor.get(path)
    finally:
        event.remove(services.database.engine, "before_cursor_execute", count)

    assert 0 < len(asked) <= most

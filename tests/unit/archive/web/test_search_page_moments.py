"""The search page with series, topics, checked words, slides and two languages; the watch page finds the same."""

from urllib.parse import parse_qs, urlsplit

import pytest

from archive.catalogue.events import Series
from archive.catalogue.pictures import Slide
from archive.catalogue.recordings import Recording
from archive.finding.indexing import rebuild
from archive.finding.searching import find
from search.results import SearchRequest
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import visited
from tests.support.shelf import shelve_words

INSURED = "Die Krankenversicherung zahlt die Behandlung im Krankenhaus und den Arzt"
APART = "Es gibt auch eine Versicherung für Kranke"
ENGLISH = "The health insurance pays for the hospital and the doctor"
FILLING = ["Heute sprechen wir über ganz andere Dinge"] * 12
SLIDE_SECONDS = (2.0, 31.0)


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("moments") / "var") as services:
        first = shelve_words(services, "Erste", INSURED, *FILLING, APART, *FILLING, INSURED, starts="2023-01-01")
        second = shelve_words(services, "Zweite", INSURED, starts="2022-01-01", countries=("RS",))
        shelve_words(services, "Dritte", INSURED, starts="2021-01-01", countries=("IQ",))
        shelve_words(services, "Vierte", ENGLISH, starts="2020-01-01", language="en")
        shelve_words(services, "Andere", "Wir reden über Busse", starts="2020-01-01")
        with services.database.writing() as session:
            recording = session.get_one(Recording, first)
            recording.transcripts[0].is_checked = True
            recording.event.series = Series(slug="reihe-eins", title_de="Reihe Eins", title_en="Series One")
            recording.slides = [_slide(number, at) for number, at in enumerate(SLIDE_SECONDS)]
            session.get_one(Recording, second).event.series = Series(
                slug="reihe-zwei", title_de="Reihe Zwei", title_en="Series Two"
            )
        rebuild(services)
        yield services


def _slide(number, at):
    text = f"Kapitel {number}\nKrankenversicherung"
    size = {"width": 640, "height": 360, "image_key": "aa/none"}
    return Slide(position=number, start_seconds=at, end_seconds=at + 5, title="", text=text, **size)


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


def choices(shown, name):
    """Give the values of a filter with their label and count."""
    return {
        box["value"]: (box.find_next("span").text, int(box.find_next(class_="digits").text))
        for box in shown.select(f'.facets input[name="{name}"]')
    }


def titles(shown):
    return {hit.h2.get_text(strip=True) for hit in shown.select(".hit")}


def test_series_topics_and_checked_words_are_filters_with_names_and_counts(visitor):
    shown = visited(visitor, "/de/search?q=krankenversicherung")

    assert choices(shown, "series") == {"reihe-eins": ("Reihe Eins", 1), "reihe-zwei": ("Reihe Zwei", 1)}
    assert choices(shown, "checked") == {"checked": ("von einem Menschen geprüft", 1)}
    assert choices(visited(visitor, "/en/search?q=treatment+OR+insurance"), "series")["reihe-eins"] == ("Series One", 1)
    assert choices(visited(visitor, "/de/search"), "topic")["medical-care"] == ("Medizinische Versorgung", 4)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("series=reihe-eins", {"Erste"}),
        ("series=reihe-eins&series=reihe-zwei", {"Erste", "Zweite"}),
        ("series=reihe-eins&year=2022", set()),
        ("checked=checked", {"Erste"}),
        ("topic=medical-care&language=en", {"Vierte"}),
        ("year=2021&year=2022", {"Zweite", "Dritte"}),
        ("country=rs&country=iq&series=reihe-zwei", {"Zweite"}),
    ],
)
def test_values_of_one_filter_are_alternatives_and_all_filters_must_hold(visitor, chosen, expected):
    assert titles(visited(visitor, f"/de/search?q=krankenversicherung&{chosen}")) == expected


@pytest.mark.parametrize("chosen", ["series=reihe-eins", "topic=medical-care", "year=2022", "country=rs"])
def test_what_is_chosen_in_a_filter_does_not_shrink_its_own_counts(visitor, chosen):
    name = chosen.partition("=")[0]

    before = choices(visited(visitor, "/de/search?q=krankenversicherung+OR+busse"), name)
    after = choices(visited(visitor, f"/de/search?q=krankenversicherung+OR+busse&{chosen}"), name)

    assert after == before != {}


def test_a_filter_shrinks_the_counts_of_the_others(visitor):
    years = choices(visited(visitor, "/de/search?q=krankenversicherung&country=rs&country=iq"), "year")

    assert {year: count for year, (_, count) in years.items()} == {"2022": 1, "2021": 1}


def test_speech_is_drawn_as_strokes_and_slides_as_diamonds(visitor):
    hit = visited(visitor, "/de/search?q=krankenversicherung&series=reihe-eins").select_one(".hit")

    strip = hit.select_one(".strip")
    assert len(strip.select("rect.tick")) == 3
    assert len(strip.select("path.tick.slide")) == len(SLIDE_SECONDS)
    assert strip["aria-label"] == "5 Fundstellen im Verlauf der Aufzeichnung, 2 davon auf Folien"
    assert hit.select_one(".more").contents[0].strip() == "2 weitere Fundstellen"


@pytest.mark.parametrize(
    ("path", "reasons"),
    [
        ("/de/search?q=krankenversicherung&language=en", {"über Englisch: health insurance"}),
        ("/en/search?q=%22health+insurance%22", {"exactly this word"}),
        ("/en/search?q=health+insurance&year=2021", {"via German: Krankenversicherung"}),
        ("/de/search?q=folie:krankenversicherung", {"Folie genau dieses Wort"}),
        ("/de/search?q=folie:Krankenversicherungen", {"Folie andere Wortform"}),
        ("/de/search?q=Versicherung&year=2021", {"Teil eines längeren Wortes"}),
        ("/de/search?q=Dritte", {"im Titel"}),
    ],
)
def test_the_reason_is_said_in_words(visitor, path, reasons):
    assert {why.get_text(" ", strip=True) for why in visited(visitor, path).select(".why")} == reasons


@pytest.mark.parametrize(
    "text", ["krankenversicherung", "folie:krankenversicherung", "Versicherung -busse", '"die Behandlung"']
)
def test_the_page_of_a_recording_finds_the_moments_that_the_search_page_counts(services, visitor, text):
    hit = visited(visitor, f"/de/search?q={text}&series=reihe-eins").select_one(".hit")
    with services.database.reading() as session:
        recording = session.query(Recording).filter_by(title="Erste").one()
        request = SearchRequest(text=text, recording_id=recording.id)
        (expected,) = find(services, session, request, allowed=frozenset({recording.id})).hits

    links = visited(visitor, hit.h2.a["href"]).select(".found-here a[data-seek]")

    seconds = [float(parse_qs(urlsplit(link["href"]).query)["t"][0]) for link in links]
    assert len(seconds) == len(hit.select(".strip .tick")) == expected.total_moments
    assert [round(second) for second in seconds] == [round(at) for at in sorted(expected.timeline + expected.slides)]
    assert sum("Folie" in link.text for link in links) == len(expected.slides)


def test_the_page_of_a_recording_keeps_what_the_glossary_was_not_asked_for(visitor):
    path = "/de/search?q=krankenversicherung&without=krankenversicherung&without=beratung"
    hit = visited(visitor, path).select_one(".hit")
    shown = visited(visitor, hit.h2.a["href"])

    links = [hit.h2.a, hit.select_one(".moments a"), shown.select_one(".found-here a"), shown.select_one(".lines .at")]
    links.append(shown.find("a", string="Zurück zu allen Treffern"))
    assert all(parse_qs(urlsplit(link["href"]).query)["without"] == ["krankenversicherung"] for link in links)
    assert [field["value"] for field in shown.select(".find-here [name=without]")] == ["krankenversicherung"]

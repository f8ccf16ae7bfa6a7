"""The search page: answers that lead to the second, filters that are links and forms, help when nothing is found."""

from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from archive.catalogue.events import State
from archive.finding.indexing import rebuild
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.pages import visited
from tests.support.shelf import archive_without_index, shelve_words
from tests.support.shown import archive_on_show


@pytest.fixture(scope="module")
def visitor(tmp_path_factory):
    slugs = ("fokus-georgien", "fokus-serbien", *(f"r{n}" for n in range(10)))
    with archive_on_show(tmp_path_factory.mktemp("search"), *slugs) as services:
        yield client_for(services)


def test_a_hit_leads_to_the_second_and_the_line(visitor):
    hit = visited(visitor, "/de/search?q=Krankenversicherung").select_one(".hit")

    link = urlsplit(hit.select_one(".moments .at")["href"])
    assert link.path.startswith("/de/watch/")
    assert parse_qs(link.query)["t"] == ["8.25"]
    assert parse_qs(link.query)["q"] == ["Krankenversicherung"]
    assert link.fragment == "line-de0002"
    assert hit.select_one("mark").text == "Krankenversicherung"
    assert "genau dieses Wort" in hit.select_one(".why").text
    assert "maschineller Text" in hit.select_one(".why").text
    assert len(hit.select(".strip .tick")) == 2  # in English too


def test_the_counts_are_true(visitor):
    shown = visited(visitor, "/de/search?q=Krankenversicherung")

    assert shown.h1.get_text(" ", strip=True) == "13 Fundstellen in 12 Aufzeichnungen"
    assert len(shown.select(".hit")) == 10


def test_what_is_said_is_never_read_as_html(visitor):
    said = visited(visitor, "/de/search?q=Beratung").select_one(".said")

    assert "<b>und</b>" in said.text
    assert said.select("b") == []


def test_pages_lead_on_and_keep_the_question(visitor):
    links = visited(visitor, "/de/search?q=Krankenversicherung&country=ge").select(".pages a")

    assert [link["href"] for link in links] == [
        "/de/search?q=Krankenversicherung&country=ge",
        "/de/search?q=Krankenversicherung&country=ge&page=2",
    ]
    assert len(visited(visitor, "/de/search?q=Krankenversicherung&page=2").select(".hit")) == 2
    assert visited(visitor, "/de/search?q=Krankenversicherung&page=99").select(".pages [aria-current=page]")


def test_a_filter_is_a_box_to_tick_and_a_chip_to_remove(visitor):
    shown = visited(visitor, "/de/search?q=Krankenversicherung&country=rs")

    assert len(shown.select(".hit")) == 1
    ticked = [box["value"] for box in shown.select('.facets input[name="country"][checked]')]
    assert ticked == ["rs"]
    assert all(box["form"] == "search" for box in shown.select(".facets input"))
    assert shown.select_one(".chip")["href"] == "/de/search?q=Krankenversicherung"
    assert "Serbien" in shown.select_one(".chip").text


def test_choosing_another_value_widens_the_answer(visitor):
    one = visited(visitor, "/de/search?q=Krankenversicherung&country=rs")
    both = visited(visitor, "/de/search?q=Krankenversicherung&country=rs&country=ge")

    assert "1 Fundstelle" in one.h1.text
    assert "13 Fundstellen" in both.h1.text


def test_filters_without_words_list_recordings(visitor):
    shown = visited(visitor, "/de/search?year=2023&kind=virtual")

    assert shown.h1.get_text(strip=True) == "12 Aufzeichnungen"


@pytest.mark.parametrize(
    "query", ["year=20x3", "country=zz", "kind=none", "sort=up", "page=-1", "page=1e9", "language=%00", "year=٢٠٢٣"]
)
def test_values_that_no_filter_has_are_dropped(visitor, query):
    shown = visited(visitor, f"/de/search?q=Krankenversicherung&{query}")

    assert "13 Fundstellen" in shown.h1.text
    assert shown.select(".chip") == []


def test_nothing_found_explains_how_to_search(visitor):
    shown = visited(visitor, "/de/search?q=xyzzy&country=ge")

    assert shown.h1.text.strip() == "Nichts gefunden"
    assert len(shown.select(".how dt")) == 7
    assert shown.select_one('.nothing a[href="/de/search?q=xyzzy"]')


def test_a_near_miss_is_asked_back(visitor):
    shown = visited(visitor, "/de/search?q=Georgein")

    assert shown.select_one(".nothing a")["href"] == "/de/search?q=Georgien"


@pytest.mark.parametrize(
    "text", ["(" * 2000, '"', "NOT " * 400, "*", "a:b:c", "\u0000", "<script>alert(1)</script>", "%" * 50]
)
def test_no_question_is_too_odd(visitor, text):
    answer = visitor.get("/de/search", params={"q": text})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_an_archive_without_recordings_says_so(tmp_path):
    with open_archive(tmp_path / "var") as services:
        services.index.rebuild([])
        shown = visited(client_for(services), "/de/search?q=haus")

    assert shown.h1.text.strip() == "Noch gibt es nichts zu durchsuchen"


def test_while_the_index_is_being_built_the_answer_is_to_wait(tmp_path):
    with archive_without_index(tmp_path / "var") as services:
        answer = client_for(services).get("/de/search?q=haus")

    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "Die Suche wird vorbereitet" in answer.text


@pytest.mark.parametrize(
    "text",
    ["12:30:15", "a & b", "(", '"', "*", "C:", "und oder die", "x" * 2000, "\x00", "\u200f\u202e", "🙂", "wort " * 400],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_odd_question_gets_a_sensible_page(visitor, language, text):
    answer = visitor.get(f"/{language}/search", params={"q": text})

    shown = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert shown.h1.get_text(strip=True)
    assert shown.select_one("#ask") is not None


def test_what_was_left_out_is_said_with_its_place(visitor):
    long = [
        note.get_text(" ", strip=True) for note in visited(visitor, f"/de/search?q={'wort+' * 300}").select(".notice")
    ]
    short = visited(visitor, "/de/search?q=georgien+r%C3%BC*").select_one(".notice q")

    assert len(long) == 2
    assert short.text == "rü*"


def test_the_glossary_is_shown_and_switched_off_by_a_link(visitor):
    shown = visited(visitor, "/de/search?q=Krankenversicherung")
    off = shown.select_one(".expansions a")["href"]

    assert "health insurance" in shown.select_one(".expansions").text
    without = visited(visitor, off)
    assert "12 Fundstellen" in without.h1.text
    assert without.select_one('input[name="without"]')["value"] == "krankenversicherung"
    assert without.select_one(".expansions a")["href"] == "/de/search?q=Krankenversicherung"


def test_a_region_is_a_filter(visitor):
    shown = visited(visitor, "/de/search?q=Krankenversicherung&region=western-balkans")

    assert len(shown.select(".hit")) == 1
    assert "Westbalkan" in shown.select_one(".chip").text


def test_suggestions_are_given_while_typing(visitor):
    answer = visitor.get("/de/search/suggest?q=krank")

    assert answer.headers["cache-control"] == "private, no-store"
    assert {"text": "Krankenversicherung", "kind": ""} in answer.json()
    assert visitor.get("/de/search/suggest?q=").json() == []


def test_nothing_of_drafts_is_felt_on_any_page_of_search(tmp_path):
    paths = [
        "/de/search?q=Geheimnis",
        "/de/search?q=Geheimnsi",
        "/de/search?q=R%C3%BCckkehr",
        "/de/search?q=geh*",
        "/de/search",
        "/de/search/suggest?q=gehe",
        "/de/search/suggest?q=r%C3%BCck",
        "/en/search/suggest?q=ver",
    ]
    seen = []
    for hidden in (False, True):
        with open_archive(tmp_path / f"var{hidden}") as services:
            shelve_words(services, "Offen", "die Rückkehr", "nach Tiflis")
            if hidden:
                words = ["Geheimnis Rückkehr Rückgabe Rückzug"] * 30
                shelve_words(services, "Verborgener Entwurf", *words, state=State.DRAFT, countries=("XK",))
            rebuild(services)
            visitor = client_for(services)
            seen.append([visitor.get(path).text for path in paths])

    assert seen[0] == seen[1]


def test_what_was_switched_off_is_forgotten_with_its_word(visitor):
    shown = visited(visitor, "/de/search?q=Beratung&without=krankenversicherung&without=beratung&without=%3Cb%3E")

    assert [field["value"] for field in shown.select('input[name="without"]')] == ["beratung"]
    assert all("krankenversicherung" not in link["href"] for link in shown.select(".results a"))


def test_signs_that_turn_text_round_do_not_come_back(visitor):
    answer = visitor.get("/de/search", params={"q": "\u202eKranken\u2066versicherung\x00\u2069 \u202e"})

    assert not set("\u202a\u202d\u202e\u2066\u2069\x00") & set(answer.text)
    assert "13 Fundstellen" in BeautifulSoup(answer.content, "html.parser").h1.text


@pytest.mark.parametrize("name", ["q", "without", "series", "topic", "country", "year"])
def test_a_long_address_does_not_make_a_huge_page(visitor, name):
    values = {"country": ["de", "ge"], "year": ["2023"]}.get(name, [f"{'x' * 100}{number}" for number in range(400)])

    answer = visitor.get("/de/search", params=[("q", "Krankenversicherung"), *((name, value) for value in values)])

    assert answer.status_code == 200
    assert len(answer.content) < 250_000

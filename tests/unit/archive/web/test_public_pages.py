"""Pages for visitors, both languages, without a browser."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event as sql_event
from sqlalchemy import select

from archive.catalogue.events import Event, State
from archive.web.pages import TITLES
from tests.support.desk import client_for
from tests.support.shown import archive_on_show

PAGES = (
    "/",
    "/search",
    "/search?q=krankenversicherung",
    "/search?q=gibtesnicht",
    "/countries",
    "/countries/ge",
    "/countries/western-balkans",
    "/events",
    "/events/national-berlin-2022-05",
    "/watch/fokus-georgien?t=8.25&q=krankenversicherung",
    "/help",
    "/topics",
    "/topics/medical-care?country=ge",
    "/compare?q=krankenversicherung",
    "/series/virtual-series-2023",
    *(f"/{name}" for name in TITLES),
)


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with archive_on_show(tmp_path_factory.mktemp("public")) as services:
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_in_its_language(visitor, language, path):
    answer = visitor.get(f"/{language}{path}")

    page = soup(answer)
    assert answer.status_code == 200
    assert page.html["lang"] == language
    assert len(page.find_all("h1")) == 1
    assert len(page.find_all("main")) == 1
    assert page.title.get_text(strip=True).endswith("OFR Mediathek")
    assert {link["hreflang"] for link in page.select("link[hreflang]")} == {"de", "en", "x-default"}
    assert not page.select('[style], style, script:not([src]):not([type="application/ld+json"])')
    assert len(answer.content) <= 100_000
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_nothing_stays_untranslated_but_names(visitor, path):
    german = soup(visitor.get(f"/de{path}"))

    for english in ("Countries", "Search what was said", "Skip to content", "Imprint", "recordings"):
        assert english not in german.get_text(" ")


def test_every_id_is_there_once(visitor):
    for path in PAGES:
        ids = [tag["id"] for tag in soup(visitor.get(f"/de{path}")).select("[id]")]

        assert len(ids) == len(set(ids)), path


def test_every_link_of_the_site_leads_somewhere(visitor):
    seen = set()
    for path in PAGES:
        for link in soup(visitor.get(f"/de{path}")).select("a[href]"):
            target = link["href"].partition("#")[0]
            if target.startswith("/") and not target.startswith("/de/desk"):
                seen.add(target)

    assert {target: visitor.get(target).status_code for target in seen} == dict.fromkeys(seen, 200)


def test_the_start_speaks_the_language_the_browser_likes_best(visitor):
    assert visitor.get("/", headers={"accept-language": "en;q=0.9,de;q=0.3"}).headers["location"] == "/en/"
    assert visitor.get("/", headers={"accept-language": "fr"}).headers["location"] == "/de/"


def test_switching_the_language_keeps_the_page_and_the_question(visitor):
    page = soup(visitor.get("/de/search?q=starthilfe&country=ge"))

    other = page.select_one(".languages a[hreflang=en]")
    assert other["href"] == "/en/search?q=starthilfe&country=ge"


def test_examples_are_questions_that_have_an_answer(visitor):
    examples = [link["href"] for link in soup(visitor.get("/de/")).select(".examples a")]

    assert examples
    for path in examples:
        assert soup(visitor.get(path)).select(".moments mark")


def test_a_country_says_how_recent_it_is_and_how_long(visitor):
    row = soup(visitor.get("/de/")).select_one('.countries a[href="/de/countries/ge"]').get_text(" ", strip=True)

    assert "Georgien" in row
    assert "Stand 06.12.2023" in row
    assert "20 s" in row


def test_an_event_without_footage_invites_to_add_it(visitor):
    page = soup(visitor.get("/de/events/national-berlin-2022-05"))

    assert page.select_one(".invite a")["href"] == "/de/desk/add"
    assert soup(visitor.get("/de/events/virtual-georgia-2023-12-06")).select_one(".invite") is None


def test_a_country_without_events_has_no_page(visitor):
    assert visitor.get("/de/countries/fr").status_code == 404
    assert visitor.get("/de/countries/nowhere").status_code == 404


def test_an_event_that_is_withdrawn_is_gone_and_a_draft_never_was(services, visitor):
    with services.database.writing() as session:
        draft, gone = session.scalars(select(Event).where(Event.seed_key.like("regional-%"))).all()[:2]
        draft.state, gone.state = State.DRAFT, State.WITHDRAWN
        paths = f"/de/events/{draft.slug}", f"/de/events/{gone.slug}"

    assert [visitor.get(path).status_code for path in paths] == [404, 410]
    listed = visitor.get("/de/events").text
    assert not any(path in listed for path in paths)


def test_the_operators_page_names_its_file_until_it_is_written(services, visitor):
    assert "pages/de/imprint.md" in visitor.get("/de/imprint").text

    folder = services.settings.data / "pages" / "de"
    folder.mkdir(parents=True)
    (folder / "imprint.md").write_text(
        "# Anbieter\n\nEin *Amt* <script>alert(1)</script> [x](javascript:alert(1)) ![](https://x.example/y.png)\n",
        encoding="utf-8",
    )
    page = soup(visitor.get("/de/imprint"))

    assert page.select_one(".prose h2").text == "Anbieter"
    assert page.select_one(".prose em").text == "Amt"
    assert page.select(".prose script, .prose img, .prose a") == []


def test_more_recordings_do_not_mean_more_questions_to_the_database(tmp_path):
    counts = []
    for number, slugs in enumerate((("fokus-georgien",), ("fokus-georgien", "a", "b", "c", "d", "fokus-irak"))):
        with archive_on_show(tmp_path / str(number), *slugs) as services:
            visitor = client_for(services)
            visitor.get("/de/")  # the examples are looked up once
            counts.append(
                {path: statements(services, visitor, path) for path in ("/de/", "/de/events", "/de/countries/ge")}
            )

    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 12


def statements(services, visitor, path):
    ran = []

    def count(*arguments):
        ran.append(arguments[2])

    sql_event.listen(services.database.engine, "before_cursor_execute", count)
    try:
        assert visitor.get(path).status_code == 200
    finally:
        sql_event.remove(services.database.engine, "before_cursor_execute", count)
    return len([one for one in ran if one.lstrip().upper().startswith("SELECT")])


def test_the_latest_events_come_first(visitor):
    titles = [card.get_text(strip=True) for card in soup(visitor.get("/de/")).select(".card h3")]

    assert titles == ["Fokus Georgien", "Fokus Serbien", "Fokus Irak"]

"""The site for everyone, in a real browser: axe on every page, both languages, light and dark; widths; keyboard."""

import pytest

from archive.web.pages import TITLES
from tests.support.access import violations

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/search?q=krankenversicherung&country=ge",
    "/search?q=gibtesnicht",
    "/countries",
    "/countries/ge",
    "/countries/western-balkans",
    "/events",
    "/events/national-berlin-2022-05",
    "/watch/fokus-georgien?t=8.25&q=krankenversicherung#line-de0002",
    "/imprint",
    "/about",
    "/help",
    "/countries/west-africa",
    "/speakers/nino-beridze",
    "/watch/fokus-irak/report?t=5",
    "/api",
    "/topics",
    "/topics/medical-care?country=ge",
    "/compare?q=krankenversicherung",
    "/series/virtual-series-2023",
    "/nowhere",
)
EXPECTED_COMPLAINT = "Failed to load resource: the server responded with a status of 404"


@pytest.fixture
def visit(browser):
    """Give a page of a fresh browser, which must say nothing on its console and ask no other host."""
    contexts, said, asked = [], [], []

    def begin(**wishes):
        context = browser.new_context(**wishes)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        return page

    yield begin
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert [text for text in said if not text.startswith(EXPECTED_COMPLAINT)] == []
    assert {url.split("/")[2].partition(":")[0] for url in asked} <= {"127.0.0.1"}
    assert cookies == []


@pytest.mark.parametrize(  # words and colours have nothing to do with each other: not each language in all colours
    ("language", "look"),
    [("de", {"color_scheme": "light"}), ("en", {"color_scheme": "dark"}), ("de", {"forced_colors": "active"})],
    ids=str,
)
def test_axe_finds_nothing(visit, site, language, look):
    page = visit(**look)
    found = {}

    for path in (*(f"/{language}{path}" for path in PAGES), f"/embed/fokus-irak?language={language}"):
        page.goto(site + path)
        if faults := violations(page):
            found[path] = faults

    assert found == {}


def test_axe_finds_nothing_on_phones_and_on_the_operators_pages(visit, site):
    page = visit(viewport={"width": 360, "height": 740})
    found = {}

    for path in (*PAGES[:3], PAGES[8], *(f"/{name}" for name in TITLES)):
        page.goto(f"{site}/de{path}")
        if faults := violations(page):
            found[path] = faults

    assert found == {}


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_nothing_hangs_out_of_the_page(visit, site, width):
    page = visit(viewport={"width": width, "height": 700})
    too_wide = []

    for path in PAGES:
        page.goto(f"{site}/de{path}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(path)

    assert too_wide == []


def test_a_page_is_light(visit, site):
    for path in ("/", "/search?q=krankenversicherung", "/watch/fokus-georgien", "/events", *PAGES[-5:-1]):
        page = visit()
        weights = []
        page.on("response", lambda answer, weights=weights: weights.append(answer))
        page.goto(f"{site}/de{path}", wait_until="networkidle")

        own = [answer for answer in weights if "/media/" not in answer.url]
        assert len(own) <= 8, path
        size = sum(int(answer.headers.get("content-length", 0)) for answer in own)
        assert size <= 100_000, path
        pictures = page.locator("main img")
        assert pictures.count() == page.locator("main img[loading=lazy][width][height]").count(), path


def test_nothing_moves_while_a_page_comes_up(visit, site):
    moved = {}

    for path in ("/", "/search?q=krankenversicherung", "/watch/fokus-georgien?t=8.25", "/topics"):
        page = visit()
        page.add_init_script(
            """window.moved = [];
            const told = ({ node, previousRect: { x, y, width }, currentRect: to }) =>
                [node?.className || node?.nodeName, x, y, width, to.x, to.y, to.width].join(' ');
            new PerformanceObserver((list) => {
                for (const entry of list.getEntries()) window.moved.push(...entry.sources.map(told));
            })
                .observe({ type: 'layout-shift', buffered: true });"""
        )
        page.goto(f"{site}/de{path}", wait_until="networkidle")
        moved[path] = page.evaluate("new Promise((done) => setTimeout(() => done(window.moved), 100))")

    assert {path: shift for path, shift in moved.items() if shift} == {}


def test_the_keyboard_gets_everywhere_and_the_focus_is_always_seen(visit, site):
    page = visit(viewport={"width": 1440, "height": 900})
    page.goto(f"{site}/de/search?q=krankenversicherung")
    stops = []

    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
                const around = at.closest('.ask:focus-within');
                const ring = around ? getComputedStyle(around) : style;
                return { name: at.innerText || at.ariaLabel || at.value || at.name, tag: at.tagName,
                         outline: parseFloat(ring.outlineWidth) && ring.outlineStyle !== 'none',
                         box: [box.width, box.height] };
            }"""
        )
        if stop["tag"] == "BODY":
            break
        stops.append(stop)

    assert stops[0]["name"] == "Zum Inhalt springen"
    assert all(stop["outline"] for stop in stops), stops
    assert all(min(stop["box"]) >= 12 for stop in stops), stops
    assert {"A", "INPUT", "BUTTON"} <= {stop["tag"] for stop in stops}


def test_the_skip_link_leads_to_the_content(visit, site):
    page = visit()
    page.goto(f"{site}/de/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_filters_work_without_scripts(visit, site):
    page = visit(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page.goto(f"{site}/de/search?q=krankenversicherung")

    page.get_by_label("Serbien").check()
    page.get_by_role("button", name="Filter anwenden").click()

    assert page.locator(".hit").count() == 1
    page.get_by_role("link", name="Filter entfernen: Serbien").click()
    assert page.locator(".hit").count() == 3


def test_filters_fold_away_on_phones(visit, site):
    page = visit(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/de/search?q=krankenversicherung")

    assert not page.get_by_label("Serbien").is_visible()
    page.get_by_text("Filter", exact=True).click()
    assert page.get_by_label("Serbien").is_visible()


def test_printing_leaves_the_words_and_takes_the_rest(visit, site):
    page = visit()
    page.goto(f"{site}/de/watch/fokus-georgien")

    page.emulate_media(media="print")

    assert page.locator("a[id^=line-]").last.is_visible()
    assert not page.locator("event-player").is_visible()
    assert not page.locator("header.top").is_visible()


def test_forced_colours_keep_marks_and_ticks_apart(visit, site):
    page = visit(forced_colors="active")
    page.goto(f"{site}/de/search?q=krankenversicherung")

    fills = page.evaluate(
        "[...document.querySelectorAll('.strip .track, .strip .tick')].slice(0, 2).map((r) => getComputedStyle(r).fill)"
    )
    assert len(set(fills)) == 2


def test_forced_colours_keep_the_volume_in_sight(visit, site):
    page = visit(forced_colors="active")
    page.goto(f"{site}/de/watch/fokus-georgien")

    outline = page.locator(".volume").evaluate("(slider) => getComputedStyle(slider).appearance")

    assert outline == "auto"

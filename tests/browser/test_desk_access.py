"""The desk for everyone: axe on each page in both languages, light and dark, and a walk by keyboard."""

import pytest
from playwright.sync_api import expect

from archive.catalogue.people import Role
from archive.catalogue.work import Job
from tests.support.access import violations
from tests.support.chromium import sign_in
from tests.support.desk import session_for
from tests.support.furnished_desk import furnish

pytestmark = pytest.mark.browser

FAULTY = {"title": "", "month": "13"}


@pytest.fixture(scope="module")
def token(desk):
    return session_for(desk[0], "erika", Role.ADMIN)


@pytest.fixture(scope="module")
def places(desk):
    """Fill the desk with one of each, and name the pages to look at."""
    return furnish(desk[0])


@pytest.fixture(params=[("de", "light"), ("en", "dark")], ids=["de-light", "en-dark"])
def look(request):
    """Give a language and colours: words and colours have nothing to do with each other, so two of four will do."""
    return request.param


@pytest.fixture
def page(browser, desk, token, look):
    _, here = desk
    context = browser.new_context(color_scheme=look[1], viewport={"width": 1280, "height": 900})
    sign_in(context, here, token)
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_on_any_page_of_the_desk(desk, page, places, look):
    (_, here), (language, _) = desk, look
    found = {}

    for name, path in places.items():
        answer = page.goto(f"{here}/{language}/desk{path}")
        assert answer.status == 200, name
        if faults := violations(page):
            found[name] = faults

    assert found == {}


def test_axe_finds_nothing_on_forms_that_were_filled_in_wrongly(desk, page, places, look):
    (_, here), (language, _) = desk, look
    found = {}

    page.goto(f"{here}/{language}/desk{places['draft']}")
    for name, value in FAULTY.items():
        page.locator(f"#{name}").fill(value)
    page.get_by_role("button", name={"de": "Speichern", "en": "Save"}[language], exact=True).click()
    expect(page.locator("#title-fault")).to_be_visible()
    found["details"] = violations(page)
    page.goto(f"{here}/{language}/desk{places['publish']}")
    page.locator("button[value=later]").click()
    expect(page.locator("#publish_at-fault")).to_be_visible()
    found["publish"] = violations(page)
    page.goto(f"{here}/{language}/desk/add")
    page.locator("#address").fill("ftp://x")
    page.locator("#address").press("Enter")
    expect(page.locator("#address-fault")).to_be_visible()
    found["address"] = violations(page)

    assert found == {"details": [], "publish": [], "address": []}


@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_on_the_sign_in_page(desk, browser, language):
    _, here = desk
    page = browser.new_page()

    page.goto(f"{here}/{language}/sign-in")
    calm = violations(page)
    page.locator("#name").fill("nobody")
    page.locator("#password").fill("wrong wrong wrong")
    page.locator("form.fields button").click()
    expect(page.locator("#password-fault")).to_be_visible()
    wrong = violations(page)
    page.close()

    assert (calm, wrong) == ([], [])


def walk(page, *, most=120):
    """Press Tab through the whole page; give what had the focus, and whether each could be seen."""
    stops = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate("""() => {
          const at = document.activeElement;
          if (!at || at === document.body) return null;
          const box = at.getBoundingClientRect(), style = getComputedStyle(at);
          return { id: at.id, name: at.name ?? "", text: (at.textContent ?? "").trim().slice(0, 40),
                   seen: box.width > 0 && box.height > 0, ring: style.outlineStyle !== "none" };
        }""")
        if stop is None:
            return stops
        stops.append(stop)
    pytest.fail("the focus never leaves the page")


def test_the_whole_form_can_be_walked_and_sent_by_keyboard(desk, browser, token, places):
    _, here = desk
    context = browser.new_context()
    sign_in(context, here, token)
    page = context.new_page()
    page.goto(f"{here}/en/desk{places['draft']}")

    stops = walk(page)
    page.locator("#title").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Fokus Georgien, Teil 1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Your changes are saved.")
    context.close()

    assert all(stop["seen"] and stop["ring"] for stop in stops), stops
    names = [stop["name"] for stop in stops if stop["name"]]
    assert names == [
        "title", "language", "speaker", "speaker", "description", "description_en",
        "as_of_day", "as_of_month", "as_of_year", "day", "month", "year", "ends_day", "ends_month", "ends_year",
        "country", "country", "country", "kind", "place", "series", "organiser", "organiser",
    ]  # fmt: skip


def test_no_page_scrolls_sideways(desk, browser, token, places):
    _, here = desk
    context = browser.new_context()
    sign_in(context, here, token)
    page = context.new_page()
    wide = {}

    for name, path in places.items():
        page.goto(f"{here}/de/desk{path}")
        for width in (1440, 768, 360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                wide[name, width] = over
    context.close()

    assert wide == {}


def test_without_scripts_every_page_of_the_desk_is_there(desk, browser, token, places):
    _, here = desk
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, here, token)
    page = context.new_page()

    page.goto(f"{here}/en/desk{places['running job']}")
    expect(page.get_by_role("link", name="Show the present state")).to_be_visible()
    page.goto(f"{here}/en/desk/add")
    expect(page.locator("#file")).to_be_visible()
    page.get_by_label("Address of a web page").fill("https://media.example/new")
    page.get_by_role("button", name="Look what is there").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("https://media.example/new")
    context.close()


def test_a_running_job_shows_its_progress_without_a_reload(desk, browser, token, places):
    services, here = desk
    context = browser.new_context()
    sign_in(context, here, token)
    page = context.new_page()
    page.goto(f"{here}/en/desk{places['running job']}")
    bar = page.locator(".step.running progress")
    expect(bar).to_have_attribute("value", "40")
    page.get_by_role("button", name="Stop").focus()

    job_id = places["running job"].rsplit("/", 1)[1]
    with services.database.writing() as session:
        session.get_one(Job, job_id).progress = 0.8

    expect(bar).to_have_attribute("value", "80", timeout=5_000)
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    context.close()

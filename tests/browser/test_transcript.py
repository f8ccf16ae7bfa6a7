"""The transcript as a document, in a real browser: following, finding, walking by keyboard, quoting, printing."""

import pytest
from playwright.sync_api import expect

from tests.support.access import violations
from tests.support.desk import live_desk
from tests.support.long_read import LINES, STEP, lengthen
from tests.support.shown import show_recordings

pytestmark = pytest.mark.browser
PAGE = "/de/watch/fokus-georgien"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("read")
    with live_desk(folder / "var", works=False) as (services, here):
        show_recordings(services, folder / "clips")
        lengthen(services, "fokus-georgien")
        yield here


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    yield context
    context.close()


@pytest.fixture
def page(context, site):
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site + PAGE)
    yield page
    assert complaints == []


def play_at(page, seconds):
    page.evaluate(
        "(at) => { const v = document.querySelector('video'); v.muted = true; v.currentTime = at; return v.play(); }",
        seconds,
    )


def is_current_in_view(page):
    return page.evaluate(
        """() => {
        const line = document.querySelector('.lines [aria-current]').getBoundingClientRect();
        const box = document.querySelector('.lines').getBoundingClientRect();
        return line.top >= box.top && line.bottom <= box.bottom;
    }"""
    )


def test_it_follows_without_moving_the_focus_until_the_reader_scrolls(page):
    page.get_by_role("searchbox").focus()
    play_at(page, 12.0)
    page.wait_for_function("() => Number(document.querySelector('.lines [aria-current]')?.id.slice(-4)) >= 48")
    assert is_current_in_view(page)
    assert page.evaluate("document.activeElement.type") == "search"

    page.locator(".lines").evaluate("(box) => { box.scrollTop = 0; }")
    again = page.get_by_role("button", name="Der Aufzeichnung wieder folgen")
    expect(again).to_be_visible()
    play_at(page, 15.0)
    page.wait_for_function("() => Number(document.querySelector('.lines [aria-current]').id.slice(-4)) >= 60")
    assert not is_current_in_view(page)

    again.click()
    assert is_current_in_view(page)
    expect(again).to_be_hidden()


def test_typing_finds_counts_steps_and_tells_the_player_where(page):
    page.evaluate(
        """document.querySelector('event-player').addEventListener(
        'mark-seconds', (event) => { window.marked = event.detail.seconds; })"""
    )
    page.locator(".find-here input[type=search]").press_sequentially("krankenversicherung und danach")

    expect(page.locator(".find-steps [role=status]")).to_have_text(f"0 von {LINES // 4} Stellen")
    assert page.evaluate("CSS.highlights.get('found').size") == LINES // 4
    assert page.evaluate("window.marked.slice(0, 2)") == [2 * STEP, 6 * STEP]
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page.locator(".find-steps [role=status]")).to_contain_text("2 von")
    page.get_by_role("button", name="Zurück", exact=True).click()
    expect(page.locator(".find-steps [role=status]")).to_contain_text("1 von")
    page.locator(".find-here input[type=search]").fill("xylophon")
    expect(page.locator(".find-steps [role=status]")).to_have_text("steht so nicht hier")


def test_lines_are_one_tab_stop_and_arrows_walk_them(page):
    assert page.locator('.lines a[tabindex="0"]').count() == 1
    assert page.locator('.lines a:not([tabindex="-1"])').count() == 1
    page.locator('.lines a[tabindex="0"]').focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "line-de0002"
    assert page.evaluate("document.activeElement.title") == "0:00"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.id") == f"line-de{LINES - 1:04}"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.lines')") is None


def test_lines_chosen_by_keyboard_become_a_quote_with_its_own_address(page, context, site):
    page.locator("#line-de0004").focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.get_by_role("button", name="Diese Worte zitieren").first.click()

    card = page.locator("quote-card blockquote")
    expect(card).to_contain_text("Guten Tag")
    assert "?quote=de0004-de0006&revision=1&transcript=de#quote" in page.url
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page.get_by_role("button", name="Als Text kopieren").click()
    expect(page.locator(".quote-copy [role=status]")).to_have_text("kopiert")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("„Guten Tag")
    assert page.url in copied
    page.get_by_role("button", name="Als HTML kopieren").click()
    expect(page.locator(".quote-copy [role=status]")).to_have_text("kopiert")


def test_shift_and_a_click_choose_lines_too_and_play_nothing(page):
    page.locator("#line-de0001").click(modifiers=["Shift"])
    page.locator("#line-de0003").click(modifiers=["Shift"])

    assert page.locator("video").evaluate("(video) => video.paused")
    page.get_by_role("button", name="Diese Worte zitieren").first.click()
    expect(page.locator("quote-card blockquote")).to_be_visible()
    assert "quote=de0001-de0003" in page.url or "quote=de0000-de0003" in page.url


def test_the_mouse_selects_words_though_they_are_links_and_a_click_still_plays(page):
    first, last = (page.locator(f"#line-de000{number}") for number in (1, 2))
    start, end = first.bounding_box(), last.bounding_box()

    page.mouse.move(start["x"] + 30, start["y"] + start["height"] - 5)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 5, steps=5)
    page.mouse.up()

    assert len(page.evaluate("getSelection().toString()")) > 20
    assert page.locator("video").evaluate("(video) => video.paused")
    page.get_by_role("button", name="Diese Worte zitieren").first.click()
    expect(page.locator("quote-card blockquote")).to_be_visible()
    assert "quote=de0001-de0002" in page.url
    page.locator("#line-de0002").click()
    page.wait_for_url("**#line-de0002")


def test_words_within_a_line_are_selected_also_where_there_is_no_film_and_its_link_would_lead_on(page):
    page.evaluate("document.querySelector('event-player').remove()")
    address, line = page.url, page.locator("#line-de0001")
    box = line.bounding_box()

    page.mouse.move(box["x"] + 2, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 10, steps=5)
    page.mouse.up()
    page.wait_for_timeout(200)

    assert page.url == address
    assert page.evaluate("getSelection().toString()")
    line.press("Enter")
    page.wait_for_url("**#line-de0001")


def test_the_buttons_over_the_lines_are_in_the_window_though_the_box_reaches_below_it(page):
    page.set_viewport_size({"width": 1366, "height": 650})
    page.locator("#line-de0001").click(modifiers=["Shift"])
    page.locator(".follow").evaluate("(button) => { button.hidden = false; }")

    bottoms = page.evaluate(
        """() => [".lines", ".follow", ".quote-these"].map(
        (which) => document.querySelector(which).getBoundingClientRect().bottom)"""
    )

    assert page.evaluate("scrollY") == 0
    lines, follow, quote = bottoms
    assert lines > 650 >= quote > follow


def test_another_language_opens_at_the_place_that_is_played(page):
    play_at(page, 10.0)
    page.wait_for_function("() => document.querySelector('video').currentTime > 10.2")
    page.locator("video").evaluate("(video) => video.pause()")
    page.get_by_role("link", name="Arabisch", exact=True).click()

    lines = page.locator(".lines")
    expect(lines).to_have_attribute("dir", "rtl")
    assert int(page.locator(".lines [aria-current]").get_attribute("id")[-4:]) >= 40


def test_a_line_that_is_no_longer_there_is_said_and_its_second_is_marked(page, site):
    page.goto(f"{site}{PAGE}?t=5#line-zzzzzz")

    expect(page.locator("transcript-lines [role=status]")).to_contain_text("gibt es nicht mehr")
    assert page.locator(".lines [aria-current]").get_attribute("id") == "line-de0020"


def test_on_paper_stands_the_whole_transcript_with_event_and_address(page):
    page.emulate_media(media="print")

    expect(page.locator(".on-paper")).to_contain_text("/de/watch/fokus-georgien")
    expect(page.locator("video")).to_be_hidden()
    box = page.locator(".lines").bounding_box()
    last = page.locator(f"#line-de{LINES - 1:04}").bounding_box()
    assert last["y"] + last["height"] <= box["y"] + box["height"] + 1


def test_paper_is_light_whatever_the_screen_is(page):
    look = "getComputedStyle(document.querySelector('.notice')).backgroundColor"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(look)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(look) != light

    page.emulate_media(color_scheme="dark", media="print")

    assert page.evaluate(look) == light


def test_without_scripts_times_choose_a_quote_and_a_line_can_be_reported(browser, site):
    context = browser.new_context(java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(f"{site}{PAGE}?t=5")
    page.locator("quote-card summary").click()
    page.locator("quote-card [name=from]").fill("0:05")
    page.locator("quote-card [name=to]").fill("0:06")
    page.get_by_role("button", name="Diese Worte zitieren").click()
    assert "Guten Tag" in page.locator("blockquote").inner_text()

    page.get_by_role("link", name="Falsche Zeile melden").click()
    page.locator("#suggestion").fill("Guten Morgen")
    page.get_by_role("button", name="Melden", exact=True).click()
    assert "Vielen Dank." in page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        f"{PAGE}?quote=de0004-de0006",
        f"{PAGE}?beside=ar&t=5",
        f"{PAGE}?t=abc&transcript=fr",
        "/en/watch/fokus-georgien/report?t=5",
    ],
)
def test_axe_finds_nothing(browser, site, path, scheme):
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(site + path)

    found = violations(page)
    context.close()
    assert found == []

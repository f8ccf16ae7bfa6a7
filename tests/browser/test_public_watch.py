"""From a hit to the second, in a real browser, with and without scripts; and the player's own controls."""

import pytest
from playwright.sync_api import expect

from tests.support.shown import SECONDS

pytestmark = pytest.mark.browser

SAID_AT = 8.25
"""Second at which the word that is searched for is said."""


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def seconds(page):
    return page.locator("video").evaluate("(video) => video.currentTime")


def wait_until_playing(page):
    page.wait_for_function(
        "() => !document.querySelector('video').paused && document.querySelector('video').readyState > 2"
    )


def play_and_hold(page, begin):
    """Start by `begin`, wait until the film moves, and stop it again; give the second at which it began."""
    page.evaluate(
        """() => {
            const video = document.querySelector('video');
            video.addEventListener('playing', () => {
                window.began = video.currentTime;
                video.addEventListener('timeupdate', function hold() {
                    if (video.currentTime <= window.began) return;
                    video.removeEventListener('timeupdate', hold);
                    video.pause();
                    window.isHeld = true;
                });
            }, { once: true });
        }"""
    )
    begin()
    page.wait_for_function("() => window.isHeld")
    return page.evaluate("window.began")


def open_first_hit(page, site):
    page.goto(f"{site}/de/")
    page.locator("main input[name=q]").fill("Krankenversicherung")
    page.keyboard.press("Enter")
    page.locator(".hit .at").first.click()
    page.wait_for_url("**/watch/**")
    page.wait_for_function("() => document.querySelector('video')?.readyState >= 1")


def test_a_hit_plays_from_its_second(page, site):
    open_first_hit(page, site)

    began = play_and_hold(page, page.get_by_role("button", name="Abspielen").click)

    assert SAID_AT - 1 <= began <= SAID_AT + 0.3
    assert page.locator(".lines [aria-current=true] mark").first.inner_text() == "Krankenversicherung"
    page.wait_for_function("() => document.querySelector('video').videoWidth > 0", polling=100)


def test_a_hit_plays_from_its_second_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/de/")
    page.locator("main input[name=q]").fill("Krankenversicherung")
    page.keyboard.press("Enter")
    page.locator(".hit .at").first.click()
    page.wait_for_url("**/watch/**")

    assert page.locator("video").get_attribute("controls") is not None
    assert page.locator(".bar").is_hidden()
    assert page.locator(".lines [aria-current=true] mark").inner_text() == "Krankenversicherung"
    page.locator("video").focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(800)
    at = page.locator("video").evaluate("(video) => [video.currentTime, video.paused]")
    assert SAID_AT - 1 <= at[0] <= SAID_AT + 3
    assert at[1] is False
    assert page.locator("video track[kind=captions][srclang=de]").get_attribute("src")
    page.locator("#quote summary").click()
    page.get_by_role("button", name="Diese Worte zitieren").click()
    assert "Krankenversicherung" in page.locator("#quote blockquote").inner_text()
    assert "maschineller Text" in page.locator("#quote-text").input_value()
    context.close()


def tab_to(page, selector):
    """Walk by the Tab key to what fits the selector, as somebody without a mouse does."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(selector)


@pytest.mark.parametrize(
    ("language", "said"), [("de", "maschineller Text, ungeprüft"), ("en", "machine text, not checked")]
)
def test_keys_alone_lead_from_the_search_to_the_quote(page, site, language, said):
    page.goto(f"{site}/{language}/")
    tab_to(page, "main input[name=q]")
    page.keyboard.type("Krankenversicherung")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search**")
    tab_to(page, ".hit .at")
    page.keyboard.press("Enter")
    page.wait_for_url("**/watch/**")
    page.wait_for_function("() => document.querySelector('video')?.readyState >= 1")

    tab_to(page, "button.play")
    began = play_and_hold(page, lambda: page.keyboard.press("Space"))
    assert SAID_AT - 1 <= began <= SAID_AT + 0.3
    tab_to(page, "button.captions")
    page.keyboard.press("Enter")
    expect(page.locator(".caption-layer .caption")).to_contain_text("Krankenversicherung")
    tab_to(page, ".lines a[id]")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator(".quote-these")).to_be_visible()
    tab_to(page, ".quote-these")
    page.keyboard.press("Enter")

    expect(page.locator("#quote figcaption")).to_contain_text(said)
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_line_plays_from_its_second_and_leaves_its_address(page, site):
    page.goto(f"{site}/de/watch/fokus-irak")
    line = page.locator("#line-de0003")

    began = play_and_hold(page, line.click)

    assert 12 <= began <= 12.6
    assert page.url.endswith("?t=12.25#line-de0003")


def test_the_playing_line_is_followed_and_the_focus_stays(page, site):
    page.goto(f"{site}/de/watch/fokus-irak")
    play = page.get_by_role("button", name="Abspielen")
    play.focus()

    page.keyboard.press("Space")
    expect(page.locator("#line-de0001")).to_have_attribute("aria-current", "true", timeout=8000)

    assert page.locator(".lines [aria-current]").count() == 1
    assert page.evaluate("document.activeElement.className") == "play"
    assert page.get_by_role("button", name="Pause").is_visible()


def test_buttons_do_what_they_say(page, site):
    page.goto(f"{site}/de/watch/fokus-irak")
    page.wait_for_function("() => document.querySelector('video').readyState >= 1")

    page.get_by_role("button", name="10 Sekunden vor").click()
    assert seconds(page) == pytest.approx(10, abs=0.3)
    page.get_by_role("button", name="10 Sekunden zurück").click()
    assert seconds(page) == pytest.approx(0, abs=0.3)

    page.get_by_role("button", name="Stumm").click()
    assert page.locator("video").evaluate("(video) => video.muted")
    expect(page.get_by_role("button", name="Stumm")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("slider", name="Lautstärke").fill("40")
    assert page.locator("video").evaluate("(video) => [video.volume, video.muted]") == [0.4, False]
    page.get_by_label("Tempo").select_option("1.5")
    assert page.locator("video").evaluate("(video) => video.playbackRate") == 1.5

    captions = page.get_by_role("button", name="Untertitel")
    captions.click()
    expect(captions).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".bar [role=status]")).to_have_text("Untertitel an")
    assert page.locator("video").evaluate("(video) => video.textTracks[0].mode") == "hidden"  # drawn by the page


def test_changing_the_quality_keeps_the_place(page, site):
    page.goto(f"{site}/de/watch/fokus-irak?t=8.25")
    page.get_by_label("Bildqualität").select_option("720p")
    page.wait_for_function("() => document.querySelector('video').currentSrc.includes('720p')")
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")

    page.get_by_label("Bildqualität").select_option("360p")
    page.wait_for_function("() => document.querySelector('video').currentSrc.includes('360p')")
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")

    assert seconds(page) == pytest.approx(SAID_AT, abs=0.3)


def test_the_position_is_a_slider_that_says_where_it_is(page, site):
    page.goto(f"{site}/de/watch/fokus-irak")
    page.wait_for_function("() => document.querySelector('video').readyState >= 1")
    slider = page.get_by_role("slider", name="Position")
    slider.focus()

    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "5 Sekunden von 20 Sekunden, Begrüßung")
    page.keyboard.press("End")
    page.wait_for_timeout(200)
    assert seconds(page) >= SECONDS - 1


def test_typing_is_left_alone(page, site):
    page.goto(f"{site}/de/watch/fokus-irak?q=xyz")
    page.get_by_role("link", name="Zurück zu allen Treffern").focus()

    for key in ("k", "j", "l", "m", "f", "ArrowRight"):
        page.keyboard.press(key)

    assert seconds(page) == 0
    assert page.locator("video").evaluate("(video) => [video.paused, video.muted]") == [True, False]


def test_every_control_is_named_and_large_enough(page, site):
    page.goto(f"{site}/de/watch/fokus-irak")

    for control in page.locator(".bar button, .bar input, .bar select").all():
        if control.is_visible():
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= 24, control
    names = page.locator(".bar").aria_snapshot()
    for name in ("Abspielen", "10 Sekunden zurück", "10 Sekunden vor", "Position", "Stumm", "Lautstärke", "Untertitel"):
        assert f'"{name}"' in names


def test_what_does_not_play_is_said_beside_the_player(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/media/**", lambda route: route.fulfill(body=b"not a film", content_type="video/mp4"))
    page.goto(f"{site}/de/watch/fokus-irak")

    expect(page.get_by_role("alert")).to_contain_text("lässt sich in Ihrem Browser nicht abspielen")
    context.close()


def test_a_phone_keeps_the_player_in_view_and_the_rest_behind_more(browser, site):
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="de-DE")
    page = context.new_page()
    page.goto(f"{site}/de/watch/fokus-irak?t=8.25&q=krankenversicherung#line-de0002")
    page.wait_for_timeout(500)

    player, line = page.locator("event-player").bounding_box(), page.locator("#line-de0002").bounding_box()
    assert player["y"] >= -1
    assert player["y"] + player["height"] <= line["y"] + 1
    assert line["y"] < 740
    assert page.get_by_label("Tempo").is_hidden()
    page.get_by_role("button", name="Mehr").click()
    assert page.get_by_label("Tempo").is_visible()
    context.close()


def test_facts_and_downloads_keep_their_rhythm_on_a_phone(browser, site):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site}/de/watch/fokus-irak")

    steps = page.evaluate(
        """() => {
        const tops = [...document.querySelectorAll(".facts dt")].map((term) => term.getBoundingClientRect().top);
        return tops.slice(1).map((top, place) => Math.round(top - tops[place]));
    }"""
    )
    heights = page.evaluate(
        """() => [...document.querySelectorAll(".downloads .forms")].map(
        (forms) => new Set([...forms.querySelectorAll("a")].map((link) => link.offsetTop)).size)"""
    )

    assert max(steps) - min(steps) <= 1
    assert heights == [1]
    context.close()


def test_motion_that_was_not_wished_for_does_not_happen(browser, site):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}/de/watch/fokus-irak")

    assert page.locator(".follow").is_visible()  # it follows when asked to
    context.close()

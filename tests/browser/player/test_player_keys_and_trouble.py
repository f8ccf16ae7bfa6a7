"""What the player does when a file does not play, and the keys it answers to."""

import pytest
from playwright.sync_api import expect

from tests.support.clips import make_clip
from tests.support.player import of_video, open_settings, ready, seconds
from tests.support.rich_recording import SLUG
from tests.support.shown import SECONDS

pytestmark = pytest.mark.browser

EARLIEST_FAILURE = "Failed to load resource"


# Trouble


def test_a_picture_that_stays_black_gives_way_to_the_next_file(visit, site, tmp_path):
    black = make_clip(tmp_path / "black.mp4", seconds=SECONDS, video="hevc", size="160x90").read_bytes()

    def serve_black(page):
        page.route("**/media/**/720p-*", lambda route: route.fulfill(body=black, content_type="video/mp4"))

    page = visit(f"{site}/de/watch/fokus-irak", before=serve_black)
    page.locator("button.play").click()

    page.wait_for_function("() => document.querySelector('video').currentSrc.includes('360p')", timeout=15_000)
    page.wait_for_function(
        "() => document.querySelector('video').videoWidth > 0 && !document.querySelector('video').paused"
    )
    assert page.get_by_role("alert").is_hidden()


def test_no_picture_at_all_is_said_while_the_sound_goes_on(visit, site, tmp_path):
    black = make_clip(tmp_path / "black.mp4", seconds=SECONDS, video="hevc", size="160x90").read_bytes()

    def serve_black(page):
        page.route("**/media/**/*.mp4", lambda route: route.fulfill(body=black, content_type="video/mp4"))

    page = visit(f"{site}/de/watch/fokus-irak", before=serve_black)
    page.locator("button.play").click()

    expect(page.get_by_role("alert")).to_contain_text("kann das Bild dieser Aufzeichnung nicht zeigen", timeout=15_000)
    assert page.get_by_role("link", name="Datei herunterladen").get_attribute("href").startswith("/media/fokus-irak/")
    at = seconds(page)
    page.wait_for_function("(at) => document.querySelector('video').currentTime > at", arg=at)


def test_a_broken_line_is_said_and_tried_again_at_the_same_second(visit, site):
    def cut(page):
        page.route("**/media/**/*.m*", lambda route: route.abort())

    page = visit(f"{site}/de/watch/fokus-irak?t=8.25", before=cut)
    expect(page.get_by_role("alert")).to_contain_text("Die Verbindung ist unterbrochen")
    page.unroute_all()

    page.get_by_role("button", name="Von hier noch einmal versuchen").click()
    page.wait_for_function("() => document.querySelector('video').currentTime > 8.3")
    assert seconds(page) < 11
    expect(page.get_by_role("alert")).to_be_hidden()
    visit.said[:] = [text for text in visit.said if not text.startswith(EARLIEST_FAILURE)]


def test_a_line_that_brings_nothing_for_ten_seconds_is_called_slow(visit, site):
    def stall(page):
        page.clock.install()
        page.route("**/media/**/*.m*", lambda _route: None)

    page = visit(f"{site}/de/watch/fokus-irak", before=stall)
    page.evaluate("document.querySelector('video').addEventListener('waiting', () => { window.isWaiting = true; })")
    page.locator("button.play").click()
    page.wait_for_function("() => window.isWaiting")
    trouble = page.get_by_role("alert")

    page.clock.run_for(9_900)
    expect(trouble).to_be_hidden()
    page.clock.run_for(200)
    expect(trouble).to_contain_text("Die Verbindung ist langsam")
    assert page.get_by_role("button", name="Von hier noch einmal versuchen").is_visible()


def test_a_browser_that_has_not_begun_to_choose_a_file_is_given_time(visit, site):
    def begin_late(page):
        page.add_init_script(
            """const own = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'networkState').get;
            const until = performance.now() + 700;
            Object.defineProperty(HTMLMediaElement.prototype, 'networkState', { get() {
                return performance.now() < until ? HTMLMediaElement.NETWORK_NO_SOURCE : own.call(this);
            } });"""
        )

    page = visit(f"{site}/de/watch/fokus-irak", before=begin_late)

    page.wait_for_timeout(1_500)
    assert page.locator("video").evaluate("(video) => video.currentSrc").endswith(".mp4")
    assert page.get_by_role("alert").is_hidden()


def test_what_failed_before_the_script_came_is_seen(visit, site):
    def fail_early(page):
        page.add_init_script(
            """Object.defineProperty(HTMLMediaElement.prototype, 'networkState', { get() {
                return this.src ? HTMLMediaElement.NETWORK_LOADING : HTMLMediaElement.NETWORK_NO_SOURCE;
            } });"""
        )

    page = visit(f"{site}/de/watch/fokus-irak", before=fail_early)

    page.wait_for_function("() => document.querySelector('video').currentSrc.endsWith('.m4a')", polling=100)


def test_a_missing_file_is_called_missing(visit, site):
    def lose(page):
        page.route("**/media/**/*.m*", lambda route: route.fulfill(status=404))

    page = visit(f"{site}/de/watch/fokus-irak", before=lose)

    expect(page.get_by_role("alert")).to_contain_text("Die Datei dieser Aufzeichnung fehlt hier")
    expect(page.get_by_role("link", name="Datei herunterladen")).to_be_hidden()
    assert page.locator("section.transcript").is_visible()
    visit.said[:] = [text for text in visit.said if not text.startswith(EARLIEST_FAILURE)]


# Keys


def test_keys_work_while_nothing_has_the_focus(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}"))

    page.keyboard.press("l")
    assert seconds(page) == pytest.approx(10, abs=0.3)
    page.keyboard.press("ArrowLeft")
    assert seconds(page) == pytest.approx(5, abs=0.3)
    page.keyboard.press("9")
    assert seconds(page) == pytest.approx(18, abs=0.4)
    page.keyboard.press("j")
    page.keyboard.press("m")
    page.keyboard.press("c")
    page.keyboard.press(">")
    page.keyboard.press("t")
    assert of_video(page, "muted")
    assert of_video(page, "playbackRate") == 1.25
    expect(page.get_by_role("button", name="Untertitel")).to_have_attribute("aria-pressed", "true")
    assert page.locator("section.transcript").is_hidden()
    page.keyboard.press("k")
    page.wait_for_function("() => !document.querySelector('video').paused")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('video').paused")
    page.keyboard.press("f")
    page.wait_for_function("() => document.fullscreenElement")


def test_keys_work_on_the_line_that_a_hit_led_to_and_not_on_others(visit, site):
    page = ready(visit(f"{site}/de/watch/fokus-irak?q=Krankenversicherung&t=8.25#line-de0002"))
    assert page.evaluate("document.activeElement.matches('.lines :target')")

    page.keyboard.press("Space")
    page.wait_for_function("() => !document.querySelector('video').paused")
    page.keyboard.press("c")
    expect(page.get_by_role("button", name="Untertitel")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("k")
    assert not of_video(page, "paused")


def test_the_list_of_keys_opens_and_gives_the_focus_back(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}"))
    page.locator("button.play").focus()

    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Tastenkürzel")
    expect(sheet).to_be_visible()
    page.keyboard.press("l")
    assert seconds(page) == 0
    page.keyboard.press("Escape")

    expect(sheet).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "play"


def test_keys_can_be_switched_off_for_good_and_typing_never_counts(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}"))
    page.get_by_role("searchbox").first.focus()
    page.keyboard.type("klm9 ?t")
    assert seconds(page) == 0
    assert page.get_by_role("dialog").count() == 0

    open_settings(page).get_by_label("Tastenkürzel", exact=True).uncheck()
    page.keyboard.press("Escape")
    ready(page).reload()
    ready(page)
    page.keyboard.press("l")
    page.keyboard.press("?")
    assert seconds(page) == 0
    assert page.get_by_role("dialog").count() == 0

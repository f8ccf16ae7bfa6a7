"""The player in a frame on another site, and what pages say to search engines, in a real browser."""

import http.server
import json
import threading

import pytest
from playwright.sync_api import expect

from tests.support.access import violations
from tests.support.desk import live_desk
from tests.support.shown import show_recordings

pytestmark = pytest.mark.browser


class FramingSite(http.server.BaseHTTPRequestHandler):
    """A page on another site that holds a frame."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.server.page.encode())

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture(scope="module")
def elsewhere():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FramingSite)
    server.page = ""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def address_of(server):
    return f"http://127.0.0.1:{server.server_address[1]}"


@pytest.fixture(scope="module")
def site(tmp_path_factory, elsewhere):
    folder = tmp_path_factory.mktemp("passed-on")
    with live_desk(folder / "var", works=False, embed_hosts=(address_of(elsewhere),)) as (services, here):
        show_recordings(services, folder / "clips", "fokus-irak")
        yield here


def frame_in(page, elsewhere, address):
    elsewhere.page = f'<!doctype html><title>x</title><iframe src="{address}" width="640" height="720"></iframe>'
    page.goto(address_of(elsewhere))
    return page.frame_locator("iframe")


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_named_site_shows_player_and_transcript_in_a_frame(browser, site, elsewhere, has_scripts):
    context = browser.new_context(locale="de-DE", java_script_enabled=has_scripts)
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))

    frame = frame_in(page, elsewhere, f"{site}/embed/fokus-irak?t=8&language=en")

    expect(frame.get_by_role("heading", level=1)).to_contain_text("Fokus Irak")
    expect(frame.locator("video")).to_have_count(1)
    expect(frame.locator("transcript-lines")).to_contain_text("Krankenversicherung")
    assert frame.locator("html").get_attribute("lang") == "en"
    if has_scripts:
        expect(frame.get_by_role("button", name="Play", exact=True)).to_be_visible()
        frame.get_by_role("button", name="Play", exact=True).click()
        (inside,) = page.frames[1:]
        inside.wait_for_function("() => document.querySelector('video').currentTime > 8.2")
        assert frame.locator("video").evaluate("(video) => [video.paused, video.videoWidth > 0]") == [False, True]
        frame.get_by_role("button", name="Captions").click()
        expect(frame.locator(".caption-layer .caption")).to_be_visible()
    assert context.cookies() == []
    assert complaints == []
    context.close()


def test_pages_that_are_no_player_are_shown_in_no_frame(browser, site, elsewhere):
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))

    frame_in(page, elsewhere, f"{site}/de/watch/fokus-irak")
    page.wait_for_timeout(500)

    assert any("frame-ancestors" in complaint for complaint in complaints)
    page.close()


def test_what_search_engines_read_is_no_script_to_the_policy(browser, site):
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', (event) => console.log(event.violatedDirective))"
    )
    page.goto(f"{site}/de/watch/fokus-irak")

    (written,) = page.locator('script[type="application/ld+json"]').all_text_contents()

    assert json.loads(written)["@graph"][0]["name"] == "Fokus Irak"
    assert complaints == []
    page.close()


@pytest.mark.parametrize(
    ("language", "look"),
    [("de", {"color_scheme": "light"}), ("en", {"color_scheme": "dark"}), ("de", {"forced_colors": "active"})],
    ids=str,
)
def test_axe_finds_nothing_around_the_framed_player_below_share_and_on_the_page_of_the_api(
    browser, site, language, look
):
    context = browser.new_context(viewport={"width": 360, "height": 740}, **look)
    page = context.new_page()
    found, too_wide = {}, []

    for path in (f"/embed/fokus-irak?language={language}", f"/{language}/api", f"/{language}/watch/fokus-irak"):
        page.goto(site + path)
        if page.locator(".share").count():
            page.locator(".share summary").click()
        if faults := violations(page, {"exclude": [["event-player"], ["transcript-lines"]]}):  # they have their own
            found[path] = faults
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            too_wide.append(path)
    context.close()

    assert found == {}
    assert too_wide == []

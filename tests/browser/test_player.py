"""The player's own controls, with real playback: choices, captions, trouble, keys, memory, ranges, looks."""

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from archive.web.assets import load_assets
from tests.support.clips import make_clip
from tests.support.desk import live_desk
from tests.support.rich_recording import ARABIC, SLUG, TALKED_OVER, show_rich_recording
from tests.support.shown import SECONDS

pytestmark = pytest.mark.browser

CUE_STARTS = (0.25, 4.25, 8.25)
LARGEST_SCRIPTS_BYTES = 25_000
FRAME_SECONDS = 0.1
EARLIEST_FAILURE = "Failed to load resource"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Give the address of an archive with a recording that has everything, and one that has not."""
    folder: Path = tmp_path_factory.mktemp("site")
    with live_desk(folder / "var", works=False) as (services, here):
        show_rich_recording(services, folder / "clips")
        yield here


@pytest.fixture
def visit(browser):
    """Open pages in fresh browsers, which must say nothing on their consoles."""
    contexts, said = [], []

    def begin(address, *, before=None, **wishes):
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "locale": "de-DE", **wishes})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        if before:
            before(page)
        page.goto(address)
        page.wait_for_function("() => document.querySelector('video')")
        return page

    begin.said = said
    yield begin
    for context in contexts:
        context.close()
    assert said == []


def ready(page):
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    return page


def of_video(page, what):
    return page.locator("video").evaluate(f"(video) => video.{what}")


def seconds(page):
    return of_video(page, "currentTime")


def play(page):
    page.locator("button.play").click()
    page.wait_for_function("(at) => document.querySelector('video').currentTime > at + .2", arg=seconds(page))


def kept(page):
    return json.loads(page.evaluate("localStorage.getItem('player')") or "{}")


def tell(page, name, **detail):
    """Ask the player as the other parts of the page do."""
    page.locator("event-player").evaluate(
        "(player, [name, detail]) => player.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))",
        [name, detail],
    )


def open_settings(page):
    page.locator("button.more-controls:visible").click()
    page.get_by_role("button", name="Einstellungen des Players").click()
    return page.get_by_role("dialog", name="Einstellungen des Players")


# The bar


def test_captions_and_description_are_one_step_away_as_play_is(visit, site):
    for width in (1440, 360):
        page = visit(f"{site}/de/watch/{SLUG}", viewport={"width": width, "height": 800})

        for name in ("Abspielen", "Untertitel", "Audiodeskription"):
            assert page.get_by_role("button", name=name).is_visible(), (width, name)


def test_nothing_is_kept_before_a_choice_and_choices_count_on_the_next_page(visit, site):
    page = ready(visit(f"{site}/de/watch/fokus-irak"))
    play(page)
    page.get_by_role("button", name="10 Sekunden vor").click()
    page.get_by_role("slider", name="Lautstärke").fill("40")
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]

    page.get_by_label("Tempo").select_option("1.75")
    page.get_by_label("Bildqualität").select_option("360p")
    page.get_by_role("button", name="Untertitel").click()
    assert kept(page) == {"speed": "1.75", "quality": "360p", "captions": True}
    ready(page).reload()

    page.wait_for_function("() => document.querySelector('video').currentSrc.includes('360p')")
    ready(page)
    assert of_video(page, "playbackRate") == 1.75
    expect(page.get_by_role("button", name="Untertitel")).to_have_attribute("aria-pressed", "true")
    assert page.get_by_label("Bildqualität").locator("option").all_inner_texts() == ["Auto", "720p", "360p", "Nur Ton"]


def test_sound_alone_keeps_the_place_and_the_picture_comes_back(visit, site):
    page = ready(visit(f"{site}/de/watch/fokus-irak?t=8.25"))

    page.get_by_label("Bildqualität").select_option("Nur Ton")
    page.wait_for_function("() => document.querySelector('video').currentSrc.endsWith('.m4a')")
    play(page)
    assert 8.25 <= seconds(page) <= 11
    page.wait_for_timeout(1700)  # by then a picture would be missed
    assert page.get_by_role("alert").is_hidden()

    page.get_by_label("Bildqualität").select_option("Auto")
    page.wait_for_function("() => document.querySelector('video').videoWidth > 0")


def test_a_slow_line_gets_the_small_picture_without_being_asked(visit, site):
    def slow(page):
        said = "{ saveData: true, effectiveType: '4g' }"
        page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {said} }})")

    page = visit(f"{site}/de/watch/fokus-irak?t=8.25", before=slow)

    page.wait_for_function("() => document.querySelector('video').currentSrc.includes('360p')")
    assert ready(page).get_by_label("Bildqualität").input_value() == "auto"
    assert seconds(page) == pytest.approx(8.25, abs=0.3)


def test_another_sound_keeps_step_with_the_picture(visit, site):
    def listen(page):
        page.add_init_script("const Own = Audio; Audio = function (path) { return window.sound = new Own(path); };")

    page = ready(visit(f"{site}/de/watch/{SLUG}?t=3", before=listen))
    page.get_by_role("button", name="Mehr").click()
    page.get_by_label("Sprache des Tons").select_option("Englisch")
    play(page)
    page.wait_for_function("() => sound.currentTime > 3.5")

    apart = page.evaluate("Math.abs(sound.currentTime - document.querySelector('video').currentTime)")
    assert apart < 0.25
    assert page.evaluate("[document.querySelector('video').muted, sound.muted, sound.src.includes('audio-2')]") == [
        True,
        False,
        True,
    ]
    expect(page.get_by_role("button", name="Stumm")).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="Stumm").click()
    assert page.evaluate("sound.muted")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function("() => sound.paused")

    page.get_by_role("button", name="Audiodeskription").click()
    assert page.evaluate("sound.src.includes('audio-3')")
    expect(page.get_by_role("button", name="Audiodeskription")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Audiodeskription").click()
    page.get_by_label("Sprache des Tons").select_option("Deutsch")
    assert of_video(page, "muted")  # as the person had it


def test_pointer_and_keys_look_ahead_with_picture_time_and_chapter(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}"))
    slider = page.get_by_role("slider", name="Position")
    box = slider.bounding_box()
    preview = page.locator(".preview")
    assert preview.is_hidden()

    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 10)
    expect(preview.locator("img")).to_be_visible()
    expect(preview).to_have_text(re.compile(r"0:1[34]\s+Versorgung"))
    page.wait_for_function("() => document.querySelector('.preview img').naturalWidth > 0")
    assert seconds(page) == 0
    page.mouse.move(10, 10)
    expect(preview).to_be_hidden()

    slider.focus()
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(preview).to_contain_text("Versorgung")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("9|10 Sekunden von 20 Sekunden, Versorgung"))
    expect(preview).to_be_hidden(timeout=4000)


def test_words_found_in_the_transcript_are_marked_on_the_time_line(visit, site):
    page = visit(f"{site}/de/watch/{SLUG}")

    tell(page, "mark-seconds", seconds=[0.25, 8.25, 8.25])
    assert page.locator(".seek .tick.here").count() == 2
    tell(page, "mark-seconds", seconds=[])
    assert page.locator(".seek .tick.here").count() == 0


def test_the_transcript_makes_room_and_comes_back(visit, site):
    page = visit(f"{site}/de/watch/fokus-irak")
    width = page.locator(".stage").bounding_box()["width"]
    toggle = page.locator(".bar").get_by_role("button", name="Transkript")

    toggle.click()
    assert page.locator("section.transcript").is_hidden()
    assert page.locator(".stage").bounding_box()["width"] > width + 100
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.click()
    assert page.locator("section.transcript").is_visible()


# Captions


def test_captions_come_and_go_with_the_words(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}"))
    page.get_by_role("button", name="Untertitel").click()
    page.evaluate(
        """() => {
            const video = document.querySelector('video'), layer = document.querySelector('.caption-layer');
            window.drawn = [];
            new MutationObserver(() => drawn.push([video.currentTime, layer.innerText]))
                .observe(layer, { childList: true });
        }"""
    )
    play(page)
    page.wait_for_function("() => document.querySelector('video').currentTime > 10.4", timeout=20_000)

    drawn = page.evaluate("drawn")
    wanted = (*CUE_STARTS, *TALKED_OVER)
    late = {at: min(abs(when - at) for when, _ in drawn) for at in wanted}
    assert max(late.values()) <= FRAME_SECONDS, (late, drawn)
    both = next(text for when, text in drawn if 8.2 < when < 8.6)
    assert "Krankenversicherung" in both
    assert "Darf ich dazu" in both
    assert {track["mode"] for track in of_video_tracks(page)} == {"hidden", "disabled"}


def of_video_tracks(page):
    return page.evaluate(
        "[...document.querySelector('video').textTracks].map(({ mode, language }) => ({ mode, language }))"
    )


def test_captions_look_as_wished_also_next_time_and_in_full_screen(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}?t=4.5"))
    page.get_by_role("button", name="Untertitel").click()
    caption = page.locator(".caption-layer .caption")
    expect(caption).to_contain_text("freiwillige Rückkehr")
    size = look(caption, "fontSize")

    sheet = open_settings(page)
    sheet.get_by_label("Größe").fill("300")
    sheet.get_by_label("Farben").select_option("Gelb auf Schwarz")
    sheet.get_by_label("Hintergrund").select_option("deckend")
    sheet.get_by_label("Position").select_option("oben")
    assert sheet.locator("output").inner_text() == "300\N{NO-BREAK SPACE}%"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "settings"
    page.reload()

    expect(caption).to_contain_text("freiwillige Rückkehr")
    assert look(caption, "fontSize") == pytest.approx(3 * size, rel=0.03)
    assert (
        page.locator(".caption-layer .caption").evaluate("(one) => getComputedStyle(one).color") == "rgb(255, 233, 92)"
    )
    stage, drawn = page.locator(".stage").bounding_box(), caption.bounding_box()
    assert drawn["y"] < stage["y"] + stage["height"] / 4

    page.get_by_role("button", name="Vollbild").click()
    page.wait_for_function("() => document.fullscreenElement?.localName === 'event-player'")
    expect(caption).to_be_visible()
    assert page.locator(".bar").is_visible()
    page.get_by_role("button", name="Vollbild").click()
    page.wait_for_function("() => !document.fullscreenElement")


def test_no_word_of_large_captions_is_cut_off_on_a_small_screen(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}?t=8.5", viewport={"width": 320, "height": 640}))
    page.get_by_role("button", name="Untertitel").click()
    open_settings(page).get_by_label("Größe").fill("300")
    page.reload()

    expect(page.locator(".caption-layer .caption")).to_have_count(2)
    layer, stage = page.locator(".caption-layer"), page.locator(".stage").bounding_box()
    assert layer.evaluate("(one) => one.scrollHeight - one.clientHeight") <= 2
    assert layer.bounding_box()["y"] >= stage["y"]
    assert look(layer.locator(".caption"), "fontSize") > 16


def look(locator, name):
    return float(locator.first.evaluate(f"(one) => getComputedStyle(one).{name}").removesuffix("px"))


def test_every_pair_of_colours_can_be_read(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}?t=4.5"))
    page.get_by_role("button", name="Untertitel").click()
    sheet = open_settings(page)
    sheet.get_by_label("Hintergrund").select_option("deckend")
    pairs = set()

    for name in ("Weiß auf Schwarz", "Gelb auf Schwarz", "Schwarz auf Weiß", "Dunkelblau auf Creme"):
        sheet.get_by_label("Farben").select_option(name)
        ink, ground = page.locator(".sample .caption").evaluate(
            "(one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
        )
        assert contrast(ink, ground) >= 7, name
        pairs.add((ink, ground))

    assert len(pairs) == 4


def contrast(one, other):
    """Give the contrast of two opaque colours (WCAG 2.2, relative luminance)."""

    def light(colour):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_arabic_captions_run_from_right_to_left(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}?t=4.5"))
    sheet = open_settings(page)
    sheet.get_by_label("Sprache").select_option("ar")
    page.keyboard.press("Escape")

    layer = page.locator(".caption-layer")
    expect(layer).to_have_text(ARABIC)
    assert [layer.get_attribute("lang"), layer.get_attribute("dir")] == ["ar", "rtl"]
    assert page.locator(".bar").evaluate("(bar) => getComputedStyle(bar).direction") == "ltr"


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


def test_a_missing_file_is_called_missing(visit, site):
    def lose(page):
        page.route("**/media/**/*.m*", lambda route: route.fulfill(status=404))

    page = visit(f"{site}/de/watch/fokus-irak", before=lose)

    expect(page.get_by_role("alert")).to_contain_text("Die Datei dieser Aufzeichnung fehlt hier")
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


# Place, range, session


def test_the_place_is_kept_only_when_wished_for_and_forgotten_on_demand(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}"))
    play(page)
    page.reload()
    assert seconds(ready(page)) == 0

    open_settings(page).get_by_label("Stelle merken").check()
    page.keyboard.press("Escape")
    page.keyboard.press("6")
    play(page)
    page.keyboard.press("k")
    page.reload()
    page.wait_for_function("() => document.querySelector('video').currentTime > 11")
    assert of_video(page, "paused")
    expect(page.locator(".bar [role=status]")).to_contain_text("wo Sie aufgehört haben")

    page.goto(f"{site}/de/watch/{SLUG}?t=2")
    assert seconds(ready(page)) == pytest.approx(2, abs=0.3)  # an address that names a second goes first
    open_settings(page).get_by_role("button", name="Alles vergessen").click()
    assert page.evaluate("localStorage.length") == 0


def test_a_part_that_was_asked_for_stops_at_its_end_and_goes_on_when_asked(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}?t=4,5.5"))
    page.locator("button.play").click()
    page.wait_for_function("() => document.querySelector('video').currentTime > 4.2")

    page.wait_for_function("() => document.querySelector('video').paused", timeout=8000)
    assert 5.4 <= seconds(page) <= 5.9
    expect(page.locator(".bar [role=status]")).to_have_text("Der gewünschte Ausschnitt endet hier.")
    play(page)
    page.wait_for_timeout(700)
    assert not of_video(page, "paused")

    tell(page, "seek-to", seconds=12, end_seconds=13)
    page.wait_for_function("() => document.querySelector('video').currentTime > 12.1")
    page.wait_for_function("() => document.querySelector('video').paused", timeout=8000)
    assert 12.9 <= seconds(page) <= 13.4


def test_the_device_knows_what_is_playing(visit, site):
    def listen(page):
        page.add_init_script(
            """window.acts = {};
            const own = MediaSession.prototype.setActionHandler;
            MediaSession.prototype.setActionHandler = function (name, act) {
                acts[name] = act;
                own.call(this, name, act);
            };"""
        )

    page = ready(visit(f"{site}/de/watch/{SLUG}", before=listen))
    assert page.evaluate("navigator.mediaSession.metadata") is None
    play(page)

    title, event, poster = page.evaluate(
        "(({ title, artist, artwork }) => [title, artist, artwork[0].src])(navigator.mediaSession.metadata)"
    )
    assert title == "Fokus Georgien"
    assert event
    assert "/poster-" in poster
    page.evaluate("acts.seekto({ seekTime: 12 }); acts.pause()")
    page.wait_for_function("() => document.querySelector('video').paused")
    assert seconds(page) == pytest.approx(12, abs=0.5)


# Looks


@pytest.mark.parametrize(
    "wishes",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active", "reduced_motion": "reduce"}],
    ids=["light", "dark", "forced"],
)
@pytest.mark.parametrize(
    ("language", "settings"), [("de", "Einstellungen des Players"), ("en", "Settings of the player")]
)
def test_axe_finds_nothing_in_player_and_sheets(visit, site, language, settings, wishes):
    page = ready(visit(f"{site}/{language}/watch/{SLUG}?t=8.5", **wishes))
    page.locator("button.captions").click()
    expect(page.locator(".caption").first).to_be_visible()
    found = [Axe().run(page, context="event-player")]

    page.locator("button.more-controls:visible").click()
    page.get_by_role("button", name=settings).click()
    found.append(Axe().run(page, context=".player-settings"))
    page.locator(".show-shortcuts").click()
    found.append(Axe().run(page, context=".shortcuts-help"))

    assert [answer.generate_report() for answer in found if answer.violations_count] == []


@pytest.mark.parametrize(
    ("width", "height", "least"), [(320, 256, 40), (360, 740, 40), (768, 900, 24), (1440, 900, 24)]
)
def test_every_control_fits_and_can_be_hit(visit, site, width, height, least):
    for slug in (SLUG, "fokus-irak"):
        page = visit(f"{site}/de/watch/{slug}", viewport={"width": width, "height": height})
        page.locator("button.more-controls").evaluate("(button) => button.click()")
        player = page.locator("event-player").bounding_box()
        boxes = {}
        for control in page.locator(".bar button, .bar select").all():
            if control.is_visible():
                name = control.evaluate("(one) => one.className || one.dataset.skip")
                boxes[name] = control.bounding_box()

        assert len(boxes) >= 11
        for name, box in boxes.items():
            assert min(box["width"], box["height"]) >= least, (name, box)
            assert box["x"] >= player["x"] - 1, (name, box)
            assert box["x"] + box["width"] <= player["x"] + player["width"] + 1, (name, box)
        assert overlapping(boxes) == []
        time = page.locator(".time").bounding_box()
        assert overlapping({**boxes, "time": time}) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def overlapping(boxes):
    listed = sorted(boxes.items())
    return [
        (name, other)
        for number, (name, one) in enumerate(listed)
        for other, two in listed[number + 1 :]
        if min(one["x"] + one["width"], two["x"] + two["width"]) - max(one["x"], two["x"]) > 1
        and min(one["y"] + one["height"], two["y"] + two["height"]) - max(one["y"], two["y"]) > 1
    ]


def test_all_scripts_together_are_small():
    assert len(load_assets().js.compressed) <= LARGEST_SCRIPTS_BYTES


def test_without_scripts_the_browsers_own_controls_and_captions_are_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/de/watch/{SLUG}?t=4,6")

    video = page.locator("video")
    assert video.get_attribute("controls") is not None
    assert [one.get_attribute("srclang") for one in video.locator("track").all()] == ["de", "en", "ar"]
    assert video.locator("source").first.get_attribute("src").endswith("#t=4,6")
    assert page.locator(".bar").is_hidden()
    assert page.get_by_role("dialog").count() == 0
    context.close()


def test_nothing_plays_by_itself(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}?t=8.25"))

    page.wait_for_timeout(400)
    assert of_video(page, "paused")
    assert page.locator("video[autoplay]").count() == 0

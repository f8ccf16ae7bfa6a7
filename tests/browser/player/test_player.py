"""The bar of the player with real playback: choices, sounds, looking ahead, memory, parts, the device."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.player import kept, of_video, open_settings, play, ready, seconds, tell
from tests.support.rich_recording import SLUG

pytestmark = pytest.mark.browser


def test_captions_and_description_are_one_step_away_as_play_is(visit, site):
    for width in (1440, 360):
        page = visit(f"{site}/de/watch/{SLUG}", viewport={"width": width, "height": 800})

        for name in ("Abspielen", "Untertitel", "Audiodeskription"):
            assert page.get_by_role("button", name=name).is_visible(), (width, name)


def test_nothing_is_kept_before_a_choice_and_choices_count_on_the_next_page(visit, site):
    page = ready(visit(f"{site}/de/watch/fokus-irak"))
    play(page)
    page.get_by_role("button", name="Pause").click()  # before anything that takes time: the film is short
    page.get_by_role("button", name="10 Sekunden vor").click()
    page.get_by_role("slider", name="Lautstärke").fill("40")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]

    page.get_by_label("Tempo").select_option("1.75")
    page.get_by_label("Bildqualität").select_option("360p")
    page.get_by_role("button", name="Untertitel").click()
    assert kept(page) == {"speed": "1.75", "quality": "360p", "captions": True}
    ready(page).reload()

    is_small = "() => document.querySelector('video').currentSrc.includes('360p')"
    page.wait_for_function(is_small, polling=100)  # a page that stands still may paint no frame to look in
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


def test_the_small_window_shows_the_browsers_captions_and_says_when_there_is_none(visit, site):
    def pretend(page):
        page.add_init_script(
            """let held = null;
            Object.defineProperty(document, 'pictureInPictureEnabled', { value: true });
            Object.defineProperty(document, 'pictureInPictureElement', { get: () => held });
            const tell = (video, name) => video.dispatchEvent(new Event(name));
            HTMLVideoElement.prototype.requestPictureInPicture = async function () {
                if (window.isRefused) throw new DOMException('no window', 'NotAllowedError');
                held = this;
                tell(this, 'enterpictureinpicture');
            };
            document.exitPictureInPicture = async () => {
                const left = held;
                held = null;
                tell(left, "leavepictureinpicture");
            };"""
        )

    page = ready(visit(f"{site}/de/watch/{SLUG}?t=8.5", before=pretend))
    page.get_by_role("button", name="Untertitel").click()
    page.get_by_role("button", name="Mehr").click()
    small = page.get_by_role("button", name="Bild im Bild")
    mode = "document.querySelector('track[srclang=de]').track.mode"

    small.click()
    expect(small).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(mode) == "showing"
    expect(page.locator(".caption-layer")).to_be_hidden()
    small.click()
    expect(small).to_have_attribute("aria-pressed", "false")
    assert page.evaluate(mode) == "hidden"
    expect(page.locator(".caption-layer")).to_be_visible()

    page.evaluate("window.isRefused = true")
    small.click()
    expect(page.locator(".bar [role=status]")).not_to_be_empty()
    expect(small).to_have_attribute("aria-pressed", "false")


def test_nothing_plays_by_itself(visit, site):
    page = ready(visit(f"{site}/de/watch/{SLUG}?t=8.25"))

    page.wait_for_timeout(400)
    assert of_video(page, "paused")
    assert page.locator("video[autoplay]").count() == 0


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
    page.wait_for_function("() => document.querySelector('video').currentTime > 11", polling=100)
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

"""Slides and chapters beside the player: marked as they are shown; and the frames for a poster, by keyboard."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from archive.catalogue.people import Role
from archive.catalogue.pictures import PosterFrame, Slide
from archive.catalogue.recordings import Recording
from tests.support.chromium import sign_in
from tests.support.desk import live_desk, session_for
from tests.support.shown import show_recordings

pytestmark = pytest.mark.browser

TITLES = ("Willkommen", "Anschlussförderungsmöglichkeiten", "")


@pytest.fixture(scope="module")
def slides_site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slides")
    with live_desk(folder / "var", works=False) as (services, here):
        show_recordings(services, folder / "clips", "fokus-georgien")
        with services.database.writing() as session:
            recording = session.scalars(select(Recording)).one()
            shared = {"image_key": recording.poster_key}
            for place, title in enumerate(TITLES):
                times = {"start_seconds": 5.0 * place, "end_seconds": 5.0 * place + 4}
                recording.slides.append(
                    Slide(position=place, title=title, text=title, width=320, height=180, **times, **shared)
                )
            keys = [recording.poster_key, *(row.key for row in recording.renditions[:2])]  # any files that differ
            recording.poster_frames.extend(
                PosterFrame(position=place, at_seconds=5.0 * place, image_key=key) for place, key in enumerate(keys)
            )
        yield here, session_for(services, "editor", Role.EDITOR), recording.id


@pytest.fixture
def page(browser, slides_site):
    context = browser.new_context(viewport={"width": 360, "height": 800}, locale="de-DE")
    sign_in(context, slides_site[0], slides_site[1])
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_the_slide_and_the_chapter_that_are_shown_are_marked_and_none_where_no_slide_is(page, slides_site):
    page.goto(f"{slides_site[0]}/de/watch/fokus-georgien?t=1")
    marked = page.locator(".slides [aria-current]")
    expect(marked).to_contain_text("Willkommen")

    page.locator(".slides a").nth(2).focus()
    page.keyboard.press("Enter")

    expect(marked).to_contain_text("Folie 3")
    expect(page.locator(".chapters [aria-current]")).to_contain_text("Versorgung")
    page.locator("video").evaluate("(video) => { video.pause(); video.currentTime = 9.5; }")
    expect(marked).to_have_count(0)


def test_slides_and_forms_fit_a_small_screen(page, slides_site):
    for address in ("watch/fokus-georgien?t=6", f"desk/recordings/{slides_site[2]}/pictures"):
        page.goto(f"{slides_site[0]}/de/{address}")
        page.locator(".slides, .frames").first.scroll_into_view_if_needed()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_poster_is_chosen_and_chapters_are_emptied_by_keyboard_alone(page, slides_site):
    page.goto(f"{slides_site[0]}/de/desk/recordings/{slides_site[2]}/pictures")
    page.locator(".frames input").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=poster")
    expect(page.locator(".frames input").nth(1)).to_be_checked()

    times = page.locator(".chapter-rows [name=time]")
    for row in range(times.count()):
        times.nth(row).fill("")
        page.locator(".chapter-rows [name=chapter]").nth(row).fill("")
    times.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**done=chapters")
    page.goto(f"{slides_site[0]}/de/watch/fokus-georgien")
    expect(page.locator(".chapters")).to_have_count(0)


def test_a_chapter_takes_its_time_from_the_player_and_plays_from_it(page, slides_site):
    page.goto(f"{slides_site[0]}/de/desk/recordings/{slides_site[2]}/pictures")
    film, first = page.locator(".film video"), page.locator(".chapter-rows li").first
    film.evaluate("(film) => new Promise((done) => { film.onseeked = done; film.currentTime = 7; })")

    first.get_by_role("button", name="Zeit des Players").click()
    expect(first.locator("[name=time]")).to_have_value("0:07")
    first.locator("[name=time]").fill("0:12")
    first.get_by_role("button", name="Abspielen").click()

    page.wait_for_function("() => document.querySelector('.film video').currentTime >= 12")

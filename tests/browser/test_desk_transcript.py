"""The transcript editor in a real browser: written by keyboard, saved by itself, never over somebody else's words."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from archive.catalogue.people import Account, Role
from archive.catalogue.recordings import Transcript
from archive.transcripts.line_edits import WriteText
from archive.transcripts.line_saving import Saving, lines_of, opened, save
from tests.support.access import violations
from tests.support.chromium import sign_in
from tests.support.desk import live_desk, session_for
from tests.support.shown import GERMAN, show_recordings

pytestmark = pytest.mark.browser

DOUBTS = [0.9, 0.3, 0.9, 0.9, 0.9, 0.9, 0.9]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lines")
    with live_desk(folder / "var", works=False) as (services, here):
        show_recordings(services, folder / "clips", "fokus-georgien", "fokus-irak")
        yield services, here


@pytest.fixture(scope="module")
def tokens(desk):
    return {name: session_for(desk[0], name, Role.EDITOR) for name in ("erika", "max")}


@pytest.fixture
def context(browser, desk, tokens):
    _, here = desk
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
    sign_in(context, here, tokens["erika"])
    yield context
    context.close()


@pytest.fixture
def place(desk):
    """Give the German transcript of the first recording as it came, and its page."""
    services, here = desk
    with services.database.writing() as session:
        transcript = session.scalars(
            select(Transcript).where(Transcript.language == "de").order_by(Transcript.id)
        ).first()
        transcript.cues[2].word_chances = DOUBTS
        return transcript.id, f"{here}/de/desk/recordings/{transcript.recording_id}/transcripts/{transcript.id}"


@pytest.fixture
def page(context, place):
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(place[1])
    yield page
    assert complaints == []


def texts(page):
    return [line.text_content() for line in page.locator(".line-list > li > a > span").all()]


def saved(page):
    expect(page.locator(".save-state")).to_have_text(re.compile(r"Gespeichert \d\d:\d\d"))


def test_three_lines_are_corrected_split_joined_and_taken_back_by_keyboard_and_saved_by_themselves(page):
    expect(page.locator(".line-list u")).to_have_text(["staatliche"])
    page.locator(".line-list a").first.focus()
    page.keyboard.press("Enter")
    for addition in (" Eins", " Zwei", " Drei"):
        page.keyboard.press("Control+End")
        page.keyboard.type(addition)
        page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    saved(page)
    expect(page.locator(".editor-progress")).to_have_text("3 von 5 Zeilen geprüft")

    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.evaluate("(() => { const f = document.querySelector('textarea'); f.setSelectionRange(14, 14); })()")
    page.keyboard.press("Enter")
    expect(page.locator(".line-list > li")).to_have_count(6)
    expect(page.locator("textarea")).to_have_value("Krankenversicherung gilt ab der Anmeldung. Drei")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("textarea")).to_have_value("Die staatliche")
    page.keyboard.press("Alt+m")
    expect(page.locator(".line-list > li")).to_have_count(5)
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(page.locator(".line-list > li")).to_have_count(6)
    page.keyboard.press("z")
    expect(page.locator(".line-list > li")).to_have_count(5)
    saved(page)

    page.reload()
    wanted = [f"{text} {word}" for text, word in zip(GERMAN, ("Eins", "Zwei", "Drei"), strict=False)]
    assert [" ".join(text.split()) for text in texts(page)] == [*wanted, *GERMAN[3:]]
    page.get_by_role("button", name="Zurücknehmen").click()
    expect(page.locator(".line-list > li").nth(2)).not_to_contain_text("Drei")


def test_a_line_is_played_to_its_end_and_typing_never_steers_the_player(page):
    page.locator(".line-list a").nth(1).focus()
    page.evaluate("document.querySelector('video').muted = true")
    page.keyboard.press("p")
    page.wait_for_function("() => document.querySelector('video').currentTime > 4.3")
    expect(page.locator(".line-list > li").nth(1)).to_have_attribute("aria-current", "true")
    page.evaluate("document.querySelector('video').playbackRate = 4")
    page.wait_for_function("() => document.querySelector('video').paused")
    assert 7.8 < page.evaluate("document.querySelector('video').currentTime") < 8.5
    page.keyboard.press("?")
    expect(page.locator(".editor-help")).to_be_visible()
    expect(page.locator(".shortcuts-help")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.keyboard.type("kmf? ")
    assert page.evaluate("document.querySelector('video').paused && document.fullscreenElement === null")
    assert page.locator("textarea").input_value().endswith("kmf? ")


def test_what_somebody_else_wrote_meanwhile_is_shown_beside_and_chosen_and_other_lines_merge_quietly(page, desk, place):
    services, _ = desk
    with services.database.writing() as session:
        by = session.scalars(select(Account.id).where(Account.name == "max")).one()
    with services.database.writing(by=by) as session:
        transcript = opened(session, session.get_one(Transcript, place[0]).recording_id, place[0])
        lines = lines_of(session, transcript)
        edits = [WriteText(line.key, line.version, f"Von Max {number}") for number, line in enumerate(lines[3:])]
        save(services, session, transcript, Saving(edits, "max", transcript.last_edit))

    page.locator(".line-list > li").nth(3).locator("a").click()
    page.locator("textarea").fill("Von Erika")
    page.keyboard.press("Escape")
    clash = page.locator(".line-clash")
    expect(clash.locator(".theirs")).to_have_text("Von Max 0")
    expect(clash.locator(".mine")).to_have_text("Von Erika")
    expect(clash.locator(".who")).to_have_text("max")
    assert violations(page) == []
    clash.get_by_role("button", name="Meinen nehmen").click()
    saved(page)

    assert texts(page)[3:] == ["Von Erika", "Von Max 1"]
    page.reload()
    assert texts(page)[3:] == ["Von Erika", "Von Max 1"]


def test_a_save_that_gets_no_answer_is_said_and_tried_again_and_done_once(page, context, desk, place):
    lost = []

    def lose_the_answer(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/edits", lose_the_answer, times=1)
    page.locator(".line-list > li").nth(0).locator("a").click()
    page.locator("textarea").fill("Ohne Antwort")
    page.keyboard.press("Escape")
    expect(page.locator(".save-state")).to_have_text(re.compile("Nicht gespeichert: keine Verbindung"))
    saved(page)

    assert lost == [200]
    services, _ = desk
    with services.database.reading() as session:
        last = session.get_one(Transcript, place[0]).last_edit
    assert page.locator("transcript-editor").get_attribute("data-seen") == str(last)
    context.clear_cookies()
    page.locator(".line-list > li").nth(0).locator("a").click()
    page.locator("textarea").fill("Abgemeldet")
    page.keyboard.press("Escape")
    expect(page.locator(".save-state")).to_have_text(re.compile("Sie sind abgemeldet"))


def test_refused_times_stay_where_they_were_typed_and_take_no_other_words_with_them(page):
    page.locator(".line-list > li").nth(1).locator("a").click()
    form = page.locator("form.line-form")
    form.locator("textarea").fill("Neue Worte")
    form.locator("[name=end]").fill("0:00")
    page.locator("h1").click()  # what is typed is saved when the line is left
    expect(form.locator(".fault")).to_contain_text("nach ihrem Anfang enden")

    expect(form.locator("textarea")).to_have_value("Neue Worte")
    expect(form.locator("[name=end]")).to_have_value("0:00")
    assert texts(page)[1] == "Neue Worte"
    form.locator("[name=end]").fill("0:07")
    expect(form.locator(".fault")).to_be_hidden()
    page.keyboard.press("Escape")
    saved(page)
    page.reload()
    assert texts(page)[1] == "Neue Worte"


def test_what_was_typed_and_taken_back_is_not_called_unsaved(page):
    page.locator(".line-list > li").nth(0).locator("a").click()
    page.keyboard.type("x")
    expect(page.locator(".save-state")).to_have_text("Noch nicht gespeichert")
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")

    expect(page.locator(".save-state")).to_have_text("")


def test_who_may_edit_no_longer_is_told_so_and_loses_nothing(page, desk):
    services, _ = desk

    def be(role):
        with services.database.writing() as session:
            session.scalars(select(Account).where(Account.name == "erika")).one().role = role

    be(Role.READER)
    try:
        page.locator(".line-list > li").nth(0).locator("a").click()
        page.locator("textarea").fill("Zwischendrin")
        page.keyboard.press("Escape")
        expect(page.locator(".save-state")).to_have_text(re.compile("Ihr Konto darf das nicht mehr"))
    finally:
        be(Role.EDITOR)
    saved(page)
    page.reload()
    assert texts(page)[0] == "Zwischendrin"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_writing_and_on_the_pages_around(page, place, scheme):
    page.emulate_media(color_scheme=scheme)
    page.locator(".line-list > li").nth(2).locator("a").click()
    page.locator(".editor-tools summary").click()
    found = {"": violations(page)}
    page.keyboard.press("Escape")
    for path in ("/lines/de0001", "/history?first=0&second=1", "/replace?find=der&replacement=die&whole=yes"):
        page.goto(place[1] + path)
        found[path] = violations(page)

    assert {path: faults for path, faults in found.items() if faults} == {}
    page.set_viewport_size({"width": 360, "height": 700})
    for path in found:
        page.goto(place[1] + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path

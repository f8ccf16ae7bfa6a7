"""A day at the desk in a real browser: sign in, upload with a reload in between, correct, publish, find."""

import random

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import expect

from archive.catalogue.people import Role
from archive.identity import accounts, passwords
from tests.support.clips import make_clip
from tests.support.desk import live_desk
from tests.support.slow_line import SlowLine

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
LARGE_BYTES = 6_000_000
MP4 = b"\0\0\0\x18ftypmp42"
CAPTIONS = """WEBVTT

00:00:00.500 --> 00:00:02.000
Heute geht es um die Wiedereingliederungsbeihilfe

00:00:02.000 --> 00:00:04.000
und um den Neubeginn in Tiflis
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
        with live_desk(tmp_path_factory.mktemp("desk") / "var") as (services, here):
            with services.database.writing() as session:
                accounts.create(session, "erika", PASSWORD, Role.EDITOR, clock=services.clock)
            yield here


@pytest.fixture
def line(desk):
    line = SlowLine(int(desk.rsplit(":", 1)[1]))
    yield line
    line.close()


@pytest.fixture
def page(browser):
    context = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Security Policy" in message.text else None)
    yield page
    context.close()
    assert faults == []


def sign_in(page, here, *, onward="/en/desk"):
    page.goto(f"{here}/en/sign-in?next={onward}")
    fill_in(page)
    page.wait_for_url(f"**{onward}")


def fill_in(page):
    page.get_by_label("Name").fill("erika")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def large_file(path):
    """Make a file that takes a while; what becomes of it later is not asked."""
    path.write_bytes(MP4 + random.Random(path.name).randbytes(LARGE_BYTES))
    return path


def wait_until_sent(page, *, percent):
    for _ in range(200):
        if page.locator("[data-part=bar]").evaluate("bar => bar.value") >= percent:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"never {percent} % sent")


def test_from_a_file_on_the_computer_to_its_words_found_by_a_visitor(desk, line, page, browser, tmp_path):
    clip = make_clip(tmp_path / "Fokus Georgien 06.12.2023.mp4", seconds=4, size="640x360", frames_per_second=25)
    captions = tmp_path / "Fokus Georgien.de.vtt"
    captions.write_text(CAPTIONS, encoding="utf-8")
    sign_in(page, line.here, onward="/en/desk/add")
    page.on("dialog", lambda dialog: dialog.accept())

    line.bytes_a_second = clip.stat().st_size / 6
    page.get_by_label("Recording", exact=True).set_input_files(clip)
    page.get_by_label("Captions, if you have them").set_input_files(captions)
    page.get_by_role("button", name="Upload").click()
    wait_until_sent(page, percent=20)
    line.cut()  # what is on its way is lost, and does not arrive after all
    line.join()
    page.reload()

    expect(page.get_by_role("heading", name="Unfinished uploads")).to_be_visible()
    expect(page.get_by_role("heading", name=clip.name)).to_be_visible()
    line.bytes_a_second = None
    page.get_by_label("Recording", exact=True).set_input_files(clip)
    page.get_by_label("Captions, if you have them").set_input_files(captions)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/en/desk/jobs/*", timeout=30_000)

    expect(page.get_by_role("status").filter(has_text="Done: the recording is here.")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Check and publish").click()
    page.get_by_label("Title").fill("Neubeginn in Georgien")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Your changes are saved.")
    expect(page.locator("#recording")).to_have_text("Neubeginn in Georgien")

    visitor = browser.new_page()
    before = visitor.goto(f"{desk}/en/search?q=Wiedereingliederungsbeihilfe")
    assert before.status == 200
    expect(visitor.get_by_role("link", name="Neubeginn in Georgien")).to_have_count(0)
    page.get_by_role("link", name="Publish …").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no rights record.")
    page.get_by_role("link", name="Add: Rights record").click()
    page.get_by_label("Why may it be shown?").fill("Consent of all speakers")
    page.get_by_label("Date of the permission").fill("2024-01-31")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Publishing").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("status")).to_contain_text("The recording is published.")

    visitor.goto(f"{desk}/en/search?q=Wiedereingliederungsbeihilfe")
    visitor.get_by_role("link", name="Neubeginn in Georgien").first.wait_for()
    visitor.close()


def test_what_was_typed_into_a_form_sent_too_late_is_there_again_after_signing_in_and_going_back(desk, page):
    sign_in(page, desk, onward="/en/desk/events/new")
    page.get_by_label("Title").fill("Netzwerktreffen")

    page.context.clear_cookies()
    page.get_by_label("Title").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("was not saved")
    fill_in(page)
    expect(page).to_have_url(f"{desk}/en/desk/events/new")
    page.evaluate("setTimeout(() => history.go(-2))")  # not at once: the page would be gone before it has answered

    expect(page.get_by_label("Title")).to_have_value("Netzwerktreffen")


def test_an_upload_goes_on_by_itself_when_the_network_comes_back(line, page, tmp_path):
    clip = large_file(tmp_path / "Netzwerktreffen.mp4")
    sign_in(page, line.here, onward="/en/desk/add")
    line.bytes_a_second = LARGE_BYTES / 6
    page.get_by_label("Recording", exact=True).set_input_files(clip)
    page.get_by_role("button", name="Upload").click()
    wait_until_sent(page, percent=20)

    line.cut()
    expect(page.locator("[data-part=status]")).to_contain_text("The connection is lost.", timeout=10_000)
    line.bytes_a_second = None
    line.join()

    page.wait_for_url("**/en/desk/jobs/*", timeout=30_000)


def test_pausing_going_on_and_cancelling(line, page, tmp_path):
    clip = large_file(tmp_path / "Pause.mp4")
    sign_in(page, line.here, onward="/en/desk/add")
    page.on("dialog", lambda dialog: dialog.accept())
    line.bytes_a_second = LARGE_BYTES / 20
    page.get_by_label("Recording", exact=True).set_input_files(clip)
    page.get_by_role("button", name="Upload").click()

    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.get_by_role("button", name="Cancel the upload").click()

    expect(page.locator(".queue > li")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Pause.mp4")).to_have_count(0)


def test_an_upload_that_is_cancelled_while_it_is_being_created_leaves_nothing_behind(line, page, tmp_path):
    sign_in(page, line.here, onward="/en/desk/add")
    page.on("dialog", lambda dialog: dialog.accept())
    held = []
    page.route("**/desk/uploads", lambda route: held.append((route, route.fetch())))  # created, not yet answered
    page.get_by_label("Recording", exact=True).set_input_files(large_file(tmp_path / "Eilig.mp4"))

    with page.expect_request("**/desk/uploads"):
        page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Cancel the upload").click()
    for _ in range(200):  # the server may take its time to create it
        if held:
            break
        page.wait_for_timeout(50)
    (route, answer), *_ = held
    route.fulfill(response=answer)

    expect(page.locator(".queue > li")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("Eilig.mp4")).to_have_count(0)


def test_an_address_that_cannot_be_used_is_explained_beside_its_field(desk, page):
    sign_in(page, desk, onward="/de/desk/add")

    page.locator("#address").fill("http://127.0.0.1/geheim")
    page.locator("#address").press("Enter")

    expect(page.locator("#address-fault")).to_be_visible()
    expect(page.locator("#address")).to_have_value("http://127.0.0.1/geheim")

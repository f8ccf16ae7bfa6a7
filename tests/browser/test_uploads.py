"""The queue of uploads in a real browser: many files, another day, known ones, another window."""

import hashlib
import random

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from archive.catalogue.documents import Document
from archive.catalogue.people import Role, Upload
from archive.catalogue.recordings import Recording, Source
from tests.support.access import assert_is_for_everyone
from tests.support.archives import wait_for
from tests.support.chromium import sign_in
from tests.support.desk import session_for
from tests.support.shelf import shelve_words
from tests.support.slow_line import SlowLine

pytestmark = pytest.mark.browser

MP4 = b"\0\0\0\x18ftypmp42"
LARGE_BYTES = 6_000_000
LARGER_BYTES = 4 * LARGE_BYTES
"""More than the buffers of a connection hold: so much is not sent as soon as it begins."""


@pytest.fixture(scope="module")
def token(desk):
    return session_for(desk[0], "erika", Role.EDITOR)


@pytest.fixture
def line(desk):
    line = SlowLine(int(desk[1].rsplit(":", 1)[1]))
    yield line
    line.close()


@pytest.fixture
def add_page(browser, token):
    """Give the page where recordings are added, in a browser of its own each time."""
    contexts = []

    def open_page(here, **wishes):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **wishes)
        sign_in(context, here, token)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(f"{here}/en/desk/add")
        return page

    yield open_page
    for context in contexts:
        context.close()


def film(path, size_bytes=LARGE_BYTES):
    path.write_bytes(MP4 + random.Random(path.name).randbytes(size_bytes))
    return path


def upload(page, *paths):
    page.locator("#file").set_input_files(paths)
    page.get_by_role("button", name="Upload", exact=True).click()


def test_many_files_at_once_become_a_queue_and_each_goes_with_its_film(desk, add_page, tmp_path):
    services, here = desk
    georgia, iraq = film(tmp_path / "Georgien.mp4"), film(tmp_path / "Irak.mp4")
    beside = {
        "Georgien.de.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nGuten Tag\n",
        "Irak.pdf": "%PDF-1.7\n",
        "Irak_chat.txt": "10:02:31 From Max to Everyone: Hallo\n",
        "Serbien.vtt": "WEBVTT\n",
    }
    for name, text in beside.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    page = add_page(here)

    upload(page, georgia, iraq, *(tmp_path / name for name in beside))

    expect(page.get_by_role("alert").filter(has_text="Serbien.vtt")).to_be_visible()
    rows = page.locator(".queue > li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0).get_by_role("status")).to_have_text("Everything has arrived.", timeout=20_000)
    expect(rows.nth(1).get_by_role("status")).to_have_text("Everything has arrived.", timeout=20_000)
    expect(rows.nth(0)).to_contain_text("Georgien.de.vtt goes along")
    expect(rows.nth(1)).to_contain_text("Irak_chat.txt left out: this is the chat of the meeting.")
    expect(rows.nth(1).get_by_role("link", name="See how it goes on")).to_be_visible()
    with services.database.reading() as session:
        by_name = {row.file_name: row for row in session.scalars(select(Source))}
        documents = session.scalars(select(Document)).all()
    assert [caption["name"] for caption in by_name["Georgien.mp4"].payload["captions"]] == ["Georgien.de.vtt"]
    assert by_name["Irak.mp4"].payload["captions"] == []
    assert [(row.title, row.recording_id) for row in documents] == [("Irak", by_name["Irak.mp4"].recording_id)]


def test_on_another_day_and_in_another_browser_an_upload_goes_on_and_a_chosen_chat_comes_along(
    desk, line, add_page, tmp_path
):
    services, _ = desk
    path, chat = film(tmp_path / "Morgen.mp4"), tmp_path / "chat.txt"
    chat.write_text("Hallo", encoding="utf-8")
    line.bytes_a_second = LARGE_BYTES / 5
    first = add_page(line.here)
    upload(first, path)
    wait_for(lambda: first.locator("[data-part=bar]").evaluate("bar => bar.value") >= 20, seconds=20)
    first.context.close()

    second = add_page(line.here)
    offsets = []
    second.on(
        "request",
        lambda asked: offsets.append(int(asked.headers["upload-offset"])) if asked.method == "PATCH" else None,
    )
    expect(second.get_by_role("heading", name="Unfinished uploads")).to_be_visible()
    expect(second.get_by_text("kept until")).to_be_visible()
    upload(second, path, chat)
    second.get_by_label("Take it along, for staff only").click()  # the box goes with the offer
    line.bytes_a_second = None
    second.wait_for_url("**/en/desk/jobs/*", timeout=20_000)

    film_offset = max(offsets)
    assert film_offset > 0
    with services.database.reading() as session:
        row = session.scalars(select(Upload).where(Upload.file_name == "Morgen.mp4")).one()
        kinds = session.scalars(select(Document.kind).join(Recording).where(Recording.title == "Morgen")).all()
    stored = services.settings.data / "uploads" / row.id / "data"
    assert hashlib.sha256(stored.read_bytes()).digest() == hashlib.sha256(path.read_bytes()).digest()
    assert kinds == ["chat"]


def test_a_film_that_is_here_is_named_before_anything_is_sent_and_what_came_along_is_not_lost(desk, add_page, tmp_path):
    services, here = desk
    path, captions = film(tmp_path / "Noch einmal.mp4", 3_000_000), tmp_path / "Noch einmal.de.vtt"
    captions.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nGuten Tag\n", encoding="utf-8")
    stored = services.store.adopt(path, suffix=".mp4")
    recording_id = shelve_words(services, "Schon da", "Guten Tag")
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.original_key, recording.original_sha512 = stored.key, stored.sha512
    page = add_page(here)
    sent = []
    page.on("request", lambda asked: sent.append(asked.method))

    upload(page, path, captions)

    expect(page.get_by_role("status").filter(has_text="This is in the archive already, as:")).to_be_visible()
    link = page.get_by_role("link", name="Schon da")
    expect(link).to_have_attribute("href", f"/en/desk/recordings/{recording_id}")
    expect(page.locator(".companions > li")).to_have_text(
        f"{captions.name} not sent; you can add it to the recording that is here"
    )
    assert "PATCH" not in sent

    page.get_by_role("button", name="Upload all the same").click()
    page.get_by_role("link", name="Decide what becomes of the files that came along").click(timeout=20_000)
    expect(page.get_by_role("heading", level=2)).to_have_text(captions.name)


def test_once_all_has_arrived_no_speed_and_no_time_left_are_told(line, add_page, tmp_path):
    line.bytes_a_second = LARGER_BYTES / 20
    page = add_page(line.here)

    upload(page, film(tmp_path / "Ghana.mp4", LARGER_BYTES), film(tmp_path / "Togo.mp4", 1000))

    row = page.locator(".queue > li").nth(0)
    expect(row.locator("[data-part=left]")).not_to_be_empty(timeout=10_000)
    expect(row.locator("[data-part=status] .unseen")).to_contain_text("%")  # heard, and not shown beside the bar's
    line.bytes_a_second = None
    expect(row.get_by_role("status")).to_have_text("Everything has arrived.", timeout=20_000)
    expect(row.locator("[data-part=speed]")).to_be_empty()
    expect(row.locator("[data-part=left]")).to_be_empty()


def test_while_an_upload_rests_no_speed_and_no_time_left_are_told(line, add_page, tmp_path):
    line.bytes_a_second = LARGER_BYTES / 20
    page = add_page(line.here)
    upload(page, film(tmp_path / "Kenia.mp4", LARGER_BYTES))
    row = page.locator(".queue > li")
    expect(row.locator("[data-part=left]")).not_to_be_empty(timeout=10_000)

    page.get_by_role("button", name="Pause").click()

    expect(row.get_by_role("status")).to_have_text("Paused.")
    expect(row.locator("[data-part=sent]")).not_to_be_empty()
    expect(row.locator("[data-part=speed]")).to_be_empty()
    expect(row.locator("[data-part=left]")).to_be_empty()


def test_what_somebody_discards_in_another_window_is_sent_again_only_when_a_person_says_so(
    desk, line, add_page, tmp_path
):
    line.bytes_a_second = LARGER_BYTES / 20
    page, other = add_page(line.here), add_page(desk[1])
    upload(page, film(tmp_path / "Mali.mp4", LARGER_BYTES))
    row = page.locator(".queue > li")
    expect(row.locator("[data-part=left]")).not_to_be_empty(timeout=10_000)

    other.reload()
    other.get_by_role("listitem").filter(has_text="Mali.mp4").get_by_role("button", name="Discard").click()

    line.bytes_a_second = None
    expect(row.get_by_role("alert")).to_contain_text("Somebody has discarded this upload", timeout=20_000)
    row.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/desk/jobs/*", timeout=20_000)


def test_what_is_no_film_is_refused_before_anything_is_sent(desk, add_page, tmp_path):
    path = tmp_path / "Tabelle.mp4"
    path.write_bytes(b"PK\x03\x04" + b"x" * 3000)
    page = add_page(desk[1])

    upload(page, path)

    expect(page.get_by_role("alert").filter(has_text="This is neither video nor sound")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="This file is not uploaded.")).to_be_visible()
    shown = [button.inner_text() for button in page.locator(".queue button").all() if button.is_visible()]
    assert shown == ["Remove"]
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text(path.name)).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_queue_is_for_everyone(desk, add_page, tmp_path, scheme):
    page = add_page(desk[1], color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 800})
    wrong = tmp_path / "Tabelle.mp4"
    wrong.write_bytes(b"PK\x03\x04" + b"x" * 3000)

    upload(page, wrong)

    expect(page.get_by_role("alert").filter(has_text="This is neither video nor sound")).to_be_visible()
    assert_is_for_everyone(page)

"""The whole life of a recording in a real browser, with real processes: brought in, corrected, shown, taken away."""

import datetime as dt
import hashlib
import random
import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.identity import accounts
from archive.unneeded import sweep_unneeded
from tests.support.archives import open_archive, wait_for
from tests.support.clips import make_clip
from tests.support.clock import SetClock
from tests.support.player import play, ready, seconds
from tests.support.slow_line import SlowLine
from tests.support.web_process import WebProcess
from tests.support.worker_processes import start_worker

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
LARGE_BYTES = 200_000_000
PATIENCE = 90_000
"""Milliseconds, for what a busy machine does slowly."""
TITLE = "Neuanfang in Armenien"
WORD = "Wiedereingliederungsbeihilfe"
WORD_AT = 8
CAPTIONS = """WEBVTT

00:00:00.000 --> 00:00:04.000
Guten Tag aus Eriwann

00:00:04.000 --> 00:00:08.000
Der Antrag geht an die Beratunk

00:00:08.000 --> 00:00:12.000
Dort gibt es die Wiederein Gliederungs Beihilfe

00:00:12.000 --> 00:00:16.000
und Hilfe beim Neubeginn
"""
CORRECTED = ("Guten Tag aus Eriwan", "Der Antrag geht an die Beratung", f"Dort gibt es die {WORD}")
SPEAKER = "Ana Muster"
LISTS = (
    *("/en/", "/de/", f"/en/search?q={WORD}", "/de/search?q=neuanfang", "/en/countries/am", "/en/events"),
    *("/api/v1/recordings", f"/api/v1/search?q={WORD}", "/sitemap.xml"),
    *("/feeds/en/recordings.atom", "/feeds/en/recordings.rss", "/feeds/en/countries/am.atom"),
    f"/feeds/en/search.atom?q={WORD}",
)
COMPLETIONS = (f"/en/search/suggest?q={WORD[:9]}", f"/opensearch/en/suggestions?q={WORD[:9]}")


class Archive:
    """An archive whose web server and worker are processes of their own."""

    def __init__(self, data):
        with open_archive(data) as services, services.database.writing() as session:
            accounts.create(session, "erika", PASSWORD, Role.EDITOR, clock=services.clock)
            accounts.create(session, "anna", PASSWORD, Role.ADMIN, clock=services.clock)
        self.data = data
        self.web = WebProcess(data)
        self.here = self.web.here
        self.worker = None

    def start_worker(self):
        self.worker = start_worker(self.web.settings, log=self.data / "worker.log")

    def end(self):
        if self.worker is not None:
            self.worker.terminate()
            self.worker.wait(30)
        self.web.kill()

    def arrived_bytes(self):
        return max((path.stat().st_size for path in self.data.glob("uploads/*/data")), default=0)

    def stored_files(self):
        return [path for path in (self.data / "store").rglob("*") if path.is_file()]

    def original_sha512(self):
        with open_archive(self.data) as services, services.database.reading() as session:
            return session.scalars(select(Recording.original_sha512)).one()

    def let_days_pass(self, days):
        """The server's clock cannot be set: the withdrawal is put back instead."""
        with open_archive(self.data) as services, services.database.writing() as session:
            session.scalars(select(Recording)).one().withdrawn_at -= dt.timedelta(days=days)

    def sweep(self, *, days_later):
        """Sweep as the worker does every quarter of an hour; it spares files that came in on the same day."""
        later = SetClock(dt.datetime.now(dt.UTC) + dt.timedelta(days=days_later))
        with open_archive(self.data, clock=later) as services:
            sweep_unneeded(services)


@pytest.fixture
def archive(tmp_path):
    archive = Archive(tmp_path / "var")
    archive.web.start()
    yield archive
    archive.end()


@pytest.fixture
def line(archive):
    line = SlowLine(archive.web.port)
    yield line
    line.close()


@pytest.fixture
def visit(browser):
    """Give a page of a fresh browser; none may hear of an error in a script."""
    contexts, faults = [], []

    def begin():
        contexts.append(browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    expect.set_options(timeout=PATIENCE)
    yield begin
    expect.set_options(timeout=5_000)
    for context in contexts:
        context.close()
    assert faults == []


def large_film(path):
    """Make a film that plays at once and is large by what no player looks at (ISO/IEC 14496-12, 8.1.2: `free`)."""
    make_clip(path, seconds=16, size="640x360", frames_per_second=10)
    chance = random.Random(6)
    left = LARGE_BYTES - path.stat().st_size
    with path.open("ab") as film:
        film.write(left.to_bytes(4, "big") + b"free")
        for begin in range(8, left, 1 << 20):
            film.write(chance.randbytes(min(1 << 20, left - begin)))
    return path


def sign_in(page, here, name, onward):
    page.goto(f"{here}{onward}")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{onward}")


def upload_through_a_killed_server(page, archive, line, film, captions):
    """Send the film, and let the page go on by itself; give where it went on."""
    offsets = []
    page.on("request", lambda sent: offsets.append(sent.headers.get("upload-offset")) if sent.method == "PATCH" else 0)
    line.bytes_a_second = LARGE_BYTES / 8
    page.get_by_label("Recording", exact=True).set_input_files(film)
    page.get_by_label("Captions, if you have them").set_input_files(captions)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_function("() => document.querySelector('[data-part=bar]')?.value >= 40")
    archive.web.kill()
    expect(page.locator(".queue [data-part=status]")).to_contain_text("The connection is lost.")
    kept, sent_before = archive.arrived_bytes(), len(offsets)
    line.bytes_a_second = None
    archive.web.start()
    page.wait_for_url("**/en/desk/jobs/*")
    assert LARGE_BYTES / 10 < kept < LARGE_BYTES
    assert int(offsets[sent_before]) == kept


def watch_the_job(page, archive):
    """Look on from waiting to the end, without asking for the page again."""
    state = page.locator("[data-live=state]")
    expect(state).to_have_text("Waiting for its turn.")
    page.evaluate(
        """() => {
            const state = document.querySelector("[data-live=state]"), said = (window.said = []);
            const noting = new MutationObserver(() => said.push(state.textContent));
            noting.observe(state, { childList: true, subtree: true, characterData: true });
        }"""
    )
    archive.start_worker()
    expect(state).to_have_text("Done: the recording is here.")
    assert any(text.strip().startswith("In progress: ") for text in page.evaluate("said"))
    expect(page.locator(".step:not(.done)")).to_have_count(0)


def correct_the_details(page):
    page.get_by_role("link", name="Check and publish").click()
    expect(page.get_by_label("Country 1")).to_have_value("Georgia")
    expect(page.locator("#day")).to_have_value("3")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Country 1").fill("Armenien")
    page.locator("#day").fill("4")
    page.get_by_label("Speaker 1").fill(SPEAKER)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Your changes are saved.")
    expect(page.get_by_label("Country 1")).to_have_value("Armenia")


def correct_three_lines(page):
    page.get_by_role("link", name="Transcript", exact=True).click()
    page.locator(".line-list a").first.focus()
    page.keyboard.press("Enter")
    for text in CORRECTED:
        expect(page.locator("textarea:focus")).to_be_visible()
        page.keyboard.press("Control+a")
        page.keyboard.type(text)
        page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".editor-progress")).to_have_text("3 of 4 lines checked")
    expect(page.locator(".save-state")).to_have_text(re.compile(r"Saved \d\d:\d\d"))


def publish(page):
    page.get_by_role("link", name="Publishing").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no rights record.")
    page.get_by_role("link", name="Add: Rights record").click()
    page.get_by_label("Who is heard and seen?").fill(SPEAKER)
    page.get_by_label("Why may it be shown?").fill("Consent of all speakers")
    page.get_by_label("Date of the permission").fill("2023-12-01")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Publishing").click()
    expect(page.locator(".check.needed")).to_have_count(0)
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("status")).to_contain_text("The recording is published.")


def restrict_to(page, whom):
    page.get_by_role("link", name="Publishing").click()
    page.get_by_label(whom, exact=True).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Your changes are saved.")


def withdraw(page):
    page.get_by_role("link", name="Publishing").click()
    page.get_by_role("link", name="Withdraw …").click()
    page.get_by_label("In your own words").fill("Die Angaben sind überholt.")
    page.get_by_label("Note for the desk").fill(f"{SPEAKER} hat angerufen.")
    page.get_by_role("button", name="Withdraw now").click()
    expect(page.get_by_role("status")).to_contain_text("The recording is withdrawn.")


def bring_back(page):
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("status")).to_contain_text("The recording is back.")


def delete_for_good(page, here, address):
    sign_in(page, here, "anna", address)
    page.get_by_role("link", name="Delete for good …").click()
    page.get_by_label("To confirm, type the title").fill(TITLE)
    page.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("status")).to_contain_text("The recording is deleted for good.")


class Visitor:
    """Somebody who is not signed in, and notes every address at which the recording answers."""

    def __init__(self, page, here):
        self.page, self.here, self.slug, self.addresses = page, here, "", []

    def finds_the_corrected_word_and_plays_it(self):
        page = self.page
        wait_for(self.finds_the_word, seconds=60)
        expect(page.get_by_role("heading", level=2).get_by_role("link", name=TITLE)).to_be_visible()
        page.locator(".moments a.at").first.click()
        page.wait_for_url(f"**/watch/*t={WORD_AT}*")
        ready(page)
        assert seconds(page) == pytest.approx(WORD_AT, abs=0.5)
        play(page)
        expect(page.locator(".lines [aria-current=true]")).to_have_text(CORRECTED[2])
        self.slug = page.url.partition("?")[0].rsplit("/", 1)[1]

    def finds_the_word(self):
        self.page.goto(f"{self.here}/en/")
        self.page.locator("#ask").fill(WORD)
        self.page.locator("#ask").press("Enter")
        self.page.wait_for_url("**/search?*")
        return self.page.locator(".moments mark", has_text=WORD).count() > 0

    def notes_the_addresses(self):
        """Note its pages, what machines ask for, and all files that its page and the API name."""
        recording, page = f"/api/v1/recordings/{self.slug}", f"/de/watch/{self.slug}"
        told = self.text(page) + self.text(recording)
        files = sorted(set(re.findall(rf"/media/{self.slug}/[\w.~-]+", told)))
        assert {".mp4", ".vtt", ".jpg"} <= {path[path.rindex(".") :] for path in files}
        machines = [recording, f"{recording}/transcripts/de", f"/embed/{self.slug}", f"/oembed?url={self.here}{page}"]
        self.addresses = [page, f"{page}/report", f"/en/watch/{self.slug}", *machines, *files]

    def finds_it_everywhere(self):
        assert self.statuses() == dict.fromkeys(self.addresses, 200)
        assert self.naming() == [*LISTS, *COMPLETIONS]

    def finds_it_nowhere(self, *, status):
        assert self.statuses() == dict.fromkeys(self.addresses, status)
        assert [
            path for path in self.addresses if any(name in self.text(path) for name in (TITLE, WORD, SPEAKER))
        ] == []
        assert self.naming() == []

    def statuses(self):
        return {path: self.page.request.get(self.here + path).status for path in self.addresses}

    def naming(self):
        """Give the lists that name it, and the completions that know its word."""
        listing = [path for path in LISTS if any(name in self.text(path) for name in (TITLE, self.slug))]
        return [*listing, *(path for path in COMPLETIONS if WORD.lower() in self.text(path).lower())]

    def text(self, path):
        return self.page.request.get(self.here + path).text()

    def reads(self, *said):
        self.page.goto(f"{self.here}/en/watch/{self.slug}")
        for text in said:
            expect(self.page.get_by_role("main")).to_contain_text(text)
        return self.page.get_by_role("main").inner_text()


def test_a_recording_is_brought_in_corrected_shown_restricted_withdrawn_and_deleted(archive, line, visit, tmp_path):
    film = large_film(tmp_path / "Rückkehr Georgien 03.12.2023.mp4")
    captions = tmp_path / "Rückkehr Georgien.de.vtt"
    captions.write_text(CAPTIONS, encoding="utf-8")
    editor, visitor = visit(), Visitor(visit(), archive.here)

    sign_in(editor, line.here, "erika", "/en/desk/add")
    upload_through_a_killed_server(editor, archive, line, film, captions)
    watch_the_job(editor, archive)
    assert archive.original_sha512() == hashlib.sha512(film.read_bytes()).hexdigest()

    correct_the_details(editor)
    correct_three_lines(editor)
    publish(editor)
    visitor.finds_the_corrected_word_and_plays_it()
    visitor.notes_the_addresses()
    visitor.finds_it_everywhere()

    restrict_to(editor, "Everybody who is signed in")
    visitor.finds_it_nowhere(status=404)
    assert editor.request.get(f"{line.here}/de/watch/{visitor.slug}").status == 200
    restrict_to(editor, "Everybody")
    visitor.finds_it_everywhere()

    withdraw(editor)
    visitor.finds_it_nowhere(status=410)
    visitor.reads("was withdrawn on", "Die Angaben sind überholt.")
    bring_back(editor)
    visitor.finds_the_corrected_word_and_plays_it()
    visitor.finds_it_everywhere()

    withdraw(editor)
    archive.let_days_pass(31)
    assert archive.stored_files() != []
    delete_for_good(visit(), archive.here, editor.url.partition("?")[0].removeprefix(line.here))
    visitor.finds_it_nowhere(status=410)
    assert "überholt" not in visitor.reads("has been deleted")
    archive.sweep(days_later=2)
    assert archive.stored_files() == []

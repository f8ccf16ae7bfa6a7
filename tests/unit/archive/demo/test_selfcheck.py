"""The self-check finds what is wrong, says it in a line, and goes on with the rest."""

import http.server
import threading
from typing import ClassVar

import pytest

from archive.demo.demonstration import ACCOUNT, make_account
from archive.demo.doors import Take
from archive.demo.filming import Footage
from archive.demo.run import demo
from archive.demo.selfcheck import Checked, check_site
from archive.demo.showing import SEARCHES
from archive.demo.texts import read_scripts
from archive.demo.visitor import Visitor
from archive.errors import SettingError
from tests.support.archives import open_archive, settings_for

CAPTIONS = "WEBVTT\n\n00:10.000 --> 00:12.000\n<v Host>An <00:10.500>unforgettable <00:11.500>word\n"


class _Answers(http.server.BaseHTTPRequestHandler):
    pages: ClassVar = {}

    def do_GET(self):
        status, body = self.pages.get(self.path.partition("?")[0], (404, ""))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_arguments):
        """Stay silent."""


@pytest.fixture
def wrong_site():
    """A site that answers, but not as promised."""

    class Answers(_Answers):
        pages: ClassVar = {}

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Answers.pages, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def checked(tmp_path):
    (tmp_path / "captions.vtt").write_text(CAPTIONS, encoding="utf-8")
    script = next(script for script in read_scripts() if script.slug == "irak")
    footage = Footage(tmp_path, tmp_path / "captions.vtt", tmp_path, (), 60.0, "0")
    return Checked(Take(script, footage), slug="talk")


def _lines(tmp_path, address, checked):
    lines = []
    with open_archive(tmp_path / "archive", public_url=address) as services:
        assert check_site(services, [checked], say=lines.append) is False
    return {line.partition(":")[0]: line for line in lines}


def test_a_site_that_is_down_fails_line_by_line(tmp_path, checked):
    said = _lines(tmp_path, "http://127.0.0.1:9", checked)

    assert "failed health" in said
    assert "failed watching irak" in said
    assert "ok index" in said


def test_a_moment_too_long_before_the_word_is_a_failure(tmp_path, wrong_site, checked):
    pages, address = wrong_site
    pages["/en/search"] = (200, '<a href="/en/watch/talk?t=9.2">x</a>')

    assert "moments begin at [9.2]" in _lines(tmp_path, address, checked)["failed search in en"]


def test_a_moment_just_before_the_word_is_well(tmp_path, wrong_site, checked):
    pages, address = wrong_site
    pages["/en/search"] = (200, '<a href="/en/watch/talk?q=unforgettable&amp;t=9.75">x</a>')

    assert _lines(tmp_path, address, checked)["ok search in en"].endswith(
        "unforgettable begins 0.75 s after its moment"
    )


def test_a_film_without_ranges_a_shown_draft_and_an_empty_home_are_failures(tmp_path, wrong_site, checked):
    pages, address = wrong_site
    pages["/en/watch/talk"] = (200, '<video src="/media/talk.mp4"></video>')
    pages["/media/talk.mp4"] = (200, "all of it")
    pages["/de/"] = (200, "<p>nothing</p>")
    pages["/de/watch/demonstration-draft-of-the-self-check"] = (200, "here")

    said = _lines(tmp_path, address, checked)

    assert "answers with 200 instead of 206" in said["failed watching irak"]
    assert "shows no recording" in said["failed home in de"]
    assert "answers with 200 instead of 404" in said["failed draft"]


def test_every_search_that_is_offered_finds_something_that_is_said():
    said = {language: "" for language, _ in SEARCHES}
    for script in read_scripts():
        if script.door != "file":
            said[script.language] += " ".join(line.sentence for line in script.lines).casefold()

    assert [words for language, words in SEARCHES if words.strip('"').casefold() not in said[language]] == []


def test_the_password_of_the_editor_is_given_only_once(tmp_path):
    with open_archive(tmp_path / "archive") as services:
        password = make_account(services)

        assert len(password) >= 12
        assert make_account(services) is None
    assert ACCOUNT == "demo"


def test_a_taken_port_is_said_before_anything_is_made(tmp_path, wrong_site):
    _, address = wrong_site
    port = int(address.rpartition(":")[2])

    with pytest.raises(SettingError, match="--port"):
        demo(settings_for(tmp_path / "archive"), once=True, port=port)

    assert not (tmp_path / "archive").exists()


def test_a_visitor_tells_a_site_that_is_down():
    assert not Visitor("http://127.0.0.1:9").is_answered()

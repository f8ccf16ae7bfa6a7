"""Pages, captions and chapters, fetched by whatever way we are handed."""

import contextlib
import io
import signal
import time
from email.message import Message

import pytest

from ingest import ytdlp_texts
from ingest.context import Problem
from ingest.entries import CaptionRef, ChapterMark
from ingest.errors import NothingFoundError, TooLargeError
from ingest.ytdlp_texts import fetch_captions, fetch_chapters, fetch_thumbnail, read_limited, read_page_at


class StubSite:
    """Says at every address what it was given."""

    def __init__(self, pages, kind="text/html; charset=utf-8"):
        self.pages = pages
        self.kind = kind

    @contextlib.contextmanager
    def open(self, address):
        response = io.BytesIO(self.pages[address])
        response.headers = Message()
        response.headers["Content-Type"] = self.kind
        response.url = address
        yield response


class EndlessBody:
    def read(self, size):
        return b"x" * size


class DrippingBody:
    def read(self, _size):
        time.sleep(60)
        return b"x"


def test_a_picture_whose_host_drips_costs_seconds_and_the_next_is_taken(tmp_path, monkeypatch):
    monkeypatch.setattr(ytdlp_texts, "THUMBNAIL_SECONDS", 1)
    site = StubSite({"https://example.org/b.jpg": b"a picture"})

    def open_address(address):
        return contextlib.nullcontext(DrippingBody()) if address.endswith("a.jpg") else site.open(address)

    taken = fetch_thumbnail(("https://example.org/a.jpg", None, "https://example.org/b.jpg"), tmp_path, open_address)

    assert taken.read_bytes() == b"a picture"
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_a_picture_that_is_gone_or_endless_is_done_without(tmp_path, monkeypatch):
    monkeypatch.setattr(ytdlp_texts, "THUMBNAIL_BYTES", 1_000_000)
    gone = StubSite({}).open

    assert fetch_thumbnail(("https://example.org/gone.jpg",), tmp_path, gone) is None
    assert fetch_thumbnail(("https://a.example",), tmp_path, lambda _: contextlib.nullcontext(EndlessBody())) is None
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_sends_its_readers_in_circles_is_given_up():
    site = StubSite({"https://example.org/": b'<meta http-equiv=refresh content="0; url=/">'})

    with pytest.raises(NothingFoundError):
        read_page_at("https://example.org/", site.open)


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=utf-8", "text/html; charset=no-such-charset"])
def test_a_page_is_read_in_its_charset_and_else_as_utf_8(kind):
    site = StubSite({"https://example.org/": "<title>Rückkehr</title>".encode()}, kind)

    assert read_page_at("https://example.org/", site.open).title == "Rückkehr"


def test_what_is_no_page_is_not_read_at_all():
    assert read_page_at("https://example.org/", StubSite({"https://example.org/": b""}, "video/mp4").open) is None


def test_a_body_without_end_is_cut_off():
    with pytest.raises(TooLargeError) as cut:
        read_limited(EndlessBody(), limit_bytes=1_000_000)

    assert cut.value.limit_bytes == 1_000_000


def test_captions_get_names_of_ours_and_those_that_fail_are_told(tmp_path):
    def fetch(reference, target):
        if reference.language == "en":
            raise OSError
        target.write_text("x")

    wanted = (
        CaptionRef("https://example.org/../../evil.conf", "de", "platform"),
        CaptionRef("https://example.org/b.srt", "en", "platform"),
        CaptionRef("https://example.org/c.srt", None, "platform-auto"),
    )

    captions, problems = fetch_captions(wanted, tmp_path, fetch)

    assert [caption.path.name for caption in captions] == ["captions-1.vtt", "captions-3.srt"]
    assert problems == (Problem("captions-unavailable", "en"),)


def test_chapters_are_read_like_captions_or_not_at_all(tmp_path):
    def fetch(_reference, target):
        target.write_text("WEBVTT\n\n00:00.000 --> 00:05.000\nBeginn\n")

    def fail(_reference, _target):
        raise OSError

    assert fetch_chapters("https://example.org/c", tmp_path, fetch) == (ChapterMark(0.0, 5.0, "Beginn"),)
    assert fetch_chapters("https://example.org/c", tmp_path, fail) == ()

"""What is small around a recording: the page that shows it, captions, chapters, a picture. Runs in the guarded child.

Opens nothing by itself: it is handed the ways to do so, and needs no yt-dlp.
"""

import contextlib
import signal
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ingest.context import Problem
from ingest.entries import CaptionRef, ChapterMark, Page
from ingest.errors import NothingFoundError, TooLargeError
from ingest.pages import read_page
from ingest.sources import CaptionFile
from media.cues import read_timed_text

PAGE_BYTES = 10_000_000
CAPTION_BYTES = 20_000_000
THUMBNAIL_BYTES = 10_000_000
THUMBNAIL_SECONDS = 30
READ_BYTES = 65_536
MOST_REFRESHES = 3
HTML = frozenset({"text/html", "application/xhtml+xml"})
CAPTION_SUFFIXES = {"vtt": ".vtt", "srt": ".srt"}
Fetch = Callable[[CaptionRef, Path], None]


def read_page_at(address: str, open_address: Callable[[str], Any]) -> Page | None:
    """Read an address as a page, following where it sends its readers; None when it is something else.

    Raises:
        NothingFoundError: the page sends its readers in circles.
        TooLargeError: the page has no end.
    """
    for _ in range(MOST_REFRESHES + 1):
        with open_address(address) as response:
            kind = (response.headers.get("Content-Type") or "").partition(";")[0].strip().casefold()
            if kind not in HTML:
                return None
            content = read_limited(response, limit_bytes=PAGE_BYTES)
            charset = response.headers.get_content_charset() or "utf-8"
            final_address = response.url
        page = read_page(_decoded(content, charset), final_address)
        if page.refresh_address is None or page.recordings:
            return page
        address = page.refresh_address
    raise NothingFoundError(address)


def fetch_captions(
    wanted: tuple[CaptionRef, ...], folder: Path, fetch: Fetch
) -> tuple[tuple[CaptionFile, ...], tuple[Problem, ...]]:
    """Fetch captions under names of ours; one that cannot be had is a problem to tell, not the recording's end."""
    fetched: list[CaptionFile] = []
    problems: list[Problem] = []
    for number, reference in enumerate(wanted, start=1):
        ending = urlsplit(reference.address).path.rpartition(".")[2].casefold()
        target = folder / f"captions-{number}{CAPTION_SUFFIXES.get(ending, '.vtt')}"
        named = reference.language or reference.address
        try:
            fetch(reference, target)
        except Exception:  # noqa: BLE001 - whatever the network raises, the recording itself is here
            problems.append(Problem("captions-unavailable", named))
        else:
            fetched.append(CaptionFile(target, reference.language, reference.origin, named))
    return tuple(fetched), tuple(problems)


def fetch_chapters(address: str, folder: Path, fetch: Fetch) -> tuple[ChapterMark, ...]:
    """Fetch chapters that are written as captions are; none when they cannot be had or read."""
    target = folder / "chapters.vtt"
    with contextlib.suppress(Exception):  # chapters are a convenience
        fetch(CaptionRef(address, None, "platform"), target)
        cues = read_timed_text(target.read_bytes()).cues
        return tuple(ChapterMark(cue.start_seconds, cue.end_seconds, " ".join(cue.text.split())) for cue in cues)
    return ()


def fetch_thumbnail(addresses: Iterable[str | None], folder: Path, open_address: Callable[[str], Any]) -> Path | None:
    """Fetch the first picture that can be had; none when that is none. However slow its host, it costs seconds."""
    for address in filter(None, addresses):
        with contextlib.suppress(Exception), _at_most(THUMBNAIL_SECONDS), open_address(address) as response:
            content = read_limited(response, limit_bytes=THUMBNAIL_BYTES)
            target = folder / "thumbnail"
            target.write_bytes(content)
            return target
    return None


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """End with a `TimeoutError` what takes longer, also a read that is fed drop by drop; in the main thread only."""

    def end(_signal: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read_limited(response: Any, *, limit_bytes: int) -> bytes:
    """Read a body that may be endless.

    Raises:
        TooLargeError: it has more bytes than allowed.
    """
    content = bytearray()
    while chunk := response.read(READ_BYTES):
        content += chunk
        if len(content) > limit_bytes:
            raise TooLargeError(limit_bytes)
    return bytes(content)


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, "replace")
    except LookupError:  # a charset nobody knows
        return content.decode("utf-8", "replace")

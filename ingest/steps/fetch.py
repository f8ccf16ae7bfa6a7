"""First step: the original and its captions into the work folder, under names of ours, and the sha-512 of its bytes."""

import contextlib
import fcntl
import hashlib
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ingest.context import Context, Problem
from ingest.entries import Entry
from ingest.errors import SourceRefusedError, SourceUnavailableError, TooLargeError
from ingest.sources import AddressSource, CaptionFile, FileSource
from ingest.ytdlp import download, list_entries
from media.store import replace_durably, sha512_of

ORIGINAL = "original"
DOWNLOADS = "fetch"
BLOCK_BYTES = 1 << 20
LONGEST_NAME = 300
FICLONE = 0x40049409
"""Linux: let two files share their blocks until one of them is changed."""
PLAYLIST_STARTS = (b"#EXTM3U", b"ffconcat", b"[playlist]", b"<MPD", b'<?xml version="1.0"?><MPD', b"<smil")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came in."""

    original: Path
    original_name: str
    sha512: str
    size_bytes: int
    captions: tuple[CaptionFile, ...]
    entry: Entry | None
    problems: tuple[Problem, ...] = ()
    thumbnail: Path | None = None
    """A foreign picture that stood for it where it came from."""

    def __str__(self) -> str:
        return f"{self.size_bytes} bytes, {len(self.captions)} caption files"


def run(context: Context) -> Fetched:
    """Bring the source into the work folder.

    Raises:
        IngestError: it is missing, unreadable, refused or too large.
    """
    if isinstance(context.source, FileSource):
        return _from_file(context, context.source)
    return _from_address(context, context.source)


def _from_address(context: Context, source: AddressSource) -> Fetched:
    original = context.path(ORIGINAL)
    entry = context.entry or _only_entry(context, source)
    downloaded = download(
        entry,
        folder=context.path(DOWNLOADS),
        options=context.options,
        progress=lambda fraction: context.progress.advanced("fetch", fraction),
        cancelled=context.cancelled,
    )
    _refuse_playlist(downloaded.path, entry.address)
    captions = tuple(_kept(context, caption, number) for number, caption in enumerate(downloaded.captions, start=1))
    size_bytes = downloaded.path.stat().st_size
    sha512 = sha512_of(downloaded.path)
    linked = context.path(f"{ORIGINAL}.new")
    linked.unlink(missing_ok=True)
    linked.hardlink_to(downloaded.path)  # stays where it was, too: yt-dlp finds it when we are ended before the note
    replace_durably(linked, original)
    name = unquote(urlsplit(entry.address).path.rpartition("/")[2]) or urlsplit(entry.address).netloc
    return Fetched(
        original=original,
        original_name=name[:LONGEST_NAME],
        sha512=sha512,
        size_bytes=size_bytes,
        captions=captions,
        entry=downloaded.info,
        problems=downloaded.problems,
        thumbnail=downloaded.thumbnail,
    )


def _only_entry(context: Context, source: AddressSource) -> Entry:
    """Find the one recording at an address that nobody listed before.

    Raises:
        SourceRefusedError: `several-recordings`; they are jobs of their own.
    """
    entries = list_entries(source.address, options=context.options, cancelled=context.cancelled)
    if len(entries) > 1:
        raise SourceRefusedError(reason="several-recordings", subject=source.address)
    return entries[0]


def _from_file(context: Context, source: FileSource) -> Fetched:
    original = context.path(ORIGINAL)
    try:
        if not source.path.exists():
            raise SourceUnavailableError(None, "file-missing")
        if not source.path.is_file():
            raise SourceRefusedError(reason="not-a-file", subject=source.name)
        _refuse_playlist(source.path, source.name)
        size_bytes, sha512 = _take(context, source, original)
    except PermissionError as exc:
        raise SourceUnavailableError(None, "file-unreadable") from exc
    except FileNotFoundError as exc:
        raise SourceUnavailableError(None, "file-missing") from exc
    captions, problems = [], []
    for number, caption in enumerate(source.captions, start=1):
        try:
            captions.append(_kept(context, caption, number))
        except OSError:
            problems.append(Problem("captions-unavailable", caption.name or caption.path.name))
    return Fetched(
        original=original,
        original_name=source.name[:LONGEST_NAME],
        sha512=sha512,
        size_bytes=size_bytes,
        captions=tuple(captions),
        entry=context.entry,
        problems=tuple(problems),
    )


def _take(context: Context, source: FileSource, original: Path) -> tuple[int, str]:
    """Take the bytes in and count and hash them on the way; the source itself is never touched.

    An upload of ours is linked. A person's file is copied, since they may change it in place; where the file system
    can share blocks, the copy costs nothing.

    Raises:
        TooLargeError: more bytes than allowed.
        OSError: it cannot be read or written.
    """
    limit_bytes, size_bytes = context.options.max_bytes, source.path.stat().st_size
    if size_bytes > limit_bytes:
        raise TooLargeError(limit_bytes)
    arriving = original.with_name(f"{ORIGINAL}.new")
    arriving.unlink(missing_ok=True)
    digest, taken_bytes = hashlib.sha512(), 0
    shared = _shared(source, arriving)
    with source.path.open("rb") as incoming, (Path("/dev/null") if shared else arriving).open("wb") as outgoing:
        while block := incoming.read(BLOCK_BYTES):
            context.check()
            digest.update(block)
            outgoing.write(block)
            taken_bytes += len(block)
            if taken_bytes > limit_bytes:  # it grows while we read
                raise TooLargeError(limit_bytes)
            context.progress.advanced("fetch", min(1.0, taken_bytes / max(size_bytes, 1)))
    replace_durably(arriving, original)
    return taken_bytes, digest.hexdigest()


def _shared(source: FileSource, target: Path) -> bool:
    """Make the target without copying, where that is safe and possible."""
    with contextlib.suppress(OSError):
        if source.is_ours:
            target.hardlink_to(source.path)
            return True
        with source.path.open("rb") as incoming, target.open("wb") as outgoing:
            fcntl.ioctl(outgoing.fileno(), FICLONE, incoming.fileno())
        return True
    return False


def _kept(context: Context, caption: CaptionFile, number: int) -> CaptionFile:
    target = context.path(f"captions-{number}")
    shutil.copyfile(caption.path, target)
    return replace(caption, path=target, name=caption.name or caption.path.name)


def _refuse_playlist(path: Path, subject: str) -> None:
    """Refuse lists of other files that carry the name of a recording.

    Raises:
        SourceRefusedError: `playlist-file`.
    """
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(PLAYLIST_STARTS):
        raise SourceRefusedError(reason="playlist-file", subject=subject)

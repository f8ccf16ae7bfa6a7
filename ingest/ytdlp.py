"""Recordings behind addresses: what is there, and getting it. Asks a guarded child, and never imports yt-dlp here."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.children import Answer, Event, ask
from ingest.context import IngestOptions, Problem
from ingest.entries import ChapterMark, Entry
from ingest.notes import from_plain, to_plain
from ingest.sources import CaptionFile
from media.errors import StoreFullError
from media.ffmpeg import foreign_input, picture, run_ffmpeg, sound

CHILD, PROGRAM = "ingest.ytdlp_child", "yt-dlp"
LISTING_SECONDS = 300.0
MEMORY_BYTES = 4 * 1024**3
"""Address space of the child, so that an endless page ends in an error; not with a JavaScript runtime (it reserves
far more than it uses)."""
SPARE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A recording that came in, with its captions and all that is known about it."""

    path: Path
    captions: tuple[CaptionFile, ...]
    info: Entry
    problems: tuple[Problem, ...] = ()
    thumbnail: Path | None = None
    """The picture that the source shows for it, as foreign as the recording."""


def list_entries(address: str, *, options: IngestOptions, cancelled: Callable[[], bool]) -> tuple[Entry, ...]:
    """List the recordings at an address: one, a playlist or feed, or a page with several players.

    Raises:
        IngestError: nothing is there, it cannot be had, or it must not be asked for.
    """
    with tempfile.TemporaryDirectory(prefix="mitschnitt-list-") as folder:
        answer = _ask(
            {"task": "list", "address": address},
            folder=Path(folder),
            options=options,
            timeout_seconds=min(LISTING_SECONDS, options.fetch_timeout_seconds),
            cancelled=cancelled,
        )
    return tuple(from_plain(Entry, entry) for entry in answer["entries"])


def download(
    entry: Entry,
    *,
    folder: Path,
    options: IngestOptions,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Downloaded:
    """Fetch one recording into a folder of its own; called again after a crash, it goes on where it was.

    Raises:
        IngestError: it cannot be had, is too large, or must not be asked for.
        MediaError: picture and sound came apart and could not be joined, or the disk is nearly full.
    """
    folder.mkdir(exist_ok=True)
    _refuse_full(folder, options)

    def hear(event: Event) -> None:
        _refuse_full(folder, options)
        if event.get("event") == "progress" and event.get("total_bytes"):
            progress(min(1.0, event["done_bytes"] / event["total_bytes"]))

    answer = _ask(
        {"task": "download", "entry": to_plain(entry), "referer": _referer(entry)},
        folder=folder,
        options=options,
        timeout_seconds=options.fetch_timeout_seconds,
        cancelled=cancelled,
        on_event=hear,
    )
    parts = [folder / name for name in answer["parts"]]
    path = parts[0]
    if len(parts) > 1:
        path = _join(parts[0], parts[1], folder=folder, options=options, cancelled=cancelled)
    return Downloaded(
        path=path,
        captions=tuple(from_plain(CaptionFile, caption, folder=folder) for caption in answer["captions"]),
        info=_completed(entry, from_plain(Entry, answer["seen"]), answer["chapters"]),
        problems=tuple(from_plain(Problem, problem) for problem in answer["problems"]),
        thumbnail=folder / answer["thumbnail"] if answer["thumbnail"] else None,
    )


def _refuse_full(folder: Path, options: IngestOptions) -> None:
    """Stop before the disk is full: the site needs room to go on.

    Raises:
        StoreFullError: only the reserve is left.
    """
    free_bytes = shutil.disk_usage(folder).free
    if free_bytes < options.reserve_bytes:
        raise StoreFullError(needed_bytes=0, free_bytes=free_bytes)


def _referer(entry: Entry) -> str | None:
    """Name the page that shows the recording, as a browser would: some hosts give their files to no one else."""
    return entry.page_address if entry.page_address != entry.address else None


def _join(pictures: Path, sounds: Path, *, folder: Path, options: IngestOptions, cancelled: Callable[[], bool]) -> Path:
    """Put picture and sound that came apart into one file, as they are; Matroska takes whatever platforms send.

    Raises:
        MediaError: ffmpeg could not.
    """
    target = folder / "joined.mkv"
    seconds = options.max_duration_seconds
    moving = picture(foreign_input(pictures, longest_seconds=seconds))
    heard = sound(foreign_input(sounds, longest_seconds=seconds))
    run_ffmpeg(
        moving.output(heard, f"file:{target.absolute()}", c="copy", f="matroska"),
        folder=folder,
        timeout_seconds=options.fetch_timeout_seconds,
        cancelled=cancelled,
    )
    return target


def _completed(listed: Entry, seen: Entry, chapters: list[Any]) -> Entry:
    """Keep what the listing knew (headings above all), and add what only the download showed."""
    added = {
        name: getattr(seen, name)
        for name in ("description", "upload_date", "duration_seconds", "language", "uploader", "thumbnail", "title")
        if getattr(listed, name) is None
    }
    return replace(
        listed,
        **added,
        speakers=listed.speakers or seen.speakers,
        chapters=tuple(from_plain(ChapterMark, chapter) for chapter in chapters),
    )


def _ask(
    request: dict[str, Any],
    *,
    folder: Path,
    options: IngestOptions,
    timeout_seconds: float,
    cancelled: Callable[[], bool],
    on_event: Callable[[Event], None] = lambda _event: None,
) -> Answer:
    runtime = javascript_runtime()
    limits = {
        "max_bytes": options.max_bytes,
        "socket_timeout_seconds": options.socket_timeout_seconds,
        "allow_hosts": sorted(options.allow_hosts),
        "js_runtime": runtime,
    }
    return ask(
        CHILD,
        {**request, **limits},
        program=PROGRAM,
        cwd=folder,
        timeout_seconds=timeout_seconds,
        cancelled=cancelled,
        on_event=on_event,
        network=True,
        memory_bytes=None if runtime else MEMORY_BYTES,
        file_bytes=options.max_bytes + SPARE_BYTES,
        environment={"YTDLP_NO_PLUGINS": "1", "NO_COLOR": "1"},
    )


def javascript_runtime() -> str | None:
    """Find the JavaScript runtime that some platforms ask for; yt-dlp takes deno only."""
    folders = os.pathsep.join([str(Path(sys.executable).parent), *os.get_exec_path()])
    return shutil.which("deno", path=folders)

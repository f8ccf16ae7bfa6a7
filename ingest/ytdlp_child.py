"""The guarded child that fetches: the only module that imports yt-dlp. Run as `python -m ingest.ytdlp_child`.

Every connection to a non-public address is refused by `netguard`, no program but the JavaScript runtime can be
started, no configuration, cookie, cache or plugin is read, and every file gets a name of ours.
"""

import contextlib
import itertools
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import yt_dlp
from yt_dlp.extractor import gen_extractor_classes
from yt_dlp.networking import Request
from yt_dlp.networking.common import _REQUEST_HANDLERS

from ingest.children import emit, serve
from ingest.entries import CaptionRef, Entry, Page
from ingest.errors import NothingFoundError, SourceRefusedError, SourceUnavailableError, TooLargeError
from ingest.netguard import Refusals, install
from ingest.notes import from_plain, to_plain
from ingest.ytdlp_answers import MOST_ENTRIES, entries_of, is_live, joined, with_heading_of
from ingest.ytdlp_errors import error_of
from ingest.ytdlp_texts import (
    CAPTION_BYTES,
    fetch_captions,
    fetch_chapters,
    fetch_thumbnail,
    read_limited,
    read_page_at,
)
from media.store import replace_durably, write_durably

MOST_EMBEDS = 20
PROGRESS_EVERY_BYTES = 1_000_000
FORMATS = (
    "b[vcodec^=avc1][acodec^=mp4a][height>=720][height<=1080]"
    "/bv*[vcodec^=avc1][height>=720][height<=1080]+ba[acodec^=mp4a]"
    "/b[vcodec^=avc1][height>=480][height<=1080]/b[height>=480][height<=1080]/bv*[height<=1080]+ba/bv*+ba/b/b*"
)
"""What plays everywhere as it is, and need not be encoded: H.264 and AAC up to 1080 lines. Then one file with picture
and sound when it is good enough; otherwise the two apart, joined by us later."""
LONGEST_PAUSE_SECONDS = 30
LISTS = frozenset({"playlist", "any"})
"""What extractors that may give a list say of themselves."""
DEEPEST_LIST = 2
"""A channel lists its tabs, and a tab its recordings."""


class SilentLog:
    """Takes yt-dlp's words and keeps them off stdout, which is ours; errors come as exceptions anyway."""

    def debug(self, message: str) -> None:
        """Drop it."""

    info = warning = error = debug


class Fetcher:
    """One yt-dlp with our limits on it."""

    def __init__(self, request: dict[str, Any], refusals: Refusals) -> None:
        self.limit_bytes = int(request["max_bytes"])
        self.refusals = refusals
        self._done_bytes = 0
        self._told_bytes = 0
        runtime = request.get("js_runtime")
        self.ydl = yt_dlp.YoutubeDL(
            {
                "quiet": True,
                "no_warnings": True,
                "noprogress": True,
                "logger": SilentLog(),
                "color": "never",
                "default_search": "error",
                "cachedir": False,
                "proxy": "",
                "socket_timeout": float(request["socket_timeout_seconds"]),
                "retries": 3,
                "retry_sleep_functions": dict.fromkeys(("http", "fragment", "extractor"), _pause),
                "extractor_retries": 1,
                "fragment_retries": 3,
                "skip_unavailable_fragments": False,
                "continuedl": True,
                "hls_prefer_native": True,
                "fixup": "never",
                "format": FORMATS,
                "extract_flat": "in_playlist",
                "playlistend": MOST_ENTRIES,
                "js_runtimes": {"deno": {"path": runtime}} if runtime else {},
                "plugin_dirs": [],
                "progress_hooks": [self._watch],
                "check_formats": False,
                "http_headers": {"Referer": request["referer"]} if request.get("referer") else {},
            }
        )

    def list_entries(self, address: str, *, depth: int = 0) -> tuple[Entry, ...]:
        """List what an address shows: the page's own players joined with what yt-dlp finds.

        Raises:
            IngestError: when there is nothing, or it cannot be had.
        """
        page = None if _has_own_extractor(address) else read_page_at(address, self._open)
        try:
            info = self._information(page.address if page else address)
            found = self._opened([entry for entry in entries_of(info) if entry.address], depth)
        except Exception:
            if page is None or not page.recordings:
                raise
            found = ()
        if page is not None:
            found = joined(page, found) + (self._embedded(page, found) if depth == 0 else ())
        if not found:
            raise NothingFoundError(address)
        return tuple(replace(entry, page_address=entry.page_address or address) for entry in found)

    def _opened(self, found: list[Entry], depth: int) -> tuple[Entry, ...]:
        """Put what is in a list in place of the list: the tabs of a channel, a playlist in a playlist."""
        entries: list[Entry] = []
        for entry in found:
            is_list = depth < DEEPEST_LIST and _is_of_a_list(entry)
            entries += self.list_entries(entry.address, depth=depth + 1) if is_list else [entry]
            if len(entries) >= MOST_ENTRIES:
                break
        return tuple(entries[:MOST_ENTRIES])

    def _embedded(self, page: Page, found: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Look into embedded players that yt-dlp passed by; one that cannot be read is not the page's fault."""
        known = {entry.address for entry in joined(page, found)}
        more: list[Entry] = []
        if found and all(shown.is_embed for shown in page.recordings):
            return ()
        for shown in itertools.islice((shown for shown in page.recordings if shown.is_embed), MOST_EMBEDS):
            with contextlib.suppress(Exception):
                inside = self.list_entries(shown.addresses[0], depth=1)
                more += [entry for entry in with_heading_of(inside, shown, page) if entry.address not in known]
        return tuple(more)

    def download(self, entry: Entry, folder: Path) -> dict[str, Any]:
        """Fetch a recording and its captions into the folder, under names of ours.

        Raises:
            IngestError: when it cannot be had, is too large or is a live stream.
        """
        info = self._information(entry.address)
        if info.get("_type") in {"playlist", "multi_video"}:
            raise SourceRefusedError(reason="several-recordings", subject=entry.address)
        parts = info.get("requested_formats") or [info]
        for number, part in enumerate(parts, start=1):
            self._fetch({**info, **part, "requested_formats": None}, folder / f"part-{number}")
        seen = entries_of(info)[0]
        captions, problems = fetch_captions(entry.captions or seen.captions, folder, self._fetch_text)
        chapters = entry.chapters or seen.chapters
        if not chapters and entry.chapters_address:
            chapters = fetch_chapters(entry.chapters_address, folder, self._fetch_text)
        thumbnail = fetch_thumbnail(dict.fromkeys((seen.thumbnail, entry.thumbnail)), folder, self._open)
        return {
            "parts": [f"part-{number}" for number in range(1, len(parts) + 1)],
            "captions": to_plain(captions, folder=folder),
            "problems": to_plain(problems),
            "seen": to_plain(seen),
            "chapters": to_plain(chapters),
            "thumbnail": thumbnail.name if thumbnail else None,
        }

    def _information(self, address: str) -> dict[str, Any]:
        """Ask yt-dlp what is at an address.

        Raises:
            SourceRefusedError: `live-stream`.
        """
        info: dict[str, Any] = self.ydl.extract_info(address, download=False)
        if is_live(info):
            raise SourceRefusedError(reason="live-stream", subject=address)
        return info

    def _fetch(self, info: dict[str, Any], target: Path) -> None:
        """Fetch one file; what an earlier try left is continued when the other side still has the same file.

        Raises:
            TooLargeError: more bytes than allowed.
            SourceUnavailableError: `interrupted`, when there is no file although nobody complained.
        """
        if (info.get("filesize") or 0) > self.limit_bytes:
            raise TooLargeError(self.limit_bytes)
        if not target.is_file():  # it gets this name only when it is whole and on the disk
            arriving = target.with_name(f"{target.name}.arriving")
            arriving.unlink(missing_ok=True)
            self._drop_changed(info, arriving)
            self.ydl.dl(str(arriving), info)
            if not arriving.is_file():
                raise SourceUnavailableError(None, "interrupted")
            replace_durably(arriving, target)
        if target.stat().st_size > self.limit_bytes:
            raise TooLargeError(self.limit_bytes)
        self._done_bytes += target.stat().st_size

    def _drop_changed(self, info: dict[str, Any], target: Path) -> None:
        """Forget a partial file unless the server proves that the rest will fit (yt-dlp sends no If-Range)."""
        partial, proof = target.with_name(f"{target.name}.part"), target.with_name(f"{target.name}.proof")
        now = self._proof(info) if str(info.get("protocol", "http")) in {"http", "https"} else str(info.get("protocol"))
        before = proof.read_text("utf-8") if proof.is_file() else ""
        if not now or now != before:
            partial.unlink(missing_ok=True)
        write_durably(proof, now.encode())

    def _proof(self, info: dict[str, Any]) -> str:
        """Give what identifies the version of a file on its server; empty when nothing does."""
        try:
            with self.ydl.urlopen(Request(info["url"], method="HEAD", headers=info.get("http_headers") or {})) as head:
                names = ("ETag", "Last-Modified", "Content-Length")
                values = [head.headers.get(name) or "" for name in names]
        except yt_dlp.networking.exceptions.RequestError:
            return ""
        return json.dumps(values) if values[0] or values[1] else ""

    def _fetch_text(self, reference: CaptionRef, target: Path) -> None:
        """Fetch captions, whole or in segments; what yt-dlp or the network raises is the caller's to judge."""
        if reference.protocol.startswith("m3u8"):
            info = {"url": reference.address, "ext": "vtt", "protocol": "m3u8_native", "http_headers": {}}
            self.ydl.dl(str(target), info, subtitle=True)
            return
        with self._open(reference.address) as response:
            target.write_bytes(read_limited(response, limit_bytes=CAPTION_BYTES))

    def _open(self, address: str) -> Any:
        """Open an address through yt-dlp's own network, uncompressed, so that what is counted is what comes."""
        return self.ydl.urlopen(Request(address, headers={"Accept-Encoding": "identity"}))

    def _watch(self, state: dict[str, Any]) -> None:
        """Count while yt-dlp reads: a length that was never announced is limited, too."""
        here = int(state.get("downloaded_bytes") or 0)
        total = state.get("total_bytes") or state.get("total_bytes_estimate")
        if max(here, int(state.get("total_bytes") or 0)) > self.limit_bytes:
            raise TooLargeError(self.limit_bytes)
        if here - self._told_bytes >= PROGRESS_EVERY_BYTES or here < self._told_bytes:
            self._told_bytes = here
            emit("progress", done_bytes=self._done_bytes + here, total_bytes=int(total) if total else None)


def _has_own_extractor(address: str) -> bool:
    return any(ie.suitable(address) and ie.ie_key() != "Generic" for ie in gen_extractor_classes())


def _is_of_a_list(entry: Entry) -> bool:
    """Say whether an extractor gives lists; the one for all pages gives either, and is asked by the download."""
    extractors = (ie for ie in gen_extractor_classes() if ie.ie_key() == entry.extractor != "Generic")
    kind = next((ie._RETURN_TYPE for ie in extractors), None)  # noqa: SLF001  there is no public way to ask
    return kind in LISTS and entry.duration_seconds is None


def _pause(n: int) -> int:
    """Wait longer after each failure: 1, 2, 4 seconds, and never half a minute."""
    return min(1 << n, LONGEST_PAUSE_SECONDS)


def work(request: dict[str, Any]) -> dict[str, Any]:
    """Do what was asked, behind the guard.

    Raises:
        IngestError: our error for whatever went wrong.
    """
    _REQUEST_HANDLERS.pop("CurlCFFI", None)  # it connects in C, where the guard does not see it
    runtime = request.get("js_runtime")
    programs = frozenset({Path(runtime)}) if runtime else frozenset[Path]()
    refusals = install(frozenset(request["allow_hosts"]), programs=programs)
    address = request["address"] if request["task"] == "list" else request["entry"]["address"]
    if not re.match(r"https?://", address, re.IGNORECASE):
        raise SourceRefusedError(reason="unsupported-address", subject=address)
    fetcher = Fetcher(request, refusals)
    try:
        if request["task"] == "list":
            return {"entries": [to_plain(entry) for entry in fetcher.list_entries(address)]}
        return fetcher.download(from_plain(Entry, request["entry"]), Path.cwd())
    except Exception as exc:
        limit_bytes = fetcher.limit_bytes
        raise error_of(exc, address=address, limit_bytes=limit_bytes, refusals=refusals) from exc


if __name__ == "__main__":
    serve(work)

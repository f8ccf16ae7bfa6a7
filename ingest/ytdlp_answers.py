"""What yt-dlp answers, as our plain data; and what it finds joined with what the page says. Pure; needs no yt-dlp."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urldefrag, urlsplit

from ingest.addresses import address_key
from ingest.entries import CaptionRef, ChapterMark, Entry, Page, PageRecording, TranscriptOrigin
from ingest.languages import language_code

Info = Mapping[str, Any]
CAPTION_FORMATS = ("vtt", "srt")
MOST_CAPTIONS = 12
MOST_ENTRIES = 500
"""Of one list; a longer one is cut off."""
SMUGGLED = "__youtubedl_smuggle"
LIVE = frozenset({"is_live", "is_upcoming"})
BY_HAND_OR_HTTP = frozenset({"http", "https", "m3u8", "m3u8_native"})


def entries_of(info: Info) -> tuple[Entry, ...]:
    """Give the recordings in one answer, whether it is a single one or a list; live ones are left out of lists."""
    if info.get("_type") not in {"playlist", "multi_video"}:
        return (entry_of(info),)
    found: list[Entry] = []
    for item in info.get("entries") or ():
        if item and not is_live(item):
            found.extend(entries_of(item))
    return tuple(found)


def is_live(info: Info) -> bool:
    """Say whether this is still being broadcast, or not yet."""
    return bool(info.get("is_live")) or info.get("live_status") in LIVE


def entry_of(info: Info) -> Entry:
    """Give one recording of an answer."""
    extractor = str(info.get("ie_key") or info.get("extractor_key") or info.get("extractor") or "Generic")
    is_generic = extractor.casefold() in {"generic", "html5mediaembed", "html5"}
    page_address = _web_address(info.get("webpage_url"))
    return Entry(
        address=(None if is_generic else page_address) or _file_address(info) or page_address or "",
        page_address=page_address or _web_address(info.get("original_url")),
        title=_text(info.get("title")),
        description=_text(info.get("description"), lines=True),
        upload_date=None if info.get("direct") else _upload_date(info),
        duration_seconds=_number(info.get("duration")),
        language=language_code(_text(info.get("language"))),
        speakers=tuple(name for name in map(_text, info.get("cast") or ()) if name),
        captions=_captions(info),
        chapters=tuple(_chapters(info.get("chapters") or ())),
        uploader=_text(info.get("uploader")) or _text(info.get("channel")),
        thumbnail=_web_address(info.get("thumbnail")),
        extractor=extractor,
        size_bytes=_size(info),
    )


def joined(page: Page, found: Sequence[Entry]) -> tuple[Entry, ...]:
    """Join a page's own recordings with those yt-dlp found on it, in the order of the page.

    Embedded players that yt-dlp did not find are left to the caller.
    """
    remaining = {_key(entry): entry for entry in reversed(found)}
    entries = []
    for shown in page.recordings:
        keys = [address_key(address) for address in shown.addresses]
        match = next((remaining.pop(key) for key in keys if key in remaining), None)
        for key in keys:
            remaining.pop(key, None)
        if match is not None or not shown.is_embed:
            entries.append(_described(match or Entry(shown.addresses[0]), shown, page))
    rest = [entry for entry in found if _key(entry) in remaining]
    if len(rest) == len(found) == 1 and len(entries) == 1 and not page.recordings[0].is_embed:
        rest = []  # the one player again, under an address that the page does not spell out
    return (*entries, *(replace(entry, page_address=page.address) for entry in rest))


def with_heading_of(entries: Sequence[Entry], shown: PageRecording, page: Page) -> tuple[Entry, ...]:
    """Give the recordings of an embedded player the heading above it, when it holds just one."""
    if len(entries) == 1:
        return (_described(entries[0], shown, page),)
    return tuple(replace(entry, page_address=page.address) for entry in entries)


def _described(entry: Entry, shown: PageRecording, page: Page) -> Entry:
    """Complete an entry with what the page says; what a reader sees beside the player comes first."""
    return replace(
        entry,
        page_address=page.address,
        title=shown.title or entry.title or page.title,
        heading=shown.heading,
        description=shown.description or entry.description,
        upload_date=shown.date or entry.upload_date,
        duration_seconds=entry.duration_seconds or shown.duration_seconds,
        language=shown.language or entry.language or page.language,
        captions=shown.captions or entry.captions,
        chapters=shown.chapters or entry.chapters,
        chapters_address=shown.chapters_address,
        uploader=entry.uploader or shown.uploader,
        thumbnail=entry.thumbnail or shown.poster,
    )


def _key(entry: Entry) -> str:
    return address_key(entry.address)


def _size(info: Info) -> int | None:
    """Give the size of all parts that would be fetched, where each says it or something close to it."""
    parts = info.get("requested_formats") or [info]
    sizes = [_number(part.get("filesize")) or _number(part.get("filesize_approx")) for part in parts]
    return round(sum(size for size in sizes if size)) if all(sizes) else None


def _file_address(info: Info) -> str | None:
    formats = info.get("requested_formats") or ()
    manifests = {item.get("manifest_url") for item in [info, *formats]} - {None}
    if manifests:
        return _web_address(manifests.pop())
    if (address := _web_address(info.get("url"))) is not None:
        return address
    return next((_web_address(item.get("url")) for item in reversed(info.get("formats") or ())), None)


def _captions(info: Info) -> tuple[CaptionRef, ...]:
    by_people = [
        reference
        for language, tracks in (info.get("subtitles") or {}).items()
        if (reference := _caption(language, tracks, is_automatic=False))
    ]
    if by_people:
        return tuple(by_people[:MOST_CAPTIONS])
    automatic = info.get("automatic_captions") or {}
    spoken = str(info.get("language") or "")
    for language in (f"{spoken}-orig", *(key for key in automatic if key.endswith("-orig")), spoken):
        reference = _caption(language, automatic.get(language) or (), is_automatic=True)
        if reference:
            return (reference,)
    return ()


def _caption(language: str, tracks: Sequence[Info], *, is_automatic: bool) -> CaptionRef | None:
    for wanted in CAPTION_FORMATS:
        for track in tracks:
            protocol = str(track.get("protocol") or "http")
            address = _web_address(track.get("url"))
            if track.get("ext") == wanted and address and protocol in BY_HAND_OR_HTTP:
                origin: TranscriptOrigin = "platform-auto" if is_automatic else "platform"
                return CaptionRef(address, language_code(language), origin, protocol)
    return None


def _chapters(chapters: Sequence[Info]) -> list[ChapterMark]:
    marks = [
        (_number(item.get("start_time")), _number(item.get("end_time")), _text(item.get("title"))) for item in chapters
    ]
    return [ChapterMark(start, end, title) for start, end, title in marks if start is not None and title]


def _upload_date(info: Info) -> str | None:
    text = str(info.get("release_date") or info.get("upload_date") or "")
    moment = info.get("release_timestamp") or info.get("timestamp")
    try:
        if text:
            return dt.datetime.strptime(text, "%Y%m%d").replace(tzinfo=dt.UTC).date().isoformat()
        return dt.datetime.fromtimestamp(float(moment), dt.UTC).date().isoformat() if moment else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _web_address(value: object) -> str | None:
    """Give a web address without what yt-dlp hides in its fragment."""
    if not isinstance(value, str):
        return None
    address = urldefrag(value).url if SMUGGLED in value else value
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and value >= 0 else None


def _text(value: object, *, lines: bool = False) -> str | None:
    if not isinstance(value, str):
        return None
    return (value.strip() if lines else " ".join(value.split())) or None

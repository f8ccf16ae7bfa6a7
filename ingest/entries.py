"""What a page or a platform says about recordings: plain data, before anything is decided."""

from dataclasses import dataclass
from typing import Literal

TranscriptOrigin = Literal["supplied", "platform", "platform-auto", "speech"]


@dataclass(frozen=True, slots=True)
class CaptionRef:
    """Captions that can be fetched."""

    address: str
    language: str | None
    origin: TranscriptOrigin
    """`platform` when people made them, `platform-auto` when a machine did."""
    protocol: str = "http"
    """How yt-dlp calls the way to fetch them; `m3u8_native` for captions cut into segments."""


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A named span of a recording; it lasts until the next one when it has no end."""

    start_seconds: float
    end_seconds: float | None
    title: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One recording as a page, a feed or a platform describes it."""

    address: str
    """Where the recording itself can be fetched."""
    page_address: str | None = None
    """The page that shows it."""
    title: str | None = None
    heading: str | None = None
    """The heading above the player, as a reader of the page sees it."""
    description: str | None = None
    upload_date: str | None = None
    """YYYY-MM-DD."""
    duration_seconds: float | None = None
    language: str | None = None
    speakers: tuple[str, ...] = ()
    captions: tuple[CaptionRef, ...] = ()
    chapters: tuple[ChapterMark, ...] = ()
    chapters_address: str | None = None
    """Chapters as captions are written, still to be fetched."""
    uploader: str | None = None
    thumbnail: str | None = None
    extractor: str = "generic"
    size_bytes: int | None = None
    """Of the file, where the platform says it."""


@dataclass(frozen=True, slots=True)
class PageRecording:
    """One recording as a page shows it."""

    addresses: tuple[str, ...]
    """Files of the same recording, or the address of an embedded player."""
    is_embed: bool = False
    heading: str | None = None
    title: str | None = None
    captions: tuple[CaptionRef, ...] = ()
    chapters_address: str | None = None
    chapters: tuple[ChapterMark, ...] = ()
    poster: str | None = None
    description: str | None = None
    date: str | None = None
    duration_seconds: float | None = None
    language: str | None = None
    uploader: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page with what it shows."""

    address: str
    title: str | None = None
    description: str | None = None
    language: str | None = None
    refresh_address: str | None = None
    """Where the page itself sends its readers at once."""
    recordings: tuple[PageRecording, ...] = ()

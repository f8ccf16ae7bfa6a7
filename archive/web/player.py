"""What the player is given: sources in the order browsers try them, sounds, captions, marks on its bar."""

import re
from dataclasses import dataclass

from archive.catalogue.recordings import Chapter, Recording, Rendition
from archive.catalogue.watching import TranscriptAbout
from archive.web import addresses
from archive.web.slides import SlideView, slide_views
from archive.web.spans import Span, written

SMALL_LINES = 360
DESCRIBED = re.compile(r"audio[- ]?de(?:skription|scription)|descri(?:bed|ptive)", re.IGNORECASE)
"""How an audio track says that it describes the picture."""
BAR_WIDTH = 1000
"""Width of the drawn time line in its own units."""


@dataclass(frozen=True, slots=True)
class Source:
    """A playable file."""

    name: str
    path: str
    media_type: str
    label: str
    """720p, 360p; empty for sound alone."""
    size_bytes: int
    is_small: bool
    is_sound: bool


@dataclass(frozen=True, slots=True)
class SoundChoice:
    """A sound that can be heard with the picture."""

    path: str
    """Empty for the sound that the picture brings along."""
    language: str
    label: str
    """What the original calls it."""
    is_described: bool
    """Somebody also says what can be seen."""


@dataclass(frozen=True, slots=True)
class Track:
    """Captions in a language."""

    path: str
    srt_path: str
    language: str
    is_machine_text: bool


@dataclass(frozen=True, slots=True)
class ChapterView:
    """A chapter and where it begins."""

    start_seconds: float
    title: str
    x: float
    """Place on the time line."""
    is_current: bool


@dataclass(frozen=True, slots=True)
class PlayerView:
    """The player of a recording."""

    sources: tuple[Source, ...]
    """For playing: the small one first, since browsers on small screens take it; then from large to small."""
    sound: Source | None
    """The file with sound alone, for downloading, or for playing where there is no picture."""
    poster: str
    sounds: tuple[SoundChoice, ...]
    """The languages to hear it in, the usual one first; empty where there is no choice."""
    described: SoundChoice | None
    """The sound with audio description."""
    tracks: tuple[Track, ...]
    duration_seconds: float
    span: Span | None
    """What was asked for."""
    chapters: tuple[ChapterView, ...]
    are_chapters_suggested: bool
    """No person has looked through them yet."""
    slides: tuple[SlideView, ...]
    storyboard: str
    """Address of the small pictures for looking ahead; empty where there are none."""
    ticks: tuple[float, ...]
    has_picture: bool
    is_file_missing: bool
    """A playable file that the catalogue names is not on the disk."""

    @property
    def fragment(self) -> str:
        """Give the media fragment that makes browsers begin at the asked second, and stop at the asked end."""
        return "" if self.span is None or self.span == Span(0) else f"#t={written(self.span)}"

    @property
    def start_seconds(self) -> float | None:
        """Give the asked second."""
        return self.span.start_seconds if self.span else None


def player_view(
    recording: Recording,
    transcripts: tuple[TranscriptAbout, ...],
    *,
    span: Span | None,
    found_seconds: tuple[float, ...],
    missing: frozenset[str] = frozenset(),
) -> PlayerView:
    """Arrange what a recording has for its player, without the renditions whose keys are missing in the store."""
    there = [row for row in recording.renditions if row.key not in missing]
    all_sources = tuple(_source(recording.slug, row) for row in there)
    pictured = tuple(source for source in all_sources if not source.is_sound)
    sound = min((source for source in all_sources if source.is_sound), key=lambda found: found.name, default=None)
    sounds = _sounds(recording) if pictured else ()
    spoken = tuple(choice for choice in sounds if not choice.is_described)
    duration = recording.duration_seconds or 0.0
    start = span.start_seconds if span else None
    return PlayerView(
        sources=_in_order(pictured) if pictured else tuple(filter(None, [sound])),
        sound=sound,
        poster=addresses.poster(recording.slug, recording.poster_key) if recording.poster_key else "",
        sounds=spoken if len(spoken) > 1 else (),
        described=next((choice for choice in sounds if choice.is_described), None),
        tracks=tuple(_track(recording.slug, about) for about in transcripts if about.lines),
        duration_seconds=duration,
        span=span,
        chapters=chapter_views(recording.chapters, duration, start),
        are_chapters_suggested=any(row.is_suggestion for row in recording.chapters),
        slides=slide_views(recording.slug, recording.slides, start),
        storyboard=addresses.storyboard(recording.slug) if recording.storyboard else "",
        ticks=ticks_of(found_seconds, duration),
        has_picture=bool(pictured),
        is_file_missing=bool(missing),
    )


def ticks_of(seconds: tuple[float, ...], duration_seconds: float | None) -> tuple[float, ...]:
    """Place moments on the time line, each place once."""
    if not duration_seconds:
        return ()
    return tuple(dict.fromkeys(round(min(at / duration_seconds, 1) * (BAR_WIDTH - 6), 1) for at in seconds))


def chapter_views(
    chapters: list[Chapter], duration_seconds: float, start_seconds: float | None
) -> tuple[ChapterView, ...]:
    """Place chapters on the time line, and name the one that is asked for."""
    begun = [row.id for row in chapters if start_seconds is not None and row.start_seconds <= start_seconds]
    places = [min(row.start_seconds / duration_seconds, 1) * BAR_WIDTH if duration_seconds else 0 for row in chapters]
    return tuple(
        ChapterView(row.start_seconds, row.title, round(x, 1), bool(begun) and row.id == begun[-1])
        for row, x in zip(chapters, places, strict=True)
    )


def _source(slug: str, row: Rendition) -> Source:
    is_sound = row.media_type.startswith("audio/")
    lines = min(row.height, row.width or row.height)
    return Source(
        name=row.name,
        path=addresses.rendition(slug, row.name, row.key),
        media_type=row.media_type,
        label="" if is_sound else f"{lines}p",
        size_bytes=row.size_bytes,
        is_small=not is_sound and lines <= SMALL_LINES,
        is_sound=is_sound,
    )


def _sounds(recording: Recording) -> tuple[SoundChoice, ...]:
    """List what can be heard; the file named `audio` holds what the pictured files sound like."""
    rows = sorted(
        (row for row in recording.renditions if row.media_type.startswith("audio/")), key=lambda row: row.name
    )
    return tuple(
        SoundChoice(
            path="" if number == 0 else addresses.rendition(recording.slug, row.name, row.key),
            language=row.language or "",
            label=row.label,
            is_described=number > 0 and DESCRIBED.search(row.label) is not None,
        )
        for number, row in enumerate(rows)
    )


def _in_order(pictured: tuple[Source, ...]) -> tuple[Source, ...]:
    small = [source for source in pictured if source.is_small][:1]
    return (*small, *(source for source in pictured if source not in small))


def _track(slug: str, about: TranscriptAbout) -> Track:
    return Track(
        path=addresses.captions(slug, about.language),
        srt_path=addresses.captions(slug, about.language, suffix="srt"),
        language=about.language,
        is_machine_text=about.is_machine_text,
    )

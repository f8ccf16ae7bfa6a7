"""Poster and chapters of a recording at the desk: what its page shows of them, and how chapters are written there."""

from collections.abc import Mapping
from dataclasses import dataclass

from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError
from archive.web import addresses
from ingest.entries import ChapterMark


@dataclass(frozen=True, slots=True)
class FrameView:
    """A frame that may stand for the recording."""

    frame_id: int
    path: str
    at_seconds: float
    is_poster: bool


@dataclass(frozen=True, slots=True)
class PicturesView:
    """What can be chosen and corrected."""

    frames: tuple[FrameView, ...]
    chapters: str
    """A line each: the time, then the title."""
    are_chapters_suggested: bool
    faults: Mapping[str, str]


def pictures_view(recording: Recording, *, typed: str | None, faults: Mapping[str, str]) -> PicturesView:
    """Show the frames, and the chapters as they are or as they were typed."""
    return PicturesView(
        frames=tuple(
            FrameView(
                frame_id=row.id,
                path=addresses.poster_frame(recording.slug, row.id, row.image_key),
                at_seconds=row.at_seconds,
                is_poster=row.image_key == recording.poster_key,
            )
            for row in sorted(recording.poster_frames, key=lambda row: row.at_seconds)
        ),
        chapters=_written(recording) if typed is None else typed,
        are_chapters_suggested=any(row.is_suggestion for row in recording.chapters),
        faults=faults,
    )


def chapters_in(text: str, *, duration_seconds: float | None) -> tuple[ChapterMark, ...]:
    """Read chapters: a line each, the time, then the title; in any order.

    Raises:
        InvalidInputError: `not-chapters` for a line without time or title, `behind-the-end` for a time too late.
    """
    marks = []
    for line in filter(None, map(str.strip, text.splitlines())):
        time, _, title = line.partition(" ")
        seconds = addresses.seconds_of(time)
        if seconds is None or not title.strip():
            raise InvalidInputError({"chapters": "not-chapters"})
        if duration_seconds is not None and seconds >= duration_seconds:
            raise InvalidInputError({"chapters": "behind-the-end"})
        marks.append(ChapterMark(seconds, None, title.strip()))
    return tuple(sorted(marks, key=lambda mark: mark.start_seconds))


def _written(recording: Recording) -> str:
    return "\n".join(f"{_clock(row.start_seconds)} {row.title}" for row in recording.chapters)


def _clock(seconds: float) -> str:
    """Write a time so that reading it gives the same second again, fractions too where there are any."""
    minutes, rest = divmod(round(max(0.0, seconds), 2), 60)
    hours, minutes = divmod(int(minutes), 60)
    tail = f"{rest:05.2f}".rstrip("0").rstrip(".")
    return f"{hours}:{minutes:02}:{tail}" if hours else f"{minutes}:{tail}"

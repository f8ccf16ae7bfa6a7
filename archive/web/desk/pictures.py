"""Poster and chapters of a recording at the desk: what its page shows of them, and how chapters are typed there."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from archive.catalogue.recordings import Chapter, Recording
from archive.errors import InvalidInputError
from archive.plain_text import one_line
from archive.web import addresses
from archive.web.desk.typed_times import written_time
from ingest.entries import ChapterMark

SPARE_ROWS = 3
MOST_ROWS = 520


@dataclass(frozen=True, slots=True)
class FrameView:
    """A frame that may stand for the recording."""

    frame_id: int
    path: str
    at_seconds: float
    is_poster: bool
    is_from_source: bool


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter as it stands in the form."""

    time: str
    title: str
    is_faulty: bool = False


@dataclass(frozen=True, slots=True)
class SuggestedChapter:
    """A chapter that the slides suggest."""

    chapter_id: int
    start_seconds: float
    title: str


def frames_of(recording: Recording) -> tuple[FrameView, ...]:
    """List the frames in the order of time, then the picture of the source."""
    return tuple(
        FrameView(
            frame_id=row.id,
            path=addresses.poster_frame(recording.slug, row.id, row.image_key),
            at_seconds=row.at_seconds,
            is_poster=row.image_key == recording.poster_key,
            is_from_source=row.is_from_source,
        )
        for row in sorted(recording.poster_frames, key=lambda row: (row.is_from_source, row.at_seconds))
    )


def film_of(recording: Recording) -> tuple[str, bool]:
    """Give the address of the smallest film, or else of the sound, and say which; empty while there is none."""
    films = [row for row in recording.renditions if row.media_type.startswith("video/")]
    playable = min(films, key=lambda row: row.height, default=next(iter(recording.renditions), None))
    address = addresses.rendition(recording.slug, playable.name, playable.key) if playable else ""
    return address, not films


def chapter_rows(recording: Recording) -> tuple[ChapterRow, ...]:
    """Give the chapters that stand, without suggestions, as they are typed."""
    return tuple(
        ChapterRow(written_time(row.start_seconds), row.title) for row in _in_order(recording, is_suggestion=False)
    )


def suggested_chapters(recording: Recording) -> tuple[SuggestedChapter, ...]:
    """List what nobody has decided on."""
    rows = _in_order(recording, is_suggestion=True)
    return tuple(SuggestedChapter(row.id, row.start_seconds, row.title) for row in rows)


def typed_rows(form: FormData) -> tuple[ChapterRow, ...]:
    """Read the rows of the form, without those that are empty."""
    times, titles = _texts(form, "time"), _texts(form, "chapter")
    rows = (ChapterRow(time, title) for time, title in zip(times, titles, strict=False))
    return tuple(row for row in rows if row.time or row.title)


def checked_rows(rows: tuple[ChapterRow, ...], *, duration_seconds: float | None) -> tuple[ChapterRow, ...]:
    """Mark the rows that cannot be used."""
    return tuple(ChapterRow(row.time, row.title, _fault(row, duration_seconds) is not None) for row in rows)


def chapters_in(rows: tuple[ChapterRow, ...], *, duration_seconds: float | None) -> tuple[ChapterMark, ...]:
    """Read chapters, in any order.

    Raises:
        InvalidInputError: `not-chapters` for a row without time or title, `behind-the-end` for a time too late.
    """
    faults = [fault for row in rows if (fault := _fault(row, duration_seconds))]
    if faults:
        raise InvalidInputError({"chapters": faults[0]})
    marks = [ChapterMark(addresses.seconds_of(row.time) or 0.0, None, row.title) for row in rows]
    return tuple(sorted(marks, key=lambda mark: mark.start_seconds))


def written(rows: tuple[ChapterRow, ...]) -> str:
    """Write all rows as one text, by which two states of them are compared."""
    return "\n".join(f"{row.time} {row.title}" for row in rows)


def _in_order(recording: Recording, *, is_suggestion: bool) -> list[Chapter]:
    rows = [row for row in recording.chapters if row.is_suggestion is is_suggestion]
    return sorted(rows, key=lambda row: row.start_seconds)


def _fault(row: ChapterRow, duration_seconds: float | None) -> str | None:
    seconds = addresses.seconds_of(row.time)
    if seconds is None or not row.title:
        return "not-chapters"
    return "behind-the-end" if duration_seconds is not None and seconds >= duration_seconds else None


def _texts(form: FormData, name: str) -> list[str]:
    return [one_line(value) if isinstance(value, str) else "" for value in form.getlist(name)][:MOST_ROWS]

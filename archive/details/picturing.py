"""Puts what can be seen in a recording on the shelf: slides, storyboard, frames for a poster, and chapters.

Done again it changes nothing, and what a person chose stays: a poster, chapters that were looked through
(`chaptering.py`).
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.pictures import PosterFrame, Slide, Storyboard
from archive.catalogue.recordings import Chapter, ChapterOrigin, Recording
from archive.errors import NotFoundError
from archive.unneeded import let_go, picture_keys, put_noted, take_back
from ingest.chapters import suggested_chapters
from ingest.context import IngestResult, Pictures
from ingest.entries import ChapterMark
from ingest.pipeline import PICTURES, RECIPES
from media.store import StoredFile

JPEG = "image/jpeg"
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class StoredPictures:
    """Where the pictures of a recording rest, each list in the order of the result's."""

    frames: tuple[StoredFile, ...]
    sheets: tuple[StoredFile, ...]
    slides: tuple[StoredFile, ...]
    from_source: StoredFile | None = None


def put_pictures(services: Services, pictures: Pictures) -> StoredPictures:
    """Bring the pictures into the store; those left without a row are swept.

    Raises:
        StoreFullError: there is no room for them.
        FileMissingError: the work folder was emptied by somebody else.
    """
    sheets = pictures.storyboard.sheets if pictures.storyboard else ()

    def put(path: Path) -> StoredFile:
        return put_noted(services, path, suffix=path.suffix, may_link=True)

    return StoredPictures(
        frames=tuple(put(frame.path) for frame in pictures.frames),
        sheets=tuple(put(sheet) for sheet in sheets),
        slides=tuple(put(slide.path) for slide in pictures.slides),
        from_source=put(pictures.from_source) if pictures.from_source else None,
    )


def place_pictures(
    services: Services, session: Session, recording: Recording, pictures: Pictures, stored: StoredPictures
) -> None:
    """Let the pictures take the place of those there were; what is replaced is let go."""
    before = picture_keys(recording)
    _place_slides(session, recording, pictures, stored)
    _place_storyboard(session, recording, pictures, stored)
    _place_frames(session, recording, pictures, stored)
    recording.recipes = {**recording.recipes, PICTURES: RECIPES[PICTURES]}
    session.flush()
    after = picture_keys(recording)
    take_back(session, after)
    let_go(session, dict.fromkeys(before - after, JPEG), now=services.clock(), recording_id=recording.id)


def place_chapters(session: Session, recording: Recording, result: IngestResult) -> None:
    """Replace the chapters, unless a person has looked them through."""
    if recording.are_chapters_decided:
        return
    origin = ChapterOrigin.SLIDES if result.are_chapters_suggested else ChapterOrigin.SOURCE
    _replace_chapters(session, recording, result.chapters, origin)


def suggest_chapters(session: Session, recording: Recording, pictures: Pictures) -> None:
    """Suggest chapters where there are none but suggestions, and no person wanted it so."""
    if not recording.are_chapters_decided and all(row.is_suggestion for row in recording.chapters):
        marks = suggested_chapters(pictures.slides, recording.duration_seconds or 0.0)
        _replace_chapters(session, recording, marks, ChapterOrigin.SLIDES)


def choose_poster(session: Session, recording_id: int, *, frame_id: int) -> None:
    """Let another of its frames stand for a recording.

    Raises:
        NotFoundError: there is no such recording, or the frame is not one of its own.
    """
    recording = session.get(Recording, recording_id)
    frames = recording.poster_frames if recording else []
    if recording is None or frame_id not in {frame.id for frame in frames}:
        raise NotFoundError(kind="picture", key=str(frame_id))
    for frame in frames:
        frame.is_chosen = frame.id == frame_id
        if frame.is_chosen:
            recording.poster_key = frame.image_key
    record_about(session, "recording.poster-chosen", recording)


def _replace_chapters(
    session: Session, recording: Recording, chapters: tuple[ChapterMark, ...], origin: ChapterOrigin
) -> None:
    recording.chapters.clear()
    session.flush()
    recording.chapters.extend(
        Chapter(start_seconds=chapter.start_seconds, title=chapter.title[:LONGEST_TITLE], origin=origin)
        for chapter in chapters
        if chapter.title.strip()
    )
    session.flush()


def _place_slides(session: Session, recording: Recording, pictures: Pictures, stored: StoredPictures) -> None:
    recording.slides.clear()
    session.flush()
    recording.slides.extend(
        Slide(
            position=position,
            start_seconds=slide.start_seconds,
            end_seconds=slide.end_seconds,
            title=slide.title[:LONGEST_TITLE],
            text=slide.text,
            image_key=file.key,
            width=pictures.slide_width,
            height=pictures.slide_height,
        )
        for position, (slide, file) in enumerate(zip(pictures.slides, stored.slides, strict=True))
    )


def _place_storyboard(session: Session, recording: Recording, pictures: Pictures, stored: StoredPictures) -> None:
    recording.storyboard = None
    session.flush()
    if pictures.storyboard is not None:
        recording.storyboard = Storyboard(
            sheet_keys=[file.key for file in stored.sheets],
            columns=pictures.storyboard.columns,
            rows=pictures.storyboard.rows,
            tile_width=pictures.storyboard.tile_width,
            tile_height=pictures.storyboard.tile_height,
            times=list(pictures.storyboard.times),
        )


def _place_frames(session: Session, recording: Recording, pictures: Pictures, stored: StoredPictures) -> None:
    """Offer the new frames beside what a person chose and the picture of the source, which is not fetched again."""
    chosen = next((row for row in recording.poster_frames if row.is_chosen), None)
    known = next((row for row in recording.poster_frames if row.is_from_source), None)
    recording.poster_frames.clear()
    session.flush()
    times = {file.key: frame.at_seconds for frame, file in zip(pictures.frames, stored.frames, strict=True)}
    best = next(iter(times), None)
    from_source = stored.from_source.key if stored.from_source else known.image_key if known else None
    if from_source is not None:
        times.setdefault(from_source, 0.0)
    if chosen is not None:
        best, times = chosen.image_key, {chosen.image_key: chosen.at_seconds, **times}
    recording.poster_frames.extend(
        PosterFrame(
            position=position,
            at_seconds=at,
            image_key=key,
            is_from_source=key == from_source,
            is_chosen=chosen is not None and key == chosen.image_key,
        )
        for position, (key, at) in enumerate(times.items())
    )
    recording.poster_key = best

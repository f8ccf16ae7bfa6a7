"""Sixth step: the slides, with their pictures and what is written on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.context import Context, Pictures, Problem
from ingest.steps.pictures import FOLDER, Pictured, by_size
from media.renditions import RenditionFile
from media.slides import SlideFile, SlidesFound, find_slides
from media.snapshots import WIDEST


@dataclass(frozen=True, slots=True)
class Seen:
    """What was shown."""

    slides: tuple[SlideFile, ...]
    problems: tuple[Problem, ...] = ()
    width: int = 0
    """Of their pictures."""
    height: int = 0

    def __str__(self) -> str:
        read = sum(bool(slide.text) for slide in self.slides)
        return f"{len(self.slides)} slides, {read} with text"


def run(context: Context, renditions: Sequence[RenditionFile]) -> Seen:
    """Find the slides on the smallest rendition and picture them from the largest.

    Raises:
        MediaError: ffmpeg could not; when tesseract cannot, the slides come without text, and it is said.
    """
    pictured = by_size(renditions)
    if not pictured:
        return Seen(())
    found = find_slides(
        pictured[0].path,
        pictured[-1].path,
        duration_seconds=pictured[0].duration_seconds,
        folder=context.path(FOLDER),
        languages=context.options.reading_languages,
        progress=lambda share: context.progress.advanced("slides", share),
        cancelled=context.cancelled,
    )
    return Seen(found.slides, _problems(found, context.options.reading_languages), *_shown_size(pictured[-1]))


def together(pictured: Pictured, seen: Seen) -> Pictures:
    """Give all that can be seen in one."""
    return Pictures(pictured.frames, pictured.storyboard, seen.slides, seen.width, seen.height, pictured.from_source)


def _shown_size(best: RenditionFile) -> tuple[int, int]:
    """Give width and height of the pictures: those of the largest rendition, up to what people need."""
    width = min(WIDEST, best.width or 0) // 2 * 2
    return width, width * (best.height or 0) // max(1, best.width or 0) // 2 * 2


def _problems(found: SlidesFound, languages: tuple[str, ...]) -> tuple[Problem, ...]:
    if not found.slides or not (found.reading or found.unread):
        return ()
    subject = "+".join(languages) if found.reading == "no-language" else "tesseract"
    return (Problem("slides-without-text", subject, found.reading or "failed"),)

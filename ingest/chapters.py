"""Chapters out of the titles of slides, for recordings whose source names none. A suggestion, until a person agrees."""

from collections.abc import Sequence

from ingest.entries import ChapterMark
from media.slides import SlideFile

SHORTEST_SECONDS = 15.0
MOST_CHAPTERS = 30
FEWEST_CHAPTERS = 2
LONGEST_TITLE = 120


def suggested_chapters(slides: Sequence[SlideFile], duration_seconds: float) -> tuple[ChapterMark, ...]:
    """Suggest a chapter where a slide with a new title appears; none where they would be hardly more than one.

    Slides that are gone too soon after a chapter's beginning belong to it: a title page, then hurried pages.
    """
    shortest = max(SHORTEST_SECONDS, duration_seconds / MOST_CHAPTERS)
    marks: list[ChapterMark] = []
    titled = [slide for slide in slides if slide.title]
    ends = [*(slide.start_seconds for slide in titled[1:]), duration_seconds]
    for slide, end_seconds in zip(titled, ends, strict=False):  # no slide: one end too many
        is_new = not marks or slide.title.casefold() != marks[-1].title.casefold()
        is_long_enough = not marks or end_seconds - marks[-1].start_seconds >= shortest
        if is_new and is_long_enough:
            marks.append(ChapterMark(slide.start_seconds, None, slide.title[:LONGEST_TITLE]))
    return tuple(marks) if len(marks) >= FEWEST_CHAPTERS else ()

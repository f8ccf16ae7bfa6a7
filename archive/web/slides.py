"""The slides of a recording as its page shows them: a picture with its words, and the second to go to."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.catalogue.pictures import Slide
from archive.web import addresses

LONGEST_SAID = 400


@dataclass(frozen=True, slots=True)
class SlideView:
    """A slide."""

    number: int
    """As people count."""
    start_seconds: float
    end_seconds: float
    path: str
    title: str
    """Empty where nothing could be read."""
    words: str
    """What is written on it besides the title, for those who do not see the picture; cut where it is very long."""
    width: int
    height: int
    is_current: bool


def slide_views(slug: str, slides: Sequence[Slide], start_seconds: float | None) -> tuple[SlideView, ...]:
    """Show slides in order, and name the one that is shown at the asked second."""
    return tuple(
        SlideView(
            number=row.position + 1,
            start_seconds=row.start_seconds,
            end_seconds=row.end_seconds,
            path=addresses.slide(slug, row.position, row.image_key),
            title=row.title,
            words=_words(row),
            width=row.width,
            height=row.height,
            is_current=start_seconds is not None and row.start_seconds <= start_seconds < row.end_seconds,
        )
        for row in slides
    )


def _words(row: Slide) -> str:
    lines = [line for line in row.text.splitlines() if line not in row.title]
    said = "; ".join(lines)
    return said if len(said) <= LONGEST_SAID else said[:LONGEST_SAID].rsplit(" ", 1)[0] + " …"

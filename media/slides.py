"""The slides of a recording: when each is shown, its picture as it stood in the end, what is written on it.

Found on a small rendition, pictured from the best one. A slide to which a point is added is the same slide.
"""

import collections
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from media.errors import MediaError, ToolCancelledError
from media.letterhead import without_letterhead
from media.process import never
from media.reading import NOTHING, PageText, languages_here, read_page
from media.sketches import sketch
from media.snapshots import make_readable, snapshot
from media.stillness import Showing, showings
from media.store import make_folder, replace_durably

ReadingNote = Literal["", "not-installed", "no-language", "failed"]
FEWEST_INK = 0.004
"""Below it the picture is plain: a black screen, a pause."""
LEAST_STILL = 0.5
STILL_AS_A_PAGE = 0.9
STILL_ENOUGH_UNREAD = 0.75
"""For want of reading: a person before a wall keeps less of the picture still."""
FEWEST_WORDS = 2
ONLY_ADDED = 0.1
"""Of the writing lost: what a point that appears may cover, and a shadow of encoding."""
MOSTLY_KEPT = 0.45
"""Up to here the words decide whether it is the same slide; another slide loses more even with a rich template."""
SAME_WORDS = 0.8
SAME_PAGE_WORDS, FEWEST_FOR_SAME_PAGE = 0.9, 3
FAILURES_IN_A_ROW = 3
LOOKING_SHARE = 0.6
"""Of the work: looking at all seconds; the rest is pictures and reading."""


@dataclass(frozen=True, slots=True)
class SlideFile:
    """A slide and its picture."""

    start_seconds: float
    end_seconds: float
    path: Path
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SlidesFound:
    """The slides in order, and why some have no text."""

    slides: tuple[SlideFile, ...]
    reading: ReadingNote = ""
    unread: int = 0
    """Slides that tesseract broke down at."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A picture that stood, the last of those that only added to each other."""

    showing: Showing
    start_seconds: float
    lost_ink_share: float
    picture: Path | None = None
    page: PageText | None = None
    """None: not read."""


def find_slides(
    small: Path,
    best: Path,
    *,
    duration_seconds: float,
    folder: Path,
    languages: Sequence[str],
    progress: Callable[[float], None],
    cancelled: Callable[[], bool] = never,
) -> SlidesFound:
    """Find, picture and read the slides of a recording; the pictures appear in `folder` as `slide-001.jpg` and so on.

    Without tesseract, or where it breaks down, there are slides without text.

    Raises:
        NotPlayableError: nothing can be decoded.
        StoreFullError: the disk is full.
        ToolMissingError, ToolFailedError, ToolTimeoutError, ToolCancelledError: as in `process.run`, of ffmpeg.
    """
    make_folder(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".slides-") as name:
        drafts = Path(name)
        sketches = sketch(
            small,
            duration_seconds=duration_seconds,
            folder=drafts,
            progress=lambda share: progress(share * LOOKING_SHARE * 0.9),
            cancelled=cancelled,
        )
        candidates = _without_steps(showings(sketches, cancelled=cancelled))
        progress(LOOKING_SHARE)
        reader = _Reader(languages, folder=drafts, cancelled=cancelled)
        read: list[_Candidate] = []
        for number, candidate in enumerate(candidates, start=1):
            read.append(_pictured(candidate, best, reader, drafts / f"{number}", cancelled=cancelled))
            progress(LOOKING_SHARE + (1 - LOOKING_SHARE) * number / len(candidates))
        kept = _without_letterhead(_joined([candidate for candidate in read if _is_slide(candidate)]))
        return SlidesFound(_settled(kept, folder), reader.note, reader.unread)


class _Reader:
    """Reads as long as that works; a slide is worth having without its text too."""

    def __init__(self, languages: Sequence[str], *, folder: Path, cancelled: Callable[[], bool]) -> None:
        self._folder, self._cancelled = folder, cancelled
        self._failures_in_a_row = 0
        self._languages: tuple[str, ...] = ()
        self.unread = 0
        self.note: ReadingNote = "not-installed"
        try:
            here = languages_here()
        except MediaError:
            return
        self._languages = tuple(language for language in languages if language in here)
        self.note = "" if self._languages else "no-language"

    def read(self, gray: Path) -> PageText | None:
        """Give the text; None when it cannot be read.

        Raises:
            ToolCancelledError: `cancelled()` turned true.
        """
        if self.note:
            return None
        try:
            page = read_page(gray, languages=self._languages, folder=self._folder, cancelled=self._cancelled)
        except ToolCancelledError:
            raise
        except MediaError:
            self.unread += 1
            self._failures_in_a_row += 1
            if self._failures_in_a_row >= FAILURES_IN_A_ROW:
                self.note = "failed"
            return None
        self._failures_in_a_row = 0
        return page


def _without_steps(found: Sequence[Showing]) -> list[_Candidate]:
    """Leave out what is no page at all; a picture that only got more writing takes the place of the one before."""
    kept: list[_Candidate] = []
    for showing in found:
        if showing.ink_share < FEWEST_INK or showing.still_share < LEAST_STILL:
            continue
        if kept and showing.lost_ink_share < ONLY_ADDED:
            known = kept[-1].showing.moving
            kept[-1] = replace(kept[-1], showing=replace(showing, moving=known | showing.moving))
        else:
            kept.append(_Candidate(showing, showing.start_seconds, showing.lost_ink_share))
    return kept


def _pictured(
    candidate: _Candidate, best: Path, reader: _Reader, draft: Path, *, cancelled: Callable[[], bool]
) -> _Candidate:
    taken = snapshot(
        best,
        from_seconds=candidate.showing.settled_from_seconds,
        until_seconds=candidate.showing.settled_until_seconds,
        target=draft.with_suffix(".jpg"),
        gray=draft.with_suffix(".pgm"),
        cancelled=cancelled,
    )
    if taken is None:
        return candidate
    make_readable(taken.gray, candidate.showing.moving)
    page = reader.read(taken.gray)
    taken.gray.unlink()
    return replace(candidate, picture=taken.picture, page=page)


def _is_slide(candidate: _Candidate) -> bool:
    """Tell a page from a person: it has words, or all of it stands still."""
    if candidate.picture is None:
        return False
    if candidate.page is None:
        return candidate.showing.still_share >= STILL_ENOUGH_UNREAD
    return candidate.page.certain_words >= FEWEST_WORDS or candidate.showing.still_share >= STILL_AS_A_PAGE


def _joined(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Join neighbours that say the same: more points, another size on screen, a window that was closed."""
    kept: list[_Candidate] = []
    for candidate in candidates:
        if kept and _is_same_slide(kept[-1], candidate):
            before = kept[-1]
            fuller = candidate if _words(candidate).total() >= _words(before).total() else before
            kept[-1] = replace(fuller, showing=candidate.showing, start_seconds=before.start_seconds)
        else:
            kept.append(candidate)
    return kept


def _is_same_slide(before: _Candidate, after: _Candidate) -> bool:
    one, other = _words(before), _words(after)
    fewer = min(one.total(), other.total())
    if not fewer:
        return False
    shared = (one & other).total()
    has_same_title = bool(_title(before)) and _title(before) == _title(after)
    if after.lost_ink_share < MOSTLY_KEPT or has_same_title:
        return shared >= SAME_WORDS * fewer
    return shared >= SAME_PAGE_WORDS * max(one.total(), other.total()) and fewer >= FEWEST_FOR_SAME_PAGE


def _title(candidate: _Candidate) -> str:
    return (candidate.page or NOTHING).title.casefold()


def _words(candidate: _Candidate) -> collections.Counter[str]:
    page = candidate.page or NOTHING
    return collections.Counter(word for word in page.text.casefold().split() if any(map(str.isalnum, word)))


def _without_letterhead(kept: Sequence[_Candidate]) -> list[_Candidate]:
    pages = without_letterhead([candidate.page or NOTHING for candidate in kept])
    return [replace(candidate, page=page) for candidate, page in zip(kept, pages, strict=True)]


def _settled(kept: Sequence[_Candidate], folder: Path) -> tuple[SlideFile, ...]:
    """Give the pictures their final names."""
    slides = []
    for number, candidate in enumerate(kept, start=1):
        if candidate.picture is None:
            continue
        final = folder / f"slide-{number:03}.jpg"
        replace_durably(candidate.picture, final)
        page = candidate.page or NOTHING
        slides.append(
            SlideFile(candidate.start_seconds, candidate.showing.end_seconds, final, title=page.title, text=page.text)
        )
    return tuple(slides)

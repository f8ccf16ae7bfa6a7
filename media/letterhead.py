"""What stands on every slide of a recording, as on every sheet of a letter: a banner, a foot, a name, a page number.

Such a line tells nothing about the one slide. It stays with the slide that shows it first, so that it can be found.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from media.reading import Line, PageText, title_of

FEWEST_PAGES = 4
MORE_THAN = 0.5
"""Of the pages with writing."""
NEARLY_EQUAL = 0.8
"""Of the letters: no line is read the same way twice."""
SAME_HEIGHT = 1.0
SAME_SIDE = 3.0
"""Of the height of the line: a line of numbers alone is the same only where it stands."""
DIGIT, NEITHER = re.compile(r"\d+"), re.compile(r"[^\w]+")
NUMBER = "0"
ROW = 40
"""Pixels; what moves up or down by more is not the same line."""
_Seen = AbstractSet[tuple[int, Line]]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A line, or a part of it, that was seen at one place, and on which pages."""

    text: str
    line: Line
    seen: list[tuple[int, Line]]

    def is_again(self, text: str, part: Line) -> bool:
        height = max(self.line.box_height, part.box_height)
        if abs(part.top - self.line.top) > SAME_HEIGHT * height:
            return False
        if text == self.text:
            aside = abs(part.words[0].left - self.line.words[0].left)
            return any(map(str.isalpha, text)) or aside <= SAME_SIDE * height
        alike = difflib.SequenceMatcher(None, self.text, text, autojunk=False)
        return min(alike.real_quick_ratio(), alike.quick_ratio()) >= NEARLY_EQUAL and alike.ratio() >= NEARLY_EQUAL

    @property
    def on_pages(self) -> int:
        return len({page for page, _ in self.seen})


def without_letterhead(pages: Sequence[PageText]) -> tuple[PageText, ...]:
    """Leave out of each page what stands on more than half of them, and choose its title among the rest.

    A page that shows nothing else keeps its title.
    """
    enough = max(FEWEST_PAGES, MORE_THAN * sum(bool(page.lines) for page in pages) + 0.5)
    everywhere = [one for one in _standing(pages) if one.on_pages >= enough]
    standing = {seen for one in everywhere for seen in one.seen}
    again = standing - {one.seen[0] for one in everywhere}
    return tuple(_without(number, page, standing, again) for number, page in enumerate(pages))


def _standing(pages: Sequence[PageText]) -> list[_Standing]:
    """List all that stands anywhere, and where it was seen again. Looked for is only near by: pages are many."""
    rows: defaultdict[int, list[_Standing]] = defaultdict(list)
    for number, page in enumerate(pages):
        for part in (part for line in page.lines for part in line.parts):
            text, row = _normal(part.text), part.top // ROW
            near = (one for beside in (row, row - 1, row + 1) for one in rows.get(beside, ()))
            known = next((one for one in near if one.is_again(text, part)), None)
            if known is None:
                rows[row].append(_Standing(text, part, [(number, part)]))
            else:
                known.seen.append((number, part))
    return [one for row in rows.values() for one in row]


def _without(number: int, page: PageText, standing: _Seen, again: _Seen) -> PageText:
    own, kept = (_cut(page.lines, {part for on, part in seen if on == number}) for seen in (standing, again))
    return page if own == page.lines else replace(page, lines=kept, title=title_of(own) or page.title)


def _cut(lines: Sequence[Line], unwanted: AbstractSet[Line]) -> tuple[Line, ...]:
    rest = (Line(tuple(word for part in line.parts if part not in unwanted for word in part.words)) for line in lines)
    return tuple(line for line in rest if line.words)


def _normal(text: str) -> str:
    """Give what counts of a line: letters, and that there are numbers."""
    return NEITHER.sub(" ", DIGIT.sub(NUMBER, text.casefold())).strip()

"""Marks what was searched for in the lines of a transcript. Which words answer is told by search."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.catalogue.watching import Line
from search.results import Fragment, Moment


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the transcript as the page shows it."""

    key: str
    """What its permalink points to."""
    start_seconds: float
    fragments: tuple[Fragment, ...]
    speaker: str
    """Who begins to speak with this line; empty while the same person goes on."""
    is_current: bool


def written_forms(moments: Iterable[Moment]) -> tuple[str, ...]:
    """Give the words as they were written where they answered, the longest first."""
    forms = {piece.text for moment in moments for piece in moment.snippet if piece.is_match and piece.text.strip()}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def line_views(lines: Iterable[Line], *, forms: tuple[str, ...], current: int | None) -> tuple[LineView, ...]:
    """Show lines, with these words marked and the line at the asked second named."""
    pattern = _any_of(forms)
    views: list[LineView] = []
    speaking: str | None = None
    for line in lines:
        changes = line.speaker is not None and line.speaker != speaking
        speaking = line.speaker or speaking
        views.append(
            LineView(
                key=line.key,
                start_seconds=line.start_seconds,
                fragments=_cut(line.text, pattern),
                speaker=line.speaker or "" if changes else "",
                is_current=line.position == current,
            )
        )
    return tuple(views)


def line_at(lines: Iterable[Line], seconds: float | None) -> int | None:
    """Give the position of the line that is spoken at a second: the last one that has begun by then."""
    if seconds is None:
        return None
    begun = [line.position for line in lines if line.start_seconds <= seconds + 0.02]  # hundredths in addresses
    return begun[-1] if begun else None


def _any_of(forms: tuple[str, ...]) -> re.Pattern[str] | None:
    if not forms:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)", re.IGNORECASE)


def _cut(text: str, pattern: re.Pattern[str] | None) -> tuple[Fragment, ...]:
    if pattern is None:
        return (Fragment(text, is_match=False),)
    fragments: list[Fragment] = []
    at = 0
    for match in pattern.finditer(text):
        if match.start() > at:
            fragments.append(Fragment(text[at : match.start()], is_match=False))
        fragments.append(Fragment(match[0], is_match=True))
        at = match.end()
    if at < len(text):
        fragments.append(Fragment(text[at:], is_match=False))
    return tuple(fragments)

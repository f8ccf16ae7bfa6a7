"""Marks what was searched for in the lines of a transcript. Which words answer is told by search."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.catalogue.watching import Line
from archive.web import addresses
from search.results import Fragment, Moment


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the transcript as the page shows it."""

    key: str
    """What its permalink points to."""
    at: str
    """Its second, as addresses write it."""
    fragments: tuple[Fragment, ...]
    is_current: bool
    is_checked: bool
    """A person has compared it with the sound, of a transcript that is not checked as a whole."""
    former_keys: tuple[str, ...] = ()
    """Names of lines that were merged into it; their permalinks lead here."""


def written_forms(moments: Iterable[Moment]) -> tuple[str, ...]:
    """Give the words as they were written where they answered, the longest first."""
    forms = {piece.text for moment in moments for piece in moment.snippet if piece.is_match and piece.text.strip()}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def pattern_of(forms: Sequence[str]) -> re.Pattern[str] | None:
    """Give the pattern that finds these words where they stand alone; None where there are none."""
    if not forms:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, forms)) + r")(?!\w)", re.IGNORECASE)


def line_view(line: Line, *, pattern: re.Pattern[str] | None, is_current: bool) -> LineView:
    """Show a line, with these words marked."""
    return LineView(
        key=line.key,
        at=addresses.second(line.start_seconds),
        fragments=cut(line.text, pattern),
        is_current=is_current,
        is_checked=line.is_checked,
        former_keys=line.former_keys,
    )


def line_at(lines: Sequence[Line], seconds: float | None) -> str:
    """Give the key of the line that is spoken at a second: the last one that has begun by then; empty for none."""
    if seconds is None:
        return ""
    begun = [line.key for line in lines if line.start_seconds <= seconds + 0.02]  # hundredths in addresses
    return begun[-1] if begun else ""


def cut(text: str, pattern: re.Pattern[str] | None) -> tuple[Fragment, ...]:
    """Cut a text where words are to be marked."""
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

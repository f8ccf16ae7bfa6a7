"""Which written words of a text answer the query, and the snippet that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis import split_words, term_of
from search.folding import fold
from search.patterns import Pattern, Slot
from search.query import Prefix
from search.results import Fragment

SNIPPET_CHARACTERS = 400
_LEAD_CHARACTERS = 120
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Mark:
    """A written word that answers."""

    start_char: int
    end_char: int
    pattern: int
    """Number of the pattern it answers."""
    reason: str
    """exact, form or prefix."""


@dataclass(frozen=True, slots=True)
class _Seen:
    position: int
    start_char: int
    end_char: int
    term: str
    folded: str


def marks_in(text: str, language: str, patterns: Sequence[Pattern]) -> list[Mark]:
    """Find what answers in a text of this language, in its order."""
    seen = [
        _Seen(word.position, word.start_char, word.end_char, term_of(word.text, language), fold(word.text))
        for word in split_words(text)
    ]
    marks: list[Mark] = []
    for number, pattern in enumerate(patterns):
        marks += _marks_of(number, pattern, seen, language)
    return sorted(marks, key=lambda mark: (mark.start_char, -mark.end_char, mark.pattern))


def best_reason(marks: Sequence[Mark]) -> str:
    """Give the strongest reason among these marks: said exactly, in another form, or only begun so."""
    reasons = {mark.reason for mark in marks}
    return next((reason for reason in ("exact", "form", "prefix") if reason in reasons), "form")


def snippet_of(text: str, marks: Sequence[Mark], *, around: int = 0) -> tuple[Fragment, ...]:
    """Cut a text into marked and plain pieces; a very long one is shortened around a place in it."""
    start, end = _window(text, around)
    fragments = [Fragment(_ELLIPSIS, is_match=False)] if start else []
    at = start
    for mark in marks:
        if mark.start_char < at or mark.end_char > end:
            continue
        if mark.start_char > at:
            fragments.append(Fragment(text[at : mark.start_char], is_match=False))
        fragments.append(Fragment(text[mark.start_char : mark.end_char], is_match=True))
        at = mark.end_char
    if at < end:
        fragments.append(Fragment(text[at:end], is_match=False))
    if end < len(text):
        fragments.append(Fragment(_ELLIPSIS, is_match=False))
    return tuple(fragments)


def _marks_of(number: int, pattern: Pattern, seen: list[_Seen], language: str) -> list[Mark]:
    by_position: dict[int, list[_Seen]] = {}
    for word in seen:
        by_position.setdefault(word.position, []).append(word)
    whole: list[Mark] = []
    partial: list[Mark] = []
    for sequence in pattern.sequences:
        if language not in sequence.languages:
            continue
        for position in by_position:
            answering = [
                _mark(number, pattern, slot, word)
                for slot in sequence.slots
                for word in by_position.get(position + slot.offset, ())
                if word.term in slot.terms and word.end_char - word.start_char >= slot.shortest_mark
            ]
            partial += answering
            if len(answering) >= len(sequence.slots):
                whole += answering
    # a phrase may begin or end outside of this text: then what is here of it is marked
    return whole or partial


def _mark(number: int, pattern: Pattern, slot: Slot, word: _Seen) -> Mark:
    other = "prefix" if isinstance(pattern.leaf, Prefix) else "form"
    return Mark(word.start_char, word.end_char, number, "exact" if word.folded == slot.asked else other)


def _window(text: str, around: int) -> tuple[int, int]:
    if len(text) <= SNIPPET_CHARACTERS:
        return 0, len(text)
    start = max(0, min(around - _LEAD_CHARACTERS, len(text) - SNIPPET_CHARACTERS))
    end = start + SNIPPET_CHARACTERS
    if start and (space := text.find(" ", start, around)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", start + 1, end)) > around:
        end = space
    return start, end

"""Which written words of a text answer the query, and the snippet that shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.analysis import APART, Token
from search.patterns import Alternative, Pattern, Slot
from search.reasons import Reason, strongest
from search.results import Fragment

SNIPPET_CHARACTERS = 400
SHORTEST_MARK = 3
"""Written words with fewer letters are marked only where exactly they were typed (EU, § 60): folding and stemming leave
little of short words."""
_LEAD_CHARACTERS = 120
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Mark:
    """A written word that answers."""

    start_char: int
    end_char: int
    pattern: int
    """Number of the pattern it answers."""
    reason: Reason
    alternative: Alternative
    """The way of saying it that was found."""


def marks_in(text: str, language: str, patterns: Sequence[Pattern], *, until: int | None = None) -> list[Mark]:
    """Find what answers in a text of this language, in its order, up to a place in it.

    What stands behind that place only tells which of the words before it are verbs with a particle.
    """
    if not patterns:
        return []
    seen = patterns[0].analyser.analyse(text, language)
    if until is not None:
        seen = [word for word in seen if word.end_char <= until]
    marks: list[Mark] = []
    for number, pattern in enumerate(patterns):
        marks += _marks_of(number, pattern, seen, language)
    return sorted(marks, key=lambda mark: (mark.start_char, -mark.end_char, mark.pattern))


def best_reason(marks: Sequence[Mark]) -> Reason:
    """Give the strongest reason among these marks: said exactly, in another form, or only begun so."""
    return strongest(mark.reason for mark in marks)


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


def _marks_of(number: int, pattern: Pattern, seen: list[Token], language: str) -> list[Mark]:
    by_position: dict[int, list[Token]] = {}
    for word in seen:
        by_position.setdefault(word.position, []).append(word)
    whole: list[Mark] = []
    partial: list[Mark] = []
    for alternative in pattern.alternatives:
        if language not in alternative.languages:
            continue
        if alternative.within:
            groups = [[_answering(slot, seen) for slot in alternative.slots]]
        else:
            begins = {word.position - slot.offset for slot in alternative.slots for word in _answering(slot, seen)}
            groups = [
                [_answering(slot, by_position.get(position + slot.offset, ())) for slot in alternative.slots]
                for position in sorted(begins & by_position.keys())
            ]
        for words in groups:
            pairs = zip(alternative.slots, words, strict=True)
            if all(words):
                whole += (mark for slot, said in pairs for mark in _marked(number, alternative, slot, said))
            elif any(slot.offset for slot in alternative.slots):  # half of one word is another word
                own = ((slot, said) for slot, said in pairs if not slot.is_common)
                partial += (mark for slot, said in own for mark in _marked(number, alternative, slot, said))
    # a phrase may end behind this text: then what is here of it is marked
    return whole or partial


def _answering(slot: Slot, words: Iterable[Token]) -> list[Token]:
    return [word for word in words if not slot.terms.isdisjoint(word.terms)]


def _marked(number: int, alternative: Alternative, slot: Slot, words: Iterable[Token]) -> list[Mark]:
    found = [(word, _reason(alternative, slot, word)) for word in words]
    marks = [
        Mark(word.start_char, word.end_char, number, reason, alternative)
        for word, reason in found
        if word.end_char - word.start_char >= (slot.shortest_mark if reason is Reason.EXACT else SHORTEST_MARK)
    ]
    apart = [(word.particle, reason) for word, reason in found if word.particle and _is_apart(slot, word)]
    return marks + [Mark(start, end, number, reason, alternative) for (start, end), reason in apart]


def _is_apart(slot: Slot, word: Token) -> bool:
    """Say whether a verb answers only together with its particle: then that is marked, too, however short it is."""
    return any(term.startswith(APART) for term in slot.terms.intersection(word.terms))


def _reason(alternative: Alternative, slot: Slot, word: Token) -> Reason:
    is_said = alternative.reason in {Reason.FORM, Reason.PREFIX} and word.terms[0] == slot.asked
    return Reason.EXACT if is_said else alternative.reason


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

"""Recognised words to readable cues: at most two lines of 42 characters and 1 to 7 seconds, cut where one breathes.

Dynamic programming over the places where a cue may end: a sentence's end is free, a comma cheap, the middle of a
phrase dear. German sentence rules ("z. B.", "14. März"). Pure.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from media.cues import Cue, Word

LINE_CHARACTERS = 42
LINES = 2
LONGEST_SECONDS = 7.0
SHORTEST_SECONDS = 1.0
PAUSE_SECONDS = 0.7
SILENCE_SECONDS = 2.0
"""A cue never spans a silence this long."""
JOINING_SECONDS = 0.5
READING_CHARACTERS_PER_SECOND = 20.0
AFTERGLOW_SECONDS = 0.25
GAP_SECONDS = 0.04

_COST_CUE = 4.0
_COST_BREAK = 8.0
_COST_BREAK_AT_CLAUSE = 3.0
_COST_LOOSE_END = 5.0
_GAIN_PAUSE = 3.0
_COST_SENTENCE_INSIDE = 6.0
_COST_SHORT_PER_SECOND = 10.0
_COST_FAST = 2.0
_COST_FEW_CHARACTERS = 1.0
_FEW_CHARACTERS = 18

_ABBREVIATIONS_TEXT = """
    z b d h u a o ä bzw ca dr prof dipl ing nr abs art bd hr fr st str tel usw etc vgl s ggf inkl exkl max min
    mio mrd evtl sog jh chr i e mr mrs ms vs g no
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())
_AFTER_ORDINAL_TEXT = """
    januar februar märz april mai juni juli august september oktober november dezember jahrhundert jahrestag
    platz kapitel teil tag mal stock
"""
_AFTER_ORDINAL = frozenset(_AFTER_ORDINAL_TEXT.split())
_LOOSE_TEXT = """
    und oder aber denn dass weil wenn die der das den dem ein eine in im mit von zu für auf the a an of to and
    or that with for
"""
_LOOSE = frozenset(_LOOSE_TEXT.split())
_SENTENCE_MARK = re.compile(r"""[.!?…]["“”»')\]]*$""")
_CERTAIN_MARK = re.compile(r"""[!?…]["“”»')\]]*$""")
_CLAUSE_MARK = re.compile(r"[,;:–]$")


@dataclass(frozen=True, slots=True)
class _Line:
    """The words as an array problem: what it costs to end a cue after each of them."""

    words: tuple[Word, ...]
    break_costs: tuple[float, ...]
    sentences_before: tuple[int, ...]
    """How many sentences have ended before each word."""


def segment(words: Sequence[Word]) -> tuple[Cue, ...]:
    """Make cues of words as Whisper gives them, where a word that begins with a space begins a written word."""
    joined = tuple(join_pieces(words))
    if not joined:
        return ()
    line = _prepared(joined)
    spans = _best_spans(line)
    return tuple(_cue(joined[start:end], before=joined[end] if end < len(joined) else None) for start, end in spans)


def join_pieces(words: Sequence[Word]) -> Iterator[Word]:
    """Join what Whisper tears apart: `Head` and `-Displays`, `50` and `%` are one written word."""
    current: Word | None = None
    for word in words:
        text = word.text.strip()
        if not text:
            continue
        end = max(word.end_seconds, word.start_seconds + 0.01)
        if current and not word.text.startswith(" ") and word.start_seconds - current.end_seconds < JOINING_SECONDS:
            current = replace(
                current,
                text=current.text + text,
                end_seconds=max(current.end_seconds, end),
                chance=_lower(current.chance, word.chance),
            )
            continue
        if current:
            yield current
        start = max(word.start_seconds, current.start_seconds) if current else word.start_seconds
        current = Word(start, max(end, start + 0.01), text, word.chance)
    if current:
        yield current


def ends_sentence(word: str, following: str | None) -> bool:
    """Say whether a sentence ends with this word, by the word after it where a full stop can mean many things."""
    if not _SENTENCE_MARK.search(word):
        return False
    if _CERTAIN_MARK.search(word):
        return True
    core = re.sub(r"\W", "", word).casefold()
    if core in _ABBREVIATIONS or (len(core) == 1 and core.isalpha()):
        return False
    after = following or ""
    if core.isdigit() and after and (after.strip(".,").casefold() in _AFTER_ORDINAL or after[:1].islower()):
        return False
    return not after or after[:1].isupper() or after[:1].isdigit() or after[:1] in '„"»('


def in_lines(text: str) -> str | None:
    """Break a text into at most two balanced lines; None when it does not fit."""
    if len(text) <= LINE_CHARACTERS:
        return text
    words = text.split()
    best: tuple[float, str] | None = None
    for place in range(1, len(words)):
        first, second = " ".join(words[:place]), " ".join(words[place:])
        if len(first) > LINE_CHARACTERS or len(second) > LINE_CHARACTERS:
            continue
        cost = (
            abs(len(first) - len(second)) - 10.0 * (first[-1] in ",;:.!?") + 8.0 * (_bare(words[place - 1]) in _LOOSE)
        )
        if best is None or cost < best[0]:
            best = (cost, f"{first}\n{second}")
    return best[1] if best else None


def _prepared(words: tuple[Word, ...]) -> _Line:
    ends = [
        ends_sentence(word.text, following.text if following else None)
        for word, following in itertools.zip_longest(words, words[1:])
    ]
    costs = [
        _break_cost(word, following, ends_here=ends_here)
        for (word, following), ends_here in zip(itertools.pairwise(words), ends, strict=False)
    ]
    return _Line(words, (*costs, 0.0), tuple(itertools.accumulate(map(int, ends), initial=0)))


def _break_cost(word: Word, following: Word, *, ends_here: bool) -> float:
    cost = 0.0 if ends_here else _COST_BREAK_AT_CLAUSE if _CLAUSE_MARK.search(word.text) else _COST_BREAK
    if following.start_seconds - word.end_seconds >= PAUSE_SECONDS:
        cost -= _GAIN_PAUSE
    return cost + (_COST_LOOSE_END if _bare(word.text) in _LOOSE else 0.0)


def _best_spans(line: _Line) -> list[tuple[int, int]]:
    """Find the cheapest way to cut all words into cues."""
    count = len(line.words)
    cheapest = [0.0] + [float("inf")] * count
    came_from = [0] * (count + 1)
    for end in range(1, count + 1):
        for start, length in _starts(line.words, end):
            cost = cheapest[start] + line.break_costs[end - 1] + _span_cost(line, start, end, length)
            if cost < cheapest[end]:
                cheapest[end], came_from[end] = cost, start
    spans, end = [], count
    while end > 0:
        spans.append((came_from[end], end))
        end = came_from[end]
    return spans[::-1]


def _starts(words: tuple[Word, ...], end: int) -> Iterator[tuple[int, int]]:
    """Go back from the end of a cue to every place where it may begin; a single word always may."""
    length = -1
    for start in range(end - 1, -1, -1):
        length += len(words[start].text) + 1
        is_single = start == end - 1
        seconds = words[end - 1].end_seconds - words[start].start_seconds
        if not is_single and (
            length > LINE_CHARACTERS * LINES
            or seconds > LONGEST_SECONDS
            or words[start + 1].start_seconds - words[start].end_seconds > SILENCE_SECONDS
        ):
            return
        if is_single or length <= LINE_CHARACTERS or in_lines(_text(words[start:end])):
            yield start, length


def _span_cost(line: _Line, start: int, end: int, length: int) -> float:
    seconds = max(line.words[end - 1].end_seconds - line.words[start].start_seconds, 0.1)
    cost = _COST_CUE
    cost += _COST_SENTENCE_INSIDE * (line.sentences_before[end - 1] - line.sentences_before[start])
    cost += _COST_SHORT_PER_SECOND * max(0.0, SHORTEST_SECONDS - seconds)
    cost += _COST_FAST * max(0.0, length / seconds - READING_CHARACTERS_PER_SECOND)
    return cost + (_COST_FEW_CHARACTERS if length < _FEW_CHARACTERS else 0.0)


def _cue(words: tuple[Word, ...], *, before: Word | None) -> Cue:
    """Make a cue that begins with its first word and stays long enough to be read, but not over the next."""
    text = _text(words)
    start, spoken_until = words[0].start_seconds, words[-1].end_seconds
    readable_until = max(
        spoken_until + AFTERGLOW_SECONDS, start + SHORTEST_SECONDS, start + len(text) / READING_CHARACTERS_PER_SECOND
    )
    end = min(readable_until, start + LONGEST_SECONDS)
    if before is not None:
        end = min(end, max(before.start_seconds - GAP_SECONDS, min(spoken_until, before.start_seconds)))
    return Cue(round(start, 3), round(max(end, start + 0.01), 3), in_lines(text) or text, words=words)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _lower(first: float | None, second: float | None) -> float | None:
    """Give how sure a written word is: as sure as its least sure piece."""
    return None if first is None or second is None else min(first, second)


def _bare(word: str) -> str:
    return word.strip(".,;:!?").casefold()

"""What a passage is about, by rules that everybody can read: words of a topic that stand near each other.

A topic has strong words, one of which says it alone, and plain ones, of which two different ones are needed within ten
lines. Words are compared as search compares them (`analysis`). Knows neither the list of topics nor the catalogue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from search.analysis import Analyser, Token, first_tokens
from search.languages import base_language
from search.words import words_in_a_row

PASSAGE_CUES = 10
"""Words further apart than so many lines do not support each other; spans further apart are two."""
STRONG, PLAIN, ENOUGH = 2, 1, 2


@dataclass(frozen=True, slots=True)
class TopicWord:
    """A word of a topic, or several in a row."""

    text: str
    language: str
    weight: int
    is_whole: bool = False
    """Not found as a part of a compound."""


@dataclass(frozen=True, slots=True)
class TopicRule:
    """A topic and its words in all languages."""

    topic: str
    words: tuple[TopicWord, ...]


@dataclass(frozen=True, slots=True)
class TopicSpan:
    """Neighbouring lines that are about a topic."""

    topic: str
    first: int
    """Number of the first line that holds one of the words, in the lines that were given."""
    last: int
    words: tuple[str, ...]
    """Words of the rule that were found, most telling first."""
    said: tuple[str, ...]
    """The same as they were said."""


@dataclass(frozen=True, slots=True)
class _Hit:
    cue: int
    token: int
    word: TopicWord
    said: str


@dataclass(slots=True)
class _Lines:
    """The words of all lines in a row, so that several may stand across the end of one."""

    tokens: list[Token] = field(default_factory=list)
    cues: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)


_Terms = tuple[frozenset[str], ...]
"""What each word of a rule's word may be in the index."""


class TopicFinder:
    """Finds the topics of transcripts. Threads may share it."""

    def __init__(self, rules: Iterable[TopicRule], analyser: Analyser) -> None:
        """Prepare the words; an analyser without the archive's own vocabulary gives the same answer for ever."""
        self._analyser = analyser
        self._rules = tuple(rules)
        self._terms: Mapping[TopicWord, _Terms] = {
            word: self._terms_of(word) for rule in self._rules for word in rule.words
        }

    def find(self, texts: Sequence[str], language: str) -> tuple[TopicSpan, ...]:
        """Give the spans of these lines that are about a topic, in the order of the lines."""
        spoken = base_language(language)
        lines = self._lines(texts, spoken)
        found = [span for rule in self._rules for span in self._spans(rule, lines, spoken)]
        return tuple(sorted(found, key=lambda span: (span.first, span.last, span.topic)))

    def _terms_of(self, word: TopicWord) -> _Terms:
        parts = [part.text for part in words_in_a_row(word.text)]
        may_be_inside = len(parts) == 1 and not word.is_whole
        asked = [self._analyser.asked(part, word.language) for part in parts]
        return tuple(one.forms | one.inside if may_be_inside else one.forms for one in asked)

    def _lines(self, texts: Sequence[str], language: str) -> _Lines:
        lines = _Lines()
        text = "\n".join(texts)
        tokens = self._analyser.analyse(text, language)
        firsts = first_tokens(tokens, texts)
        for cue, (start, end) in enumerate(pairwise((*firsts, len(tokens)))):
            for token in tokens[start:end]:
                if lines.tokens and token.position <= lines.tokens[-1].position:
                    continue  # E-Mail stands there once more as Email
                for term in token.terms:
                    lines.places.setdefault(term, []).append(len(lines.tokens))
                lines.tokens.append(token)
                lines.cues.append(cue)
                lines.said.append(text[token.start_char : token.end_char])
        return lines

    def _spans(self, rule: TopicRule, lines: _Lines, language: str) -> Iterable[TopicSpan]:
        hits = self._hits(rule, lines, language)
        groups: list[tuple[int, int]] = []
        for start, end in _supported(hits):
            if groups and hits[start].cue - hits[groups[-1][1]].cue <= PASSAGE_CUES:
                groups[-1] = (min(start, groups[-1][0]), max(end, groups[-1][1]))
            else:
                groups.append((start, end))
        for start, end in groups:
            first, last = hits[start].cue, hits[end].cue
            inside = sorted((hit for hit in hits if first <= hit.cue <= last), key=lambda hit: -hit.word.weight)
            words = tuple(dict.fromkeys(hit.word.text for hit in inside))
            said = tuple(dict.fromkeys(hit.said for hit in inside))
            yield TopicSpan(rule.topic, first, last, words, said)

    def _hits(self, rule: TopicRule, lines: _Lines, language: str) -> list[_Hit]:
        """Give where words of the rule stand; what was said once counts for the most telling word only."""
        taken: set[int] = set()
        hits = []
        own = [word for word in rule.words if word.language == language]
        for word in sorted(own, key=lambda word: (-word.weight, -len(self._terms[word]))):
            terms = self._terms[word]
            for at in sorted({at for term in terms[0] for at in lines.places.get(term, ())}):
                row = range(at, at + len(terms))
                if row.stop > len(lines.tokens) or not taken.isdisjoint(row):
                    continue
                if all(not terms[n].isdisjoint(lines.tokens[place].terms) for n, place in enumerate(row)):
                    taken.update(row)
                    written = dict.fromkeys(lines.said[at : row.stop])  # both parts of start-up say the whole
                    hits.append(_Hit(lines.cues[at], at, word, " ".join(written)))
        return sorted(hits, key=lambda hit: hit.token)


def _supported(hits: Sequence[_Hit]) -> Iterable[tuple[int, int]]:
    """Give the shortest runs of hits that are enough, as numbers of their first and last hit."""
    for end, last in enumerate(hits):
        weights: dict[TopicWord, int] = {}
        for start in range(end, -1, -1):
            if hits[start].cue <= last.cue - PASSAGE_CUES:
                break
            weights[hits[start].word] = hits[start].word.weight
            if sum(weights.values()) >= ENOUGH:
                yield start, end
                break

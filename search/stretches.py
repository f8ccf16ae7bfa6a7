"""The words of a query that stand together, for whoever looks several of them up as one.

Nothing here knows what they mean (`glossary.py`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.folding import fold
from search.query import Or, ParsedQuery, Word
from search.words import WordPart, words_in_a_row

_QUOTES = frozenset('"„“”‟«»')
"""One word in quotes is a word for the parser, but means exactly itself."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A word of the query, with the leaf it belongs to."""

    leaf: Word
    part: WordPart


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that were typed in a row."""

    words: tuple[Typed, ...]

    @property
    def text(self) -> str:
        """Give the words as they were typed."""
        return " ".join(word.part.text for word in self.words)

    @property
    def folded(self) -> tuple[str, ...]:
        """Give the words folded."""
        return tuple(fold(word.part.text) for word in self.words)

    @property
    def leaves(self) -> tuple[Word, ...]:
        """Give the leaves they were typed in, each once."""
        return tuple(dict.fromkeys(word.leaf for word in self.words))


def stretches(query: ParsedQuery, longest: int) -> Iterator[Stretch]:
    """Give every stretch of up to so many words, but none that tears what was typed as one: 500€ is no euro."""
    for row in _rows(query):
        for first in range(len(row)):
            for last in range(first + 1, min(first + longest, len(row)) + 1):
                if not _tears_a_leaf(row, first) and not _tears_a_leaf(row, last):
                    yield Stretch(tuple(row[first:last]))


def _rows(query: ParsedQuery) -> Iterator[list[Typed]]:
    """Give the words that stand together in the query; every alternative of an OR stands for itself."""
    row: list[Typed] = []
    for clause in query.clauses:
        nodes = clause.nodes if isinstance(clause, Or) else (clause,)
        words = [node for node in nodes if isinstance(node, Word) and not _is_quoted(node, query)]
        if words and not isinstance(clause, Or):
            row += _typed(words[0])
            continue
        yield row
        row = []
        yield from map(_typed, words if isinstance(clause, Or) else ())
    yield row


def _tears_a_leaf(row: Sequence[Typed], at: int) -> bool:
    """Say whether the words before and behind this place were typed as one."""
    return 0 < at < len(row) and row[at - 1].leaf == row[at].leaf


def _is_quoted(leaf: Word, query: ParsedQuery) -> bool:
    return query.text[leaf.start - 1 : leaf.start] in _QUOTES


def _typed(leaf: Word) -> list[Typed]:
    return [Typed(leaf, part) for part in words_in_a_row(leaf.text)]

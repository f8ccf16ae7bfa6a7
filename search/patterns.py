"""What a leaf of the query looks like in the index: places that follow each other, each with its possible terms.

A compound's parts or the words of a glossary are further sequences of the same pattern.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from search.analysis import WordPart, split_words, term_of
from search.folding import fold
from search.languages import is_common
from search.query import Clause, Field, Leaf, Not, Or, Phrase, Prefix, Word
from search.scope import Scope

_LETTERS_OF_A_MARK = 3


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a sequence."""

    offset: int
    terms: frozenset[str]
    asked: str
    """The asked word, folded but not stemmed: who says exactly this, says it exactly."""
    shortest_mark: int
    """Written words shorter than this are not marked: folding and stemming leave little of short words."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Places that follow each other, in texts of these languages."""

    languages: frozenset[str]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One leaf of the query, ready to be looked up and to be marked."""

    leaf: Word | Phrase | Prefix
    sequences: tuple[Sequence, ...]
    """Alternatives."""
    common_in: frozenset[str]
    """Languages in which this is nothing but stop words: their speech is not asked for it."""


def leaves(clauses: Iterable[Clause]) -> tuple[Word | Phrase | Prefix, ...]:
    """Give the words, phrases and prefixes a hit should contain, in the order they were typed."""
    wanted: list[Leaf] = []
    for clause in clauses:
        if isinstance(clause, Or):
            wanted.extend(clause.nodes)
        elif not isinstance(clause, Not):
            wanted.append(clause)
    return tuple(leaf for leaf in wanted if not isinstance(leaf, Field))


def only_common_in(wanted: Iterable[Word | Phrase | Prefix], languages: Iterable[str]) -> frozenset[str]:
    """Give the languages in which every one of these leaves is nothing but stop words."""
    texts = list(wanted)
    return frozenset(code for code in languages if texts and all(_is_common(leaf, code) for leaf in texts))


def pattern_of(leaf: Word | Phrase | Prefix, scope: Scope, *, keep_common_in: frozenset[str]) -> Pattern:
    """Prepare one leaf. Stop words are looked for only in the languages named: only titles and names hold them."""
    if isinstance(leaf, Prefix):
        folded = fold(leaf.text)
        own = {term_of(leaf.text, code) for code in scope.languages}
        terms = frozenset({*scope.terms_with_prefix(folded), *own})
        return Pattern(leaf, (Sequence(scope.languages, (Slot(0, terms, folded, _LETTERS_OF_A_MARK),)),), frozenset())
    by_slots: dict[tuple[Slot, ...], set[str]] = {}
    for code in scope.languages:
        for slots in _slots(split_words(leaf.text), code, keeps_common=code in keep_common_in):
            by_slots.setdefault(slots, set()).add(code)
    return Pattern(
        leaf=leaf,
        sequences=tuple(Sequence(frozenset(codes), slots) for slots, codes in by_slots.items()),
        common_in=frozenset(code for code in scope.languages if _is_common(leaf, code)),
    )


def _slots(words: list[WordPart], language: str, *, keeps_common: bool) -> list[tuple[Slot, ...]]:
    first_at = {word.position: word for word in reversed(words)}
    kept = [word for _, word in sorted(first_at.items()) if keeps_common or not is_common(fold(word.text), language)]
    ways = [kept] if kept else []
    if kept and len({word.start_char for word in words}) == 1 and len(words) > len(first_at):
        ways.append([words[-1]])  # a hyphenated word, written as one
    return [tuple(_slot(word, language, first=way[0].position) for word in way) for way in ways]


def _slot(word: WordPart, language: str, *, first: int) -> Slot:
    shortest = min(_LETTERS_OF_A_MARK, len(word.text))
    return Slot(word.position - first, frozenset({term_of(word.text, language)}), fold(word.text), shortest)


def _is_common(leaf: Word | Phrase | Prefix, language: str) -> bool:
    return not isinstance(leaf, Prefix) and all(is_common(fold(word.text), language) for word in split_words(leaf.text))

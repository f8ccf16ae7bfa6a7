"""What a leaf of the query looks like in the index: alternatives, each with its weight and the reason to name.

An alternative is one or more places with their possible terms. A leaf is found where any of its alternatives is; the
best one found in a passage says what the passage is worth. What the index calls a compound's parts is added here by
the splitter, the words of the glossary by the glossary.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from search.analysis import WordPart, split_words, term_of
from search.folding import fold
from search.glossary import GAP, Term
from search.languages import is_common
from search.query import Clause, Field, Leaf, Not, Or, Phrase, Prefix, Word
from search.reasons import WEIGHTS, Reason
from search.scope import Scope

_LETTERS_OF_A_MARK = 3
_WORDS_BETWEEN = 8


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of an alternative."""

    offset: int
    terms: frozenset[str]
    asked: str
    """The asked word, folded but not stemmed: who says exactly this, says it exactly."""
    shortest_mark: int
    """Written words shorter than this are not marked: folding and stemming leave little of short words."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say what was asked, in texts of these languages."""

    languages: frozenset[str]
    slots: tuple[Slot, ...]
    reason: Reason
    """FORM also stands for EXACT: the index knows stems, so only the text tells them apart (see `Slot.asked`)."""
    within: int = 0
    """0: the places follow each other at their offsets. Otherwise: they stand in any order, one another this near."""
    via: str = ""
    """The words of the glossary that were looked for instead."""
    via_language: str = ""
    """The language these words are of; empty for names and abbreviations."""

    @property
    def weight(self) -> float:
        """The factor of the score, for a passage in which this is the best that was found."""
        return WEIGHTS[Reason.EXACT if self.reason is Reason.FORM else self.reason]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One leaf of the query, ready to be looked up and to be marked."""

    leaf: Word | Phrase | Prefix
    alternatives: tuple[Alternative, ...]
    """The best first."""
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


def pattern_of(
    leaf: Word | Phrase | Prefix,
    scope: Scope,
    *,
    keep_common_in: frozenset[str],
    also: Iterable[Term] = (),
    mistaken_in: frozenset[str] = frozenset(),
) -> Pattern:
    """Prepare one leaf.

    Args:
        leaf: what was asked.
        scope: where it will be looked for.
        keep_common_in: stop words are looked for in these languages only, since only titles and names hold them.
        also: words of the glossary that mean the same.
        mistaken_in: in texts of these languages the leaf only looks like another word.
    """
    if isinstance(leaf, Prefix):
        return Pattern(leaf, (_begun(leaf, scope),), frozenset())
    return Pattern(
        leaf=leaf,
        alternatives=(
            *_said(leaf.text, scope.languages - mistaken_in, Reason.FORM, keep_common_in=keep_common_in),
            *(way for term in also for way in _meant(term, scope.languages)),
        ),
        common_in=frozenset(code for code in scope.languages if _is_common(leaf, code)),
    )


def _begun(leaf: Prefix, scope: Scope) -> Alternative:
    folded = fold(leaf.text)
    own = {term_of(leaf.text, code) for code in scope.languages}
    terms = frozenset({*scope.terms_with_prefix(folded), *own})
    return Alternative(scope.languages, (Slot(0, terms, folded, _LETTERS_OF_A_MARK),), Reason.PREFIX)


def _meant(term: Term, languages: Iterable[str]) -> list[Alternative]:
    """Give the ways a word of the glossary is said. Where it begins or ends with a stop word, too little is left."""
    within = _WORDS_BETWEEN if GAP in term.text else 0
    codes = [code for code in languages if term.may_be_said_in(code) and not _has_common_edge(term.text, code)]
    ways = _said(term.text, codes, Reason.GLOSSARY)
    return [replace(way, via=term.text, via_language=term.language, within=within) for way in ways]


def _has_common_edge(text: str, language: str) -> bool:
    words = split_words(text)
    return any(is_common(fold(word.text), language) for word in (*words[:1], *words[-1:]))


def _said(
    text: str, languages: Iterable[str], reason: Reason, *, keep_common_in: frozenset[str] = frozenset()
) -> list[Alternative]:
    """Give the ways these words stand in texts of these languages; where the terms are the same, as one."""
    words = split_words(text)
    by_slots: dict[tuple[Slot, ...], set[str]] = {}
    for code in languages:
        for slots in _slots(words, code, keeps_common=code in keep_common_in):
            by_slots.setdefault(slots, set()).add(code)
    return [Alternative(frozenset(codes), slots, reason) for slots, codes in by_slots.items()]


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

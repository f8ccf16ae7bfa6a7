"""Words that mean the same: what else is searched for when one of them is typed.

A glossary is plain data that comes with the question, so that a change of it needs no new index. It is looked up with
the words of the query, one or several in a row, after the same analysis as everything else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import Self

from search.analysis import Analyser
from search.folding import fold
from search.languages import UNKNOWN, is_common
from search.query import MAX_EXPANSIONS, Leaf, ParsedQuery, Phrase, Prefix, Word
from search.stretches import Stretch, stretches
from search.words import split_words, words_in_a_row

ANY_LANGUAGE = ""
"""Of names and abbreviations, which are said alike in every language."""

MAX_WORDS = 6
GAP = "…"
_LETTERS_OF_A_LOAN = 6
_LETTERS_OF_A_STEM = 4
_ENDING_OF_NAMES = "s"
_LENDING = "en"
"""The language whose words are said in every other one, also short ones: a German speaks of cash and of a job."""
_MAX_STEMS_REMEMBERED = 20_000
_SHIPPED = Analyser({})
"""Words of the glossary are compared alike in every archive, so by the shipped German words alone."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several in a row. "kehrt … zurück" are words of which others may stand between."""

    text: str
    language: str = ANY_LANGUAGE
    is_narrower: bool = False
    """Says less than the others of its group: it is found for them, but does not stand for them."""

    def may_be_said_in(self, language: str) -> bool:
        """Say whether to look for it in texts of this language.

        Long words are said in other languages too (a German speaks of a returnee). Short ones mean something else there
        (Gift, Rente and rent).
        """
        is_at_home = self.language in {ANY_LANGUAGE, language} or language == UNKNOWN
        return is_at_home or len(fold(self.text)) >= _LETTERS_OF_A_LOAN


@dataclass(frozen=True, slots=True)
class Expansion:
    """What else was searched for, for some words of the query that stand together."""

    text: str
    """The words as they were typed."""
    key: str
    """The words folded: what a request names to do without this expansion."""
    terms: tuple[Term, ...]
    """What they stand for, besides themselves. An answer names only those that occur."""
    leaves: tuple[Word, ...]
    """The leaves of the query they were typed in; every one of them is answered by each of the terms."""
    is_off: bool = False
    """The request did without it."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Groups of words that mean the same, ready to be looked up. It never changes."""

    groups: tuple[tuple[Term, ...], ...]
    _keys: tuple[tuple[str, ...], ...]
    """The words of each group folded, in its order."""
    _written: Mapping[tuple[str, ...], tuple[int, ...]]
    """Folded words to the groups in which they stand exactly so."""
    _formed: Mapping[tuple[str, tuple[str, ...]], tuple[tuple[str, int], ...]]
    """Language and stems to the words that have them, each with its group."""
    _runs: Mapping[tuple[str, ...], frozenset[str]]
    """Folded words to the languages of the terms they are; several in a row also of those they stand in."""
    _languages: tuple[str, ...]
    _longest: int

    @classmethod
    def of(cls, groups: Iterable[Sequence[Term]]) -> Self:
        """Prepare a glossary. A term of more than six words can be found, but is not recognised in a query."""
        kept = tuple(tuple(group) for group in groups)
        written: dict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
        formed: dict[tuple[str, tuple[str, ...]], dict[tuple[str, int], None]] = defaultdict(dict)
        runs: dict[tuple[str, ...], set[str]] = defaultdict(set)
        longest = 0
        for number, group in enumerate(kept):
            for term in group:
                for words in (*_folded_ways(term.text), *_runs_in(term.text)):
                    runs[words].add(term.language)
                if term.is_narrower:
                    continue
                for words in _folded_ways(term.text):
                    longest = max(longest, len(words))
                    written[words][number] = None
                    if term.language:
                        formed[term.language, _stems(words, term.language)][" ".join(words), number] = None
        return cls(
            groups=kept,
            _keys=tuple(tuple(key_of(term.text) for term in group) for group in kept),
            _written={words: tuple(numbers) for words, numbers in written.items()},
            _formed={key: tuple(known) for key, known in formed.items()},
            _runs={words: frozenset(languages) for words, languages in runs.items()},
            _languages=tuple(sorted({language for language, _ in formed})),
            _longest=min(longest, MAX_WORDS),
        )

    def expansions(self, query: ParsedQuery, *, without: frozenset[str] = frozenset()) -> tuple[Expansion, ...]:
        """Say what else to search for. Phrases, prefixes and what must not occur mean exactly what they say.

        All of a query's expansions together hold no more terms than `MAX_EXPANSIONS`; the longest words come first.
        """
        by_key: dict[str, Expansion] = {}
        for one in filter(None, map(self._meant_by, stretches(query, self._longest))):
            before = by_key.get(one.key, one)
            by_key[one.key] = replace(before, leaves=tuple(dict.fromkeys((*before.leaves, *one.leaves))))
        left = MAX_EXPANSIONS
        bounded: list[Expansion] = []
        for expansion in sorted(by_key.values(), key=lambda one: -len(one.key.split())):
            if expansion.key in without:
                bounded.append(replace(expansion, is_off=True))
            elif left:
                bounded.append(replace(expansion, terms=expansion.terms[:left]))
                left -= len(bounded[-1].terms)
        return tuple(sorted(bounded, key=lambda one: one.leaves[0].start))

    def mistaken_in(self, leaf: Word | Phrase | Prefix, languages: Iterable[str]) -> frozenset[str]:
        """Give the languages in which this only looks like something else: Rente is no form of the English rent.

        A short word whose language the glossary knows is looked for in that language only, as the short words are that
        it brings itself: Kind is nothing that is paid in kind.
        """
        if isinstance(leaf, Phrase):
            return frozenset()
        words = (fold(leaf.text),)
        own = {
            term.language
            for number in self._written.get(words, ())
            for term in self.groups[number]
            if words in _folded_ways(term.text)
        }
        if not own or ANY_LANGUAGE in own:
            return frozenset()
        known = own | self._runs.get(words, frozenset())
        is_short = len(words[0]) < _LETTERS_OF_A_LOAN and _LENDING not in known
        others = (code for code in languages if code not in known and code != UNKNOWN)
        return frozenset(code for code in others if is_short or (code, _stems(words, code)) in self._formed)

    def said_in(self, query: ParsedQuery) -> Mapping[Leaf, frozenset[str]]:
        """Give the languages in which words of a query are surely meant, since several stand so in a word of them.

        Pass is a German word, but the boarding pass of a query is English.
        """
        said: dict[Leaf, frozenset[str]] = {}
        for typed in stretches(query, self._longest):
            languages = self._runs.get(typed.folded, frozenset()) if len(typed.words) > 1 else frozenset[str]()
            for leaf in typed.leaves if languages else ():
                said[leaf] = said.get(leaf, frozenset()) | languages
        return said

    def _meant_by(self, typed: Stretch) -> Expansion | None:
        numbers = self._groups_of(typed.folded)
        key = " ".join(typed.folded)
        return Expansion(typed.text, key, self._others(numbers, key), typed.leaves) if numbers else None

    def _groups_of(self, folded: tuple[str, ...]) -> tuple[int, ...]:
        """Give the groups these words stand in: as they are written there, as one word, or else in another form."""
        written = self._written.get(folded) or self._written.get(("".join(folded),), ())
        if written:
            return written
        if len(folded) == 1 and folded[0].endswith(_ENDING_OF_NAMES):
            names = self._written.get((folded[0].removesuffix(_ENDING_OF_NAMES),), ())
            written = tuple(number for number in names if any(not term.language for term in self.groups[number]))
        formed = (number for language in self._languages for number in self._formed_alike(folded, language))
        return tuple(dict.fromkeys((*written, *formed)))

    def _formed_alike(self, folded: tuple[str, ...], language: str) -> tuple[int, ...]:
        """Give the groups of the words with the same stems; where these are several words, of the nearest.

        A stop word is no form of another word: sich is none of sicher.
        """
        if len(folded) == 1 and is_common(folded[0], language):
            return ()
        stems = _stems(folded, language)
        known = self._formed.get((language, stems), ())
        if not known or len(" ".join(stems)) < _LETTERS_OF_A_STEM:
            return ()
        typed = " ".join(folded)
        nearest = min(_differing_letters(typed, word) for word, _ in known)
        return tuple(number for word, number in known if _differing_letters(typed, word) == nearest)

    def _others(self, numbers: Iterable[int], key: str) -> tuple[Term, ...]:
        terms: dict[str, Term] = {}
        for number in numbers:
            for name, term in zip(self._keys[number], self.groups[number], strict=True):
                terms.setdefault(name, term)
        terms.pop(key, None)
        return tuple(terms.values())


NOTHING = Glossary.of(())
"""A glossary without words."""


def terms_for(leaf: Leaf, expansions: Iterable[Expansion]) -> tuple[Term, ...]:
    """Give what else a leaf of the query is answered by."""
    terms = (term for one in expansions if not one.is_off and leaf in one.leaves for term in one.terms)
    return tuple(dict.fromkeys(terms))


def _ways(text: str) -> Iterator[tuple[str, ...]]:
    """Give the ways a term may be typed: word by word, and a hyphenated one also as one word."""
    words = split_words(text)
    if words:
        yield tuple(word.text for word in words if not word.is_joined)
    if words and words[-1].is_joined and len({word.start_char for word in words}) == 1:
        yield (words[-1].text,)


def _folded_ways(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(fold, words)) for words in _ways(text))


def _runs_in(text: str) -> Iterator[tuple[str, ...]]:
    """Give every two and more words of a term that follow each other."""
    for piece in text.split(GAP):
        words = tuple(fold(word.text) for word in words_in_a_row(piece))
        for first in range(len(words) - 1):
            for last in range(first + 2, len(words) + 1):
                yield words[first:last]


def _stems(words: Iterable[str], language: str) -> tuple[str, ...]:
    return tuple(_stem(word, language) for word in words)


@lru_cache(maxsize=_MAX_STEMS_REMEMBERED)
def _stem(word: str, language: str) -> str:
    return _SHIPPED.stem_of(word, language)


def _differing_letters(one: str, other: str) -> int:
    """Count the letters after the beginning that both words share."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return len(one) + len(other) - 2 * shared


def key_of(text: str) -> str:
    """Give the key of the expansion for words that were typed so."""
    return " ".join(next(iter(_folded_ways(text)), ()))

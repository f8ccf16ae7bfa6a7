"""From text to terms: the words of a text in lower case and folded, with their stems and the parts of compounds.

The same way is gone by what is indexed, what is asked, and what is marked in a snippet. Every word stands in the
index as it was said; its stem stands beside it where it differs, and the stems of a compound's parts, each with a
sign before it that no word has:

    Rückkehrberatung    ruckkehrberatung  ~ruckkehrberat  +ruckkehr  +berat      all at one position

So an exact word, another form of it and a part of a compound can be told apart, and weighed.

A German noun in -er or -ende stands there with two stems: its own, by which alone it is asked for, and that of what
is done. Who asks for Rückkehr is answered by Rückkehrer too, who asks for a Rückkehrer not by every Rückkehr.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from search.compounds import GERMAN, Part, Splitter
from search.folding import fold, lower
from search.languages import base_language, is_common, stem
from search.lexicon import english_stems, german
from search.verbs import forms_of_verb
from search.words import split_words

STEM, PART = "~", "+"
_ENGLISH = "en"
MAX_TERM_LETTERS = 64
_MAX_REMEMBERED = 100_000
_MAX_STEMS_REMEMBERED = 20_000
"""Words and parts that are stemmed again and again; words of texts are remembered with all their terms anyway."""
_SIGNS = {
    "de": {"§": "paragraf", "%": "prozent", "€": "euro", "$": "dollar", "£": "pfund"},
    "en": {"§": "section", "%": "percent", "€": "euro", "$": "dollar", "£": "pound"},
}
_NUMBER_LETTERS = 2
_LINKED_BY_S = ("ung", "heit", "keit", "schaft", "ion", "tat", "ing", "um")
"""Endings after which an s is no plural: Beratungs-, Integrations-."""
_FEMININE = (("innen", 8), ("in", 6))
"""Endings of women's words, with the least length of a word that may have one."""


class Token(NamedTuple):
    """A word of a text as the index knows it. A tuple, since a rebuild makes millions of them."""

    terms: tuple[str, ...]
    """Everything it is found by; the first is the word itself, folded."""
    position: int
    start_char: int
    end_char: int
    is_common: bool
    """A stop word: it holds its position, but speech is indexed without it."""


@dataclass(frozen=True, slots=True)
class AskedWord:
    """What one asked word may be in texts of one language."""

    exact: str
    """The term of the word itself."""
    forms: frozenset[str]
    """The terms of the word in any form."""
    inside: frozenset[str]
    """The terms of the word as a part of a compound; none outside of German."""
    parts: tuple["AskedPart", ...]
    """If it is a compound itself: its parts."""


@dataclass(frozen=True, slots=True)
class AskedPart:
    """A part of an asked compound."""

    word: str
    """The word it is, folded."""
    written: str
    """As it stands in the asked word, with its linking letters: Hilfs-."""
    terms: frozenset[str]
    """The terms it may have, alone or in a compound."""


class Analyser:
    """Analyses texts, with compounds split by one frozen vocabulary. Threads may share it."""

    def __init__(self, german_words: Mapping[str, int]) -> None:
        """Take the word counts of the archive's German (read `search.wordcounts`); none for its shipped words only."""
        self._splitter = Splitter(german_words)
        self._known: dict[tuple[str, str, bool], tuple[tuple[str, ...], bool]] = {}

    def analyse(self, text: str, language: str, *, first_position: int = 0) -> list[Token]:
        """Give the tokens of a text in this language; their positions count on from the first."""
        code = base_language(language)
        tokens: list[Token] = []
        for word, position, start, end, is_joined in split_words(text):
            key = (word, code, is_joined)
            terms, common = self._known.get(key) or self._learnt(key)
            tokens.append(Token(terms, first_position + position, start, end, common))
        return tokens

    def asked(self, word: str, language: str) -> AskedWord:
        """Give what one asked word may be in texts of this language."""
        code = base_language(language)
        exact = surface_of(word, code)
        if code != GERMAN:
            return AskedWord(exact, _forms(term_of(word, code)), frozenset(), ())
        told = self._splitter.split(word)
        own = self._german_stem(word, told)
        return AskedWord(
            exact=exact,
            forms=_forms(own).union(*map(_forms, forms_of_verb(exact))),
            inside=frozenset({PART + own}) if not told and self._may_be_part(exact) else frozenset(),
            parts=tuple(
                self._asked_part(part.word, written)
                for part, written in zip(told, _as_written(word, told), strict=True)
            ),
        )

    def stem_of(self, word: str, language: str) -> str:
        """Give the stem of a word without its sign; that of a German compound ends in the stem of its last part."""
        if language != GERMAN:
            return term_of(word, language)
        return self._german_stem(word, self._splitter.split(word))

    def _asked_part(self, word: str, written: str) -> AskedPart:
        own = self._german_stem(word)
        return AskedPart(word, written, frozenset({*_forms(own), PART + own}))

    def _learnt(self, key: tuple[str, str, bool]) -> tuple[tuple[str, ...], bool]:
        """Give the terms of a word and whether it is common; remembered, since transcripts repeat their words."""
        word, language, is_joined = key
        exact = surface_of(word, language)
        parts = self._splitter.split(word) if language == GERMAN else ()
        own = self._german_stem(word, parts) if language == GERMAN else term_of(word, language)
        terms = [exact, STEM + own] if own != exact else [exact]
        terms += _stems_of_what_is_done(own, parts[-1].word if parts else own)
        if not is_joined:
            terms += dict.fromkeys(PART + self._german_stem(part.word) for part in parts)
        if len(self._known) >= _MAX_REMEMBERED:
            self._known.clear()
        known = self._known[key] = tuple(terms), is_common(exact, language)
        return known

    def _german_stem(self, word: str, parts: Sequence[Part] = ()) -> str:
        """Give the stem of a word; that of a compound ends in the stem of its last part, where that is told."""
        folded = fold(word)
        if parts and folded.endswith(parts[-1].word) and (told := _told_stem(parts[-1].word)):
            return folded.removesuffix(parts[-1].word) + told
        for ending, least in _FEMININE:  # Ärztin is a form of Arzt, Kollegin one of Kollege
            base = folded.removesuffix(ending)
            if base != folded and len(folded) >= least and self._knows(base):
                return term_of(base, GERMAN)
        return term_of(word, GERMAN)

    def _knows(self, base: str) -> bool:
        return self._splitter.knows(base) or self._splitter.knows(f"{base}e")

    def _may_be_part(self, folded: str) -> bool:
        """Say whether a word may be looked for inside of compounds: an English plural (arts) is no form of Art."""
        base = folded.removesuffix("s")
        return base == folded or base.endswith(_LINKED_BY_S) or self._splitter.knows(folded) or not self._knows(base)


@lru_cache(maxsize=_MAX_STEMS_REMEMBERED)
def term_of(word: str, language: str) -> str:
    """Give the stem of one word, folded: one and the same for all its forms."""
    small = lower(word, language)
    told = _told_stem(fold(small)) if language == GERMAN else None
    if language == _ENGLISH:
        told = english_stems().get(small)
    if told:
        return told
    return (fold(stem(small, language)) if small.isalpha() else surface_of(word, language))[:MAX_TERM_LETTERS]


def _stems_of_what_is_done(own: str, word: str) -> list[str]:
    """Give the stem by which one who does something is found for what is done, also as the last part of a compound."""
    if _told_stem(word) not in german().agents:
        return []
    done = fold(stem(own, GERMAN))
    return [STEM + german().stems.get(done, done)]


def _told_stem(folded: str) -> str | None:
    stems = german().stems
    return stems.get(folded) or stems.get(folded.removesuffix("s"))  # Gründungs-


@lru_cache(maxsize=_MAX_STEMS_REMEMBERED)
def surface_of(word: str, language: str) -> str:
    """Give the word as it was said, folded; signs and numbers in the one way in which they stand in the index."""
    folded = fold(lower(word, language))
    if len(folded) == 1:
        folded = _SIGNS.get(language, {}).get(folded, folded)
    elif len(folded) == _NUMBER_LETTERS and folded.isdigit():
        folded = folded.lstrip("0") or "0"  # 06.12. is 6.12.
    return folded[:MAX_TERM_LETTERS]


def _as_written(word: str, parts: Sequence[Part]) -> list[str]:
    """Give the parts as they stand in the word, each with a capital letter where the word has one."""
    small = "".join(part.written for part in parts)
    text = word if len(word) == len(small) else small  # without invisible characters that were typed
    ends = list(accumulate(len(part.written) for part in parts))
    pieces = [text[start:end] for start, end in pairwise([0, *ends])]
    return [piece[:1].upper() + piece[1:] for piece in pieces] if word[:1].isupper() else pieces


def _forms(own: str) -> frozenset[str]:
    return frozenset({own, STEM + own})  # a word that is its own stem stands there without the sign

"""From text to terms: the words of a text in lower case and folded, with their stems and the parts of compounds.

The same way is gone by what is indexed, what is asked, and what is marked in a snippet. Every word stands in the
index as it was said; its stem stands beside it where it differs, and the stems of a compound's parts, each with a
sign before it that no word has:

    Rückkehrberatung    ruckkehrberatung  ~ruckkehrberat  +ruckkehr  +berat      all at one position

So an exact word, another form of it and a part of a compound can be told apart, and weighed. A German verb that
stands apart from its particle bears the infinitive of both, with a sign of its own (`separated`):

    wir melden Sie an   melden  ~meld  =anmelden

Of a stop word in speech only the word itself is there, with a sign that nothing but a phrase in quotes asks for:

    vor der Ausreise    .vor  .der  ausreise  ~ausreis

A German noun in -er or -ende stands there with two stems: its own, by which alone it is asked for, and that of what
is done. Who asks for Rückkehr is answered by Rückkehrer too, who asks for a Rückkehrer not by every Rückkehr.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import NamedTuple

from search.compounds import GERMAN, Part, Splitter
from search.folding import fold, lower
from search.languages import base_language, is_common, stem
from search.lexicon import english_stems, german, german_verbs
from search.separated import Separated, particles, separated_verbs
from search.verbs import forms_of_verb, past_forms, separable_verbs
from search.words import split_words

STEM, PART, APART, COMMON = "~", "+", "=", "."
_ENGLISH = "en"
MAX_TERM_LETTERS = 64
_MAX_REMEMBERED = 100_000
_MAX_STEMS_REMEMBERED = 20_000
"""Words and parts that are stemmed again and again; words of texts are remembered with all their terms anyway."""
_start_of = attrgetter("start_char")
_SIGNS = {
    "de": {"§": "paragraf", "%": "prozent", "€": "euro", "$": "dollar", "£": "pfund"},
    "en": {"§": "section", "%": "percent", "€": "euro", "$": "dollar", "£": "pound"},
}
_NUMBER_LETTERS = 2
_LINKED_BY_S = ("ung", "heit", "keit", "schaft", "ion", "tat", "ing", "um")
"""Endings after which an s is no plural: Beratungs-, Integrations-."""
_FEMININE = (("innen", 8), ("in", 6))
"""Endings of women's words, with the least length of a word that may have one."""


_Known = tuple[tuple[str, ...], bool, bool]
"""What is known of a word wherever it stands: its terms, and whether it is a stop word and may be a particle."""


class Token(NamedTuple):
    """A word of a text as the index knows it. A tuple, since a rebuild makes millions of them."""

    terms: tuple[str, ...]
    """Everything it is found by; the first is the word itself, folded."""
    position: int
    start_char: int
    end_char: int
    is_common: bool
    """A stop word: speech is indexed with it for phrases alone."""
    particle: tuple[int, int] | None = None
    """Start and end of the particle that belongs to this verb but stands apart from it."""


@dataclass(frozen=True, slots=True)
class AskedWord:
    """What one asked word may be in texts of one language."""

    exact: str
    """The term of the word itself."""
    endings: frozenset[str]
    """The terms of the word with any ending."""
    forms: frozenset[str]
    """The terms of the word in any form, also those of a verb that stemming leaves apart."""
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
        self._known: dict[tuple[str, str, bool], _Known] = {}

    def analyse(self, text: str, language: str, *, first_position: int = 0, goes_on: bool = False) -> list[Token]:
        """Give the tokens of a text in this language; their positions count on from the first.

        A text that `goes_on` is torn from another one: its end is none of a sentence.
        """
        code = base_language(language)
        tokens: list[Token] = []
        perhaps: list[int] = []
        for word, position, start, end, is_joined in split_words(text):
            key = (word, code, is_joined)
            terms, common, may_be_particle = self._known.get(key) or self._learnt(key)
            if may_be_particle:
                perhaps.append(len(tokens))
            tokens.append(Token(terms, first_position + position, start, end, common))
        if perhaps:
            _join(tokens, separated_verbs(text, tokens, perhaps, goes_on=goes_on))
        return tokens

    def asked(self, word: str, language: str) -> AskedWord:
        """Give what one asked word may be in texts of this language."""
        code = base_language(language)
        exact = surface_of(word, code)
        if is_common(exact, code):
            itself = frozenset({exact})
            return AskedWord(exact, itself, itself, frozenset(), ())
        if code != GERMAN:
            endings = _forms(term_of(word, code), code)
            return AskedWord(exact, endings, endings, frozenset(), ())
        told = self._splitter.split(word)
        own = self._german_stem(word, told)
        return AskedWord(
            exact=exact,
            endings=_forms(own),
            forms=_forms(own) | _forms_of_verb(exact) | _apart(own),
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
        return AskedPart(word, written, frozenset({*_forms(own), PART + own, *_apart(own)}))

    def _learnt(self, key: tuple[str, str, bool]) -> _Known:
        """Give what is known of a word; remembered, since transcripts repeat their words."""
        word, language, is_joined = key
        exact = surface_of(word, language)
        common = is_common(exact, language)
        parts = self._splitter.split(word) if language == GERMAN and not common else ()
        own = self._german_stem(word, parts) if language == GERMAN else term_of(word, language)
        terms = [exact] if own == exact or common else [exact, STEM + own]
        terms += _stems_of_what_is_done(own, parts[-1].word if parts else own)
        if not is_joined:
            terms += dict.fromkeys(PART + self._german_stem(part.word) for part in parts)
        if len(self._known) >= _MAX_REMEMBERED:
            self._known.clear()
        may_be_particle = language == GERMAN and not is_joined and word in particles()
        known = self._known[key] = (tuple(terms), common, may_be_particle)
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


def first_tokens(tokens: Sequence[Token], lines: Iterable[str]) -> list[int]:
    """Say where in the tokens of these lines, joined by one sign each, those of each line begin."""
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return [bisect_left(tokens, start, key=_start_of) for start in starts][:-1]


def place_behind(tokens: Sequence[Token]) -> int:
    """Give the position behind these tokens; where the last is made of joined parts, the last of these tells it."""
    return 1 + max((token.position for token in tokens[-2:]), default=-1)


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


def _forms(own: str, language: str = GERMAN) -> frozenset[str]:
    """Give the terms of words with this stem: one that is its own stem stands there without the sign.

    A stop word is none of them: sich is the stem of sicher, and nothing else in common with it.
    """
    return frozenset({STEM + own}) if is_common(own, language) else frozenset({own, STEM + own})


def _join(tokens: list[Token], verbs: Iterable[Separated]) -> None:
    """Let verbs that stand apart from their particle be found by both together."""
    for verb, particle, infinitive in verbs:
        span = (tokens[particle].start_char, tokens[particle].end_char)
        terms = (*tokens[verb].terms, APART + fold(infinitive))
        tokens[verb] = tokens[verb]._replace(terms=terms, particle=span)


def _forms_of_verb(exact: str) -> frozenset[str]:
    """Give the terms of a verb: of an infinitive, or of any form of a separable verb that is listed."""
    infinitive = separable_verbs().get(exact)
    if infinitive is None:
        return frozenset[str]().union(*map(_forms, forms_of_verb(exact)))
    folded = fold(infinitive)
    said = (term_of(infinitive, GERMAN), *forms_of_verb(folded))
    return frozenset({APART + folded, *past_forms(folded)}).union(*map(_forms, said))


def _apart(own: str) -> frozenset[str]:
    """Give the terms of the separable verbs whose noun has this stem, as they stand apart: anmelden for Anmeldung."""
    return frozenset(APART + infinitive for infinitive in _verbs_of_nouns().get(own, ()))


@cache
def _verbs_of_nouns() -> Mapping[str, frozenset[str]]:
    """Give the verbs that mean what their noun says, by the stems they and their nouns in -ung have, folded."""
    verbs: dict[str, set[str]] = {}
    for verb in german_verbs():
        for infinitive in (f"{particle}{verb.infinitive}" for particle in verb.with_noun):
            noun = f"{infinitive.removesuffix('n').removesuffix('e')}ung"  # einwandern has another stem
            for own in (term_of(infinitive, GERMAN), term_of(noun, GERMAN)):
                verbs.setdefault(own, set()).add(fold(infinitive))
    return {own: frozenset(known) for own, known in verbs.items()}

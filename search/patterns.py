"""What a leaf of the query looks like in the index: alternatives, each with its weight and the reason to name.

An alternative is one or more places with their possible terms. A leaf is found where any of its alternatives is; the
best one found in a passage says what the passage is worth. What the index calls a compound's parts is added here by
the splitter, the words of the glossary by the glossary.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from search.analysis import APART, COMMON, Analyser
from search.compounds import GERMAN
from search.folding import fold
from search.glossary import ANY_LANGUAGE, GAP, Term
from search.languages import common_alike, is_common
from search.query import Clause, Field, Leaf, Not, Or, Phrase, Prefix, Word
from search.reasons import WEIGHTS, Reason
from search.scope import Scope
from search.words import WordPart, split_words

_LETTERS_OF_A_MARK = 3
_WORDS_BETWEEN = 8
_PARTS_WITHIN = 6
"""So near the parts of an asked compound stand that are said one by one: Beratung bei der freiwilligen Rückkehr."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of an alternative."""

    offset: int
    terms: frozenset[str]
    asked: str
    """The asked word, folded but not stemmed: who says exactly this, says it exactly."""
    shortest_mark: int
    """Written words shorter than this are not marked: folding and stemming leave little of short words."""
    is_common: bool = False
    """A stop word of a phrase: it must stand there, but says nothing about what a passage is worth."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say what was asked, in texts of these languages."""

    languages: frozenset[str]
    slots: tuple[Slot, ...]
    reason: Reason
    within: int = 0
    """0: the places follow each other at their offsets. Otherwise: they stand in any order, one another this near."""
    via: str = ""
    """The words of the glossary that were looked for instead."""
    via_language: str = ""
    """The language these words are of; empty for names and abbreviations."""
    parts: tuple[str, ...] = ()
    """The parts of the asked compound, as they stand in it, where these are looked for one by one."""

    @property
    def weight(self) -> float:
        """The factor of the score, for a passage in which this is the best that was found."""
        return WEIGHTS[self.reason]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One leaf of the query, ready to be looked up and to be marked."""

    leaf: Word | Phrase | Prefix
    alternatives: tuple[Alternative, ...]
    """The best first."""
    common_in: frozenset[str]
    """Languages in which this is nothing but stop words: their speech is not asked for it."""
    analyser: Analyser
    """What texts are analysed by, to be compared with this."""
    may_stand_apart: bool = False
    """Whether it asks for verbs that may stand apart from their particle, which may be some lines on."""


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
        return Pattern(leaf, (_begun(leaf, scope),), frozenset(), scope.analyser)
    languages = scope.languages - mistaken_in
    said = (
        way
        for reason in (Reason.EXACT, Reason.FORM)
        for way in _said(
            leaf.text,
            languages,
            reason,
            scope.analyser,
            keep_common_in=keep_common_in,
            is_phrase=isinstance(leaf, Phrase),
        )
    )
    ways = (
        *said,
        *(_in_parts(leaf.text, scope.analyser) if isinstance(leaf, Word) and GERMAN in languages else ()),
        *(way for term in also for way in _meant(term, scope)),
    )
    terms = (term for way in ways for slot in way.slots for term in slot.terms)
    return Pattern(
        leaf=leaf,
        alternatives=ways,
        common_in=frozenset(code for code in scope.languages if _is_common(leaf, code)),
        analyser=scope.analyser,
        may_stand_apart=any(term.startswith(APART) for term in terms),
    )


def _begun(leaf: Prefix, scope: Scope) -> Alternative:
    folded = fold(leaf.text)
    terms = frozenset({*scope.terms_with_prefix(folded), folded})
    return Alternative(scope.languages, (Slot(0, terms, folded, _LETTERS_OF_A_MARK),), Reason.PREFIX)


def _in_parts(text: str, analyser: Analyser) -> list[Alternative]:
    """Give the ways a German word stands in compounds: as a part of one, or a compound itself, part by part."""
    words = split_words(text)
    if len({word.start_char for word in words}) != 1:
        return []
    whole = words[-1]  # of a hyphenated word, the word without its hyphens
    asked = analyser.asked(whole.text, GERMAN)
    shortest = min(_LETTERS_OF_A_MARK, len(whole.text))
    german = frozenset({GERMAN})
    ways: list[Alternative] = []
    if asked.inside and not is_common(asked.exact, GERMAN):
        ways.append(Alternative(german, (Slot(0, asked.inside, asked.exact, shortest),), Reason.PART))
    if asked.parts:
        slots = tuple(Slot(n, part.terms, part.word, _LETTERS_OF_A_MARK) for n, part in enumerate(asked.parts))
        written = tuple(part.written for part in asked.parts)
        ways.append(Alternative(german, slots, Reason.PART, within=_PARTS_WITHIN, parts=written))
    return ways


def _meant(term: Term, scope: Scope) -> list[Alternative]:
    """Give the ways a word of the glossary is said.

    Where it begins or ends with a stop word (in bar), that must stand there; with a gap beside it, too little is left.
    """
    within = _WORDS_BETWEEN if GAP in term.text else 0
    spoken = [code for code in scope.languages if term.may_be_said_in(code)]
    codes = [code for code in spoken if not _has_common_edge(term.text, code)]
    ways = _said(term.text, codes, Reason.GLOSSARY, scope.analyser)
    if not within:
        with_edge = [code for code in spoken if code not in codes]
        ways += _said(term.text, with_edge, Reason.GLOSSARY, scope.analyser, is_phrase=True)
    if term.language in {GERMAN, ANY_LANGUAGE} and GERMAN in codes:  # Irak is found in Nordirak
        ways += [_in_one_word(way) for way in _in_parts(term.text, scope.analyser)]
    return [
        replace(way, via=term.text, via_language=term.language, within=way.within or within)
        for way in ways
        if _is_said(way, scope)
    ]


def _in_one_word(way: Alternative) -> Alternative:
    """Keep the parts of a glossary's compound together: two guesses in a row find anything (Beratung, stellen)."""
    return replace(way, reason=Reason.GLOSSARY, within=0, slots=tuple(replace(slot, offset=0) for slot in way.slots))


def _is_said(way: Alternative, scope: Scope) -> bool:
    """Say whether its words occur at all: most of a glossary's words do not, and what nobody says is not named."""
    return all(any(len(scope.postings(term, way.languages).documents) for term in slot.terms) for slot in way.slots)


def _has_common_edge(text: str, language: str) -> bool:
    words = split_words(text)
    return any(is_common(fold(word.text), language) for word in (*words[:1], *words[-1:]))


def _said(
    text: str,
    languages: Iterable[str],
    reason: Reason,
    analyser: Analyser,
    *,
    keep_common_in: frozenset[str] = frozenset(),
    is_phrase: bool = False,
) -> list[Alternative]:
    """Give the ways these words stand in texts of these languages; where the terms are the same, as one."""
    words = split_words(text)
    by_slots: dict[tuple[Slot, ...], set[str]] = {}
    for code in languages:
        for way in _ways(words, code, keeps_common=is_phrase or code in keep_common_in):
            slots = tuple(
                _slot(word, code, analyser, reason, first=way[0].position, is_phrase=is_phrase) for word in way
            )
            by_slots.setdefault(slots, set()).add(code)
    return [Alternative(frozenset(codes), slots, reason) for slots, codes in by_slots.items()]


def _ways(words: list[WordPart], language: str, *, keeps_common: bool) -> list[list[WordPart]]:
    in_a_row = (word for word in words if not word.is_joined)
    kept = [word for word in in_a_row if keeps_common or not is_common(fold(word.text), language)]
    ways = [kept] if kept else []
    if kept and words[-1].is_joined and len({word.start_char for word in words}) == 1:
        ways.append([words[-1]])  # a hyphenated word, written as one
    return ways


def _slot(word: WordPart, language: str, analyser: Analyser, reason: Reason, *, first: int, is_phrase: bool) -> Slot:
    asked = analyser.asked(word.text, language)
    if is_phrase and is_common(asked.exact, language):
        said = {asked.exact} if reason is Reason.EXACT else common_alike(asked.exact, language)
        terms = frozenset(said) | {COMMON + word for word in said}
        return Slot(word.position - first, terms, asked.exact, _LETTERS_OF_A_MARK, is_common=True)
    forms = asked.endings if is_phrase else asked.forms
    terms = frozenset({asked.exact}) if reason is Reason.EXACT else forms
    return Slot(word.position - first, terms, asked.exact, min(_LETTERS_OF_A_MARK, len(word.text)))


def _is_common(leaf: Word | Phrase | Prefix, language: str) -> bool:
    """Say whether this is nothing but stop words; those of a phrase are looked for as they stand."""
    return isinstance(leaf, Word) and all(is_common(fold(word.text), language) for word in split_words(leaf.text))

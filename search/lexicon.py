"""The words this archive knows before it has heard one: German nouns of the field, and how compounds are made of them.

Besides these, German verbs with the particles they part with, and words of German and English that the stemmers would
throw together with words of another meaning.

Written by us; data/german.txt, data/verbs.txt and data/english.txt say how they are read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search.folding import fold

_GERMAN, _VERBS, _ENGLISH = "german.txt", "verbs.txt", "english.txt"
_AGENTS = {"ende": ("n", "r", "s"), "er": ("n", "s", "in", "innen")}
"""Endings of dictionary forms, with those of their other forms; plurals such as Kinder stand behind their singular."""
_HAS_NOUN = "*"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words, all folded."""

    nouns: frozenset[str]
    """Forms of nouns: they stand in front and behind."""
    fronts: Mapping[str, str]
    """What stands only in front, to the word it is a form of."""
    ends: frozenset[str]
    """What stands only behind."""
    wholes: frozenset[str]
    """What is never split."""
    splits: Mapping[str, str]
    """Words whose parts are told, to the first of their two parts."""
    stems: Mapping[str, str]
    """Forms whose stem is told, for the stemmer would throw them together with another word."""
    agents: frozenset[str]
    """Nouns in -er and -ende with a stem of their own, which answer for what is done too: Rückkehrer for Rückkehr."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A German verb as it is written, in lower case."""

    infinitive: str
    particles: tuple[str, ...]
    """What it parts with: melden with an, ab and um."""
    with_noun: tuple[str, ...]
    """Those of them whose noun means the same: who asks for Anmeldung finds "melden … an"."""
    irregular: tuple[str, ...]
    """Participle and third person that no rule gives."""
    only_with_particle: tuple[str, ...]
    """Forms, most of them of the past, that may be nouns when they stand alone: stand, band."""


@cache
def german() -> Lexicon:
    """Read the German words, once."""
    nouns: set[str] = set()
    fronts: dict[str, str] = {}
    ends: set[str] = set()
    wholes: set[str] = set()
    splits: dict[str, str] = {}
    stems: dict[str, str] = {}
    agents: set[str] = set()
    for words in _lines(_GERMAN):
        first = words[0]
        if first.endswith("-"):
            front = fold(first[:-1])
            fronts[front] = fold(words[1]) if len(words) > 1 else front
            if len(words) == 1:
                stems[front] = front
        elif first.startswith("-"):
            ends.update(fold(word[1:]) for word in words)
        elif first.startswith("="):
            wholes.update(fold(word[1:]) for word in words)
        elif "|" in first:
            front, _, end = first.partition("|")
            splits[fold(front + end)] = fold(front)
            nouns.add(fold(front + end))
        else:
            lemma = fold(first.rstrip("!~"))
            endings = _endings_of_agent(lemma)
            forms = {lemma, *(fold(word) for word in words[1:]), *(lemma + ending for ending in endings)}
            agents.update({lemma} if endings and not first.endswith("!") else ())
            if not first.endswith("~"):
                nouns |= forms
            if endings or first.endswith(("!", "~")):
                stems |= dict.fromkeys(forms, lemma)
    return Lexicon(frozenset(nouns), fronts, frozenset(ends), frozenset(wholes), splits, stems, frozenset(agents))


@cache
def german_verbs() -> tuple[Verb, ...]:
    """Read the German verbs, once."""
    verbs = []
    for words in _lines(_VERBS):
        said, irregular, with_particle = (*" ".join(words).split("="), "", "")[:3]
        infinitive, *marked = said.split()
        particles = tuple(one.removesuffix(_HAS_NOUN) for one in marked)
        with_noun = tuple(one.removesuffix(_HAS_NOUN) for one in marked if one.endswith(_HAS_NOUN))
        verbs.append(Verb(infinitive, particles, with_noun, tuple(irregular.split()), tuple(with_particle.split())))
    return tuple(verbs)


@cache
def english_stems() -> Mapping[str, str]:
    """Read the English forms whose stem is told, once."""
    return {fold(word): fold(words[0]) for words in _lines(_ENGLISH) for word in words}


def _lines(name: str) -> Iterator[list[str]]:
    """Give the words of each line that has any, without remarks."""
    for line in files("search").joinpath("data", name).read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].partition(" | ")[0].split()
        if words:
            yield words


def _endings_of_agent(lemma: str) -> tuple[str, ...]:
    return next((endings for ending, endings in _AGENTS.items() if lemma.endswith(ending)), ())

"""Verbs of German speech that stand in two places: which word is the verb of a particle that ends its clause.

"Wir melden Sie morgen bei der Behörde an": melden and an are anmelden. Nearly all particles are prepositions, articles
or adverbs as well, so one counts only where nothing it could govern follows, and only with a verb that data/verbs.txt
joins it to, in the same sentence and near before it. Of several verbs the nearest is taken that is not itself the last
word of a clause inside (wir bieten denen, die kommen, Hilfe an).

The words are those of the index, folded; verbs are compared as they are written, since hält is a verb and halt none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple, Protocol

from search.folding import lower
from search.lexicon import german_verbs
from search.verbs import finite_forms

_WORDS_BEFORE = 14
"""So far before its particle a verb may stand."""
_SENTENCE_ENDS = re.compile(r"[.;:?!]")
_ABBREVIATIONS = frozenset({
    "bzw", "ca", "dr", "evtl", "ggf", "inkl", "max", "min", "nr", "prof", "str", "tel",
})  # fmt: skip
"""Words behind which a full stop ends no sentence."""
_CLAUSE_ENDS = re.compile(r"[\"“”«»)]*(?:[.,;:?!](?!\.)|\s[-–—]\s)")
_FREE = frozenset({
    "aufrecht", "bekannt", "dar", "fest", "heraus", "herein", "hervor", "hinzu", "raus", "rein", "stumm", "teil",
    "uberein", "wahr", "zuruck", "zurecht", "zustande",
})  # fmt: skip
"""Particles that are little else: they may stand before the end, as they do in speech (er kehrt zurück nach Bagdad)."""
_JOINING = frozenset({
    "aber", "als", "bevor", "damit", "dass", "denn", "falls", "ob", "obwohl", "oder", "sobald", "sodass", "sondern",
    "und", "weil", "wenn",
})  # fmt: skip
_AND = frozenset({"und", "oder"})
_NEW_CLAUSE = frozenset({"aber", "denn", "doch", "und"})
"""Words that begin a main clause after a comma, with a verb of its own."""
_SUBJECTS = frozenset({"du", "er", "ich", "man", "wir"})
"""Words that no preposition governs: with a particle before them, a new clause begins."""
_PREPOSITIONS = frozenset({
    "ab", "am", "an", "auf", "aus", "bei", "beim", "durch", "fur", "gegen", "im", "in", "ins", "mit", "nach", "uber",
    "unter", "vor", "vom", "von", "wegen", "zu", "zum", "zur", "zwischen",
})  # fmt: skip
_BEFORE_PREPOSITIONS = frozenset({"ab", "an", "auf", "aus", "mit", "vor", "weiter", "zusammen"})
"""Particles that are none but verbs' where a preposition follows: melden Sie sich an bei der Behörde."""
_NOT_GOVERNED = _JOINING | _SUBJECTS | _PREPOSITIONS | {""}
_BEFORE_INFINITIVES = frozenset({"an", "auf", "vor"})
"""Particles before zu: wir fangen an zu reden."""
_HESITATIONS = frozenset({"ah", "ahm", "eh", "hm", "mhm"})
_POLITE = ("sie", "ih")
_NO_PARTICLE = frozenset({
    ("anfang", "an"), ("ansicht", "nach"), ("beginn", "an"), ("da", "an"), ("erfahrung", "nach"), ("heute", "an"),
    ("jetzt", "an"), ("klein", "auf"), ("meinung", "nach"), ("nun", "an"), ("reihe", "nach"), ("so", "weiter"),
    ("und", "weiter"), ("wie", "vor"), ("wissen", "nach"),
})  # fmt: skip
_NO_VERBS = frozenset({
    "bereit", "breit", "gleich", "halt", "näher", "reich", "weich", "weit", "wert", "willig",
})  # fmt: skip
"""Words that are hardly ever what their letters say: das ist halt so, melden Sie sich gleich an."""
_NO_PAIRS = frozenset({("ab", "an"), ("ab", "zu"), ("auf", "ab"), ("hin", "her"), ("hin", "wieder"), ("nach", "nach")})
"""ab und zu, hin und wieder; but they travel ein und aus."""
_FROM, _WORDS_OF_PLACE = frozenset({"von", "vom"}), 3
_OUT_OF = frozenset({"ausgehen", "ausschließen"})
"""Verbs of which von … aus is a part; elsewhere it is a place: wir zahlen von hier aus."""
_AUXILIARIES = frozenset({
    "darf", "durfen", "durfte", "durften", "kann", "konnen", "konnt", "konnte", "konnten", "lassen", "mag", "mochte",
    "mochten", "muss", "mussen", "musst", "musste", "mussten", "soll", "sollen", "sollte", "sollten", "werden", "will",
    "wird", "wollen", "wollte", "wollten", "wurde", "wurden",
})  # fmt: skip
"""Verbs before which another one is no finite form: die kommen wollen."""


class Word(Protocol):
    """What a word of a text must tell."""

    @property
    def terms(self) -> tuple[str, ...]:
        """The word itself, folded, and what else it is found by."""

    @property
    def start_char(self) -> int:
        """Where it begins in the text."""

    @property
    def end_char(self) -> int:
        """Where it ends."""

    @property
    def is_common(self) -> bool:
        """Whether it is a stop word."""


class Separated(NamedTuple):
    """A verb and its particle, as numbers of words."""

    verb: int
    particle: int
    infinitive: str


@cache
def particles() -> frozenset[str]:
    """Give all particles of verbs, as they are written."""
    return frozenset(particle for verb in german_verbs() for particle in verb.particles)


def separated_verbs(
    text: str, words: Sequence[Word], places: Iterable[int], *, goes_on: bool = False
) -> Iterator[Separated]:
    """Find the verbs of a German text, or of one that goes on, whose particles are words at some of these places."""
    row = _Row(text, words, goes_on)
    taken: dict[int, int] = {}
    for place in places:
        if row.is_surely_governing(place) or not row.ends_clause(place):
            continue
        for verb, infinitive in row.verbs_of(place):
            if taken.get(verb, place - 2) != place - 2 or (verb in taken and row.word(place - 1) not in _AND):
                continue  # it has a particle already; but: sie reisen ein und aus
            taken[verb] = place
            yield Separated(verb, place, infinitive)
            break


@cache
def _joined() -> Mapping[str, Mapping[str, str]]:
    """Give for each finite form the particles that may follow it, with the verbs they make."""
    known: dict[str, dict[str, str]] = {}
    for verb in german_verbs():
        for form in finite_forms(verb) if verb.particles else ():
            if form not in particles() and form not in _NO_VERBS:  # teil, los
                for particle in verb.particles:
                    known.setdefault(form, {}).setdefault(particle, f"{particle}{verb.infinitive}")
    return known


class _Row(NamedTuple):
    """The words of a text, and what stands between them."""

    text: str
    words: Sequence[Word]
    goes_on: bool

    def word(self, place: int) -> str:
        """Give a word, folded; nothing before the first and behind the last."""
        return self.words[place].terms[0] if 0 <= place < len(self.words) else ""

    def is_surely_governing(self, place: int) -> bool:
        """Say, of most words and fast, that what follows a word belongs to it."""
        if place + 1 >= len(self.words):
            return False
        particle, word = self.words[place], self.words[place + 1]
        return (
            word.terms[0] not in _NOT_GOVERNED
            and word.start_char - particle.end_char == 1
            and self.text[particle.end_char] in " \n"
            and particle.terms[0] not in _FREE
            and not self._begins_sentence(place + 1)
        )

    def ends_clause(self, place: int) -> bool:
        """Say whether a word that may be a particle has nothing behind it that it could govern."""
        word, following, gap = self.word(place), self.word(place + 1), self._gap_behind(place)
        is_none = (self.word(place - 1), word) in _NO_PARTICLE or following in _HESITATIONS or following == word
        if is_none or gap.startswith("-") or self._is_in_a_saying(place):
            return False
        if _CLAUSE_ENDS.match(gap) or (not following and not self.goes_on):
            return True
        return bool(following) and self._is_not_governed(place + 1, word)

    def _is_not_governed(self, place: int, particle: str) -> bool:
        """Say whether a word cannot belong to the particle before it."""
        word = self.word(place)
        if word in _AND:
            return self.word(place + 1) not in _PREPOSITIONS or self.ends_clause(place + 1)
        if word in _PREPOSITIONS:
            governing = _BEFORE_INFINITIVES if word == "zu" else _BEFORE_PREPOSITIONS
            return particle in governing | _FREE and not self.ends_clause(place)  # das nehmen wir mit auf
        if particle in _FREE:
            return word not in _AUXILIARIES
        return word in _NOT_GOVERNED or self._begins_sentence(place)

    def verbs_of(self, place: int) -> Iterator[tuple[int, str]]:
        """Give the verbs this particle may belong to, each with its infinitive, the likeliest first."""
        particle = lower(self._written(place))
        inside: list[tuple[int, str]] = []
        commas = 0
        for at in range(place - 1, max(-1, place - 1 - _WORDS_BEFORE), -1):
            gap = self._gap_behind(at)
            commas += "," in gap
            if self._ends_sentence(at) or ("," in gap and self.word(at + 1) in _NEW_CLAUSE):
                break
            infinitive = _joined().get(lower(self._written(at)).replace("ß", "ss"), {}).get(particle)
            if infinitive and self._may_be_finite(at) and not self._is_a_place(infinitive, place):
                if "," not in gap:
                    yield at, infinitive
                elif commas > 1:  # wir melden, wenn Sie wollen, alle an
                    inside.append((at, infinitive))
        yield from inside

    def _written(self, place: int) -> str:
        return self.text[self.words[place].start_char : self.words[place].end_char]

    def _gap_behind(self, place: int) -> str:
        """Give what stands between a word and the next one."""
        until = self.words[place + 1].start_char if place + 1 < len(self.words) else None
        return self.text[self.words[place].end_char : until]

    def _ends_sentence(self, place: int) -> bool:
        """Say whether a sentence ends behind a word; the full stop of a number or an abbreviation is none of it."""
        word, gap = self.word(place), self._gap_behind(place)
        is_short = word in _ABBREVIATIONS and gap.startswith(".") and not _SENTENCE_ENDS.search(gap, 1)
        return _SENTENCE_ENDS.search(gap) is not None and not word.isdigit() and not is_short  # am 3. Mai

    def _may_be_finite(self, place: int) -> bool:
        if self.word(place - 1) == "zu" or self.word(place + 1) in _AUXILIARIES:
            return False
        is_first = place == 0 or _SENTENCE_ENDS.search(self._gap_behind(place - 1)) is not None
        return is_first or self.text[self.words[place].start_char].islower()

    def _is_a_place(self, infinitive: str, particle: int) -> bool:
        """Say whether a particle is the end of what tells from where: wir zahlen von hier aus."""
        near = range(particle - _WORDS_OF_PLACE, particle)
        is_out = self.word(particle) == "aus" and infinitive not in _OUT_OF
        return is_out and any(self.word(at) in _FROM for at in near)

    def _begins_sentence(self, place: int) -> bool:
        """Say whether a word has a capital letter as only the first of a sentence has; a full stop may be missing."""
        word = self.words[place]
        return word.is_common and self.text[word.start_char].isupper() and not word.terms[0].startswith(_POLITE)

    def _is_in_a_saying(self, place: int) -> bool:
        """Say whether this is one half of ab und zu."""
        return any(
            self.word(first + 1) in _AND and (self.word(first), self.word(first + 2)) in _NO_PAIRS
            for first in (place, place - 2)
        )

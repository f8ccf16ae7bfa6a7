"""German compounds cut into their parts, by the words the archive itself uses and by those it was shipped with.

    Rückkehrberatungsstelle -> Rückkehr|beratungs|stelle      Schulbuch -> Schul|buch      Begründung stays whole

The way of Koehn and Knight (Empirical Methods for Compound Splitting, 2003): of all ways to cut, the one whose parts
are most frequent, by their geometric mean. Parts must be nouns, which German shows by their capital letter, so that
suffixes, prefixes and particles are none. Whoever doubts leaves the word whole: a part that is missed is found by the
stem of the whole word all the same, a false part never goes away.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.folding import fold, lower
from search.languages import is_common
from search.lexicon import german

GERMAN = "de"
MIN_PART_LETTERS = 3
MAX_PARTS = 5
_MIN_LETTERS = 7
_MAX_LETTERS = 48
_MIN_LETTERS_UNTOLD = 4
"""Shorter parts are taken from the shipped list only: three letters are the end of many words."""
_TOLD_WEIGHT = 100
"""A shipped word counts as seen so often, besides what the archive saw."""
_INFLECTED = ("", "s", "n", "e", "es", "en")
"""What stands whole does so in these forms too, at the end of a compound and, with a linking letter, within one."""
_LEAST_SHARE = 0.1
"""A word seen more than ten times as often as its parts is a word of its own."""
_INFLECTIONS = {"s", "n"}
_LINKS = {"s": ("s", "es", "ns", "ens"), "n": ("n", "en"), "r": ("er",), "e": ("e",)}
"""Linking letters by the last of them."""
_MAX_LINK_LETTERS = 3
_NO_PARTS = frozenset({
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "igkeit", "igkeiten", "schaft", "schaften", "lich",
    "liche", "lichen", "bar", "bare", "sam", "same", "isch", "ische", "ischen", "tum", "nis", "nisse", "ling",
    "linge", "lein", "chen", "ion", "ionen", "tion", "tionen", "ation", "ationen", "itat", "ismus", "ist",
    "isten", "ieren", "iert", "los", "lose", "losen", "voll", "volle", "reich", "reiche", "hafte", "haften",
    "ende", "endes", "enden", "ender", "ern", "tel", "stel", "erin", "erinnen", "innen", "ster", "rung", "lung",
    "tung", "dung", "gung", "nung", "mut", "teils", "weisen", "burg", "berg", "burger", "artig", "seits",
    "mann", "nein", "zuge", "ehe", "ehen", "sinnen", "haft", "samen",
})  # fmt: skip
"""Suffixes, and words that end too many others by chance; those among them that were shipped may stand in front."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a compound."""

    written: str
    """As it stands in the word, linking letters included: the parts one after the other are the word."""
    word: str
    """The word it is a form of, folded."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A way to cut the end of a word."""

    worth: float
    """Sum of the logarithms of the parts' frequencies."""
    parts: tuple[Part, ...]

    def __add__(self, other: "_Cut") -> "_Cut":
        return _Cut(self.worth + other.worth, self.parts + other.parts)

    @property
    def rank(self) -> tuple[float, int]:
        return self.worth / len(self.parts), -len(self.parts)


class Splitter:
    """Splits by a vocabulary that never changes, so that the same word is always split in the same way."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Take the frequencies of folded words; 0 says that a word was seen, and is no noun."""
        self._counts = counts
        self._told = german()
        self._weights = {word: count for word, count in counts.items() if count and _may_be_part(word)}
        self._weights |= {word: _TOLD_WEIGHT + counts.get(word, 0) for word in self._told.nouns}
        self._told_words = self._told.nouns.union(self._told.fronts.values())
        self._wholes = {whole + ending for whole in self._told.wholes for ending in _INFLECTED}
        self._smaller: dict[str, tuple[Part, ...]] = {}  # the same parts come again and again, and are few
        self._longest: dict[str, int] = {}
        for word in (*self._weights, *self._told.fronts, *self._told.ends):
            beginning = word[:MIN_PART_LETTERS]
            self._longest[beginning] = max(self._longest.get(beginning, 0), len(word) + _MAX_LINK_LETTERS)

    def knows(self, folded: str) -> bool:
        """Say whether this is a noun that was shipped or seen."""
        return folded in self._told.nouns or self._counts.get(folded, 0) > 0

    def split(self, word: str) -> tuple[Part, ...]:
        """Give the parts of a word, at least two; nothing when it stays whole."""
        small = lower(word)
        if not _MIN_LETTERS <= len(small) <= _MAX_LETTERS or not small.isalpha():
            return ()
        return tuple(self._parts(small))

    def _parts(self, small: str) -> Iterator[Part]:
        """Cut, and cut what was cut once more: Rückkehr|beratungsstelle becomes three."""
        best = self._best(small) if len(small) >= _MIN_LETTERS else None
        for part in best.parts if best else ():
            smaller = self._smaller.get(part.written)
            if smaller is None:
                smaller = self._smaller[part.written] = tuple(self._parts(part.written))
            yield from smaller or (part,)

    def _best(self, small: str) -> _Cut | None:
        folded = fold(small)
        if folded in self._told.splits:
            told = self._told.splits[folded]
            at = next((n for n in range(len(small)) if fold(small[:n]) == told), 0)
            return _Cut(0.0, (Part(small[:at], told), Part(small[at:], fold(small[at:])))) if at else None
        if folded in self._wholes:
            return None
        # where each letter stays one letter when it is folded, the pieces need not be folded one by one
        pieces = folded if len(folded) == len(small) else None
        reaches, length = self._reaches(small, pieces), len(small)
        is_noun = self._counts.get(folded) != 0
        ends = {
            at: end
            for at in range(MIN_PART_LETTERS, length - MIN_PART_LETTERS + 1)
            if reaches[at] >= length
            and (end := self._end(small[at:], pieces[at:] if pieces else None, is_noun=is_noun))
        }
        best: _Cut | None = None
        for at, front in self._fronts(small, pieces, reaches[: max(ends, default=0)]).items():
            cut = front + ends[at] if at in ends else None
            if cut and (best is None or cut.rank > best.rank) and self._may_join(front, ends[at]):
                best = cut
        return best if best and self._is_worth(best, folded) else None

    def _fronts(self, small: str, pieces: str | None, reaches: Sequence[int]) -> dict[int, _Cut]:
        """Give the best way to cut the word up to each place that can be reached."""
        reached: dict[int, _Cut] = {}
        until = len(reaches)
        for start, reach in enumerate(reaches):
            before = reached.get(start)
            if start and (before is None or len(before.parts) >= MAX_PARTS - 1):
                continue
            for end in range(start + MIN_PART_LETTERS, min(until, reach) + 1):
                front = self._front(small[start:end], pieces[start:end] if pieces else None)
                if front is not None:
                    way = before + front if before else front
                    is_best = end not in reached or way.rank > reached[end].rank
                    if is_best and (before is None or self._may_join(before, front)):
                        reached[end] = way
        return reached

    def _reaches(self, small: str, pieces: str | None) -> list[int]:
        """Say where a part that begins at each place ends at the latest, by its first letters: this spares look-ups."""
        if pieces is None:
            return [len(small)] * len(small)
        longest = self._longest
        return [at + longest.get(pieces[at : at + MIN_PART_LETTERS], 0) for at in range(len(pieces))]

    def _may_join(self, before: _Cut, after: _Cut) -> bool:
        """Say whether a cut here would not go through a word that stays whole."""
        return fold(before.parts[-1].written + after.parts[0].written) not in self._wholes

    def _is_worth(self, cut: _Cut, folded: str) -> bool:
        if all(part.word in self._told_words for part in cut.parts):
            return True
        return math.exp(cut.worth / len(cut.parts)) >= _LEAST_SHARE * self._counts.get(folded, 0)

    def _end(self, written: str, piece: str | None, *, is_noun: bool) -> _Cut | None:
        """Read the rest of the word as its last part: a noun, or an adjective we were told of."""
        folded = fold(written) if piece is None else piece
        if folded in self._told.ends:
            return _Cut(math.log(_TOLD_WEIGHT), (Part(written, folded),))
        if not is_noun or folded in _NO_PARTS:
            return None
        weight = self._weight(folded) or (self._weight(folded[:-1]) if folded[-1] in _INFLECTIONS else 0)
        return _Cut(math.log(weight), (Part(written, folded),)) if weight else None

    def _front(self, written: str, piece: str | None) -> _Cut | None:
        """Read a piece of the word as a part that is not the last: a noun with or without linking letters."""
        folded = fold(written) if piece is None else piece
        if folded in self._told.fronts:
            return _Cut(math.log(_TOLD_WEIGHT), (Part(written, self._told.fronts[folded]),))
        best, word = self._weight(folded), folded
        bases = [folded[: -len(link)] for link in _LINKS.get(folded[-1], ()) if folded.endswith(link)]
        if folded[-1] != "e":  # Schul|buch, Hilfs|mittel
            bases += [f"{base}e" for base in (folded, *bases[:1])]
        for base in bases:
            weight = self._weight(base) if len(base) >= MIN_PART_LETTERS else 0
            if weight > best:
                best, word = weight, base
        return _Cut(math.log(best), (Part(written, word),)) if best else None

    def _weight(self, folded: str) -> int:
        """Say how frequent a noun is; 0 for what is none."""
        return self._weights.get(folded, 0)


def _may_be_part(folded: str) -> bool:
    """Say whether a word may be a part that no list tells of."""
    return len(folded) >= _MIN_LETTERS_UNTOLD and folded not in _NO_PARTS and not is_common(folded, GERMAN)

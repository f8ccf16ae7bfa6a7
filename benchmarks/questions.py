"""Questions of ten classes, drawn from the words that are really said in the recordings."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.corpus import COUNTRIES
from benchmarks.plain import is_telling, words
from search.analysis import term_of
from search.documents import RecordingDocument
from search.folding import fold

CLASSES = {
    "frequent": 25, "rare": 25, "two words": 25, "three words": 20, "either": 20, "phrase": 25, "beginning": 20,
    "typo": 15, "filtered": 20, "counted": 20,
}  # fmt: skip
"""How many of each; "counted" asks for facets where an engine does not give them with every answer."""
SAMPLE = 300


@dataclass(frozen=True, slots=True)
class Question:
    """A question, as typed and as terms for engines that have no analysis of ours."""

    kind: str
    text: str
    terms: tuple[str, ...]
    country: str = ""


def questions(documents: Iterable[RecordingDocument], *, seed: int = 7) -> list[Question]:
    """Draw the questions."""
    return _Drawer([*itertools.islice(documents, SAMPLE)], random.Random(seed)).drawn()


class _Drawer:
    """Words by how often they are said: the 150 most frequent of a language, the next 2,850, and those said once."""

    def __init__(self, documents: Sequence[RecordingDocument], pick: random.Random) -> None:
        self.pick = pick
        self.cues = [
            (said.language, cue.text) for known in documents for said in known.transcripts for cue in said.cues
        ]
        pick.shuffle(self.cues)
        counts: Counter[tuple[str, str]] = Counter()
        for language, text in self.cues[:60_000]:
            counts.update({(language, word) for word in words(text) if is_telling(word, language)})
        by_language = {code: [word for (own, word), _ in counts.most_common() if own == code] for code in ("de", "en")}
        self.words = {
            "frequent": {code: own[:150] for code, own in by_language.items()},
            "middle": {code: own[150:3000] for code, own in by_language.items()},
            "rare": {code: [word for word in own if counts[code, word] == 1] for code, own in by_language.items()},
        }

    def drawn(self) -> list[Question]:
        """Give all questions."""
        makers = {
            "frequent": lambda: self._of("frequent"),
            "rare": lambda: self._of("rare"),
            "two words": lambda: self._of("frequent", "middle"),
            "three words": lambda: self._of("frequent", "frequent", "middle"),
            "either": lambda: self._of("frequent", "middle"),
            "phrase": self._phrase,
            "beginning": self._beginning,
            "typo": self._typo,
            "filtered": lambda: self._of("frequent"),
            "counted": lambda: self._of("frequent", "middle"),
        }
        return [self._question(kind, *makers[kind]()) for kind, count in CLASSES.items() for _ in range(count)]

    def _question(self, kind: str, language: str, asked: Sequence[str]) -> Question:
        terms = tuple(fold(word) if kind == "beginning" else term_of(word, language) for word in asked)
        text = {
            "either": " OR ".join(asked), "phrase": f'"{" ".join(asked)}"', "beginning": f"{asked[0]}*"
        }.get(kind, " ".join(asked))  # fmt: skip
        return Question(kind, text, terms, self.pick.choice(COUNTRIES) if kind == "filtered" else "")

    def _of(self, *bands: str) -> tuple[str, list[str]]:
        language = "de" if self.pick.random() < 0.65 else "en"
        return language, [self.pick.choice(self.words[band][language]) for band in bands]

    def _phrase(self) -> tuple[str, list[str]]:
        while True:
            language, text = self.pick.choice(self.cues)
            said = words(text)
            at = self.pick.randrange(max(1, len(said) - 1))
            pair = said[at : at + 2]
            if len(pair) == 2 and all(is_telling(word, language) for word in pair):
                return language, pair

    def _beginning(self) -> tuple[str, list[str]]:
        language, (word,) = self._of(self.pick.choice(("frequent", "middle")))
        return language, [word[: self.pick.randint(3, 5)]]

    def _typo(self) -> tuple[str, list[str]]:
        while True:
            language, (word,) = self._of("middle")
            if len(word) > 6:
                at = self.pick.randrange(1, len(word) - 2)
                return language, [word[:at] + word[at + 1] + word[at] + word[at + 2 :]]

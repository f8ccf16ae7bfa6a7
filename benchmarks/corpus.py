"""Recordings to search in: made up with the habits of language, or read from a file of real transcripts.

Made-up words follow Zipf's law; German ones are inflected and joined to compounds, so that stems, compounds, beginnings
and rare words behave as they do in an archive. A file has one JSON object a line: id, language, title, source and cues
as [start, end, text] in seconds; it is read again from its start, under new numbers, until there are enough hours.
"""

import gzip
import itertools
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from whoosh.lang.stopwords import stoplists

from search.documents import CueText, RecordingDocument, TranscriptText

COUNTRIES = ("GE", "IQ", "RS", "TR", "NG", "GH", "GM", "SN", "XK", "AL", "MK", "AM", "AF", "PK", "ET", "VN")
KINDS = ("virtual", "national", "regional")
CUES, CUE_SECONDS, WORDS_IN_CUE = 842, 4.275, (6, 13)
SYLLABLES = {
    "de": "ab an auf aus bar be ber dung dorf ein ent er fahr ge hand heim hilf kehr keit kran kun land lich lung mel "
    "mit nahr ord platz rat rech reis rück schul sor spra stand stel teil trag ung ver vor wand werk woh zahl ziel zu",
    "en": "ac ad al ap art as ber cap cess cod com con der dis ex fer form ful gen ic im in ject lat lead ment mod nal "
    "net nov ob or pel per port pre pro rec ser side sup tain tal ter tion tra un ver vis",
}
ENDINGS = {"de": ("", "", "e", "en", "er", "es", "ung", "ungen", "te"), "en": ("", "", "s", "ed", "ing", "er", "ly")}
VOCABULARY, COMPOUNDS = 45_000, 0.45
GERMAN = 0.62


def recordings(hours: int, source: Path | None) -> Iterator[RecordingDocument]:
    """Give that many recordings of about an hour each."""
    texts = _read(source) if source else _made(random.Random(7))
    for number, (language, title, cues) in enumerate(itertools.islice(texts, hours), start=1):
        yield RecordingDocument(
            recording_id=number,
            version=1,
            language=language,
            title=title,
            countries=(COUNTRIES[number % len(COUNTRIES)],),
            year=2014 + number % 11,
            date=f"{2014 + number % 11}-{1 + number % 12:02d}-{1 + number % 28:02d}",
            kind=KINDS[number % len(KINDS)],
            transcripts=(TranscriptText(language, tuple(cues)),),
        )


def _read(source: Path) -> Iterator[tuple[str, str, Sequence[CueText]]]:
    opened = gzip.open if source.suffix == ".gz" else open
    while True:
        with opened(source, "rt", encoding="utf-8") as lines:
            for line in lines:
                said = json.loads(line)
                cues = [CueText(place, start, text) for place, (start, _, text) in enumerate(said["cues"])]
                yield said["language"], said["title"], cues


def _made(pick: random.Random) -> Iterator[tuple[str, str, Sequence[CueText]]]:
    languages = {language: _Language.made(language, pick) for language in SYLLABLES}
    while True:
        spoken = languages["de" if pick.random() < GERMAN else "en"]
        lengths = [pick.randint(*WORDS_IN_CUE) for _ in range(CUES)]
        words = iter(spoken.said(sum(lengths)))
        cues = [
            CueText(place, place * CUE_SECONDS, " ".join(itertools.islice(words, length)))
            for place, length in enumerate(lengths)
        ]
        yield spoken.code, " ".join(spoken.said(4)), cues


@dataclass(frozen=True, slots=True)
class _Language:
    """Words with how often they are said."""

    code: str
    words: tuple[str, ...]
    shares: np.ndarray
    random: np.random.Generator

    @classmethod
    def made(cls, code: str, pick: random.Random) -> "_Language":
        """Make words up: stems, their forms and their compounds, the real stop words among the first."""
        syllables = SYLLABLES[code].split()
        stems = ["".join(pick.choices(syllables, k=pick.randint(1, 4))) for _ in range(VOCABULARY // 4)]
        joinable = stems[:2000]
        common = sorted(stoplists[code])
        words: dict[str, None] = {}
        for _ in range(2 * VOCABULARY):
            word = pick.choice(stems) + pick.choice(ENDINGS[code])
            if code == "de" and pick.random() < COMPOUNDS:
                word = pick.choice(joinable) + pick.choice(("", "s", "")) + word
            if common and len(words) % 2:
                words[common.pop()] = None
            words[word.capitalize() if code == "de" and pick.random() < 0.4 else word] = None
        weights = 1 / (np.arange(len(words)) + 2.7) ** 1.05
        return cls(
            code, tuple(words), np.cumsum(weights / weights.sum()), np.random.default_rng(pick.randrange(1 << 30))
        )

    def said(self, count: int) -> list[str]:
        """Give so many words as they follow each other in speech, as far as chance goes."""
        places = np.searchsorted(self.shares, self.random.random(count))
        return [self.words[min(place, len(self.words) - 1)] for place in places.tolist()]

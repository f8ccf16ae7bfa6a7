"""The words of the archive as they were when its index was last built anew, kept in every generation until the next.

A compound is split by the words that are known. If they changed with every recording, the same compound would be split
one way in the index and another way in the question; so they are counted at a rebuild and frozen.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from search.compounds import GERMAN
from search.documents import RecordingDocument
from search.folding import fold
from search.languages import base_language

NAME = "words.json"
LANGUAGES = frozenset({GERMAN})
"""Languages that write compounds as one word and whose words are therefore counted."""
SEEN_AT_LEAST = 3
"""Rarer words are slips of the tongue and of the recogniser as often as words."""

_WORD = re.compile(r"[^\W\d_]{4,40}")
_NOUN_SHARE = 0.6
"""German nouns have a capital letter everywhere, other words only where a sentence begins."""
_MIN_LETTERS_OF_A_COMPOUND = 7


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How often each noun was written, by language, folded; 0 for a long word that was written, but is no noun."""

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, language: str) -> Mapping[str, int]:
        """Give the words of one language."""
        return self.counts.get(language, {})


def count_words(documents: Iterable[RecordingDocument]) -> WordCounts:
    """Count the words of these recordings."""
    written = {language: Counter[str]() for language in sorted(LANGUAGES)}
    for document in documents:
        texts = [(document.language, document.title), (document.language, document.description)]
        texts += [(said.language, cue.text) for said in document.transcripts for cue in said.cues]
        for language, text in texts:
            own = written.get(base_language(language))
            if own is not None:
                own.update(_WORD.findall(unicodedata.normalize("NFC", text)))
    return WordCounts({language: _nouns(own) for language, own in written.items()})


def _nouns(written: Mapping[str, int]) -> dict[str, int]:
    seen = Counter[str]()
    capital = Counter[str]()
    for word, count in written.items():
        if not word.isupper():
            folded = fold(word)
            seen[folded] += count
            capital[folded] += count if word[0].isupper() else 0
    counts = {
        word: count if capital[word] >= _NOUN_SHARE * count else 0
        for word, count in sorted(seen.items())
        if count >= SEEN_AT_LEAST
    }
    return {word: count for word, count in counts.items() if count or len(word) >= _MIN_LETTERS_OF_A_COMPOUND}


def write_word_counts(folder: Path, counts: WordCounts) -> None:
    """Put the words into a generation's folder; the generations made from it link to the same file."""
    (folder / NAME).write_text(json.dumps(counts.counts, ensure_ascii=False), encoding="utf-8")


def read_word_counts(folder: Path) -> WordCounts:
    """Read the words of a generation.

    Raises:
        ValueError: they cannot be read.
        OSError: they are not there.
    """
    return WordCounts(json.loads((folder / NAME).read_text(encoding="utf-8")))

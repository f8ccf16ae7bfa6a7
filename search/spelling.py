"""How a term of the index is written in the texts themselves: terms are folded, people read words.

The index keeps no text, so a few of the places where the asking person may read the term are looked up. Nothing that
is hidden from that person can show up here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from search.documents import CueSource, SlideSource
from search.passages import SLIDE, SPEECH
from search.scope import Scope

_PLACES_READ = 5


@dataclass(frozen=True, slots=True)
class Reader:
    """What one asking person may read, and where it is read."""

    scope: Scope
    cues: CueSource
    slides: SlideSource

    def written(self, term: str) -> str:
        """Give the form in which a term is written most often in the first places that hold it; empty for none."""
        forms: Counter[str] = Counter()
        found = self.scope.postings(term)
        counts = found.counts[:_PLACES_READ]
        first_cues = found.cues[np.cumsum(counts) - counts]
        for document, cue in zip(found.documents[:_PLACES_READ].tolist(), first_cues.tolist(), strict=True):
            language = self.scope.snapshot.languages[self.scope.snapshot.documents.languages[document]]
            for text in self._texts(document, cue):
                tokens = self.scope.analyser.analyse(text, language)
                forms.update(text[token.start_char : token.end_char] for token in tokens if token.terms[0] == term)
        return min(forms, key=lambda form: (-forms[form], form), default="")

    def _texts(self, document: int, cue: int) -> Iterable[str]:
        snapshot = self.scope.snapshot
        number = int(snapshot.documents.recordings[document])
        recording_id, position = int(snapshot.recordings[number]), int(snapshot.cues.positions[cue])
        part = snapshot.parts[snapshot.documents.parts[document]]
        if part == SPEECH:
            language = snapshot.languages[snapshot.documents.languages[document]]
            return [line.text for line in self.cues(recording_id, language, position, position)]
        if part == SLIDE:
            slide = self.slides(recording_id, position)
            return [slide.text] if slide else []
        return snapshot.facts[number].part_texts(part)

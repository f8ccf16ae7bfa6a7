"""In which order machine transcripts are worth checking: what is watched often, and what is asked for in vain.

A question that found nothing speaks for a recording when it names its country, its place or a word of its title:
perhaps the answer is there and the machine heard another word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.catalogue.asked import UnansweredQuestion
from archive.catalogue.worklist_queries import MachineRow
from search.folding import fold
from search.words import split_words

VIEWS_A_QUESTION = 5
"""A question asked in vain weighs as much as so many views, each time it was asked."""
SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class WorthChecking:
    """A recording with machine text, and why it should be checked before others."""

    row: MachineRow
    views: int
    questions: tuple[str, ...]
    """Asked in vain, and perhaps answered there."""

    @property
    def checked_percent(self) -> int:
        """Say how much of it people have checked."""
        return 100 * self.row.checked // max(1, self.row.lines)


def by_need(
    rows: Sequence[MachineRow],
    *,
    views: Mapping[int, int],
    questions: Sequence[UnansweredQuestion],
    country_names: Mapping[str, Sequence[str]],
) -> tuple[WorthChecking, ...]:
    """Order recordings by how much is gained by checking them; `country_names` gives all names of a country."""
    asked = [(question, _words(question.text)) for question in questions]
    listed = []
    for row in rows:
        names = [name for code in row.row.countries for name in country_names.get(code, ())]
        own = _words(" ".join((row.row.title, row.row.event_title, row.place, *names)))
        near = [question for question, words in asked if words & own]
        weight = views.get(row.row.recording_id, 0) + VIEWS_A_QUESTION * sum(question.times for question in near)
        found = WorthChecking(row, views.get(row.row.recording_id, 0), tuple(question.text for question in near))
        listed.append((-weight, row.row.recording_id, found))
    return tuple(found for _, _, found in sorted(listed, key=lambda entry: entry[:2]))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for part in split_words(text) if len(word := fold(part.text)) >= SHORTEST_WORD)

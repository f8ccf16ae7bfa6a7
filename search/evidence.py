"""What speaks for each recording that answers: its best passage, how many passages, how recent it is.

    score = best passage + 0.15 * ln(1 + passages that answer) + freshness

Freshness is at most a quarter of a point, where a rare word is worth five to ten: it decides between equals. It halves
with every three years behind the newest recording the asking person may see, so the same question has the same answer
tomorrow; what is undated has none.
"""

from dataclasses import dataclass

import numpy as np

from search.arrays import Bools, Float32, Int64, starts_of_runs
from search.matching import Match
from search.patterns import Pattern
from search.scope import Scope

MANY_PASSAGES_WEIGHT = 0.15
FRESHNESS_WEIGHT = 0.25
FRESHNESS_HALVES_IN_YEARS = 3.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in the recordings that answer."""

    matches: tuple[Match, ...]
    recordings: Bools
    """True for those that answer, as the snapshot numbers them."""
    document_scores: Float32
    """Of every document; 0 for those of other recordings."""
    recording_scores: Float32

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Give what was looked for."""
        return tuple(match.pattern for match in self.matches)


def weigh(matches: tuple[Match, ...], recordings: Bools, scope: Scope) -> Evidence:
    """Weigh the recordings that answer by what was found in them."""
    columns = scope.snapshot.documents
    documents = np.zeros(len(columns.recordings), np.float32)
    for match in matches:
        documents[match.documents] += match.scores
    found = np.flatnonzero(documents)
    answers = np.append(recordings, False)[columns.recordings[found]]
    documents[found[~answers]] = 0
    best, count = _by_recording(found[answers], documents, scope)
    return Evidence(
        matches=matches,
        recordings=recordings,
        document_scores=documents,
        recording_scores=(best + MANY_PASSAGES_WEIGHT * np.log1p(count) + _freshness(scope)).astype(np.float32),
    )


def _by_recording(found: Int64, scores: Float32, scope: Scope) -> tuple[Float32, Float32]:
    """Give the best score and the number of documents of each recording. The documents of one stand together."""
    best = np.zeros(len(scope.recordings), np.float32)
    count = np.zeros(len(scope.recordings), np.float32)
    if len(found):
        recordings = scope.snapshot.documents.recordings[found]
        starts = starts_of_runs(recordings)
        best[recordings[starts]] = np.maximum.reduceat(scores[found], starts)
        count[recordings[starts]] = np.diff(np.append(starts, len(found)))
    return best, count


def _freshness(scope: Scope) -> Float32:
    years = scope.snapshot.properties.years
    if not np.isfinite(scope.newest_years):
        return np.zeros(len(years), np.float32)
    behind = np.maximum(0, scope.newest_years - years)
    return np.asarray(FRESHNESS_WEIGHT * np.exp2(-behind / FRESHNESS_HALVES_IN_YEARS), np.float32)

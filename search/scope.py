"""What one asking person may see of a snapshot. Everything that is counted, weighed or shown is counted in here.

Even word frequencies are those of the scope, so that a draft cannot be felt in the order of the hits.
"""

from bisect import insort
from functools import cached_property

import numpy as np

from search.arrays import Bools, Float32
from search.passages import Facts
from search.query import MAX_EXPANSIONS
from search.segments import Postings
from search.snapshot import Snapshot

K1, B = 1.2, 0.75
"""The free parameters of BM25, as Whoosh sets them."""


class Scope:
    """A snapshot, restricted to some recordings."""

    def __init__(self, snapshot: Snapshot, allowed: frozenset[int]) -> None:
        columns = snapshot.documents
        self.snapshot = snapshot
        self.analyser = snapshot.analyser
        self.allowed = allowed
        self.recordings: Bools = np.zeros(len(snapshot.facts), np.bool_)
        """True for the recordings that may be seen, as the snapshot numbers them."""
        self.recordings[snapshot.numbers_of(allowed)] = True
        is_visible = np.append(self.recordings, False)[columns.recordings]  # -1, replaced, is the one appended
        self.document_count = int(np.count_nonzero(is_visible))
        average = float(columns.exact_lengths[is_visible].sum()) / max(1, self.document_count) or 1.0
        self.length_factors: Float32 = (K1 * (1 - B + B * columns.lengths / average)).astype(np.float32)
        """What BM25 makes of the length of each document."""
        spoken = np.bincount(columns.languages[is_visible], minlength=len(snapshot.languages))
        self.languages = frozenset(
            name for name, count in zip(snapshot.languages, spoken.tolist(), strict=True) if count
        )
        self._visible_in: dict[frozenset[str], Bools | None] = {
            self.languages: None if is_visible.all() else is_visible
        }
        self._is_visible = is_visible

    @cached_property
    def facts(self) -> dict[int, Facts]:
        """What is known of the recordings that may be seen, by their ids."""
        numbers = np.flatnonzero(self.recordings).tolist()
        return {self.snapshot.facts[number].recording_id: self.snapshot.facts[number] for number in numbers}

    @cached_property
    def newest_years(self) -> float:
        """The date of the newest recording that may be seen, as `Properties.years` gives it."""
        return float(self.snapshot.properties.years[self.recordings].max(initial=-np.inf))

    def postings(self, term: str, languages: frozenset[str] | None = None) -> Postings:
        """Give the visible documents that hold a term, in texts of these languages."""
        postings = self.snapshot.postings(term)
        is_visible = self._documents_in(self.languages if languages is None else languages & self.languages)
        return postings if is_visible is None else postings.only(is_visible[postings.documents])

    def terms_with_prefix(self, prefix: str) -> tuple[str, ...]:
        """Give the most frequent visible terms that begin so, by what is visible of them."""
        frequencies = self.snapshot.terms_with_prefix(prefix)
        likely = sorted((-count, term) for term, count in frequencies.items())
        if self._visible_in[self.languages] is None:
            return tuple(term for _, term in likely[:MAX_EXPANSIONS])
        best: list[tuple[int, str]] = []
        for most in likely:  # a term is seen at most as often as it is there: the rest cannot come before the best
            if len(best) == MAX_EXPANSIONS and most > best[-1]:
                break
            if count := self._frequency(most[1]):
                insort(best, (-count, most[1]))
                del best[MAX_EXPANSIONS:]
        return tuple(term for _, term in best)

    def _frequency(self, term: str) -> int:
        return int(np.count_nonzero(self._is_visible[self.snapshot.postings(term).documents]))

    def _documents_in(self, languages: frozenset[str]) -> Bools | None:
        """Give the visible documents in these languages; None for all there are."""
        if languages not in self._visible_in:
            codes = np.array([name in languages for name in self.snapshot.languages], np.bool_)
            self._visible_in[languages] = self._is_visible & codes[self.snapshot.documents.languages]
        return self._visible_in[languages]

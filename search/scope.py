"""What one asking person may see of a snapshot. Everything that is counted, weighed or shown is counted in here.

Even word frequencies are those of the scope, so that a draft cannot be felt in the order of the hits.
"""

from search.query import MAX_EXPANSIONS
from search.snapshot import Postings, Snapshot

_MAX_EXPANSIONS_TRIED = 4 * MAX_EXPANSIONS


class Scope:
    """A snapshot, restricted to some recordings."""

    def __init__(self, snapshot: Snapshot, allowed: frozenset[int]) -> None:
        columns = snapshot.documents
        self.snapshot = snapshot
        self.allowed = allowed
        self.facts = {recording: facts for recording, facts in snapshot.facts.items() if recording in allowed}
        visible = [document for document in snapshot.alive if columns.recordings[document] in allowed]
        self.document_count = len(visible)
        self.average_length = sum(columns.lengths[document] for document in visible) / max(1, len(visible)) or 1.0
        self.languages = frozenset(columns.languages[document] for document in visible)
        self._is_everything = len(visible) == len(snapshot.alive)

    def postings(self, term: str) -> Postings:
        """Give the visible documents that hold a term."""
        postings = self.snapshot.postings(term)
        if self._is_everything:
            return postings
        recordings = self.snapshot.documents.recordings
        return {document: places for document, places in postings.items() if recordings[document] in self.allowed}

    def terms_with_prefix(self, prefix: str) -> tuple[str, ...]:
        """Give the most frequent visible terms that begin so, by what is visible of them."""
        tried = self.snapshot.terms_with_prefix(prefix)[:_MAX_EXPANSIONS_TRIED]
        visible = {term: count for term in tried if (count := len(self.postings(term)))}
        return tuple(sorted(visible, key=lambda term: (-visible[term], term))[:MAX_EXPANSIONS])

"""An unchanging view of one generation of the index: its documents as columns, its postings by term.

This is the one place that reads Whoosh's postings, so it is the place where reading them faster belongs. A snapshot
may be used by several threads; Whoosh's readers share one position in a file and are read one at a time.
"""

import pickle
import struct
import threading
import weakref
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import EmptyReader, IndexReader, SegmentReader, TermNotFound

from search.errors import IndexUnavailableError, Unavailable
from search.passages import SPEECH, CueMark, Facts, packed_cue_count, read_facts, unpack_cues
from search.results import IndexedCount
from search.schema import TEXT

MAX_CACHED_POSITIONS = 2_000_000
MAX_WALKED_TERMS = 5_000
_BROKEN = (WhooshIndexError, pickle.UnpicklingError, struct.error, EOFError, TypeError, ValueError)

Postings = Mapping[int, tuple[int, ...]]
"""Documents to the positions of a term in each, ascending."""


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents as columns; document n is at place n of each. Read `Passage` for the meanings."""

    recordings: tuple[int, ...]
    parts: tuple[str, ...]
    languages: tuple[str, ...]
    first_tokens: tuple[int, ...]
    lengths: tuple[int, ...]
    """Indexed tokens, as exactly as Whoosh keeps it."""
    cues: tuple[bytes, ...]
    facts: tuple[Facts | None, ...]


class Snapshot:
    """One generation, read only."""

    def __init__(self, reader: IndexReader, *, number: int, known: Mapping[str, Documents]) -> None:
        self.number = number
        self._reading = threading.Lock()
        self._leaves: list[tuple[SegmentReader, int]] = (
            [] if isinstance(reader, EmptyReader) else list(reader.leaf_readers())
        )
        self._cache: OrderedDict[str, Postings] = OrderedDict()
        self._cached_positions = 0
        self.segments = {_name(leaf): known.get(_name(leaf)) or _read_documents(leaf) for leaf, _ in self._leaves}
        self.documents = _joined(self.segments.values())
        self.alive = tuple(
            offset + document
            for leaf, offset in self._leaves
            for document in range(leaf.doc_count_all())
            if not leaf.is_deleted(document)
        )
        """The documents that count; the others were replaced."""
        self.facts = {facts.recording_id: facts for n in self.alive if (facts := self.documents.facts[n]) is not None}
        self._closing = weakref.finalize(self, reader.close)  # files stay open as long as someone still searches

    @classmethod
    def open(cls, folder: Path, *, number: int, before: "Snapshot | None") -> "Snapshot":
        """Open a generation whose manifest has been checked; columns of segments known before are used again.

        Raises:
            IndexUnavailableError: Whoosh cannot read it all the same.
            OSError: the folder went away meanwhile.
        """
        try:
            reader = FileIndex(FileStorage(str(folder))).reader()
            return cls(reader, number=number, known=before.segments if before else {})
        except _BROKEN as exc:
            raise IndexUnavailableError(Unavailable.DAMAGED, type(exc).__name__) from exc

    def cues(self, document: int) -> tuple[CueMark, ...]:
        """Give the cues of a passage."""
        return unpack_cues(self.documents.cues[document])

    def counts(self) -> dict[int, IndexedCount]:
        """Count the cues that are in the index, recording by recording."""
        cues = dict.fromkeys(self.facts, 0)
        for document in self.alive:
            if self.documents.parts[document] == SPEECH:
                cues[self.documents.recordings[document]] += packed_cue_count(self.documents.cues[document])
        return {recording: IndexedCount(self.facts[recording].version, count) for recording, count in cues.items()}

    def postings(self, term: str) -> Postings:
        """Give all documents that hold a term; what is asked often is kept."""
        with self._reading:
            known = self._cache.get(term)
            if known is not None:
                self._cache.move_to_end(term)
                return known
            postings = dict(self._read_postings(term))
            self._cache[term] = postings
            self._cached_positions += sum(map(len, postings.values()))
            while self._cached_positions > MAX_CACHED_POSITIONS and len(self._cache) > 1:
                _, dropped = self._cache.popitem(last=False)
                self._cached_positions -= sum(map(len, dropped.values()))
            return postings

    def terms_with_prefix(self, prefix: str) -> list[str]:
        """Give the terms that begin so, the most frequent first; a bounded number of them is looked at."""
        frequency: dict[str, int] = {}
        with self._reading:
            for leaf, _ in self._leaves:
                for walked, term in enumerate(leaf.expand_prefix(TEXT, prefix)):
                    if walked >= MAX_WALKED_TERMS:
                        break
                    name = term.decode()
                    frequency[name] = frequency.get(name, 0) + leaf.doc_frequency(TEXT, term)
        return sorted(frequency, key=lambda term: (-frequency[term], term))

    def _read_postings(self, term: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        for leaf, offset in self._leaves:
            try:
                matcher = leaf.postings(TEXT, term.encode())
            except TermNotFound:
                continue
            while matcher.is_active():
                yield offset + matcher.id(), tuple(matcher.value_as("positions"))
                matcher.next()


def _name(leaf: SegmentReader) -> str:
    return str(leaf.segment().segment_id())


def _read_documents(leaf: SegmentReader) -> Documents:
    numbers = range(leaf.doc_count_all())
    columns = {
        name: leaf.column_reader(name) for name in ("recording", "part", "language", "first_token", "cues", "facts")
    }
    facts = (bytes(columns["facts"][number]).decode() for number in numbers)
    return Documents(
        recordings=tuple(int(columns["recording"][number]) for number in numbers),
        parts=tuple(columns["part"][number].decode() for number in numbers),
        languages=tuple(columns["language"][number].decode() for number in numbers),
        first_tokens=tuple(int(columns["first_token"][number]) for number in numbers),
        lengths=tuple(leaf.doc_field_length(number, TEXT) or 0 for number in numbers),  # Whoosh says None for no token
        cues=tuple(bytes(columns["cues"][number]) for number in numbers),
        facts=tuple(read_facts(text) if text else None for text in facts),
    )


def _joined(segments: Iterable[Documents]) -> Documents:
    parts = list(segments)
    return Documents(
        recordings=tuple(n for part in parts for n in part.recordings),
        parts=tuple(n for part in parts for n in part.parts),
        languages=tuple(n for part in parts for n in part.languages),
        first_tokens=tuple(n for part in parts for n in part.first_tokens),
        lengths=tuple(n for part in parts for n in part.lengths),
        cues=tuple(n for part in parts for n in part.cues),
        facts=tuple(n for part in parts for n in part.facts),
    )

"""An unchanging view of one generation of the index: its segments laid one behind the other, as arrays.

Nothing in a snapshot ever changes, so any number of threads may ask it at once. A later generation is opened beside
it; the segments both have in common are read once.
"""

import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import SegmentReader

from search.analysis import Analyser
from search.arrays import Bools, Bytes, Float32, Int32, Int64, UInt32, joined
from search.cache import ByteCache
from search.columns import Codes
from search.compounds import GERMAN
from search.errors import IndexUnavailableError, Unavailable
from search.passages import SPEECH, Facts
from search.properties import Properties
from search.results import IndexedCount
from search.segments import Postings, Segment, read_segment
from search.wordcounts import WordCounts, read_word_counts

POSTINGS_BYTES = 64 << 20
"""So much of postings read before is kept."""
_BROKEN = (WhooshIndexError, pickle.UnpicklingError, struct.error, EOFError, TypeError, ValueError, LookupError)
_NOWHERE = Postings(*(np.zeros(0, np.int32) for _ in range(4)))


@dataclass(frozen=True, slots=True)
class Documents:
    """All documents as columns; document n is at place n of each. Recordings are numbered as in `recordings`."""

    recordings: Int32
    """Number of the recording; -1 for documents that were replaced."""
    parts: Bytes
    languages: Int32
    lengths: Float32
    exact_lengths: Int64
    first_cues: Int64
    """Number of the first cue of each document; one more than there are documents."""


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues as columns. What is written about a recording counts as one cue a document."""

    documents: Int32
    positions: UInt32
    start_milliseconds: UInt32
    is_first: Bools
    """True where a document begins."""


class Snapshot:
    """One generation, read only."""

    def __init__(
        self,
        segments: list[Segment],
        deleted: list[Int64],
        *,
        number: int,
        counts: WordCounts,
        analyser: Analyser | None = None,
    ) -> None:
        self.number = number
        self.word_counts = counts
        """The words by which the compounds of this generation were split."""
        self.analyser = analyser or Analyser(counts.of(GERMAN))
        """Analyses a question as the texts of this generation were analysed."""
        self.segments = {segment.name: segment for segment in segments}
        self._places = np.cumsum([0, *(segment.places for segment in segments)])
        self._firsts = np.cumsum([0, *(segment.size for segment in segments)])
        self._first_cues = np.cumsum([0, *(len(segment.cues.documents) for segment in segments)])
        self._cache: ByteCache[Postings] = ByteCache(POSTINGS_BYTES)
        self.parts = tuple(dict.fromkeys(name for segment in segments for name in segment.documents.parts.names))
        self.languages = tuple(
            dict.fromkeys(name for segment in segments for name in segment.documents.languages.names)
        )
        self.size = int(self._firsts[-1])
        """Documents, replaced ones included."""
        is_alive = np.ones(self.size, np.bool_)
        for first, gone in zip(self._firsts, deleted, strict=False):
            is_alive[first + gone] = False
        facts = {
            int(first) + document: known
            for first, segment in zip(self._firsts, segments, strict=False)
            for document, known in segment.documents.facts.items()
            if is_alive[int(first) + document]
        }
        self.facts: tuple[Facts, ...] = tuple(sorted(facts.values(), key=lambda known: known.recording_id))
        """What is known of each recording, in the order in which they are numbered."""
        self.recordings: Int64 = np.array([known.recording_id for known in self.facts], np.int64)
        self.documents = self._documents(segments, is_alive)
        self.cues = self._cues(segments)
        self.properties = Properties(self.facts)

    @classmethod
    def open(cls, folder: Path, *, number: int, before: "Snapshot | None") -> "Snapshot":
        """Open a generation whose manifest has been checked; segments known before are used again.

        Raises:
            IndexUnavailableError: Whoosh cannot read it all the same.
            OSError: the folder went away meanwhile.
        """
        try:
            contents = FileIndex(FileStorage(str(folder)))._read_toc()
            known: Mapping[str, Segment] = before.segments if before else {}
            segments = [
                known.get(str(segment.segment_id())) or _read(folder, contents.schema, segment)
                for segment in contents.segments
            ]
            deleted = [np.array(sorted(segment.deleted_docs()), np.int64) for segment in contents.segments]
            counts = read_word_counts(folder)
            analyser = before.analyser if before and before.word_counts == counts else None
            return cls(segments, deleted, number=number, counts=counts, analyser=analyser)
        except _BROKEN as exc:
            raise IndexUnavailableError(Unavailable.DAMAGED, type(exc).__name__) from exc

    def numbers_of(self, recording_ids: frozenset[int]) -> Int64:
        """Give the numbers of these recordings, those it does not hold left out."""
        wanted = np.fromiter(recording_ids, np.int64, len(recording_ids))
        return np.flatnonzero(np.isin(self.recordings, wanted))

    def documents_of(self, recording: int) -> Int64:
        """Give the documents of a recording, by its number here."""
        return np.flatnonzero(self.documents.recordings == recording)

    def part_code(self, part: str) -> int:
        """Give the number a part of recordings has here; -1 where nothing has it."""
        return self.parts.index(part) if part in self.parts else -1

    def counts(self) -> dict[int, IndexedCount]:
        """Count the cues that are in the index, recording by recording."""
        is_counted = (self.documents.parts == self.part_code(SPEECH)) & (self.documents.recordings >= 0)
        sizes = np.diff(self.documents.first_cues)[is_counted]
        counts = np.bincount(self.documents.recordings[is_counted], sizes, len(self.facts)).astype(np.int64)
        return {
            known.recording_id: IndexedCount(known.version, count)
            for known, count in zip(self.facts, counts.tolist(), strict=True)
        }

    def postings(self, term: str) -> Postings:
        """Give all documents that hold a term, replaced ones included; what is asked often is kept."""
        known = self._cache.get(term)
        if known is None:
            known = self._read_postings(term)
            self._cache.put(term, known, known.size_bytes)
        return known

    def terms_with_prefix(self, prefix: str) -> dict[str, int]:
        """Give the terms that begin so, with the number of their documents, replaced ones included."""
        frequencies: dict[str, int] = {}
        for segment in self.segments.values():
            found = segment.terms.with_prefix(prefix)
            counts = segment.terms.frequencies[found.start : found.stop].tolist()
            for term, count in zip(segment.terms.names[found.start : found.stop], counts, strict=True):
                frequencies[term] = frequencies.get(term, 0) + count
        return frequencies

    def _read_postings(self, term: str) -> Postings:
        parts: list[Postings] = []
        offsets = zip(self._firsts.tolist(), self._places.tolist(), self._first_cues.tolist(), strict=True)
        for segment, (document, place, cue) in zip(self.segments.values(), offsets, strict=False):
            own = segment.postings(term)
            if own is not None:
                parts.append(Postings(own.documents + document, own.counts, own.places + place, own.cues + cue))
        if len(parts) <= 1:
            return parts[0] if parts else _NOWHERE
        return Postings(
            *(np.concatenate([getattr(part, name) for part in parts]) for name in Postings.__dataclass_fields__)
        )

    def _documents(self, segments: list[Segment], is_alive: Bools) -> Documents:
        columns = [segment.documents for segment in segments]
        recordings = joined([column.recordings for column in columns], np.int64)
        numbers = np.searchsorted(self.recordings, recordings)
        return Documents(
            recordings=np.where(is_alive, numbers, -1).astype(np.int32),
            parts=joined([_recoded(column.parts, self.parts) for column in columns], np.int32).astype(np.uint8),
            languages=joined([_recoded(column.languages, self.languages) for column in columns], np.int32),
            lengths=joined([column.lengths for column in columns], np.float32),
            exact_lengths=joined([column.exact_lengths for column in columns], np.int64),
            first_cues=np.append(
                joined([c.first_cues[:-1] + f for c, f in zip(columns, self._first_cues, strict=False)], np.int64),
                self._first_cues[-1],
            ),
        )

    def _cues(self, segments: list[Segment]) -> Cues:
        columns = [segment.cues for segment in segments]
        firsts = self._firsts.astype(np.int32)
        documents = joined([c.documents + f for c, f in zip(columns, firsts, strict=False)], np.int32)
        return Cues(
            documents=documents,
            positions=joined([column.positions for column in columns], np.uint32),
            start_milliseconds=joined([column.start_milliseconds for column in columns], np.uint32),
            is_first=np.concatenate(([True], documents[1:] != documents[:-1]))[: len(documents)],
        )


def _read(folder: Path, schema: Any, segment: Any) -> Segment:
    reader = SegmentReader(FileStorage(str(folder)), schema, segment)
    try:
        return read_segment(reader)
    finally:
        reader.close()


def _recoded(column: Codes, names: tuple[str, ...]) -> Int32:
    return np.array([names.index(name) for name in column.names], np.int32).take(column.codes)

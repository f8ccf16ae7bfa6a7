"""One segment of the index as arrays. Segments never change, so what is read of one serves every later snapshot.

Documents, cues and places are numbered within the segment; a snapshot lays its segments one behind the other.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.reading import SegmentReader
from whoosh.util.numeric import byte_to_length

from search.arrays import Bools, Float32, Int32, Int64, UInt32
from search.columns import ByteStrings, Codes, read_byte_strings, read_codes, read_numbers
from search.cue_axis import CueAxis
from search.passages import CUE_BYTES, Facts, read_facts, unpack_cues
from search.schema import TEXT
from search.terms import Terms, read_terms

GAP = 64
"""Places between two texts: no phrase runs from one into the next, for no query has so many words."""

_LENGTHS: Float32 = np.array([byte_to_length(byte) for byte in range(256)], np.float32)


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a segment as columns; document n is at place n of each. Read `Passage` for the meanings."""

    recordings: Int64
    parts: Codes
    languages: Codes
    lengths: Float32
    """Indexed terms, as exactly as Whoosh keeps it to reckon scores: in one byte."""
    exact_lengths: Int64
    first_places: Int32
    """Where each document begins on the one axis on which all texts of the segment lie, passage after passage."""
    first_cues: Int32
    """Number of the first cue of each document; one more than there are documents."""
    facts: dict[int, Facts]
    """By document; only the titles carry them."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of a segment as columns. What is written about a recording counts as one cue a document."""

    documents: Int32
    positions: UInt32
    start_milliseconds: UInt32


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents that hold a term, the places in them and the cues at these places."""

    documents: Int32
    """Ascending, each once."""
    counts: Int32
    """How many of the places belong to each document."""
    places: Int32
    """Ascending, on the axis of all texts."""
    cues: Int32
    """The cue at each place."""

    @property
    def size_bytes(self) -> int:
        """Say how much memory this takes."""
        return self.documents.nbytes + self.counts.nbytes + self.places.nbytes + self.cues.nbytes

    def only(self, is_kept: Bools) -> "Postings":
        """Keep some of the documents, by a truth value for each."""
        if is_kept.all():
            return self
        has_kept_place = np.repeat(is_kept, self.counts)
        return Postings(
            self.documents[is_kept], self.counts[is_kept], self.places[has_kept_place], self.cues[has_kept_place]
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment."""

    name: str
    size: int
    """Documents, replaced ones included."""
    places: int
    """Length of the axis on which its texts lie."""
    documents: Documents
    cues: Cues
    cue_axis: CueAxis
    terms: Terms

    def postings(self, term: str) -> Postings | None:
        """Read the postings of a term, in this segment's own numbers."""
        blocks = self.terms.blocks(term)
        if not blocks:
            return None
        documents = np.concatenate([block.documents for block in blocks])
        counts = np.concatenate([block.counts for block in blocks])
        within = np.concatenate([block.places for block in blocks])
        places = np.repeat(self.documents.first_places[documents], counts) + within
        return Postings(
            documents.astype(np.int32), counts.astype(np.int32), places.astype(np.int32), self.cue_axis.at(places)
        )


def read_segment(reader: SegmentReader) -> Segment:
    """Read a segment through Whoosh's reader, which may be closed afterwards."""
    size = reader.doc_count_all()
    column = partial(reader.column_reader, translate=False)
    packed = read_byte_strings(column("cues"))
    cue_counts = packed.lengths // CUE_BYTES
    cues = unpack_cues(packed.content)
    recordings = read_numbers(column("recording")).astype(np.int64)
    parts, languages = read_codes(column("part")), read_codes(column("language"))
    first_tokens, extents = read_numbers(column("first_token")), read_numbers(column("extent"))
    first_places, places = _axis(recordings, parts, languages, first_tokens.astype(np.int64), extents.astype(np.int64))
    cue_documents = np.repeat(np.arange(size), cue_counts)
    return Segment(
        name=str(reader.segment().segment_id()),
        size=size,
        places=places,
        documents=Documents(
            recordings=recordings,
            parts=parts,
            languages=languages,
            lengths=_lengths(reader, size),
            exact_lengths=read_numbers(column("length")).astype(np.int64),
            first_places=first_places.astype(np.int32),
            first_cues=np.concatenate(([0], np.cumsum(cue_counts))).astype(np.int32),
            facts=_facts(read_byte_strings(column("facts"))),
        ),
        cues=Cues(cue_documents.astype(np.int32), cues[:, 0].copy(), cues[:, 1].copy()),
        cue_axis=CueAxis.of(first_places[cue_documents] + cues[:, 2], places),
        terms=read_terms(reader, TEXT),
    )


def _axis(recordings: Int64, parts: Codes, languages: Codes, first_tokens: Int64, extents: Int64) -> tuple[Int64, int]:
    """Lay all texts on one axis: a passage follows the one before it as in the transcript, others keep a gap."""
    if not len(recordings):
        return np.zeros(0, np.int64), 0
    goes_on = np.concatenate((
        (recordings[1:] == recordings[:-1])
        & (parts.codes[1:] == parts.codes[:-1])
        & (languages.codes[1:] == languages.codes[:-1])
        & (first_tokens[1:] > 0),
        [False],
    ))  # fmt: skip
    steps = np.where(goes_on, np.roll(first_tokens, -1) - first_tokens, extents + GAP)
    return np.cumsum(steps) - steps, int(steps.sum())


def _lengths(reader: SegmentReader, size: int) -> Float32:
    column = reader._perdoc._cached_reader(f"_{TEXT}_len", LENGTHS_COLUMN)
    if column is None:  # not one token in the whole segment
        return np.zeros(size, np.float32)
    return _LENGTHS.take(read_numbers(column))


def _facts(column: ByteStrings) -> dict[int, Facts]:
    starts = column.starts()
    return {
        document: read_facts(column.at(document, int(starts[document])).decode())
        for document in np.flatnonzero(column.lengths).tolist()
    }

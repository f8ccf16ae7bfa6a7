"""The sorted terms of one segment with their frequencies, in memory, and their posting lists.

Whoosh finds a term through a hash table on disk and has to read it again for every question. Here the whole
dictionary is read once, as arrays: a prefix is two binary searches, and a posting list a piece of the mapped file.
The formats are those of Whoosh 2.7.4 (whoosh/filedb/filetables.py and W3TermInfo in whoosh/codec/whoosh3.py).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

from search.arrays import Bytes, Int64
from search.codec import Block, blocks_in

_LENGTHS_BYTES = 8  # of the key and of what is known of it, two ints
_FIELD_BYTES = 2  # the number of the field, before the term
_FREQUENCY_AT = 5  # behind a flag and the weight
_EXTENT_AT = 23  # behind what is known of lengths and documents: offset (eight bytes) and length (four)
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of a field in one segment, ascending."""

    names: Sequence[str]
    frequencies: Int64
    """Documents that hold the term, replaced ones included."""
    offsets: Int64
    sizes: Int64
    postings: memoryview
    """The posting lists of all terms; the file stays mapped as long as somebody holds this."""

    def blocks(self, term: str) -> list[Block]:
        """Read the postings of a term; none if the segment does not hold it."""
        at = bisect_left(self.names, term)
        if at == len(self.names) or self.names[at] != term:
            return []
        offset = int(self.offsets[at])
        return list(blocks_in(self.postings[offset : offset + int(self.sizes[at])]))

    def __contains__(self, term: str) -> bool:
        """Say whether a document of the segment holds the term."""
        at = bisect_left(self.names, term)
        return at < len(self.names) and self.names[at] == term

    def with_prefix(self, prefix: str) -> range:
        """Give the places of the terms that begin so."""
        return range(bisect_left(self.names, prefix), bisect_left(self.names, prefix + _LAST))


def read_terms(segment: SegmentReader, field: str) -> Terms:
    """Read the dictionary of one field."""
    reader = segment._terms
    mapped = _content(reader._dbfile)
    content: Bytes = np.frombuffer(mapped, np.uint8)
    number = reader._fieldmap.get(field)
    starts = _starts(reader._tindex)
    keys = starts + _LENGTHS_BYTES
    is_wanted = _number(content, keys, _FIELD_BYTES) == (-1 if number is None else number)
    starts, keys = starts[is_wanted], keys[is_wanted]
    ends = keys + _number(content, starts, 4)
    pairs = zip((keys + _FIELD_BYTES).tolist(), ends.tolist(), strict=True)
    return Terms(
        names=[str(mapped[start:end], "utf-8") for start, end in pairs],
        frequencies=_number(content, ends + _FREQUENCY_AT, 4),
        offsets=_number(content, ends + _EXTENT_AT, 8),
        sizes=_number(content, ends + _EXTENT_AT + 8, 4),
        postings=_content(reader._postfile),
    )


def _content(file: Any) -> memoryview:
    buffer: memoryview = file._buf  # a piece of the mapped segment
    return buffer


def _starts(table: Any) -> Int64:
    raw = table.dbfile.get(table.indexbase, table.indexlen * table.indexsize)
    return np.frombuffer(raw, f">u{table.indexsize}").astype(np.int64)


def _number(content: Bytes, at: Int64, size: int) -> Int64:
    number = np.zeros(len(at), np.int64)
    for byte in range(size):
        number = (number << 8) | content[at + byte]
    return number

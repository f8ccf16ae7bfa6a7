"""How postings lie on the disk: blocks of three plain arrays that numpy reads at once and Whoosh still understands.

Whoosh pickles every block as tuples of Python objects. Here a block is a small header and then, little-endian, in
one, two or four bytes each: the distances of the document numbers, the counts, and the places of all the postings.

    length of the block (int, negative in the last one; the frame is Whoosh's)
    header              (see _HEADER)
    distances, counts, places

Whoosh pickles the codec with every segment and so reads, merges and searches these segments through these classes.
Formula and frame follow Whoosh 2.7.4 (whoosh/codec/whoosh3.py). Rename nothing here without a new SCHEMA_VERSION.
"""

import struct
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from operator import attrgetter, sub
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3LeafMatcher, W3TermInfo, W3TermsReader
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.formats import Positions
from whoosh.system import pack_ushort
from whoosh.util.numeric import byte_to_length

from search.arrays import Bytes, Int64
from search.pool import TermPostings

POSTINGS_PER_BLOCK = 16_384
_LENGTH = struct.Struct("!i")
_PLACE = struct.Struct("<I")
_PLACE_BYTES = 4
_HEADER = struct.Struct("<IIIfBBBBBxxx")
"""Postings, first and last document, largest count, shortest and longest document (0: not kept, as Whoosh has no use
for them here), and the width of a distance, a count (0: every count is 1) and a place (0: no places)."""


class PlainPositions(Positions):  # type: ignore[misc]  # Whoosh has no types
    """Positions as four little-endian bytes each; Whoosh's own are a pickled list a posting."""

    def encode(self, positions: list[int]) -> bytes:
        """Write the positions of one posting; most have one."""
        return _PLACE.pack(positions[0]) if len(positions) == 1 else struct.pack(f"<{len(positions)}I", *positions)

    def decode_positions(self, value: bytes) -> list[int]:
        """Read what `encode` wrote."""
        return list(struct.unpack(f"<{len(value) // 4}I", value))

    def decode_frequency(self, value: bytes) -> int:
        """Count the positions."""
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        """Weigh a posting by its count."""
        return float(len(value) // 4)


@dataclass(frozen=True, slots=True)
class Block:
    """Postings of one term, as arrays."""

    documents: Int64
    counts: Int64
    places: Int64
    """Of all postings, one after the other; empty for a field that has none."""


def blocks_in(postings: memoryview) -> Iterator[Block]:
    """Read the posting list of one term, without its neighbours."""
    at = len(WHOOSH3_HEADER_MAGIC)
    is_last = False
    while not is_last:
        (length,) = _LENGTH.unpack_from(postings, at)
        is_last = length < 0
        at += _LENGTH.size
        yield read_block(postings[at : at + abs(length)])
        at += abs(length)


def read_block(block: memoryview) -> Block:
    """Read one block, without the length before it."""
    size, first, _, _, _, _, distance_width, count_width, place_width = _HEADER.unpack_from(block)
    at = _HEADER.size
    distances = _numbers(block, at, size, distance_width)
    at += size * distance_width
    counts = _numbers(block, at, size, count_width) if count_width else np.ones(size, np.int64)
    at += size * count_width
    places = _numbers(block, at, int(counts.sum()), place_width) if place_width else np.zeros(0, np.int64)
    return Block(np.cumsum(distances) + first, counts, places)


class NumpyFieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types
    """Writes the posting lists of a segment, each as a whole, and what Whoosh wants to know of each term."""

    _fieldid: int
    _postfile: Any
    _tindex: Any

    def add_postings(self, schema: Any, _lengths: Any, items: Iterable[TermPostings]) -> None:
        """Write all there are, in the order of fields and terms."""
        for field, lists in groupby(items, key=attrgetter("field_name")):
            self.start_field(field, schema[field])
            for postings in lists:
                self.add_list(postings)
            self.finish_field()

    def add_list(self, postings: TermPostings, *, postings_per_block: int = POSTINGS_PER_BLOCK) -> W3TermInfo:
        """Write the postings of one term; give what Whoosh is told of it."""
        offset = self._postfile.tell()
        self._postfile.write(WHOOSH3_HEADER_MAGIC)
        for length, block in _blocks_of(postings, postings_per_block):
            self._postfile.write(_LENGTH.pack(length) + block)
        known = W3TermInfo(
            weight=sum(postings.counts), df=len(postings.documents), maxweight=max(postings.counts),
            minid=postings.documents[0], maxid=postings.documents[-1],
        )  # fmt: skip
        known.set_extent(offset, self._postfile.tell() - offset)
        self._tindex.add(pack_ushort(self._fieldid) + postings.term, known.to_bytes())
        return known


def _blocks_of(postings: TermPostings, postings_per_block: int) -> Iterator[tuple[int, bytes]]:
    """Give the blocks of a list, each after its length, which is negative for the last."""
    place = 0
    for first in range(0, len(postings.documents), postings_per_block):
        ids = postings.documents[first : first + postings_per_block]
        counts = postings.counts[first : first + postings_per_block]
        before, place = place, place + _PLACE_BYTES * sum(counts)
        # most lists hold one posting: plain arrays, since numpy costs more than it saves there
        distances = _packed([0, *map(sub, ids[1:], ids)])
        packed_counts = _packed(counts) if max(counts) > 1 else array("B")
        places = _packed(_unpacked(postings.places[before:place]))
        header = _HEADER.pack(
            len(ids), ids[0], ids[-1], max(counts), 0, 0,
            distances.itemsize, packed_counts.itemsize if packed_counts else 0, places.itemsize if places else 0,
        )  # fmt: skip
        block = header + distances.tobytes() + packed_counts.tobytes() + places.tobytes()
        is_last = first + postings_per_block >= len(postings.documents)
        yield (-len(block) if is_last else len(block)), block


class NumpyMatcher(W3LeafMatcher):  # type: ignore[misc]  # Whoosh has no types
    """Lets Whoosh walk through these blocks posting by posting: its merges and, in tests, its own search."""

    _data: Block | None
    _ids: tuple[int, ...] | None
    _weights: "array[float] | None"
    _values: tuple[bytes | None, ...] | None

    def _read_header(self) -> None:
        self._baseoffset = self._startoffset + len(WHOOSH3_HEADER_MAGIC)

    def _goto(self, position: int) -> None:
        self._data = self._ids = self._weights = self._values = None
        self._i = 0
        length = self._postfile.get_int(position)
        self._lastblock = length < 0
        self._nextoffset = position + _LENGTH.size + abs(length)
        self._dataoffset = position + _LENGTH.size
        header = _HEADER.unpack(self._postfile.get(self._dataoffset, _HEADER.size))
        self._blocklength, _, self._maxid, self._maxweight, shortest, longest, *_ = header
        self._minlength, self._maxlength = byte_to_length(shortest), byte_to_length(longest)

    def _block(self) -> Block:
        if self._data is None:
            self._data = read_block(
                memoryview(self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset))
            )
        return self._data

    def _read_ids(self) -> None:
        self._ids = tuple(self._block().documents.tolist())

    def _read_weights(self) -> None:
        self._weights = array("f", self._block().counts.tolist())

    def _read_values(self) -> None:
        block = self._block()
        if not len(block.places):
            self._values = (None,) * self._blocklength
            return
        values = block.places.astype("<u4").tobytes()
        ends = (np.cumsum(block.counts) * 4).tolist()
        self._values = tuple(values[start:end] for start, end in zip([0, *ends], ends, strict=False))


class _MappedFile(BufferFile):  # type: ignore[misc]  # Whoosh has no types
    """A part of a mapped segment that is read by position alone; Whoosh's own class begins by copying all of it."""

    def __init__(self, content: memoryview, name: str) -> None:
        StructFile.__init__(self, BytesIO(), name=name)
        self._buf = content


class NumpyCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's own codec, but for the postings. No field has vectors, and no posting list is kept with its term."""

    length_stats = False
    """No shortest and longest document of each block: only Whoosh's own search would skip blocks by them."""

    def __init__(self) -> None:
        super().__init__(blocklimit=POSTINGS_PER_BLOCK, compression=0, inlinelimit=0)

    def field_writer(self, storage: Any, segment: Any) -> NumpyFieldWriter:
        """Give Whoosh what writes postings."""
        return NumpyFieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> W3TermsReader:
        """Give Whoosh what reads terms."""
        terms, postings = (segment.make_filename(suffix) for suffix in (self.TERMS_EXT, self.POSTS_EXT))
        mapped = getattr(getattr(storage, "a", None), "_source", None)  # the file of the whole segment
        if mapped is None:
            return super().terms_reader(storage, segment)
        start, length = storage.a.range(postings)
        return W3TermsReader(
            self,
            storage.open_file(terms),
            storage.file_length(terms),
            _MappedFile(memoryview(mapped)[start : start + length], postings),
        )

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> NumpyMatcher:
        """Give Whoosh what reads postings."""
        return NumpyMatcher(dbfile, *terminfo.extent(), format_, term=term, scorer=scorer)


def _packed(numbers: Sequence[int]) -> "array[int]":
    """Give natural numbers in one, two or four bytes each, whichever holds the largest."""
    largest = max(numbers, default=0)
    packed = array("B" if largest < 1 << 8 else "H" if largest < 1 << 16 else "I", numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed


def _unpacked(values: bytes | bytearray) -> tuple[int, ...]:
    return struct.unpack(f"<{len(values) // _PLACE_BYTES}I", values)


def _numbers(block: memoryview, at: int, count: int, width: int) -> Int64:
    raw: Bytes = np.frombuffer(block, np.uint8, count * width, at)
    return raw.view(f"<u{width}").astype(np.int64)

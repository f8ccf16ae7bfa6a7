"""Whole columns of a Whoosh segment as arrays, read at once instead of document by document.

The formats are those of Whoosh 2.7.4 (whoosh/columns.py), which is pinned by hash: numbers big-endian and cut off after
the last one that is not zero; references into a list of values; byte strings one after another with their lengths
behind them. Where the format has no secret, Whoosh's own reader is asked.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.arrays import Int64


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of few different values: document n has the value `names[codes[n]]`."""

    codes: NDArray[np.integer[Any]]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ByteStrings:
    """A column of byte strings, all of them together."""

    content: bytes
    lengths: Int64

    def starts(self) -> Int64:
        """Give where each string starts in the content."""
        return np.cumsum(self.lengths) - self.lengths

    def at(self, document: int, start: int) -> bytes:
        """Give one string, whose start is known."""
        return self.content[start : start + int(self.lengths[document])]


def read_numbers(column: Any) -> NDArray[np.integer[Any]]:
    """Read a numeric column."""
    kind = np.dtype(f">{column._typecode}")
    raw = column._dbfile.get(column._basepos, min(column._count, column._doccount) * kind.itemsize)
    numbers = np.zeros(column._doccount, kind.newbyteorder("="))
    written = np.frombuffer(raw, kind)
    numbers[: len(written)] = written
    return numbers


def read_codes(column: Any) -> Codes:
    """Read a column of references."""
    raw = column._dbfile.get(column._basepos, column._doccount * column._itemsize)
    codes = np.frombuffer(raw, f">u{column._itemsize}")
    return Codes(codes.astype(codes.dtype.newbyteorder("=")), tuple(bytes(name).decode() for name in column._uniques))


def read_byte_strings(column: Any) -> ByteStrings:
    """Read a column of byte strings."""
    lengths = np.asarray(column._lengths, np.int64)
    return ByteStrings(column._dbfile.get(column._basepos, int(lengths.sum())), lengths)

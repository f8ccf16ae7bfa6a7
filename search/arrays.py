"""The few kinds of array that search computes with, and small operations on them."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", bound=np.generic)
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Int32 = NDArray[np.int32]
UInt32 = NDArray[np.uint32]
Int64 = NDArray[np.int64]
Float32 = NDArray[np.float32]

FEW = 20_000
"""Up to so many keys, a binary search for each is cheaper than a table over everything (measured)."""


def joined(parts: Sequence[NDArray[Number]], kind: type[Number]) -> NDArray[Number]:
    """Put arrays one after another; one stays what it is, none make an empty one of this kind."""
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def contained(keys: Int32, table: Int32) -> Bools:
    """Say for each key whether the table holds it. Both are ascending natural numbers."""
    if not len(keys) or not len(table):
        return np.zeros(len(keys), np.bool_)
    if len(keys) <= FEW:
        at = np.searchsorted(table, keys)
        return np.asarray(table[np.minimum(at, len(table) - 1)] == keys)
    size = int(max(keys[-1], table[-1])) + 1
    is_there = np.zeros(size, np.bool_)
    is_there[table] = True
    return is_there[keys]


def starts_of_runs(values: NDArray[np.integer[Any]]) -> Int64:
    """Give the places at which a value differs from the one before it; the first is one."""
    if not len(values):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))

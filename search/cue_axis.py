"""Which cue has begun at a place of a segment: a bit for each place and a count for each 64 of them.

A number for each place would take thirty times the memory, and more than all the rest of a segment.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.arrays import Int32, Int64, starts_of_runs

_BITS = 6
"""64 places share a word."""
_IN_WORD = (1 << _BITS) - 1
_ONE, _TWO = np.uint64(1), np.uint64(2)


@dataclass(frozen=True, slots=True)
class CueAxis:
    """Where cues begin."""

    words: NDArray[np.uint64]
    """A bit for each place, set where a cue begins."""
    before: Int32
    """How many such places there are before each word."""
    cues: Int32
    """The cue that begins at each such place; of several the last, since the others are empty."""

    @classmethod
    def of(cls, cue_places: Int64, places: int) -> "CueAxis":
        """Lay out the cues that begin at these places, ascending, on an axis of so many places."""
        first = starts_of_runs(cue_places)
        begins = cue_places[first]
        words = np.zeros((places >> _BITS) + 1, np.uint64)
        np.bitwise_or.at(words, begins >> _BITS, _ONE << (begins & _IN_WORD).astype(np.uint64))
        counts = np.bitwise_count(words)
        return cls(
            words=words,
            before=(np.cumsum(counts, dtype=np.int32) - counts).astype(np.int32),
            cues=(np.append(first[1:], len(cue_places)) - 1).astype(np.int32),
        )

    def at(self, places: Int32) -> Int32:
        """Give the last cue that has begun at each place."""
        word = places >> _BITS
        up_to = (_TWO << (places & _IN_WORD).astype(np.uint64)) - _ONE
        begun = self.before[word] + np.bitwise_count(self.words[word] & up_to)
        return np.asarray(self.cues[begun - 1], np.int32)

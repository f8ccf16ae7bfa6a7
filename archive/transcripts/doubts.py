"""Which recognised words an editor should look at first: those that the recogniser itself was unsure of."""

from collections.abc import Sequence

DOUBTFUL = 0.7
"""Of 411 words of read German (Whisper base, 69 wrong), 68 lie below and 39 of these are wrong: as many of the wrong
ones are found as marks are right. At 0.5 it is 15 of 24, with four errors in five unmarked; at 0.9 it is 64 of 161."""


def doubtful_words(chances: Sequence[float] | None) -> frozenset[int]:
    """Give the numbers of the doubtful words of a line; none where nobody said how sure they are."""
    return frozenset(number for number, chance in enumerate(chances or ()) if chance < DOUBTFUL)

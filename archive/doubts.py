"""Which recognised words an editor should look at first: those that the recogniser itself was unsure of."""

from collections.abc import Sequence

DOUBTFUL = 0.5
"""Below, the recogniser held all other words together for likelier than the one it wrote."""


def doubtful_words(chances: Sequence[float] | None) -> frozenset[int]:
    """Give the numbers of the doubtful words of a line; none where nobody said how sure they are."""
    return frozenset(number for number, chance in enumerate(chances or ()) if chance < DOUBTFUL)

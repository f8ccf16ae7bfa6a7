"""What is different between two states of a transcript's lines, and how such a change is taken back. Pure."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from archive.errors import LinesChangedError
from archive.transcripts.edited_lines import EditedLine, Lines, in_order


@dataclass(frozen=True, slots=True)
class Placed:
    """A line, and the key of the line it follows; None for the first."""

    line: EditedLine
    follows: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did: the lines it changed or took away as they were, and those it changed or brought."""

    before: tuple[Placed, ...]
    after: tuple[Placed, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is different."""
        return not self.before and not self.after

    @property
    def lines(self) -> int:
        """Count the lines that it touches."""
        return len({placed.line.key for placed in (*self.before, *self.after)})

    def reversed(self) -> "Change":
        """Give the change that takes this one back."""
        return Change(self.after, self.before)


def difference(before: Lines, after: Lines) -> Change:
    """Say what is different."""
    was, now = ({line.key: line for line in lines} for lines in (before, after))
    return Change(
        tuple(placed for placed in placed_lines(before) if now.get(placed.line.key) != placed.line),
        tuple(placed for placed in placed_lines(after) if was.get(placed.line.key) != placed.line),
    )


def placed_lines(lines: Lines) -> tuple[Placed, ...]:
    """Give each line with the one it follows."""
    return tuple(Placed(line, lines[number - 1].key if number else None) for number, line in enumerate(lines))


def taken_back(lines: Lines, change: Change) -> Lines:
    """Give the lines as they were before a change; other changes since then stay.

    Raises:
        LinesChangedError: a line that it touched has been changed again.
    """
    present = {line.key: line for line in lines}
    became = {placed.line.key: placed.line for placed in change.after}
    touched = {placed.line.key for placed in change.before} | became.keys()
    if clashing := tuple(sorted(key for key in touched if present.get(key) != became.get(key))):
        raise LinesChangedError(clashing)
    kept = [line for line in lines if line.key not in touched]
    for placed in change.before:
        kept.insert(_after(kept, placed), placed.line)
    return in_order(kept)


def plain(placed: Placed) -> dict[str, Any]:
    """Give a line as JSON holds it."""
    kept = {name: value for name, value in asdict(placed.line).items() if value not in {None, ()}}
    return {**kept, "follows": placed.follows}


def from_plain(kept: Mapping[str, Any]) -> Placed:
    """Give a line that JSON held."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name != "follows"
    }
    return Placed(EditedLine(**values), kept["follows"])


def _after(lines: Sequence[EditedLine], placed: Placed) -> int:
    if placed.follows is None:
        return 0
    places = [number for number, line in enumerate(lines) if line.key == placed.follows]
    starts = [line.start_seconds for line in lines]
    return places[0] + 1 if places else bisect_right(starts, placed.line.start_seconds)

"""What an editor may want done to the lines of a transcript: plain wishes, checked for what can be seen of them alone.

Each names the line by its key and, where somebody else's words might be lost, the edit in which the editor saw it
changed last (`version`). Carrying them out is `edited_lines.py`.
"""

from dataclasses import dataclass

from archive.errors import InvalidInputError
from archive.plain_text import one_line, several_lines

LONGEST_TEXT = 4000
"""Captions have two times 42 characters; a text without times is cut into pieces of some hundreds."""
LONGEST_SPEAKER = 200
LONGEST_SECONDS = 24 * 3600.0
SHORTEST_SECONDS = 0.1
"""No line that a person times is shorter; nobody reads a caption in less."""
MOST_EDITS = 200
"""In one go; an editor who was without network for an hour has fewer."""


@dataclass(frozen=True, slots=True)
class WriteText:
    """The line as it is said. It then counts as checked."""

    key: str
    version: int | None
    """None: whatever it reads now."""
    text: str


@dataclass(frozen=True, slots=True)
class ReplaceWords:
    """Other words in a line that nobody has listened to: it is no more checked than before."""

    key: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class SetTimes:
    """From when to when the line is said."""

    key: str
    version: int
    start_seconds: float
    end_seconds: float


@dataclass(frozen=True, slots=True)
class SetSpeaker:
    """Who says the line; empty for nobody in particular."""

    key: str
    version: int
    speaker: str


@dataclass(frozen=True, slots=True)
class Split:
    """Two lines out of one; the first keeps its name."""

    key: str
    version: int
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class MergeNext:
    """One line out of this and the next; the name of the next leads to it."""

    key: str
    version: int
    next_key: str
    next_version: int


@dataclass(frozen=True, slots=True)
class Remove:
    """A line that nobody said."""

    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Shift:
    """Say this line, or all from it on, so many seconds later, or earlier."""

    key: str
    seconds: float
    is_rest: bool


@dataclass(frozen=True, slots=True)
class RenameSpeaker:
    """Another name wherever this one stands; empty for nobody in particular."""

    speaker: str
    name: str


@dataclass(frozen=True, slots=True)
class Check:
    """Lines were compared with the sound, or were not: one, all up to one, or all."""

    key: str | None
    """None: all lines."""
    is_up_to: bool
    is_checked: bool


LineEdit = WriteText | ReplaceWords | SetTimes | SetSpeaker | Split | MergeNext | Remove | Shift | RenameSpeaker | Check


def said_text(text: str) -> str:
    """Give the text of a line as it is kept.

    Raises:
        InvalidInputError: `text`: `empty` or `too-long`.
    """
    kept = several_lines(text)
    if not kept or len(kept) > LONGEST_TEXT:
        raise InvalidInputError({"text": "too-long" if kept else "empty"})
    return kept


def said_speaker(name: str) -> str | None:
    """Give the name of a speaker as it is kept.

    Raises:
        InvalidInputError: `speaker`: `too-long`.
    """
    kept = one_line(name)
    if len(kept) > LONGEST_SPEAKER:
        raise InvalidInputError({"speaker": "too-long"})
    return kept or None

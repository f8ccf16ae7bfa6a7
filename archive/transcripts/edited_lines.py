"""The lines of a transcript while they are edited: every edit as a pure function. Taking back is `line_changes.py`.

Lines stand in the order of their starts; they may overlap, since people do. Nothing here knows the database.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from archive.errors import InvalidInputError, LinesChangedError
from archive.transcripts.line_edits import (
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    Check,
    LineEdit,
    MergeNext,
    Remove,
    RenameSpeaker,
    ReplaceWords,
    SetSpeaker,
    SetTimes,
    Shift,
    Split,
    WriteText,
    said_speaker,
    said_text,
)
from ingest.segmenting import in_lines

CERTAIN = 1.0
"""How sure a word is that a person wrote."""


@dataclass(frozen=True, slots=True)
class EditedLine:
    """A line with all that an edit may change."""

    key: str
    start_seconds: float
    end_seconds: float
    text: str
    speaker: str | None = None
    is_checked: bool = False
    word_starts: tuple[float, ...] | None = None
    word_chances: tuple[float, ...] | None = None
    former_keys: tuple[str, ...] = ()
    version: int = field(default=0, compare=False)
    """The edit that changed it last."""


Lines = tuple[EditedLine, ...]


@dataclass(frozen=True, slots=True)
class Editing:
    """What an edit needs besides the lines."""

    new_key: Callable[[], str]
    seen: int
    """The last edit that the editor has seen the outcome of; what changed later is not checked unseen."""
    recording_seconds: float | None = None


def in_order(lines: Sequence[EditedLine]) -> Lines:
    """Put lines in the order of their starts; those that start together stay as they stand."""
    return tuple(sorted(lines, key=lambda line: line.start_seconds))


def clashes(lines: Lines, edits: Sequence[LineEdit]) -> tuple[str, ...]:
    """Name the lines that somebody else changed, or took away, since the editor saw them."""
    versions = {line.key: line.version for line in lines}
    wanted: list[tuple[str, int | None]] = []
    for edit in edits:
        if isinstance(edit, Check | Shift):
            wanted += [(edit.key, None)] if edit.key is not None else []
        elif not isinstance(edit, RenameSpeaker):
            wanted.append((edit.key, edit.version))
            wanted += [(edit.next_key, edit.next_version)] if isinstance(edit, MergeNext) else []
    clashing = [key for key, seen in wanted if key not in versions or seen not in {None, versions[key]}]
    return tuple(dict.fromkeys(clashing))


def edited(lines: Lines, edit: LineEdit, how: Editing) -> Lines:
    """Carry out an edit; the versions stay as they were.

    Raises:
        InvalidInputError: by field, what is wrong with it; nothing is changed.
        LinesChangedError: the line is gone, or the next one is another.
    """
    match edit:
        case RenameSpeaker():
            name = said_speaker(edit.name)
            return tuple(
                replace(line, speaker=name) if (line.speaker or "") == edit.speaker else line for line in lines
            )
        case Check():
            return _checked(lines, edit, how.seen)
        case Shift():
            return _shifted(lines, edit, how.recording_seconds)
        case MergeNext():
            return _with_next(lines, edit)
    place = _place(lines, edit.key)
    made = _made(lines[place], edit, how)
    if not made and len(lines) == 1:
        raise InvalidInputError({"line": "last-line"})
    return in_order((*lines[:place], *made, *lines[place + 1 :]))


def with_text(line: EditedLine, text: str) -> EditedLine:
    """Give a line with other words; what is known of a word stays with it."""
    if text == line.text:
        return line
    before, after = line.text.split(), text.split()
    starts = line.word_starts if line.word_starts and len(line.word_starts) == len(after) else None
    chances = line.word_chances
    if chances is not None:
        known = [CERTAIN] * len(after)
        for first, second, size in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
            known[second : second + size] = chances[first : first + size]
        chances = tuple(known)
    return replace(line, text=text, word_starts=starts, word_chances=chances)


def _made(
    line: EditedLine, edit: WriteText | ReplaceWords | SetTimes | SetSpeaker | Split | Remove, how: Editing
) -> Lines:
    """Give what becomes of one line."""
    match edit:
        case WriteText():
            return (replace(with_text(line, said_text(edit.text)), is_checked=True),)
        case ReplaceWords():
            return (with_text(line, said_text(edit.text)),)
        case SetTimes():
            return (_timed(line, edit.start_seconds, edit.end_seconds, how.recording_seconds),)
        case SetSpeaker():
            return (replace(line, speaker=said_speaker(edit.speaker)),)
        case Split():
            return _split(line, said_text(edit.first), said_text(edit.second), how.new_key)
        case Remove():
            return ()


def _with_next(lines: Lines, edit: MergeNext) -> Lines:
    place = _place(lines, edit.key)
    if place + 1 == len(lines) or lines[place + 1].key != edit.next_key:
        raise LinesChangedError((edit.key, edit.next_key))
    return (*lines[:place], _merged(lines[place], lines[place + 1]), *lines[place + 2 :])


def _place(lines: Lines, key: str) -> int:
    for number, line in enumerate(lines):
        if line.key == key:
            return number
    raise LinesChangedError((key,))


def _checked(lines: Lines, edit: Check, seen: int) -> Lines:
    last = len(lines) - 1 if edit.key is None else _place(lines, edit.key)
    first = last if edit.key is not None and not edit.is_up_to else 0
    return tuple(
        replace(line, is_checked=edit.is_checked) if first <= number <= last and line.version <= seen else line
        for number, line in enumerate(lines)
    )


def _shifted(lines: Lines, edit: Shift, recording_seconds: float | None) -> Lines:
    place = _place(lines, edit.key)
    end = len(lines) if edit.is_rest else place + 1
    if not abs(edit.seconds) <= LONGEST_SECONDS:
        raise InvalidInputError({"seconds": "too-long"})
    first = lines[place].start_seconds + edit.seconds
    if edit.is_rest and place and first < lines[place - 1].start_seconds:
        raise InvalidInputError({"seconds": "overtakes"})
    moved = tuple(
        _timed(line, line.start_seconds + edit.seconds, line.end_seconds + edit.seconds, recording_seconds)
        for line in lines[place:end]
    )
    return in_order((*lines[:place], *moved, *lines[end:]))


def _timed(line: EditedLine, start: float, end: float, recording_seconds: float | None) -> EditedLine:
    start, end = round(start, 3), round(end, 3)
    shortest = min(SHORTEST_SECONDS, line.end_seconds - line.start_seconds)  # what came shorter may stay so
    if not 0 <= start <= LONGEST_SECONDS:
        raise InvalidInputError({"times": "before-the-begin" if start < 0 else "after-the-end"})
    if not start + shortest <= end + 1e-3 or end <= start:
        raise InvalidInputError({"times": "end-before-start"})
    if recording_seconds is not None and start > max(recording_seconds, line.start_seconds):
        raise InvalidInputError({"times": "after-the-end"})
    by = start - line.start_seconds
    is_moved = abs(end - line.end_seconds - by) < 1e-3  # noqa: PLR2004  a millisecond; else words stay, within the line
    starts = line.word_starts and tuple(at + by * is_moved for at in line.word_starts)
    return replace(line, start_seconds=start, end_seconds=end, word_starts=_within(starts, start, end))


def _split(line: EditedLine, first: str, second: str, new_key: Callable[[], str]) -> tuple[EditedLine, ...]:
    """Cut at the start of the first word behind, where it is known, else by the share of letters."""
    seconds = line.end_seconds - line.start_seconds
    if seconds < 2 * SHORTEST_SECONDS:
        raise InvalidInputError({"text": "too-short-to-split"})
    words, behind = len(first.split()), len(second.split())
    starts, chances = line.word_starts, line.word_chances
    if starts is not None and len(starts) == words + behind:
        at = starts[words]
    else:
        starts, at = None, line.start_seconds + seconds * len(first) / (len(first) + len(second))
    at = round(min(max(at, line.start_seconds + SHORTEST_SECONDS), line.end_seconds - SHORTEST_SECONDS), 3)
    if chances is not None and len(chances) != words + behind:
        chances = None
    head = replace(
        line,
        end_seconds=at,
        text=first,
        word_starts=_within(starts and starts[:words], line.start_seconds, at),
        word_chances=chances and chances[:words],
    )
    tail = replace(
        line, key=new_key(), start_seconds=at, text=second, former_keys=(),
        word_starts=_within(starts and starts[words:], at, line.end_seconds), word_chances=chances and chances[words:],
    )  # fmt: skip
    return head, tail


def _within(starts: tuple[float, ...] | None, first: float, last: float) -> tuple[float, ...] | None:
    """Keep the starts of words within their line."""
    return tuple(round(min(max(at, first), last), 3) for at in starts) if starts else None


def _merged(line: EditedLine, following: EditedLine) -> EditedLine:
    text = " ".join(f"{line.text} {following.text}".split())
    starts = line.word_starts and following.word_starts and (*line.word_starts, *following.word_starts)
    chances = line.word_chances and following.word_chances and (*line.word_chances, *following.word_chances)
    return replace(
        line,
        end_seconds=max(line.end_seconds, following.end_seconds),
        text=in_lines(text) or text,
        speaker=line.speaker or following.speaker,
        is_checked=line.is_checked and following.is_checked,
        word_starts=starts or None,
        word_chances=chances or None,
        former_keys=(*line.former_keys, following.key, *following.former_keys),
    )

"""What the transcript editor's script sends and is answered: JSON to wishes about lines, and lines to JSON."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from archive.errors import InvalidInputError
from archive.transcripts.doubts import doubtful_words
from archive.transcripts.edited_lines import EditedLine
from archive.transcripts.line_changes import Placed
from archive.transcripts.line_edits import (
    MOST_EDITS,
    Check,
    LineEdit,
    MergeNext,
    Remove,
    RenameSpeaker,
    SetSpeaker,
    SetTimes,
    Shift,
    Split,
    WriteText,
)
from archive.transcripts.line_saving import LONGEST_REQUEST_ID, Saving
from archive.web.addresses import LONGEST_NUMBER

NOT_UNDERSTOOD = {"edits": "not-a-form"}
TOO_MANY = 10**LONGEST_NUMBER
MOST_SECONDS = 10**7
"""A third of a year; nothing lasts that long or is moved so far."""


def request_of(body: bytes) -> Mapping[str, Any]:
    """Read a body.

    Raises:
        InvalidInputError: it is no JSON object, or carries no name and no number of the edit that was seen last.
    """
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as exc:  # the latter for thousands of brackets in each other
        raise InvalidInputError(NOT_UNDERSTOOD) from exc
    if not isinstance(found, dict):
        raise InvalidInputError(NOT_UNDERSTOOD)
    name = _name(found, "id")
    if not name or len(name) > LONGEST_REQUEST_ID or _number(found, "seen") < 0:
        raise InvalidInputError(NOT_UNDERSTOOD)
    return found


def saving_of(asked: Mapping[str, Any]) -> Saving:
    """Read the edits that are to be saved.

    Raises:
        InvalidInputError: they are not understood, or too many.
    """
    edits = asked.get("edits")
    if not isinstance(edits, list) or not 0 < len(edits) <= MOST_EDITS:
        raise InvalidInputError(NOT_UNDERSTOOD)
    return Saving([_edit(one) for one in edits], asked["id"], asked["seen"])


def plain_line(placed: Placed) -> dict[str, object]:
    """Give a line as the script keeps it."""
    line = placed.line
    return {
        "key": line.key,
        "start": line.start_seconds,
        "end": line.end_seconds,
        "text": line.text,
        "speaker": line.speaker or "",
        "checked": line.is_checked,
        "version": line.version,
        "doubts": sorted(doubts_of(line)),
        "follows": placed.follows,
    }


def doubts_of(line: EditedLine) -> frozenset[int]:
    """Say which words of a line nobody has checked and the recogniser doubted."""
    return frozenset() if line.is_checked else doubtful_words(line.word_chances)


def _edit(asked: object) -> LineEdit:
    if not isinstance(asked, dict):
        raise InvalidInputError(NOT_UNDERSTOOD)
    read = _KINDS.get(_name(asked, "kind"))
    if read is None:
        raise InvalidInputError(NOT_UNDERSTOOD)
    return read(asked)


def _check(asked: Mapping[str, Any]) -> Check:
    key = None if asked.get("key") is None else _name(asked, "key")
    return Check(key, _is(asked, "up_to"), _is(asked, "checked"))


_KINDS: Mapping[str, Callable[[Mapping[str, Any]], LineEdit]] = {
    "text": lambda asked: WriteText(_name(asked, "key"), _number(asked, "version"), _text(asked, "text")),
    "times": lambda asked: SetTimes(
        _name(asked, "key"), _number(asked, "version"), _seconds(asked, "start"), _seconds(asked, "end")
    ),
    "speaker": lambda asked: SetSpeaker(_name(asked, "key"), _number(asked, "version"), _text(asked, "speaker")),
    "split": lambda asked: Split(
        _name(asked, "key"), _number(asked, "version"), _text(asked, "first"), _text(asked, "second")
    ),
    "merge": lambda asked: MergeNext(
        _name(asked, "key"), _number(asked, "version"), _name(asked, "next"), _number(asked, "next_version")
    ),
    "remove": lambda asked: Remove(_name(asked, "key"), _number(asked, "version")),
    "shift": lambda asked: Shift(_name(asked, "key"), _seconds(asked, "seconds"), _is(asked, "rest")),
    "rename": lambda asked: RenameSpeaker(_text(asked, "speaker"), _text(asked, "name")),
    "check": _check,
}


def _text(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise InvalidInputError(NOT_UNDERSTOOD)
    return value


def _name(asked: Mapping[str, Any], name: str) -> str:
    """Give what names something of ours: without signs that databases and answers break at."""
    value = _text(asked, name)
    if not (value.isascii() and value.isprintable()):
        raise InvalidInputError(NOT_UNDERSTOOD)
    return value


def _number(asked: Mapping[str, Any], name: str) -> int:
    value = asked.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= TOO_MANY:
        raise InvalidInputError(NOT_UNDERSTOOD)
    return value


def _seconds(asked: Mapping[str, Any], name: str) -> float:
    value = asked.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InvalidInputError(NOT_UNDERSTOOD)
    if not -MOST_SECONDS <= value <= MOST_SECONDS:  # nor is NaN, which is neither more nor less
        raise InvalidInputError(NOT_UNDERSTOOD)
    return float(value)


def _is(asked: Mapping[str, Any], name: str) -> bool:
    value = asked.get(name)
    if not isinstance(value, bool):
        raise InvalidInputError(NOT_UNDERSTOOD)
    return value

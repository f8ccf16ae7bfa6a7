"""Joins the lines of a transcript to paragraphs that read like a text: at borders of speakers, chapters and sentences.

Captions are cut for the screen, a few words at a time; who reads wants sentences. Nothing is changed or left out.
"""

from collections.abc import Sequence

from archive.catalogue.watching import Line

ENOUGH_LETTERS = 320
"""A paragraph ends with the first sentence that ends beyond; at a comfortable width that is five lines."""
MOST_LETTERS = 800
"""Speech without full stops, as some recognisers write it, is cut at a line."""
PAUSE_SECONDS = 4.0
"""Somebody takes a breath: a new thought begins, if a sentence has ended too."""
_ENDS = (".", "!", "?", "…", ":", "؟", "۔", "։", "。")
_CLOSING = "\"'”’“«»)]"


def paragraphs(lines: Sequence[Line], chapter_starts: Sequence[float] = ()) -> tuple[tuple[Line, ...], ...]:
    """Group lines to paragraphs, in order; each line is in exactly one."""
    borders = sorted(chapter_starts)
    groups: list[list[Line]] = []
    letters, passed = 0, 0
    for line in lines:
        reached = passed
        while reached < len(borders) and borders[reached] <= line.start_seconds:
            reached += 1
        if not groups or reached > passed or _begins_anew(groups[-1], line, letters):
            groups.append([])
            letters = 0
        passed = reached
        groups[-1].append(line)
        letters += len(line.text)
    return tuple(tuple(group) for group in groups)


def _begins_anew(group: Sequence[Line], line: Line, letters: int) -> bool:
    last = group[-1]
    if line.speaker and line.speaker != _speaker_of(group):
        return True
    has_ended = last.text.rstrip().rstrip(_CLOSING).endswith(_ENDS)
    is_long = letters >= ENOUGH_LETTERS or line.start_seconds - last.end_seconds >= PAUSE_SECONDS
    return (has_ended and is_long) or letters >= MOST_LETTERS


def _speaker_of(group: Sequence[Line]) -> str | None:
    return next((line.speaker for line in reversed(group) if line.speaker), None)

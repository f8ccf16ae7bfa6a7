"""Lines of a recording of which something is cut out, as pure functions: which are redacted, and when they are seen.

What is cut out, rows say (`cut_queries.py`).
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from media.cues import Cue, Word
from media.cutting import Cut, Span

Timed = TypeVar("Timed", Cue, Word)

REMOVED = "[…]"
"""Stands in every language where words were redacted."""


def is_within(spans: Sequence[Span], start_seconds: float, end_seconds: float) -> bool:
    """Say whether a part of something is in one of the spans."""
    return any(span.overlaps(start_seconds, end_seconds) for span in spans)


def without_redacted(cues: Sequence[Cue], spans: Sequence[Span]) -> tuple[Cue, ...]:
    """Give cues without the words of those that are redacted, in part or as a whole."""
    return tuple(
        replace(cue, text=REMOVED, speaker=None, words=())
        if is_within(spans, cue.start_seconds, cue.end_seconds)
        else cue
        for cue in cues
    )


def as_seen(cues: Sequence[Cue], cut: Cut) -> tuple[Cue, ...]:
    """Bring cues from the seconds of the original to those that people see.

    What lies outside is left out, what sticks out is shortened.
    """
    end = math.inf if cut.ends_at is None else cut.ends_at
    inside = [cue for cue in cues if cue.start_seconds < end and cue.end_seconds > cut.begins_at]
    return tuple(
        replace(_moved(cue, cut.begins_at, end), words=tuple(_moved(word, cut.begins_at, end) for word in cue.words))
        for cue in inside
    )


def _moved(timed: Timed, begins_at: float, ends_at: float) -> Timed:
    start, end = (
        round(min(max(seconds, begins_at), ends_at) - begins_at, 3)
        for seconds in (timed.start_seconds, timed.end_seconds)
    )
    return replace(timed, start_seconds=start, end_seconds=end)

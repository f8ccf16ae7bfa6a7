"""Timed text: what a cue is, how captions are read (VTT and SRT, however broken) and written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word and when it was said."""

    start_seconds: float
    end_seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """One timed line of a transcript. The text is plain: no tags, no entities; lines are parted by a newline."""

    start_seconds: float
    end_seconds: float
    text: str
    speaker: str | None = None
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class TimedText:
    """What a caption file gave, and what it did not."""

    cues: tuple[Cue, ...]
    timing_lines: int
    """Lines of the file that hold two times or try to."""
    problems: tuple[str, ...]
    """One code for each timing line that gave no cue, or a mended one, e.g. `timing-unreadable`, `empty-cue`."""

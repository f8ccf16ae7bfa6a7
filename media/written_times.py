"""Cuts texts that people and meeting programs write times into: `[00:01:02] Text`, `1:02` above the text, SBV, LRC.

Such a text seldom says where a line ends: it ends where the next begins, or when it has been read. Times of day
(`14:03:22`, as Zoom saves them) are counted from the first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from media.captions import Block, seconds_of
from media.markup import NAME_WORD, escape
from media.spreading import spread

TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3}(?!\d))?"
FRAMES = r"(?:(?<=:\d\d:\d\d)[:;]\d{2})?"
STAMP = rf"[\[(<]?(?:{TIME}){FRAMES}[\])>]?"
BEGINNING = re.compile(
    rf"(?P<start>{STAMP})(?:\s*(?:-{{1,2}}>?|[–—→,]|bis|to)\s*(?P<end>{STAMP}))?"
    r"(?:\s*$|\s*[-–—|]\s+|\s*(?::|(?<=[\])>]))\s*|\s+)(?!Uhr\b|o'clock\b|[ap]\.?m\b)(?P<text>.*)$"
)
NAME = rf"(?:{NAME_WORD}(?:,? {NAME_WORD}){{0,4}}(?: \d{{1,2}})?(?: \([^():]{{1,30}}\))?)"
NAME_FIRST = re.compile(rf"(?:\[(?P<bracketed>[^\[\]:]{{1,60}})\]|(?P<name>{NAME}):?)\s+(?P<start>{STAMP}):?\s*$")
SPOILED = re.compile(r"[\[(<]\d[^\])>]*:[^\])>]*[\])>]|\d{1,3}:\d{1,3}:\S*\d$")
FEWEST_TIMES = 2
SLOW_CHARACTERS_PER_SECOND = 8
READING_CHARACTERS_PER_SECOND = 15
SHORTEST_SECONDS = 2.0


@dataclass(slots=True)
class _Span:
    """A time and the lines below it."""

    start_seconds: float
    end_seconds: float | None
    lines: list[str]
    speaker: str = ""
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class WrittenTimes:
    """What a text with times gave."""

    blocks: tuple[Block, ...]
    is_estimated: bool
    """Whether long paragraphs were cut, and the times inside them are guesses."""


def cut_written_times(text: str, *, recording_seconds: float | None = None) -> WrittenTimes | None:
    """Return the blocks of a text that has times in it; None when it has none."""
    spans = _spans(text)
    readable = [span for span in spans if span.is_readable]
    if len(readable) < FEWEST_TIMES and not (readable and BEGINNING.match(text.strip())):
        return None
    _count_from_the_first(readable, recording_seconds)
    blocks, is_estimated = [], False
    for index, span in enumerate(spans):
        if not span.is_readable:
            blocks.append(Block(0.0, 0.0, (), is_readable=False))
            continue
        following = next((later.start_seconds for later in spans[index + 1 :] if later.is_readable), None)
        pieces = _pieces(span, following)
        is_estimated = is_estimated or len(pieces) > 1
        blocks += pieces
    return WrittenTimes(tuple(blocks), is_estimated)


def _spans(text: str) -> list[_Span]:
    spans: list[_Span] = []
    for line in (line.strip() for line in text.split("\n")):
        if match := BEGINNING.match(line):
            end = match["end"]
            text_after = match["text"].strip()
            spans.append(_Span(_seconds(match["start"]), _seconds(end) if end else None, [text_after]))
        elif match := NAME_FIRST.match(line):
            spans.append(_Span(_seconds(match["start"]), None, [], speaker=match["bracketed"] or match["name"]))
        elif SPOILED.match(line):
            spans.append(_Span(0.0, None, [], is_readable=False))
        elif spans:
            spans[-1].lines.append(line)
    return spans


def _seconds(stamp: str) -> float:
    bare = stamp.strip("[]()<>")
    parts = re.split("[:;]", bare)
    if len(parts) == 4:  # noqa: PLR2004  hours, minutes, seconds, and frames of an editing program
        bare = ":".join(parts[:3])
    return seconds_of(bare)


def _count_from_the_first(spans: Sequence[_Span], recording_seconds: float | None) -> None:
    """Turn times of day into positions: all of them lie behind the recording's end."""
    first = min(span.start_seconds for span in spans)
    if recording_seconds is None or first <= recording_seconds:
        return
    for span in spans:
        span.start_seconds -= first
        span.end_seconds = None if span.end_seconds is None else span.end_seconds - first


def _pieces(span: _Span, following: float | None) -> list[Block]:
    """Give the block of a span, or several when it is a paragraph too long to be one line."""
    text = "\n".join(line for line in span.lines if line)
    end = span.end_seconds
    if end is None or end <= span.start_seconds:
        end = _end(span.start_seconds, len(text), following)
    voice = f"<v {escape(span.speaker)}>" if span.speaker else ""
    parts = spread(text, start_seconds=span.start_seconds, end_seconds=end)
    if not parts:
        return [Block(span.start_seconds, end, ())]
    return [Block(part.start_seconds, part.end_seconds, tuple(f"{voice}{part.text}".split("\n"))) for part in parts]


def _end(start: float, characters: int, following: float | None) -> float:
    if following is None or following <= start:
        return round(start + max(SHORTEST_SECONDS, characters / READING_CHARACTERS_PER_SECOND), 3)
    return round(min(following, start + max(SHORTEST_SECONDS, 1 + characters / SLOW_CHARACTERS_PER_SECOND)), 3)

"""Cuts a VTT or SRT file into blocks (a timing line and the lines below): as people write them, not by the grammar."""

import re
from dataclasses import dataclass

TIME = r"(?:\d{1,4}:)?\d{1,3}:\d{1,3}(?:[.,]\d{1,6})?"
TIMING = re.compile(rf"(?P<start>{TIME})\s*-{{1,2}}>\s*(?P<end>{TIME})(?P<settings>(?:\s+\S+)*)\s*$")
SETTING = re.compile(r"[A-Za-z]\w*:\S+$")
TIME_ATTEMPT = re.compile(r"[\d:.,]*\d:[\d:.,]*(?:\s+[A-Za-z]\w*:\S+)*$")
TIMESTAMP_MAP = re.compile(r"X-TIMESTAMP-MAP\s*=\s*(?P<fields>.+)", re.IGNORECASE)
MPEG_TICKS_PER_SECOND = 90_000
COMMENT = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Block:
    """One timing line and the raw lines it speaks for."""

    start_seconds: float
    end_seconds: float
    lines: tuple[str, ...]
    is_readable: bool = True
    offset_seconds: float = 0.0
    """Already added to start and end; inline times need it too."""


@dataclass(slots=True)
class _Cutter:
    """Where the reading stands."""

    blocks: list[Block]
    lines: list[str]
    offset_seconds: float = 0.0
    is_vtt: bool = False
    is_in_header: bool = False
    is_in_comment: bool = False

    def take(self, line: str) -> None:
        before = self.lines[-1] if self.lines else ""
        stands_alone = not before and bool(self.lines or not self.blocks)  # not right below a timing line
        if line.startswith("WEBVTT") and stands_alone and (not self.blocks or self.is_vtt):
            self.is_vtt = self.is_in_header = True
            self.offset_seconds = 0.0
            return
        is_timing = _is_timing(line, before=before)
        if self.is_in_comment or (self.is_vtt and stands_alone and not is_timing and COMMENT.match(line)):
            self.is_in_comment = bool(line)
            return
        if is_timing or (_is_broken_timing(line, before=before) and not self.is_in_header):
            self._begin(line if is_timing else None)
        elif self.is_in_header:
            self._read_header(line)
        else:
            self.lines.append(line)

    def finish(self) -> list[Block]:
        self._hand_over_lines()
        return self.blocks

    def _begin(self, timing: str | None) -> None:
        if self.lines and _is_identifier(self.lines, is_vtt=self.is_vtt):
            self.lines.pop()
        self._hand_over_lines()
        self.is_in_header = False
        match = TIMING.match(timing) if timing else None
        if match is None:
            self.blocks.append(Block(0.0, 0.0, (), is_readable=False))
            return
        start, end = (seconds_of(match[side]) + self.offset_seconds for side in ("start", "end"))
        self.blocks.append(Block(max(0.0, start), max(0.0, end), (), offset_seconds=self.offset_seconds))

    def _hand_over_lines(self) -> None:
        if self.blocks:
            last = self.blocks[-1]
            self.blocks[-1] = Block(
                last.start_seconds, last.end_seconds, tuple(self.lines), last.is_readable, last.offset_seconds
            )
        self.lines.clear()

    def _read_header(self, line: str) -> None:
        self.is_in_header = bool(line)
        match = TIMESTAMP_MAP.match(line)
        if match is None:
            return
        fields = dict(field.partition(":")[::2] for field in match["fields"].split(","))
        ticks, local = fields.get("MPEGTS", "0").strip(), fields.get("LOCAL", "0:0").strip()
        if ticks.isdecimal() and re.fullmatch(TIME, local):
            self.offset_seconds = round(int(ticks) / MPEG_TICKS_PER_SECOND - seconds_of(local), 3)


def cut(text: str) -> list[Block]:
    """Return the blocks of a decoded file in the order they stand; a broken timing line gives an unreadable block."""
    cutter = _Cutter(blocks=[], lines=[])
    for line in text.split("\n"):
        cutter.take(line.strip())
    return cutter.finish()


def seconds_of(time: str) -> float:
    """Return `[hours:]minutes:seconds[.fraction]`, with point or comma, in seconds."""
    seconds = 0.0
    for part in time.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds, 3)


def _is_timing(line: str, *, before: str) -> bool:
    match = TIMING.match(line)
    if match is None:
        return False
    has_fraction = re.search(r"[.,]", match["start"] + match["end"]) is not None
    settings = match["settings"].split()
    is_alone = all(SETTING.match(setting) for setting in settings)
    return (has_fraction or not before or before.isdecimal()) and (has_fraction or is_alone)


def _is_broken_timing(line: str, *, before: str) -> bool:
    """Tell a spoiled timing line from text with an arrow in it: one side is a time, or a block number stands above."""
    left, arrow, right = line.partition("-->")
    if not arrow:
        return False
    return before.isdecimal() or any(TIME_ATTEMPT.match(side.strip()) for side in (left, right))


def _is_identifier(lines: list[str], *, is_vtt: bool) -> bool:
    """Tell whether the line above a timing line is the number or name of the block, not the end of the text before."""
    stands_alone = len(lines) == 1 or not lines[-2]
    return bool(lines[-1]) and (lines[-1].isdecimal() or (is_vtt and stands_alone and len(lines) > 1))

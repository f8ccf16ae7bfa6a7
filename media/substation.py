"""Cuts SubStation Alpha captions (ASS and SSA) into blocks: what is spoken, and by whom. Styles and drawings stay out.

The field order is the one the file's own `Format:` line names; without one it is that of ASS 4.00+.
"""

import re
from collections.abc import Iterator

from media.captions import Block, seconds_of
from media.markup import escape

USUAL_FIELDS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
TIME = re.compile(r"\d{1,3}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?")
OVERRIDE = re.compile(r"\{[^{}]*\}")
DRAWING_MODE = re.compile(r"\\p(\d+)")


def cut_substation(text: str) -> list[Block]:
    """Return a block for each `Dialogue:` line, unreadable where its times are; comments are not spoken."""
    blocks: list[Block] = []
    fields: tuple[str, ...] = USUAL_FIELDS
    is_among_events = False
    for line in text.split("\n"):
        kind, _, rest = line.strip().partition(":")
        if kind.startswith("["):
            is_among_events = kind.casefold().startswith("[events")
        elif kind.casefold() == "format" and is_among_events:
            fields = tuple(name.strip().casefold() for name in rest.split(","))
        elif kind.casefold() == "dialogue":
            blocks.append(_block(rest, fields))
    return blocks


def _block(line: str, fields: tuple[str, ...]) -> Block:
    values = dict(zip(fields, line.split(",", len(fields) - 1), strict=False))
    start, end = (values.get(name, "").strip() for name in ("start", "end"))
    if not TIME.fullmatch(start) or not TIME.fullmatch(end) or "text" not in values:
        return Block(0.0, 0.0, (), is_readable=False)
    name = " ".join((values.get("name") or values.get("actor") or "").split())
    spoken = "".join(_spoken(values["text"]))
    lines = [escape(part) for part in re.sub(r"\\n|\\h", " ", spoken.replace("\\N", "\n")).split("\n")]
    if name and any(lines):
        lines[0] = f"<v {escape(name)}>{lines[0]}"
    return Block(seconds_of(start), seconds_of(end), tuple(lines))


def _spoken(text: str) -> Iterator[str]:
    r"""Yield the text outside override blocks, but not what is drawn: vectors between `{\p1}` and `{\p0}`."""
    is_drawing, position = False, 0
    for override in OVERRIDE.finditer(text):
        if not is_drawing:
            yield text[position : override.start()]
        modes = DRAWING_MODE.findall(override[0])
        is_drawing = int(modes[-1]) > 0 if modes else is_drawing
        position = override.end()
    if not is_drawing:
        yield text[position:]

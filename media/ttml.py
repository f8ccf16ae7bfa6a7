"""Cuts TTML captions (also DFXP, IMSC, EBU-TT-D) into blocks.

Times are written as in https://www.w3.org/TR/ttml2/#timing-value-time-expression. Only text and times: layout and
style stay out. A document type is refused: nothing of captions needs one, and entities are how XML grows without end.
"""

import re
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, iterparse

from media.captions import Block
from media.errors import TimedTextError
from media.markup import escape

DOCUMENT_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,3}):(\d{1,2}):(\d{1,2}(?:[.,]\d+)?)(?::(\d{1,3}(?:\.\d+)?))?")
OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
NAME_OF_AGENT = "name"
TIMING_PARENTS = frozenset({"body", "div", "p", "span"})
DEEPEST = 200


@dataclass(slots=True)
class _Rates:
    """What frames and ticks are worth, as the document says."""

    frames_per_second: float = 30.0
    ticks_per_second: float = 1.0

    def read(self, root: Element) -> None:
        parameters = {_local(name): value for name, value in root.attrib.items()}
        frames = _positive(parameters.get("frameRate"))
        up, _, down = parameters.get("frameRateMultiplier", "").partition(" ")
        multiplier = (_positive(up) or 1.0) / (_positive(down) or 1.0)
        self.frames_per_second = (frames or self.frames_per_second) * multiplier
        ticks = _positive(parameters.get("tickRate"))
        self.ticks_per_second = ticks or (self.frames_per_second if frames else self.ticks_per_second)

    def seconds(self, expression: str | None) -> float | None:
        """Return a time expression in seconds; None when it is none."""
        text = (expression or "").strip()
        if clock := CLOCK.fullmatch(text):
            hours, minutes, seconds, frames = clock.groups()
            rest = float(seconds.replace(",", ".")) + float(frames or 0) / self.frames_per_second
            return int(hours) * 3600 + int(minutes) * 60 + rest
        if offset := OFFSET.fullmatch(text):
            worth = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
            worth |= {"f": 1 / self.frames_per_second, "t": 1 / self.ticks_per_second}
            return float(offset[1]) * worth[offset[2]]
        return None


@dataclass(slots=True)
class _Open:
    """An element that has begun and not ended, and from when to when it is shown."""

    name: str
    start_seconds: float
    end_seconds: float | None
    is_timed: bool
    is_readable: bool = True
    agent: str = ""
    holds_cues: bool = False


@dataclass(slots=True)
class _Reading:
    """Where the reading of a document stands."""

    rates: _Rates = field(default_factory=_Rates)
    open: list[_Open] = field(default_factory=list)
    agents: dict[str, str] = field(default_factory=dict)
    agent_id: str = ""
    blocks: list[Block] = field(default_factory=list)

    def begin(self, element: Element) -> None:
        name = _local(element.tag)
        if not self.open:
            self.rates.read(element)
        if len(self.open) > DEEPEST:
            raise TimedTextError(reason="not-captions", subject="ttml")
        if name == "agent":
            self.agent_id = _attribute(element, "id")
        parent = self.open[-1] if self.open else _Open("", 0.0, None, is_timed=False)
        self.open.append(self._opened(element, name, parent) if name in TIMING_PARENTS else _carried(name, parent))

    def _opened(self, element: Element, name: str, parent: _Open) -> _Open:
        """Times count from the beginning of what is around an element."""
        times = {key: _attribute(element, key) for key in ("begin", "end", "dur")}
        seconds = {key: self.rates.seconds(value) for key, value in times.items()}
        start = parent.start_seconds + (seconds["begin"] or 0.0)
        end = parent.end_seconds
        if seconds["end"] is not None:
            end = parent.start_seconds + seconds["end"]
        elif seconds["dur"] is not None:
            end = start + seconds["dur"]
        return _Open(
            name,
            start,
            end,
            is_timed=any(times.values()),
            is_readable=all(seconds[key] is not None for key, value in times.items() if value),
            agent=_attribute(element, "agent") or parent.agent,
        )

    def end(self, element: Element) -> None:
        """Take what has ended: a paragraph with times, or each timed span of one without."""
        opened = self.open.pop()
        if opened.name == NAME_OF_AGENT and self.agent_id:
            self.agents[self.agent_id] = " ".join("".join(element.itertext()).split())
            return
        is_inside_a_cue = any(around.is_timed and around.name == "p" for around in self.open)
        if opened.name not in {"p", "span"} or is_inside_a_cue:
            return
        is_shown_with_what_is_around = opened.name == "p" and opened.end_seconds is not None
        if opened.is_timed or (is_shown_with_what_is_around and not opened.holds_cues):
            self.blocks.append(self._block(element, opened))
            for around in self.open:
                around.holds_cues = True

    def _block(self, element: Element, opened: _Open) -> Block:
        if not opened.is_readable:
            return Block(0.0, 0.0, (), is_readable=False)
        lines = [escape(line) for line in _text(element).split("\n")]
        speaker = self.agents.get(opened.agent, "")
        if speaker and any(line.strip() for line in lines):
            lines[0] = f"<v {escape(speaker)}>{lines[0]}"
        start = round(opened.start_seconds, 3)
        end = start if opened.end_seconds is None else round(opened.end_seconds, 3)
        return Block(start, end, tuple(lines))


def cut_ttml(text: str) -> list[Block]:
    """Return a block for each timed paragraph; where the file breaks off, one that says so.

    Raises:
        TimedTextError: it is no XML, names a document type, or is nested without end.
    """
    if DOCUMENT_TYPE.search(text):
        raise TimedTextError(reason="not-captions", subject="ttml")
    reading = _Reading()
    try:
        for event, element in iterparse(BytesIO(_declared_anew(text)), events=("start", "end")):  # noqa: S314  see DOCUMENT_TYPE
            if event == "start":
                reading.begin(element)
            else:
                reading.end(element)
    except ParseError as error:  # it breaks off here; what came before was whole
        if not reading.blocks:
            raise TimedTextError(reason="not-captions", subject="ttml") from error
        reading.blocks.append(Block(0.0, 0.0, (), is_readable=False))
    return reading.blocks


def _declared_anew(text: str) -> bytes:
    """Return the document in the one encoding it has now, whatever it said before."""
    return re.sub(r"^\s*<\?xml[^>]*>", "", text).strip().encode()


def _carried(name: str, parent: _Open) -> _Open:
    return _Open(name, parent.start_seconds, parent.end_seconds, is_timed=False, agent=parent.agent)


def _text(element: Element) -> str:
    """Return what is written in a paragraph: white space of the file is one space, `br` a new line."""
    pieces: list[str] = []
    waiting: list[Element | str] = [element]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            pieces.append(current)
            continue
        pieces.append("\n" if _local(current.tag) == "br" else _spaced(current.text))
        for child in reversed(current):
            waiting += [_spaced(child.tail), child]
    return "".join(pieces)


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _attribute(element: Element, name: str) -> str:
    return next((value.strip() for key, value in element.attrib.items() if _local(key) == name), "")


def _local(name: object) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _positive(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None

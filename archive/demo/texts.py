"""What is said and shown in the demonstration recordings: read from `data/*.toml`, checked, nothing made yet.

Every text is marked as a demonstration in its title, its description and its first sentence; reading one that is not
is an error, so that no invented sentence can ever pass for the real event.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, get_args

DATA = Path(__file__).with_name("data")
Door = Literal["page", "address", "feed", "file-with-captions", "file"]
"""How a recording comes in: a page with several players, one address, a feed, a file with captions or without."""
MARK = "Demonstration"
SPEAKER_AND_SENTENCE = re.compile(r"(?P<key>[A-Z]): (?P<sentence>\S.*)")


@dataclass(frozen=True, slots=True)
class Voice:
    """A synthetic speaker."""

    name: str
    """A role, never a person."""
    voice: str
    """As espeak-ng calls it, with its variant."""
    pitch: int


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence; it becomes one cue."""

    speaker: Voice
    sentence: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide and what is said to it; it becomes one chapter."""

    title: str
    points: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A whole recording, as text."""

    slug: str
    door: Door
    language: str
    title: str
    headline: str
    subline: str
    description: str
    accent: str
    """Colour of its slides, #rrggbb."""
    slides: tuple[Slide, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Give everything that is said, in order."""
        return tuple(line for slide in self.slides for line in slide.lines)


def read_scripts(folder: Path = DATA) -> tuple[Script, ...]:
    """Read all texts, in the order in which the recordings are made: those that come in together come first.

    Raises:
        ValueError: a text is incomplete, or not marked as a demonstration.
    """
    scripts = [_script(path) for path in sorted(folder.glob("*.toml"))]
    doors = get_args(Door)
    return tuple(sorted(scripts, key=lambda script: (doors.index(script.door), script.slug)))


def shortened(script: Script, *, slides: int) -> Script:
    """Give the beginning of a text only, for tests that have little time."""
    return replace(script, slides=script.slides[:slides])


def _script(path: Path) -> Script:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    voices = {key: Voice(**row) for key, row in content.pop("speakers").items()}
    slides = tuple(_slide(row, voices, path) for row in content.pop("slide"))
    script = Script(slug=path.stem, slides=slides, **content)
    marked = (script.title, script.description, script.lines[0].sentence)
    if script.door not in get_args(Door) or not all(MARK.casefold() in text.casefold() for text in marked):
        message = f"{path.name}: needs a known door, and {MARK!r} in title, description and first sentence"
        raise ValueError(message)
    return script


def _slide(row: Mapping[str, object], voices: Mapping[str, Voice], path: Path) -> Slide:
    lines, points = row["lines"], row.get("points", [])
    if not isinstance(lines, list) or not isinstance(points, list):
        message = f"{path.name}: a slide needs a list of lines, and points are a list"
        raise TypeError(message)
    return Slide(
        title=str(row["title"]),
        points=tuple(map(str, points)),
        lines=tuple(_line(str(line), voices, path) for line in lines),
    )


def _line(text: str, voices: Mapping[str, Voice], path: Path) -> Line:
    match = SPEAKER_AND_SENTENCE.fullmatch(text)
    if match is None or match["key"] not in voices:
        message = f"{path.name}: {text!r} is not 'speaker: sentence'"
        raise ValueError(message)
    return Line(voices[match["key"]], match["sentence"])

"""Reads the text of a picture by tesseract, in a process of its own. Knows lines and titles, not slides."""

import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from media.errors import ToolFailedError
from media.process import Limits, never, run

PROGRAM = "tesseract"
LIMITS = Limits(cpu_seconds=60, memory_bytes=2 << 30, file_bytes=1 << 20, open_files=64)
TIMEOUT_SECONDS = 60.0
ANSWER_BYTES = 4 << 20
WORD_LEVEL = "5"
COLUMNS = 12
CONFIDENT = 60.0
FEWEST_LETTERS = 3
SMALL_MARK = 0.68
"""Of the height of the line: a bullet is lower than the lowest letter."""
MARK_LETTERS = 2
NEARLY_AS_HIGH = 0.8
WIDE_GAP = 1.5
"""Of the height of the line: words of a line stand nearer to each other."""
MANY_LINES = 4
MOST_TITLE_LINES = 3
LONGEST_TITLE = 200
ADDRESS = re.compile(r"://|\w@\w")
LETTERS, SIGNS = re.compile(r"[^\W\d_]"), re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in pixels."""

    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float

    @property
    def is_certain(self) -> bool:
        """Say whether it is hardly read into a picture without writing."""
        return self.confidence >= CONFIDENT and len(LETTERS.findall(self.text)) >= FEWEST_LETTERS


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Give the words."""
        return " ".join(word.text for word in self.words)

    @property
    def height(self) -> float:
        """Three quarters of the words that are words are not higher; the others have brackets."""
        heights = sorted(word.height for word in self.words if word.is_certain) or [0]
        return heights[len(heights) * 3 // 4]

    @property
    def box_height(self) -> int:
        """Give the height of the highest word, whatever it is."""
        return max(word.height for word in self.words)

    @property
    def top(self) -> int:
        """Give the highest pixel."""
        return min(word.top for word in self.words)

    @property
    def parts(self) -> tuple["Line", ...]:
        """Cut the line at its wide gaps: beside a title there may be names and signs of their own."""
        parts, wide = [[self.words[0]]], WIDE_GAP * (self.height or self.box_height)
        for word in self.words[1:]:
            before = parts[-1][-1]
            if word.left - before.left - before.width > wide:
                parts.append([])
            parts[-1].append(word)
        return tuple(Line(tuple(words)) for words in parts)

    @property
    def is_worth_keeping(self) -> bool:
        """Tell writing from what lines and shadows are read as: one or two letters on a line of their own."""
        return len(SIGNS.findall(self.text)) > MARK_LETTERS or any(map(str.isdecimal, self.text))


@dataclass(frozen=True, slots=True)
class PageText:
    """What could be read, line by line, the title too."""

    lines: tuple[Line, ...] = ()
    title: str = ""
    """The first of the largest lines; empty when there is no writing."""

    @property
    def text(self) -> str:
        """Give all of it."""
        return "\n".join(line.text for line in self.lines)

    @property
    def certain_words(self) -> int:
        """Count the words that are certain."""
        return sum(word.is_certain for line in self.lines for word in line.words)


NOTHING = PageText()


def languages_here() -> frozenset[str]:
    """List what tesseract can read on this machine.

    Raises:
        ToolMissingError, ToolFailedError, ToolTimeoutError: as in `process.run`.
    """
    told = run([PROGRAM, "--list-langs"], cwd=Path("/"), timeout_seconds=20)
    lines = (told.stdout.decode(errors="replace") + "\n" + told.stderr_tail).splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and " " not in line.strip())


def read_page(
    picture: Path, *, languages: Sequence[str], folder: Path, cancelled: Callable[[], bool] = never
) -> PageText:
    """Read a gray picture of ours.

    Raises:
        ToolMissingError, ToolFailedError, ToolTimeoutError, ToolCancelledError: as in `process.run`.
    """
    told = run(
        [PROGRAM, picture.absolute(), "stdout", "-l", "+".join(languages), "--psm", "3", "tsv"],
        cwd=folder,
        timeout_seconds=TIMEOUT_SECONDS,
        limits=LIMITS,
        cancelled=cancelled,
        stdout_limit_bytes=ANSWER_BYTES,
        environment={"OMP_THREAD_LIMIT": "1"},
    )
    try:
        lines = _lines(told.stdout.decode())
    except ValueError as error:  # tesseract said something that is no table
        raise ToolFailedError(PROGRAM, exit_code=0, tail=told.stderr_tail) from error
    return PageText(lines, title_of(lines))


def title_of(lines: Sequence[Line]) -> str:
    """Return the first of the largest lines, with those of its size right below it."""
    writing = [line for line in lines if line.height and not ADDRESS.search(line.text)]
    if not writing:
        return ""
    large = NEARLY_AS_HIGH * max(line.height for line in writing)
    candidates = sorted((line for line in writing if line.height >= large), key=lambda line: line.top)
    title = [candidates[0]]
    if len(candidates) < MANY_LINES:  # else it is the text that is so large
        for line in candidates[1:MOST_TITLE_LINES]:
            if line.top - title[-1].top <= 2 * title[-1].height:
                title.append(line)
    return " ".join(line.parts[0].text for line in title)[:LONGEST_TITLE].rstrip()


def _lines(table: str) -> tuple[Line, ...]:
    """Read tesseract's table of words; the columns are told in its manual: level, five numbers, box, conf, text."""
    found: dict[tuple[str, ...], list[Word]] = {}
    for row in table.splitlines():
        cells = row.split("\t", COLUMNS - 1)
        if len(cells) == COLUMNS and cells[0] == WORD_LEVEL and cells[11].strip():
            left, top, width, height = (int(cell) for cell in cells[6:10])
            word = Word(cells[11].strip(), left, top, width, height, confidence=float(cells[10]))
            found.setdefault(tuple(cells[1:5]), []).append(word)
    lines = (Line(tuple(word for word in _without_mark(words) if _is_read(word))) for words in found.values())
    return tuple(line for line in lines if line.is_worth_keeping)


def _is_read(word: Word) -> bool:
    return word.confidence >= CONFIDENT or bool(SIGNS.search(word.text))


def _without_mark(words: list[Word]) -> list[Word]:
    """Leave out what stands before a line and is read as a letter or a sign: bullets, ticks, arrows."""
    first, *rest = words
    if len(first.text) > MARK_LETTERS:
        return words
    is_sign = not any(letter.isalnum() or letter in "§&%€" for letter in first.text)
    is_small = bool(rest) and first.height < SMALL_MARK * statistics.median(word.height for word in rest)
    return rest if is_sign or is_small else words

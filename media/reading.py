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
class PageText:
    """What could be read."""

    title: str
    """The first of the largest lines; empty when there is no writing."""
    text: str
    """All of it, line by line, the title too."""
    certain_words: int
    """Words that are hardly read into a picture without writing."""


NOTHING = PageText("", "", 0)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: int
    top: int
    width: int
    height: int
    confidence: float

    @property
    def is_certain(self) -> bool:
        return self.confidence >= CONFIDENT and len(LETTERS.findall(self.text)) >= FEWEST_LETTERS


@dataclass(frozen=True, slots=True)
class _Line:
    words: tuple[_Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def height(self) -> float:
        """Three quarters of the words that are words are not higher; the others have brackets."""
        heights = sorted(word.height for word in self.words if word.is_certain) or [0]
        return heights[len(heights) * 3 // 4]

    @property
    def top(self) -> int:
        return min(word.top for word in self.words)

    @property
    def is_worth_keeping(self) -> bool:
        """Tell writing from what lines and shadows are read as: one or two letters on a line of their own."""
        return len(SIGNS.findall(self.text)) > MARK_LETTERS or any(map(str.isdecimal, self.text))


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
    return PageText(
        title=_title(lines),
        text="\n".join(line.text for line in lines),
        certain_words=sum(word.is_certain for line in lines for word in line.words),
    )


def _lines(table: str) -> tuple[_Line, ...]:
    """Read tesseract's table of words; the columns are told in its manual: level, five numbers, box, conf, text."""
    found: dict[tuple[str, ...], list[_Word]] = {}
    for row in table.splitlines():
        cells = row.split("\t", COLUMNS - 1)
        if len(cells) == COLUMNS and cells[0] == WORD_LEVEL and cells[11].strip():
            left, top, width, height = (int(cell) for cell in cells[6:10])
            word = _Word(cells[11].strip(), left, top, width, height, confidence=float(cells[10]))
            found.setdefault(tuple(cells[1:5]), []).append(word)
    lines = (_Line(tuple(word for word in _without_mark(words) if _is_read(word))) for words in found.values())
    return tuple(line for line in lines if line.is_worth_keeping)


def _is_read(word: _Word) -> bool:
    return word.confidence >= CONFIDENT or bool(SIGNS.search(word.text))


def _without_mark(words: list[_Word]) -> list[_Word]:
    """Leave out what stands before a line and is read as a letter or a sign: bullets, ticks, arrows."""
    first, *rest = words
    if len(first.text) > MARK_LETTERS:
        return words
    is_sign = not any(letter.isalnum() or letter in "§&%€" for letter in first.text)
    is_small = bool(rest) and first.height < SMALL_MARK * statistics.median(word.height for word in rest)
    return rest if is_sign or is_small else words


def _title(lines: Sequence[_Line]) -> str:
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
    return " ".join(_beginning(line) for line in title)[:LONGEST_TITLE].rstrip()


def _beginning(line: _Line) -> str:
    """Give a line up to its first wide gap: behind it are names and signs at the side."""
    kept = [line.words[0]]
    for word in line.words[1:]:
        if word.left - kept[-1].left - kept[-1].width > WIDE_GAP * line.height:
            break
        kept.append(word)
    return " ".join(word.text for word in kept)

"""The transcript as a document: paragraphs with speakers and chapters, perhaps with a second language beside.

Pure arranging of what `watching` reads; marks for found words come from `marking`.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from archive.catalogue.watching import Line, TranscriptAbout
from archive.transcripts.paragraphs import paragraphs
from archive.web.marking import LineView, line_at, line_view

MOST_BYTES_OF_LINES, BYTES_A_LINE = 320_000, 60
"""What all lines of a page may weigh, and what each weighs besides its words and the search in its address: with
thousands of lines, a long search would weigh more than the words."""
MOST_BYTES_OF_PARAGRAPHS = 30_000
"""For the search in the addresses of paragraphs."""


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """Neighbouring lines that read as one."""

    at: str
    """The second it begins, as addresses write it."""
    start_seconds: float
    chapter: str
    """Title of the chapter that begins here; mostly empty."""
    speaker: str
    """Who begins to speak here; empty while the same person goes on."""
    lines: tuple[LineView, ...]
    beside: tuple[LineView, ...]
    """The same time in the second language."""

    @property
    def key(self) -> str:
        """Give the name of its first line."""
        return self.lines[0].key


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that the transcript can be read in."""

    language: str
    link: str
    """The same search at the same second."""


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """One transcript with its paragraphs, and the languages there are."""

    about: TranscriptAbout
    paragraphs: tuple[ParagraphView, ...]
    languages: tuple[LanguageChoice, ...]
    beside: TranscriptAbout | None
    beside_choices: tuple[LanguageChoice, ...]
    link: str
    """What stands before the second in the address of a paragraph or a chapter: it keeps the search, as these do."""
    line_link: str
    """The same for a line. Both do without what would make the page of a long recording heavy."""
    alone_link: str
    """The same place without the second language."""

    @property
    def lines(self) -> tuple[LineView, ...]:
        """Give all lines in order."""
        return tuple(line for paragraph in self.paragraphs for line in paragraph.lines)

    @property
    def checked_lines(self) -> int:
        """Count the lines that a person has checked one by one."""
        return sum(line.is_checked for paragraph in self.paragraphs for line in paragraph.lines)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be read, and how it was asked for."""

    transcripts: tuple[TranscriptAbout, ...]
    shown: TranscriptAbout
    lines: tuple[Line, ...]
    beside: TranscriptAbout | None
    beside_lines: tuple[Line, ...]
    chapters: Mapping[float, str]
    """Titles by the second they begin."""
    usual: str
    """The language that is shown when none is asked for."""
    query: str
    without: tuple[str, ...]
    """Words whose glossary is not asked."""
    at: str
    """The asked second as addresses write it."""
    second: float | None
    pattern: re.Pattern[str] | None


def transcript_view(reading: Reading) -> TranscriptView:
    """Arrange a transcript for its page."""
    shown, beside = reading.shown, reading.beside
    choices = [about.language for about in reading.transcripts if about.lines]
    said: dict[str, str | tuple[str, ...]] = {
        "q": reading.query,
        "without": reading.without,
        "transcript": "" if shown.language == reading.usual else shown.language,
        "beside": beside.language if beside else "",
    }

    def link(**parts: str | tuple[str, ...]) -> str:
        return asked({**said, **parts})

    shown_paragraphs = _paragraphs(reading)
    unsearched, alone = link(q="", without=()), link(q="", without=(), beside="")
    return TranscriptView(
        about=shown,
        paragraphs=shown_paragraphs,
        languages=tuple(
            LanguageChoice(code, link(transcript=code, beside="", t=reading.at) + "#transcript") for code in choices
        ),
        beside=beside,
        beside_choices=tuple(
            LanguageChoice(code, link(beside=code, t=reading.at) + "#transcript")
            for code in choices
            if code != shown.language
        ),
        link=_lightest(link(), unsearched, times=len(shown_paragraphs), room=MOST_BYTES_OF_PARAGRAPHS),
        line_link=_lightest(link(), unsearched, alone, times=len(reading.lines), room=_room(reading)),
        alone_link=link(beside="", t=reading.at) + "#transcript",
    )


def asked(parts: Mapping[str, str | tuple[str, ...]]) -> str:
    """Write the query of an address; what is empty is left out."""
    return "?" + urlencode({name: value for name, value in parts.items() if value}, doseq=True)


def _lightest(*links: str, times: int, room: int) -> str:
    """Choose the first address for which there is room so many times, else the last."""
    written = [_before_second(link) for link in links]
    return next((link for link in written if len(link) * times <= room), written[-1])


def _room(reading: Reading) -> int:
    """Say how much is left for what the addresses of lines keep."""
    words = sum(len(line.text.encode()) for line in (*reading.lines, *reading.beside_lines))
    return MOST_BYTES_OF_LINES - words - BYTES_A_LINE * len(reading.lines)


def _before_second(link: str) -> str:
    return f"{link}&t=" if len(link) > 1 else "?t="


def _paragraphs(reading: Reading) -> tuple[ParagraphView, ...]:
    groups = paragraphs(reading.lines, list(reading.chapters))
    second = _side_by_side([group[0].start_seconds for group in groups], reading.beside_lines)
    current = line_at(reading.lines, reading.second)
    chapters = sorted(reading.chapters.items())
    views: list[ParagraphView] = []
    speaking = ""
    for number, group in enumerate(groups):
        first = group[0]
        begun = [title for start, title in chapters if start <= first.start_seconds]
        chapters = chapters[len(begun) :]
        speaker = next((line.speaker for line in group if line.speaker), "") or ""
        lines = tuple(line_view(line, pattern=reading.pattern, is_current=line.key == current) for line in group)
        views.append(
            ParagraphView(
                at=lines[0].at,
                start_seconds=first.start_seconds,
                chapter=begun[-1] if begun else "",
                speaker=speaker if speaker != speaking else "",
                lines=lines,
                beside=tuple(line_view(line, pattern=reading.pattern, is_current=False) for line in second[number]),
            )
        )
        speaking = speaker or speaking
    return tuple(views)


def _side_by_side(starts: Sequence[float], lines: Sequence[Line]) -> list[list[Line]]:
    """Put each line of the second language to the paragraph that is spoken in its middle."""
    rows: list[list[Line]] = [[] for _ in starts]
    for line in lines if rows else ():
        middle = (line.start_seconds + line.end_seconds) / 2
        rows[max(0, bisect_right(starts, middle) - 1)].append(line)
    return rows

"""Timed text: what a cue is, how transcripts of every usual format are read, however broken, and how they are written.

Nothing is lost silently: every timing line of a file gives a cue or a problem that says why not. The blocks of a file
are cut by format: VTT and SRT in `captions.py`, ASS in `substation.py`, TTML in `ttml.py`, texts with times in
`written_times.py`, texts without in `spreading.py`. The text inside a line is `markup.py`'s.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from media.captions import Block, cut, seconds_of
from media.decoding import decode
from media.errors import TimedTextError
from media.markup import NAMED, escape, named, plain, tidy, timed_pieces, voices, without_name
from media.spreading import cut_prose
from media.substation import cut_substation
from media.ttml import cut_ttml
from media.written_times import cut_written_times

TIMING_UNREADABLE = "timing-unreadable"
EMPTY_CUE = "empty-cue"
REPEATED = "repeated"
END_MENDED = "end-mended"
TIMES_ESTIMATED = "times-estimated"
"""Said once: some or all times are guesses, since the file does not say them."""
WITHOUT_CUE = frozenset({TIMING_UNREADABLE, EMPTY_CUE, REPEATED})
"""Problems that stand for a timing line without a cue; REPEATED lost no words."""

LIMIT_BYTES = 20 * 1024 * 1024
LIMIT_CUES = 100_000
READING_CHARACTERS_PER_SECOND = 15
SHORTEST_MENDED_SECONDS = 1.0
ROLLING_SHARE = 0.5
ROLLING_CUES = 4
CARRYING_SECONDS = 0.5
SPEAKER_MENTIONS = 2
SPEAKER_MENTIONS_OF_ONE_WORD = 3
MARKUP_LANGUAGES = (
    ("html", re.compile(r"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)),
    ("ttml", re.compile(r"<(?:\w{1,20}:)?tt\b", re.IGNORECASE)),
    ("sami", re.compile(r"<sami\b", re.IGNORECASE)),
)
SUBSTATION = re.compile(r"\s*\[script info\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word and when it was said."""

    start_seconds: float
    end_seconds: float
    text: str
    chance: float | None = None
    """How sure the recogniser was of it, from 0 to 1; None where nobody said."""


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
    """Lines of the file that hold times or try to; of a text without times, the pieces it was cut into."""
    problems: tuple[str, ...]
    """Codes; `timing_lines` is the number of cues plus the problems that are in WITHOUT_CUE."""


def read_timed_text(raw: bytes, *, recording_seconds: float | None = None) -> TimedText:
    """Read a transcript of any encoding and any shape people produce: VTT, SRT, ASS, TTML, SBV, texts with times.

    Args:
        raw: the file.
        recording_seconds: given where a text without any times may be a transcript, too: it is spread over so long.

    Raises:
        TimedTextError: there are no captions in it, or it is in another format.
    """
    if len(raw) > LIMIT_BYTES:
        raise TimedTextError(reason="too-large", subject=f"{len(raw)} bytes")
    text = decode(raw)
    problems: list[str] = []
    captions = _captions(text)
    blocks = captions if captions is not None else _written(text, problems, recording_seconds=recording_seconds)
    if len(blocks) > LIMIT_CUES:
        raise TimedTextError(reason="too-large", subject=f"{len(blocks)} cues")
    problems += [TIMING_UNREADABLE for block in blocks if not block.is_readable]
    readable = [block for block in blocks if block.is_readable]
    is_rolling = captions is not None and _is_rolling(readable)
    cues = _rolled_out(readable, problems) if is_rolling else _as_written(readable, problems)
    if not cues:
        has_only_empty_cues = EMPTY_CUE in problems and TIMING_UNREADABLE not in problems
        has_only_a_header = not blocks and text.startswith("WEBVTT")
        raise TimedTextError(reason="empty" if has_only_empty_cues or has_only_a_header else "not-captions")
    return TimedText(_with_speakers(cues), timing_lines=len(blocks), problems=tuple(problems))


def write_vtt(cues: Iterable[Cue], *, language: str) -> str:
    """Write WebVTT. Word times stay out of it: players would restyle every word."""
    blocks = [f"WEBVTT\nLanguage: {language}\n"]
    for cue in cues:
        text = escape(tidy(cue.text))
        if not text:
            continue
        if cue.speaker:
            text = f"<v {escape(' '.join(cue.speaker.split()))}>{text}"
        elif NAMED.match(text):
            text = text.replace(":", "&#58;", 1)  # or a reader would take the words before it for a speaker
        blocks.append(f"{timecode(cue.start_seconds)} --> {timecode(cue.end_seconds)}\n{text}\n")
    return "\n".join(blocks)


def write_srt(cues: Iterable[Cue]) -> str:
    """Write SubRip, for the players that read nothing else."""
    blocks: list[str] = []
    for cue in cues:
        text = tidy(cue.text).replace("-->", "->")
        if not text:
            continue
        spoken = f"{cue.speaker}: {text}" if cue.speaker else text
        start, end = (timecode(seconds).replace(".", ",") for seconds in (cue.start_seconds, cue.end_seconds))
        blocks.append(f"{len(blocks) + 1}\n{start} --> {end}\n{spoken}\n")
    return "\n".join(blocks)


def timecode(seconds: float) -> str:
    """Return a position as HH:MM:SS.mmm."""
    milliseconds = max(0, round(seconds * 1000))
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _captions(text: str) -> Sequence[Block] | None:
    """Cut captions into blocks, by the format that the beginning shows; None for text that is no captions.

    Raises:
        TimedTextError: it is empty, a web page, or in a format that we do not read.
    """
    if not text.strip():
        raise TimedTextError(reason="empty")
    language = _markup_language(text[:4096])
    if language == "ttml":
        return cut_ttml(text)
    if language == "html":
        raise TimedTextError(reason="html-page")
    if language is not None:
        raise TimedTextError(reason="not-captions", subject=language)
    if SUBSTATION.match(text):
        return cut_substation(text)
    blocks = cut(text)
    return blocks if blocks or text.startswith("WEBVTT") else None


def _markup_language(beginning: str) -> str | None:
    """Say which language of angle brackets a file is written in, by the element that comes first."""
    if not beginning.lstrip().startswith("<"):
        return None
    found = [(match.start(), name) for name, shape in MARKUP_LANGUAGES if (match := shape.search(beginning))]
    return min(found)[1] if found else None


def _written(text: str, problems: list[str], *, recording_seconds: float | None) -> Sequence[Block]:
    """Cut a text that people wrote: by the times in it, or else spread over the recording.

    Raises:
        TimedTextError: it cannot be what was said.
    """
    written = cut_written_times(text, recording_seconds=recording_seconds)
    if written is None and recording_seconds is None:
        return ()
    if written is None or written.is_estimated:
        problems.append(TIMES_ESTIMATED)
    return written.blocks if written else cut_prose(text, recording_seconds=recording_seconds or 0.0)


def _as_written(blocks: Sequence[Block], problems: list[str]) -> list[Cue]:
    cues = []
    for block in blocks:
        speaker, lines = voices(list(block.lines))
        text = "\n".join(plain(line) for line in lines)
        if not text:
            problems.append(EMPTY_CUE)
            continue
        cues.append(_cue(block, lines=lines, text=text, speaker=speaker, problems=problems))
    return sorted(cues, key=lambda cue: cue.start_seconds)


def _cue(block: Block, *, lines: Sequence[str], text: str, speaker: str | None, problems: list[str]) -> Cue:
    end_seconds = block.end_seconds
    if end_seconds <= block.start_seconds:
        problems.append(END_MENDED)
        reading_seconds = len(text) / READING_CHARACTERS_PER_SECOND
        end_seconds = block.start_seconds + round(max(SHORTEST_MENDED_SECONDS, reading_seconds), 3)
    return Cue(block.start_seconds, end_seconds, text, speaker, _words(block, lines))


def _words(block: Block, lines: Sequence[str]) -> tuple[Word, ...]:
    """Take word times from the inline times platforms write; a word ends where the next one begins."""
    starts: list[tuple[float, str]] = []
    for line in lines:
        for piece in timed_pieces(line):
            start = block.start_seconds if piece.time is None else seconds_of(piece.time) + block.offset_seconds
            starts.extend((start, word) for word in piece.text.split())
    ends = [start for start, _ in starts[1:]] + [block.end_seconds]
    return tuple(Word(start, max(start, end), word) for (start, word), end in zip(starts, ends, strict=False))


def _is_rolling(blocks: Sequence[Block]) -> bool:
    """Tell whether most cues begin with the last line of the one before, as automatic captions of platforms do."""
    shown = [lines for block in blocks if (lines := _shown(block))]
    repeats = sum(before[-1] == after[0] for before, after in itertools.pairwise(shown))
    return len(shown) >= ROLLING_CUES and repeats > ROLLING_SHARE * (len(shown) - 1)


def _rolled_out(blocks: Sequence[Block], problems: list[str]) -> list[Cue]:
    """Keep of each cue only the lines the one before did not show yet; a sentence said twice survives."""
    cues: list[Cue] = []
    before: list[str] = []
    for block in blocks:
        shown = _shown(block)
        if not shown:
            problems.append(EMPTY_CUE)
            if block.end_seconds - block.start_seconds > CARRYING_SECONDS:
                before = []
            continue
        known = next((n for n in range(min(len(shown), len(before)), 0, -1) if before[-n:] == shown[:n]), 0)
        before = shown
        if known == len(shown):
            problems.append(REPEATED)
            if cues:
                cues[-1] = replace(cues[-1], end_seconds=max(cues[-1].end_seconds, block.end_seconds))
            continue
        lines = [line for line in block.lines if plain(line)][known:]
        cues.append(_cue(block, lines=lines, text=" ".join(shown[known:]), speaker=None, problems=problems))
    for index, (cue, following) in enumerate(itertools.pairwise(cues)):
        if cue.start_seconds < following.start_seconds < cue.end_seconds:
            cues[index] = replace(cue, end_seconds=following.start_seconds)
    return cues


def _shown(block: Block) -> list[str]:
    return [text for line in block.lines if (text := plain(line))]


def _with_speakers(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Take `Name: ` for a speaker where the file does so again and again; once may be any sentence with a colon."""
    mentions = Counter(name for cue in cues if cue.speaker is None and (name := named(cue.text)))
    speakers = {
        name
        for name, count in mentions.items()
        if count >= (SPEAKER_MENTIONS if " " in name else SPEAKER_MENTIONS_OF_ONE_WORD)
    }
    return tuple(
        replace(cue, speaker=name, text=without_name(cue.text))
        if cue.speaker is None and (name := named(cue.text)) in speakers
        else cue
        for cue in cues
    )

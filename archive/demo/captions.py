"""Writes what is said and shown as WebVTT: captions that begin with the word, and chapters.

Word times stand inside the captions, as platforms write them, so that the archive can lead to the very word.
"""

from collections.abc import Sequence

from archive.demo.speech import Speech, Spoken
from archive.demo.texts import Script
from ingest.entries import ChapterMark
from media.cues import timecode
from media.markup import escape


def captions(speech: Speech, *, language: str) -> str:
    """Write the captions; no sentence holds a line break, each is one cue."""
    blocks = [f"WEBVTT\nLanguage: {language}\n", *(_cue(spoken) for spoken in speech.sentences)]
    return "\n".join(blocks)


def chapters(script: Script, speech: Speech) -> tuple[ChapterMark, ...]:
    """Name the span of each slide."""
    starts = [min(row.start_seconds for row in speech.sentences if row.slide == number) for number in _slides(speech)]
    ends = [*starts[1:], speech.duration_seconds]
    titles = [script.slides[number].title for number in _slides(speech)]
    return tuple(ChapterMark(*row) for row in zip([0.0, *starts[1:]], ends, titles, strict=True))


def chapters_vtt(marks: Sequence[ChapterMark]) -> str:
    """Write chapters as a page offers them to its player."""
    blocks = ["WEBVTT\n"]
    for mark in marks:
        end_seconds = mark.start_seconds if mark.end_seconds is None else mark.end_seconds
        blocks.append(f"{timecode(mark.start_seconds)} --> {timecode(end_seconds)}\n{escape(mark.title)}\n")
    return "\n".join(blocks)


def _slides(speech: Speech) -> list[int]:
    return sorted({row.slide for row in speech.sentences})


def _cue(spoken: Spoken) -> str:
    words = spoken.line.sentence.split()
    later = zip(spoken.word_starts[1:], words[1:], strict=True)
    timed = [escape(words[0]), *(f"<{timecode(start)}>{escape(word)}" for start, word in later)]
    times = f"{timecode(spoken.start_seconds)} --> {timecode(spoken.end_seconds)}"
    return f"{times}\n<v {escape(spoken.line.speaker.name)}>{' '.join(timed)}\n"

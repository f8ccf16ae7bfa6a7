"""Which transcripts a recording gets: its captions in the order of trust, else its recognised speech.

Captions that cannot be read do not lose the recording: they are told as a problem, and the next origin is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.context import Problem, ProblemCode, TranscriptResult
from ingest.entries import TranscriptOrigin
from ingest.languages import guess_language
from ingest.segmenting import segment
from ingest.sources import CaptionFile
from ingest.speech import Heard
from media.cues import read_timed_text
from media.errors import TimedTextError

TRUST: tuple[TranscriptOrigin, ...] = ("supplied", "platform", "platform-auto", "speech")
LARGEST_CAPTIONS_BYTES = 20_000_000
CAPTIONS_HEAD = 40
"""Cues enough to guess a language by."""


@dataclass(frozen=True, slots=True)
class ReadCaptions:
    """What the caption files of a recording gave."""

    transcripts: tuple[TranscriptResult, ...]
    """At most one a language, the most trusted; a machine's only where there is no person's."""
    problems: tuple[Problem, ...]


def read_captions(files: Sequence[CaptionFile], *, recording_language: str | None, usual_language: str) -> ReadCaptions:
    """Read all caption files and choose among them."""
    read: list[TranscriptResult] = []
    problems: list[Problem] = []
    for file in files:
        outcome = _read(file, recording_language=recording_language, usual_language=usual_language)
        if isinstance(outcome, Problem):
            problems.append(outcome)
        else:
            read.append(outcome)
    return ReadCaptions(choose(read), tuple(problems))


def choose(transcripts: Sequence[TranscriptResult]) -> tuple[TranscriptResult, ...]:
    """Keep the most trusted transcript of each language, and a machine's only where there is no person's."""
    ordered = sorted(transcripts, key=lambda transcript: TRUST.index(transcript.origin))
    by_people = [transcript for transcript in ordered if transcript.origin in {"supplied", "platform"}]
    chosen: dict[str, TranscriptResult] = {}
    for transcript in by_people or ordered:
        chosen.setdefault(transcript.language, transcript)
    return tuple(chosen.values())


def from_speech(heard: Heard) -> TranscriptResult | None:
    """Make a transcript of recognised words; None when there were none."""
    cues = segment(heard.words)
    if not cues:
        return None
    return TranscriptResult(
        language=heard.language,
        origin="speech",
        engine=heard.engine,
        cues=cues,
        timing_lines=len(cues),
        problems=("repetition-dropped",) * heard.dropped_repetitions,
    )


def transcript_of(
    raw: bytes, *, language: str | None, otherwise: str, origin: TranscriptOrigin = "supplied"
) -> TranscriptResult:
    """Read captions; a language that nobody names is guessed from the words, and `otherwise` is the last resort.

    Raises:
        TimedTextError: there are no words in them, or they are in another format.
    """
    text = read_timed_text(raw)
    if not text.cues:
        raise TimedTextError(reason="empty")
    head = [cue.text for cue in text.cues[:CAPTIONS_HEAD]]
    return TranscriptResult(
        language=language or guess_language(head) or otherwise,
        origin=origin,
        engine=None,
        cues=text.cues,
        timing_lines=text.timing_lines,
        problems=text.problems,
    )


def _read(file: CaptionFile, *, recording_language: str | None, usual_language: str) -> TranscriptResult | Problem:
    subject = file.name or file.language or "?"
    otherwise = recording_language or usual_language
    try:
        return transcript_of(_bytes_of(file.path), language=file.language, otherwise=otherwise, origin=file.origin)
    except TimedTextError as exc:
        code: ProblemCode = "captions-empty" if exc.reason == "empty" else "captions-unreadable"
        return Problem(code, subject, exc.reason)
    except OSError:
        return Problem("captions-unreadable", subject, "file-unreadable")


def _bytes_of(path: Path) -> bytes:
    """Read a caption file, unless it is far too large to be one.

    Raises:
        TimedTextError: `too-large`.
        OSError: it cannot be read.
    """
    if path.stat().st_size > LARGEST_CAPTIONS_BYTES:
        raise TimedTextError(reason="too-large")
    return path.read_bytes()

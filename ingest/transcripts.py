"""Which transcripts a recording gets: its captions in the order of trust, else its recognised speech.

Captions that cannot be read do not lose the recording: they are told as a problem, and the next origin is asked.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from ingest.context import Problem, ProblemCode, TranscriptResult
from ingest.entries import TranscriptOrigin
from ingest.languages import guess_language
from ingest.segmenting import segment
from ingest.sources import CaptionFile
from ingest.speech import Heard
from media.cues import read_timed_text
from media.errors import TimedTextError

TRUST: tuple[TranscriptOrigin, ...] = ("supplied", "platform", "platform-auto", "speech")
TEXT_SUFFIXES = frozenset({".txt", ".text"})
"""Files in which a text without times may be a transcript; in captions it is a sign that they are broken."""
LARGEST_CAPTIONS_BYTES = 20_000_000
CAPTIONS_HEAD = 40
"""Cues enough to guess a language by."""


@dataclass(frozen=True, slots=True)
class ReadCaptions:
    """What the caption files of a recording gave."""

    transcripts: tuple[TranscriptResult, ...]
    """At most one a language and origin, the most trusted first."""
    problems: tuple[Problem, ...]


def read_captions(
    files: Sequence[CaptionFile], *, otherwise: str, recording_seconds: float | None = None
) -> ReadCaptions:
    """Read all caption files and choose among them; `otherwise` is the language where nothing tells it."""
    read: list[TranscriptResult] = []
    problems: list[Problem] = []
    languages: set[str | None] = set()
    for file in files:
        if file.is_spare and file.language in languages:
            continue
        outcome = _read(file, otherwise=otherwise, recording_seconds=recording_seconds)
        if isinstance(outcome, Problem):
            problems.append(outcome)
        else:
            read.append(outcome)
            languages.add(file.language)
    return ReadCaptions(choose(read), tuple(problems))


def choose(transcripts: Sequence[TranscriptResult]) -> tuple[TranscriptResult, ...]:
    """Keep one transcript of each language and origin; the shelf takes the first of a language into use.

    Where people made captions, a machine's of another language is left out: it is a translation.
    """
    ordered = sorted(transcripts, key=lambda transcript: TRUST.index(transcript.origin))
    of_people = {transcript.language for transcript in ordered if transcript.origin in {"supplied", "platform"}}
    chosen: dict[tuple[str, TranscriptOrigin], TranscriptResult] = {}
    for transcript in ordered:
        if transcript.origin != "platform-auto" or not of_people or transcript.language in of_people:
            chosen.setdefault((transcript.language, transcript.origin), transcript)
    return tuple(chosen.values())


def from_speech(heard: Heard) -> TranscriptResult | None:
    """Make a transcript of recognised words; None when there were none."""
    cues = segment(heard.words)
    if not cues:
        return None
    dropped = ("repetition-dropped",) * heard.dropped_repetitions + ("phantom-dropped",) * heard.dropped_phantoms
    return TranscriptResult(
        language=heard.language,
        origin="speech",
        engine=heard.engine,
        cues=cues,
        timing_lines=len(cues),
        problems=dropped,
    )


def dropped_words(transcript: TranscriptResult) -> str:
    """Say, for the log of a job, how much of what a recogniser told was left out; empty when nothing was."""
    counts = Counter(problem for problem in transcript.problems if problem.endswith("-dropped"))
    return ", ".join(f"{count} {problem}" for problem, count in sorted(counts.items()))


def transcript_of(
    raw: bytes,
    *,
    name: str,
    language: str | None,
    otherwise: str,
    origin: TranscriptOrigin = "supplied",
    recording_seconds: float | None = None,
) -> TranscriptResult:
    """Read captions; a language that nobody names is guessed from the words, and `otherwise` is the last resort.

    In a file named as a text, words without times are spread over the recording.

    Raises:
        TimedTextError: there are no words in them, or they are in another format.
    """
    is_text = PurePath(name).suffix.casefold() in TEXT_SUFFIXES
    text = read_timed_text(raw, recording_seconds=recording_seconds if is_text else None)
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


def _read(file: CaptionFile, *, otherwise: str, recording_seconds: float | None) -> TranscriptResult | Problem:
    subject = file.name or file.language or "?"
    try:
        return transcript_of(
            _bytes_of(file.path),
            name=file.name,
            language=file.language,
            otherwise=otherwise,
            origin=file.origin,
            recording_seconds=recording_seconds,
        )
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

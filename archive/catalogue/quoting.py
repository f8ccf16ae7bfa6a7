"""Named reads of lines as visitors read them at a revision: what is quoted, and what stands there now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.recordings import Transcript, TranscriptCue
from archive.catalogue.revisions import FormerCue
from archive.catalogue.watching import MACHINES

MOST_LINES = 200
"""Longest quote: more than ten minutes of speech."""


@dataclass(frozen=True, slots=True)
class WordedLine:
    """A line in one of its wordings."""

    key: str
    start_seconds: float
    end_seconds: float
    text: str
    speaker: str | None
    is_machine_text: bool
    """A machine wrote it, and nobody had checked it."""


def lines_between(
    session: Session, recording_id: int, language: str, first: str, last: str, *, revision: int
) -> tuple[WordedLine, ...]:
    """Give the lines from one key to another as they read at a revision; none when a key was not there then."""
    ends = _worded(session, recording_id, language, revision=revision, keys=(first, last))
    if {line.key for line in ends} != {first, last}:
        return ()
    start, end = (min(line.start_seconds for line in ends), max(line.start_seconds for line in ends))
    return _worded(session, recording_id, language, revision=revision, between=(start, end))


def lines_during(
    session: Session, recording_id: int, language: str, start_seconds: float, end_seconds: float, *, revision: int
) -> tuple[WordedLine, ...]:
    """Give the lines that are spoken in this time as they read at a revision."""
    lines = _worded(session, recording_id, language, revision=revision, between=(0.0, end_seconds))
    return tuple(line for line in lines if line.end_seconds > start_seconds and line.start_seconds < end_seconds)


def _worded(
    session: Session,
    recording_id: int,
    language: str,
    *,
    revision: int,
    keys: Sequence[str] | None = None,
    between: tuple[float, float] | None = None,
) -> tuple[WordedLine, ...]:
    cue, former = TranscriptCue, FormerCue
    present = (
        select(cue, Transcript.origin, Transcript.is_checked)
        .join(Transcript)
        .where(Transcript.recording_id == recording_id, Transcript.language == language, Transcript.is_current)
        .where(cue.since_revision <= revision)
    )
    past = select(former).where(
        former.recording_id == recording_id,
        former.language == language,
        former.since_revision <= revision,
        former.until_revision >= revision,
    )
    if keys is not None:
        present, past = present.where(cue.key.in_(keys)), past.where(former.key.in_(keys))
    if between is not None:
        present = present.where(cue.start_seconds.between(*between))
        past = past.where(former.start_seconds.between(*between))
    lines = [
        _line(row, is_machine_text=origin in MACHINES and not (is_checked or row.is_checked))
        for row, origin, is_checked in session.execute(present)
    ]
    lines += [_line(row, is_machine_text=row.is_machine_text) for row in session.scalars(past)]
    return tuple(sorted(lines, key=lambda line: line.start_seconds))


def _line(row: TranscriptCue | FormerCue, *, is_machine_text: bool) -> WordedLine:
    return WordedLine(row.key, row.start_seconds, row.end_seconds, row.text, row.speaker, is_machine_text)

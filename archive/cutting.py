"""What is cut out of a recording, as rows say it, in the seconds of the original and in those that people see.

Cutting words away is `redacting.py` and `trimming.py`; cutting films is ffmpeg's work, asked for by a rebuild.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.cuts import Redaction, Trim
from archive.catalogue.recordings import Recording
from media.cues import Cue, Word
from media.cutting import Cut, Span

Timed = TypeVar("Timed", Cue, Word)

REMOVED = "[…]"
"""Stands in every language where words were redacted."""


def cut_of(session: Session, recording_id: int) -> Cut:
    """Say what of the original is to be seen and heard."""
    trim = session.get(Trim, recording_id)
    rows = redactions_of(session, recording_id)
    return Cut(
        begins_at=trim.begins_at if trim else 0.0,
        ends_at=trim.ends_at if trim else None,
        silenced=tuple(Span(row.start_seconds, row.end_seconds) for row in rows),
        blurred=tuple(Span(row.start_seconds, row.end_seconds) for row in rows if row.blurs_picture),
    )


def redactions_of(session: Session, recording_id: int) -> Sequence[Redaction]:
    """List what was redacted, in the order of time."""
    mine = select(Redaction).where(Redaction.recording_id == recording_id)
    return session.scalars(mine.order_by(Redaction.start_seconds, Redaction.id)).all()


def redacted_spans(session: Session, recording_id: int) -> tuple[Span, ...]:
    """List what is silent, in the seconds that people see."""
    cut = cut_of(session, recording_id)
    return tuple(
        replace(span, start_seconds=span.start_seconds - cut.begins_at, end_seconds=span.end_seconds - cut.begins_at)
        for span in cut.silenced
    )


def film_seen(session: Session, recording: Recording) -> str:
    """Name the film whose seconds people read off: another one begins elsewhere."""
    return f"{recording.original_key} {cut_of(session, recording.id).begins_at:.3f}"


def is_within(spans: Sequence[Span], start_seconds: float, end_seconds: float) -> bool:
    """Say whether a part of something is in one of the spans."""
    return any(span.overlaps(start_seconds, end_seconds) for span in spans)


def without_redacted(cues: Sequence[Cue], spans: Sequence[Span]) -> tuple[Cue, ...]:
    """Give cues without the words of those that are redacted, in part or as a whole."""
    return tuple(
        replace(cue, text=REMOVED, speaker=None, words=())
        if is_within(spans, cue.start_seconds, cue.end_seconds)
        else cue
        for cue in cues
    )


def as_seen(cues: Sequence[Cue], cut: Cut) -> tuple[Cue, ...]:
    """Bring cues from the seconds of the original to those that people see.

    What lies outside is left out, what sticks out is shortened.
    """
    end = math.inf if cut.ends_at is None else cut.ends_at
    inside = [cue for cue in cues if cue.start_seconds < end and cue.end_seconds > cut.begins_at]
    return tuple(
        replace(_moved(cue, cut.begins_at, end), words=tuple(_moved(word, cut.begins_at, end) for word in cue.words))
        for cue in inside
    )


def _moved(timed: Timed, begins_at: float, ends_at: float) -> Timed:
    start, end = (
        round(min(max(seconds, begins_at), ends_at) - begins_at, 3)
        for seconds in (timed.start_seconds, timed.end_seconds)
    )
    return replace(timed, start_seconds=start, end_seconds=end)

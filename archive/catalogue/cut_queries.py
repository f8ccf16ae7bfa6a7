"""What is cut out of a recording, as rows say it: in the seconds of its original, and in those that people see."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.cuts import Redaction, Trim
from archive.catalogue.recordings import Recording
from media.cutting import Cut, Span


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


def original_seconds(session: Session, recording: Recording) -> float:
    """Say how long the original is."""
    row = session.get(Trim, recording.id)
    return row.original_seconds if row else recording.duration_seconds or 0.0


def film_seen(session: Session, recording: Recording) -> str:
    """Name the film whose seconds people read off: another one begins elsewhere."""
    return f"{recording.original_key} {cut_of(session, recording.id).begins_at:.3f}"

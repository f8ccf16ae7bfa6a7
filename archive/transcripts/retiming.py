"""Brings all that is told by seconds to other ends of a recording: lines, chapters, former wordings, reports, topics.

Part of the transaction that puts films with these ends on the shelf. Lines and chapters outside are kept beside, and
come back when the ends do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from archive.catalogue.cuts import Trim
from archive.catalogue.edits import TranscriptEdit
from archive.catalogue.recordings import Chapter, Recording, Transcript, TranscriptCue
from archive.catalogue.reports import LineReport
from archive.catalogue.revisions import FormerCue
from archive.catalogue.topics import TopicMoment

Row = dict[str, Any]
CUE, CHAPTER = TranscriptCue.__tablename__, Chapter.__tablename__


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a recording begins and ends, in seconds of its original; None is the original's own end."""

    begins_at: float = 0.0
    ends_at: float | None = None


def move_words(session: Session, recording: Recording, wanted: Ends, *, original_seconds: float) -> None:
    """Bring all that is told by seconds to new ends, and remember them.

    A line or chapter that an end cuts through is shortened. What editors could undo was said of other seconds: that
    history begins anew.
    """
    trim = session.get(Trim, recording.id)
    before = Ends(trim.begins_at, trim.ends_at) if trim else Ends()
    kept = trim.left_out if trim else {}
    left_out = {
        CUE: _move_cues(session, recording, before, wanted, kept.get(CUE, [])),
        CHAPTER: _move_chapters(session, recording, before, wanted, kept.get(CHAPTER, [])),
    }
    _move_the_rest(session, recording.id, by_seconds=before.begins_at - wanted.begins_at)
    for frame in recording.poster_frames:
        if not frame.is_from_source:
            frame.at_seconds += before.begins_at - wanted.begins_at
    if wanted == Ends() and not any(left_out.values()):
        if trim is not None:
            session.delete(trim)
    else:
        row = trim or Trim(recording_id=recording.id)
        row.begins_at, row.ends_at, row.left_out = wanted.begins_at, wanted.ends_at, left_out
        row.original_seconds = original_seconds
        session.add(row)
    session.flush()


def _move_cues(session: Session, recording: Recording, before: Ends, wanted: Ends, kept: Sequence[Row]) -> list[Row]:
    left_out: list[Row] = []
    transcripts = session.scalars(select(Transcript).where(Transcript.recording_id == recording.id)).all()
    for transcript in transcripts:
        mine = select(TranscriptCue).where(TranscriptCue.transcript_id == transcript.id)
        rows = [shifted(_plain(cue), before.begins_at) for cue in session.scalars(mine)]
        rows += [row for row in kept if row["transcript_id"] == transcript.id]
        rows.sort(key=lambda row: (row["start_seconds"], row["end_seconds"]))
        inside, outside = _parted(rows, wanted, end_of=lambda row, _next: row["end_seconds"])
        transcript.last_edit += 1
        session.execute(delete(TranscriptEdit).where(TranscriptEdit.transcript_id == transcript.id))
        session.execute(delete(TranscriptCue).where(TranscriptCue.transcript_id == transcript.id))
        changed = {"last_edit": transcript.last_edit}
        placed = [row | changed | {"position": place} for place, row in enumerate(inside)]
        if placed:
            session.execute(insert(TranscriptCue), placed)
        session.expire(transcript)
        left_out += outside
    return left_out


def _move_chapters(
    session: Session, recording: Recording, before: Ends, wanted: Ends, kept: Sequence[Row]
) -> list[Row]:
    rows = [shifted(_plain(chapter), before.begins_at) for chapter in recording.chapters]
    rows = sorted([*rows, *kept], key=lambda row: row["start_seconds"])
    inside, outside = _parted(rows, wanted, end_of=lambda _row, following: following)
    session.execute(delete(Chapter).where(Chapter.recording_id == recording.id))
    if inside:
        session.execute(insert(Chapter), inside)
    session.expire(recording, ["chapters"])
    return outside


def _parted(rows: Sequence[Row], wanted: Ends, *, end_of: Callable[[Row, float], float]) -> tuple[list[Row], list[Row]]:
    """Part rows, at the original's seconds, into those inside, at the new ones, and those outside, as they are."""
    finish = float("inf") if wanted.ends_at is None else wanted.ends_at
    following = [*(row["start_seconds"] for row in rows), float("inf")][1:]
    inside, outside = [], []
    for row, following_start in zip(rows, following, strict=True):
        if row["start_seconds"] < finish and end_of(row, following_start) > wanted.begins_at:
            inside.append(shifted(_within(row, wanted.begins_at, finish), -wanted.begins_at))
        else:
            outside.append(row)
    return inside, outside


def _within(row: Row, begin: float, finish: float) -> Row:
    shortened = row | {"start_seconds": max(row["start_seconds"], begin)}
    return shortened | {"end_seconds": min(row["end_seconds"], finish)} if "end_seconds" in row else shortened


def _move_the_rest(session: Session, recording_id: int, *, by_seconds: float) -> None:
    for kind in (FormerCue, TopicMoment, LineReport):
        columns = [kind.__table__.columns[name] for name in ("start_seconds", "end_seconds") if hasattr(kind, name)]
        moved = {column.name: column + by_seconds for column in columns}
        session.execute(update(kind).where(kind.recording_id == recording_id).values(moved))


def _plain(row: TranscriptCue | Chapter) -> Row:
    """Give a row as JSON can keep it, without its id."""
    return {column.name: getattr(row, column.name) for column in row.__table__.columns if column.name != "id"}


def shifted(row: Row, by_seconds: float) -> Row:
    """Give a row of a line or a chapter at other seconds."""
    moved: Row = {name: round(row[name] + by_seconds, 3) for name in ("start_seconds", "end_seconds") if name in row}
    if row.get("word_starts"):
        moved["word_starts"] = [round(start + by_seconds, 3) for start in row["word_starts"]]
    return row | moved

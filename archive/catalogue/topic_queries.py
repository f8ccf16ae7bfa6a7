"""Named reads of passages by topic, each for whoever is looking. What staff rejected is not there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from archive.catalogue.events import Event
from archive.catalogue.recordings import Recording, Transcript, TranscriptCue
from archive.catalogue.topics import TopicMoment, TopicState
from archive.catalogue.viewing import Viewer, may_see_recording

LINES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class TopicPassage:
    """A passage with its first lines."""

    moment_id: int
    recording_id: int
    topic: str
    language: str
    start_seconds: float
    end_seconds: float
    line: str
    """Name of its first line; empty where the transcript has changed since."""
    text: str
    words: tuple[str, ...]
    said: tuple[str, ...]
    state: TopicState


@dataclass(frozen=True, slots=True)
class _FirstLine:
    """One of the lines that a passage begins with."""

    key: str
    text: str


def topic_counts(session: Session, viewer: Viewer) -> Mapping[int, Mapping[str, int]]:
    """Count the passages by recording and topic."""
    moment = TopicMoment
    counted = (
        select(moment.recording_id, moment.topic, func.count(moment.id))
        .join(Recording, Recording.id == moment.recording_id)
        .join(Recording.event)
        .where(shown_passages(viewer))
        .group_by(moment.recording_id, moment.topic)
    )
    found: dict[int, dict[str, int]] = {}
    for recording_id, topic, count in session.execute(counted):
        found.setdefault(recording_id, {})[topic] = count
    return found


def passages(
    session: Session, viewer: Viewer, topic: str, *, recordings: Collection[int] | None, limit: int, offset: int = 0
) -> tuple[TopicPassage, ...]:
    """List passages about a topic: those of the latest event first, and of a recording in the order of time."""
    moment = TopicMoment
    wanted = (
        select(moment)
        .join(Recording, Recording.id == moment.recording_id)
        .join(Recording.event)
        .where(shown_passages(viewer), moment.topic == topic, *_among(recordings))
    )
    order = (Event.starts.desc().nulls_last(), Recording.id, moment.start_seconds, moment.id)
    rows = session.scalars(wanted.order_by(*order).limit(limit).offset(offset)).all()
    return _with_lines(session, rows)


def passages_of(session: Session, recording_id: int) -> tuple[TopicPassage, ...]:
    """List all passages of a recording, rejected ones too, whoever may see it: for the desk."""
    mine = select(TopicMoment).where(TopicMoment.recording_id == recording_id)
    rows = session.scalars(mine.order_by(TopicMoment.start_seconds, TopicMoment.id)).all()
    return _with_lines(session, rows)


def _with_lines(session: Session, rows: Sequence[TopicMoment]) -> tuple[TopicPassage, ...]:
    lines = _first_lines(session, [row.id for row in rows])
    return tuple(_passage(row, lines.get(row.id, ())) for row in rows)


def _passage(row: TopicMoment, lines: Sequence[_FirstLine]) -> TopicPassage:
    return TopicPassage(
        moment_id=row.id,
        recording_id=row.recording_id,
        topic=row.topic,
        language=row.language,
        start_seconds=row.start_seconds,
        end_seconds=row.end_seconds,
        line=lines[0].key if lines else "",
        text=" ".join(line.text for line in lines),
        words=tuple(row.words),
        said=tuple(row.said),
        state=row.state,
    )


def shown_passages(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition for selects that join the recording and its event."""
    return and_(may_see_recording(viewer), TopicMoment.state != TopicState.REJECTED)


def _among(recordings: Collection[int] | None) -> tuple[ColumnElement[bool], ...]:
    return () if recordings is None else (TopicMoment.recording_id.in_(recordings),)


def _first_lines(session: Session, moment_ids: Collection[int]) -> Mapping[int, Sequence[_FirstLine]]:
    """Give the first lines of each passage, out of the transcript that is in use."""
    moment, cue = TopicMoment, TranscriptCue
    is_spoken = and_(
        Transcript.recording_id == moment.recording_id,
        Transcript.language == moment.language,
        Transcript.is_current,
    )
    is_inside = and_(
        cue.transcript_id == Transcript.id,
        cue.position.between(moment.first_position, moment.last_position),
        cue.position < moment.first_position + LINES_SHOWN,
    )
    rows = session.execute(
        select(moment.id, cue.key, cue.text)
        .join(Transcript, is_spoken)
        .join(cue, is_inside)
        .where(moment.id.in_(moment_ids))
        .order_by(moment.id, cue.position)
    )
    found: dict[int, list[_FirstLine]] = {}
    for moment_id, key, text in rows:
        found.setdefault(moment_id, []).append(_FirstLine(key, text))
    return found

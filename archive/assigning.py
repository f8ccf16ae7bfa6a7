"""Which passages of a recording are about which topic: found by the rules anew, with what staff decided kept.

One transcript speaks for a recording: that in the language spoken, else the first. So nothing is counted twice.
"""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive.catalogue.recordings import Recording, Transcript, TranscriptCue
from archive.catalogue.topics import TopicMoment, TopicState
from archive.errors import NotFoundError
from archive.topics import finder, topics

SAME_SHARE = 0.5
"""Passages of one topic that share so much of the shorter one are the same passage."""


def assign_topics(session: Session, recording_id: int) -> bool:
    """Find the topics of a recording; say whether anything changed. Doing it again changes nothing."""
    kept = session.scalars(select(TopicMoment).where(TopicMoment.recording_id == recording_id)).all()
    decided = [row for row in kept if row.state is not TopicState.SUGGESTED]
    found = [row for row in _found(session, recording_id) if not any(_is_same(row, known) for known in decided)]
    before = [row for row in kept if row.state is TopicState.SUGGESTED]
    if sorted(map(_content, before)) == sorted(map(_content, found)):
        return False
    session.execute(delete(TopicMoment).where(TopicMoment.id.in_([row.id for row in before])))
    session.add_all(found)
    session.flush()
    return True


def decide(session: Session, moment_id: int, *, recording_id: int, state: TopicState, at: dt.datetime) -> bool:
    """Confirm or reject a passage, or take that back; say whether the recording's list of topics is another now.

    Raises:
        NotFoundError: the recording has no such passage.
    """
    row = session.get(TopicMoment, moment_id)
    if row is None or row.recording_id != recording_id:
        raise NotFoundError(kind="topic-moment", key=moment_id)
    before = topics_of(session, recording_id)
    row.state, row.decided_at = state, None if state is TopicState.SUGGESTED else at
    session.flush()
    return topics_of(session, recording_id) != before


def topics_of(session: Session, recording_id: int) -> tuple[str, ...]:
    """Give the topics of a recording, in the order of the list."""
    moment = TopicMoment
    mine = select(moment.topic).where(moment.recording_id == recording_id, moment.state != TopicState.REJECTED)
    held = set(session.scalars(mine.distinct()))
    return tuple(slug for slug in topics() if slug in held)


def _found(session: Session, recording_id: int) -> Iterator[TopicMoment]:
    transcript = _speaking(session, recording_id)
    if transcript is None:
        return
    cue = TranscriptCue
    rows = session.execute(
        select(cue.position, cue.start_seconds, cue.end_seconds, cue.text)
        .where(cue.transcript_id == transcript.id)
        .order_by(cue.position)
    ).all()
    for span in finder().find([row.text for row in rows], transcript.language):
        first, last = rows[span.first], rows[span.last]
        yield TopicMoment(
            recording_id=recording_id,
            topic=span.topic,
            language=transcript.language,
            first_position=first.position,
            last_position=last.position,
            start_seconds=first.start_seconds,
            end_seconds=max(last.end_seconds, first.start_seconds),
            words=list(span.words),
            said=list(span.said),
            state=TopicState.SUGGESTED,
        )


def _speaking(session: Session, recording_id: int) -> Transcript | None:
    spoken = select(Recording.language).where(Recording.id == recording_id).scalar_subquery()
    has_lines = (
        select(func.count(TranscriptCue.id)).where(TranscriptCue.transcript_id == Transcript.id).scalar_subquery()
    )
    mine = select(Transcript).where(Transcript.recording_id == recording_id, Transcript.is_current, has_lines > 0)
    return session.scalar(mine.order_by((Transcript.language == spoken).desc(), Transcript.id).limit(1))


def _is_same(one: TopicMoment, other: TopicMoment) -> bool:
    if one.topic != other.topic:
        return False
    shared = min(one.end_seconds, other.end_seconds) - max(one.start_seconds, other.start_seconds)
    shorter = min(one.end_seconds - one.start_seconds, other.end_seconds - other.start_seconds)
    return shared >= SAME_SHARE * shorter and shared >= 0


def _content(row: TopicMoment) -> tuple[str, str, int, int, float, float, list[str], list[str]]:
    place = (row.first_position, row.last_position, row.start_seconds, row.end_seconds)
    return (row.topic, row.language, *place, row.words, row.said)

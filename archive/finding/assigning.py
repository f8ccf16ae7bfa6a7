"""Which passages of a recording are about which topic: found by the rules anew, with what staff decided kept.

One transcript speaks for a recording: that in the language spoken, else the first. So nothing is counted twice.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from archive.catalogue.recordings import Recording, Transcript, TranscriptCue
from archive.catalogue.topics import TopicMoment, TopicState
from archive.errors import NotFoundError
from archive.finding.topic_rules import finder
from archive.finding.topics import topics
from search.topics import TopicFinder

SAME_SHARE = 0.5
"""Passages of one topic that share so much of the shorter one are the same passage."""


def assign_topics(session: Session, recording_id: int) -> bool:
    """Find the topics of a recording; say whether anything changed. Doing it again changes nothing."""
    kept = session.scalars(select(TopicMoment).where(TopicMoment.recording_id == recording_id)).all()
    decided = [row for row in kept if row.state is not TopicState.SUGGESTED]
    before = [row for row in kept if row.state is TopicState.SUGGESTED]
    said = spoken_lines(session, recording_id)
    rows = _found(finder(session), recording_id, said)
    found = [row for row in rows if not any(_is_same(row, known) for known in decided)]
    has_moved = [_settle(row, said) for row in decided if row.language == said.language]
    if sorted(map(_content, before)) == sorted(map(_content, found)):
        return any(has_moved)
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


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line of a transcript."""

    position: int
    start_seconds: float
    end_seconds: float
    text: str


@dataclass(frozen=True, slots=True)
class SpokenLines:
    """What is said in a recording, in one language; no lines where there is no transcript."""

    language: str
    lines: tuple[SpokenLine, ...]


def spoken_lines(session: Session, recording_id: int) -> SpokenLines:
    """Give the lines of the transcript that speaks for a recording."""
    transcript = _speaking(session, recording_id)
    if transcript is None:
        return SpokenLines("", ())
    cue = TranscriptCue
    rows = session.execute(
        select(cue.position, cue.start_seconds, cue.end_seconds, cue.text)
        .where(cue.transcript_id == transcript.id)
        .order_by(cue.position)
    )
    return SpokenLines(transcript.language, tuple(SpokenLine(*row) for row in rows))


def _found(words: TopicFinder, recording_id: int, said: SpokenLines) -> Iterator[TopicMoment]:
    for span in words.find([line.text for line in said.lines], said.language):
        first, last = said.lines[span.first], said.lines[span.last]
        yield TopicMoment(
            recording_id=recording_id,
            topic=span.topic,
            language=said.language,
            first_position=first.position,
            last_position=last.position,
            start_seconds=first.start_seconds,
            end_seconds=max(last.end_seconds, first.start_seconds),
            words=list(span.words),
            said=list(span.said),
            state=TopicState.SUGGESTED,
        )


def _settle(row: TopicMoment, said: SpokenLines) -> bool:
    """Say by which lines a passage is spoken now; say whether these are others than before."""
    inside = [
        line.position
        for line in said.lines
        if line.end_seconds > row.start_seconds and line.start_seconds < row.end_seconds
    ]
    before = row.first_position, row.last_position
    if inside:
        row.first_position, row.last_position = inside[0], inside[-1]
    return before != (row.first_position, row.last_position)


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

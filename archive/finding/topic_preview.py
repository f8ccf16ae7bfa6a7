"""What a change of a topic's words would find: transcripts are looked through by both lists, the latest first."""

import time
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.events import Event
from archive.catalogue.recordings import Recording
from archive.finding.assigning import spoken_lines
from archive.finding.topic_rules import WordLists, rule_of
from search.analysis import Analyser
from search.topics import TopicFinder

FIRST_EXAMPLES = 5
SECONDS_AT_MOST = 4.0
"""Longer than this nobody waits for a page; what was seen until then is a sample, and is called so."""
LINES_SHOWN = 2
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Example:
    """A passage that only one of the two lists finds."""

    recording_id: int
    language: str
    start_seconds: float
    text: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicPreview:
    """What would be found, compared with now."""

    before: int
    after: int
    gained: tuple[Example, ...]
    lost: tuple[Example, ...]
    looked_through: int
    recordings: int


def preview(session: Session, now: WordLists, then: WordLists) -> TopicPreview:
    """Count the passages by both lists, and give examples of what comes and what goes."""
    finder = TopicFinder((rule_of(BEFORE, now), rule_of(AFTER, then)), Analyser({}))
    wanted = select(Recording.id).join(Recording.event).where(Recording.shelved_at.is_not(None))
    ids = session.scalars(wanted.order_by(Event.starts.desc().nulls_last(), Recording.id.desc())).all()
    counts = {BEFORE: 0, AFTER: 0}
    only: dict[str, list[Example]] = {BEFORE: [], AFTER: []}
    seen, ends_at = 0, time.monotonic() + SECONDS_AT_MOST
    for recording_id in ids:
        if time.monotonic() > ends_at:
            break
        seen += 1
        for name, examples in _differences(session, recording_id, finder, counts).items():
            only[name] += examples[: FIRST_EXAMPLES - len(only[name])]
    return TopicPreview(
        before=counts[BEFORE],
        after=counts[AFTER],
        gained=tuple(only[AFTER]),
        lost=tuple(only[BEFORE]),
        looked_through=seen,
        recordings=len(ids),
    )


def _differences(
    session: Session, recording_id: int, finder: TopicFinder, counts: dict[str, int]
) -> dict[str, list[Example]]:
    said = spoken_lines(session, recording_id)
    spans = finder.find([line.text for line in said.lines], said.language)
    by_name = {name: [span for span in spans if span.topic == name] for name in (BEFORE, AFTER)}
    found: dict[str, list[Example]] = {}
    for name, other in ((BEFORE, AFTER), (AFTER, BEFORE)):
        counts[name] += len(by_name[name])
        alone = [
            span
            for span in by_name[name]
            if not any(span.first <= known.last and known.first <= span.last for known in by_name[other])
        ]
        found[name] = [
            Example(
                recording_id=recording_id,
                language=said.language,
                start_seconds=said.lines[span.first].start_seconds,
                text=" ".join(line.text for line in said.lines[span.first : span.first + LINES_SHOWN]),
                said=span.said,
            )
            for span in alone[:FIRST_EXAMPLES]
        ]
    return found

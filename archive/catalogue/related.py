"""Named reads of what recordings have in common: candidates by country, region, series and topic, and their words."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from archive.catalogue import places
from archive.catalogue.events import Event, EventCountry, EventRegion
from archive.catalogue.queries import RecordingCard
from archive.catalogue.recordings import Recording
from archive.catalogue.topic_queries import shown_passages
from archive.catalogue.topics import TopicMoment
from archive.catalogue.viewing import Viewer, may_see_recording

MOST_BY_PLACE, MOST_BY_TOPIC = 60, 40


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """What a recording speaks of."""

    topics: frozenset[str]
    words: frozenset[str]
    """Words of the topics' rules."""


def spoken_of(session: Session, viewer: Viewer, recording_ids: Collection[int]) -> Mapping[int, SpokenOf]:
    """Give topics and words of these recordings, as far as this person may see them."""
    rows = session.execute(
        select(TopicMoment.recording_id, TopicMoment.topic, TopicMoment.words)
        .join(Recording, Recording.id == TopicMoment.recording_id)
        .join(Recording.event)
        .where(TopicMoment.recording_id.in_(recording_ids), shown_passages(viewer))
    )
    topics: dict[int, set[str]] = {}
    words: dict[int, set[str]] = {}
    for recording_id, topic, said in rows:
        topics.setdefault(recording_id, set()).add(topic)
        words.setdefault(recording_id, set()).update(said)
    return {key: SpokenOf(frozenset(topics[key]), frozenset(words[key])) for key in topics}


def candidates(session: Session, viewer: Viewer, card: RecordingCard, topics: Collection[str]) -> frozenset[int]:
    """Give recordings of other events that may have something in common with one, no more than a hundred."""
    around = {*card.regions, *(region for code in card.countries for region in places.regions_of(code))}
    inside = {*card.countries, *(code for region in card.regions for code in places.countries_of(region))}
    others = select(Recording.id).join(Recording.event).where(may_see_recording(viewer), Event.slug != card.event_slug)
    near = others.where(
        or_(
            Event.countries.any(EventCountry.country.in_(inside)),
            Event.regions.any(EventRegion.region.in_(around)),
            Event.series.has(slug=card.series or None),
        )
    ).order_by(Event.starts.desc().nulls_last(), Recording.id.desc())
    speaking = (
        others.join(TopicMoment, TopicMoment.recording_id == Recording.id)
        .where(TopicMoment.topic.in_(topics), shown_passages(viewer))
        .group_by(Recording.id)
        .order_by(func.count(TopicMoment.topic.distinct()).desc(), Recording.id.desc())
    )
    return frozenset([*session.scalars(near.limit(MOST_BY_PLACE)), *session.scalars(speaking.limit(MOST_BY_TOPIC))])

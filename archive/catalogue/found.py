"""What a page of search shows of the recordings that were found: their cards, and who wrote their words.

Every search asks for these, so they are read as columns, by statements that are made once for each kind of viewer.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session

from archive.catalogue.events import Event, EventCountry, EventRegion, Series
from archive.catalogue.queries import RecordingCard
from archive.catalogue.recordings import Recording, Transcript
from archive.catalogue.succession_queries import newer_recordings
from archive.catalogue.viewing import Viewer, may_see_recording
from archive.catalogue.watching import MACHINES

_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_COUNTRIES = (
    select(EventCountry.event_id, EventCountry.country)
    .where(EventCountry.event_id.in_(_IDS))
    .order_by(EventCountry.country)
)
_REGIONS = (
    select(EventRegion.event_id, EventRegion.region).where(EventRegion.event_id.in_(_IDS)).order_by(EventRegion.region)
)
_TRANSCRIPTS = (
    select(Transcript.recording_id, Transcript.language, Transcript.origin, Transcript.is_checked)
    .where(Transcript.recording_id.in_(_IDS), Transcript.is_current)
    .order_by(Transcript.id)
)


def cards(session: Session, viewer: Viewer, recording_ids: Collection[int]) -> Mapping[int, RecordingCard]:
    """Give the cards of these recordings, of those that this person may see, with what has taken their place."""
    rows = session.execute(_recordings(replace(viewer, account_id=None)), {"ids": list(recording_ids)}).all()
    events = {"ids": list({row.event_id for row in rows})}
    countries, regions = (_by_first(session, listed, events) for listed in (_COUNTRIES, _REGIONS))
    newer = newer_recordings(session, viewer, recording_ids)
    return {
        row.recording_id: RecordingCard(
            recording_id=row.recording_id,
            slug=row.slug,
            title=row.title,
            language=row.language,
            duration_seconds=row.duration_seconds,
            poster_key=row.poster_key,
            is_demonstration=row.is_demonstration,
            event_slug=row.event_slug,
            event_title=row.event_title,
            starts=row.starts,
            ends=row.ends,
            kind=row.kind,
            place=row.place,
            countries=countries[row.event_id],
            regions=regions[row.event_id],
            series=row.series or "",
            newer=newer.get(row.recording_id),
        )
        for row in rows
    }


def machine_written(session: Session, recording_ids: Collection[int]) -> Mapping[int, Mapping[str, bool]]:
    """Say for each recording in which languages its words can be read, and whether nobody has checked a machine's."""
    found: dict[int, dict[str, bool]] = {key: {} for key in recording_ids}
    for recording_id, language, origin, is_checked in session.execute(_TRANSCRIPTS, {"ids": list(recording_ids)}):
        found[recording_id][language] = origin in MACHINES and not is_checked
    return found


@cache
def _recordings(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Make the statement for everybody who may see the same."""
    return (
        select(
            Recording.id.label("recording_id"),
            Recording.slug,
            Recording.title,
            Recording.language,
            Recording.duration_seconds,
            Recording.poster_key,
            Recording.is_demonstration,
            Recording.event_id,
            Event.slug.label("event_slug"),
            Event.title.label("event_title"),
            Event.starts,
            Event.ends,
            Event.kind,
            Event.place,
            Series.slug.label("series"),
        )
        .join(Recording.event)
        .outerjoin(Event.series)
        .where(Recording.id.in_(_IDS), may_see_recording(viewer))
    )


def _by_first(
    session: Session, listed: Select[*tuple[Any, ...]], ids: Mapping[str, list[int]]
) -> Mapping[int, tuple[str, ...]]:
    grouped: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for key, value in session.execute(listed, ids):
        grouped[key] += (value,)
    return grouped

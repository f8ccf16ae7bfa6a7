"""Named reads of many recordings with their files: what feeds, the sitemap and the API list. Changes nothing.

Who may see what is decided by `viewing`, as everywhere; a list is narrowed here and never widened.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from archive.catalogue import places, watching
from archive.catalogue.events import Event, EventCountry, EventRegion, Kind, Series
from archive.catalogue.queries import RecordingCard, card_of
from archive.catalogue.recordings import Recording, RecordingSpeaker, Rendition
from archive.catalogue.succession_queries import NewerRecording, newer_recordings
from archive.catalogue.viewing import Viewer, may_see_recording
from archive.catalogue.watching import TranscriptAbout

_YEAR_LENGTH = 4


class Order(StrEnum):
    """By what a list is ordered."""

    PUBLISHED = "published"
    """What was published last comes first."""
    NEWEST = "newest"
    """What took place last comes first."""
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to. Values of one field are alternatives; different fields must all hold."""

    ids: tuple[int, ...] | None = None
    """None for all."""
    countries: tuple[str, ...] = ()
    """A country is named by the event itself, or lies in a region that is."""
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[Kind, ...] = ()
    languages: tuple[str, ...] = ()
    """Spoken languages."""
    series: tuple[str, ...] = ()


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class File:
    """A playable file."""

    name: str
    key: str
    media_type: str
    size_bytes: int
    width: int | None
    height: int
    language: str | None

    @property
    def is_sound(self) -> bool:
        """Say whether it holds sound alone."""
        return self.media_type.startswith("audio/")


@dataclass(frozen=True, slots=True)
class Listed:
    """A recording as lists for machines have it."""

    card: RecordingCard
    description: str
    series: str
    """Slug of the series of its event; empty without one."""
    speakers: tuple[str, ...]
    files: tuple[File, ...]
    """Pictures first, from large to small; then sound alone. None where they are not offered for taking along."""
    transcripts: tuple[TranscriptAbout, ...]
    created_at: dt.datetime
    published_at: dt.datetime
    changed_at: dt.datetime

    @property
    def sound(self) -> File | None:
        """Give the file of the recording's own sound."""
        return min((file for file in self.files if file.is_sound), key=lambda file: file.name, default=None)

    @property
    def picture(self) -> File | None:
        """Give the file with the largest picture."""
        return next((file for file in self.files if not file.is_sound), None)


def listed(
    session: Session, viewer: Viewer, wanted: Wanted, *, order: Order = Order.PUBLISHED, limit: int, offset: int = 0
) -> tuple[Listed, ...]:
    """List recordings that this person may see."""
    loaded = contains_eager(Recording.event)
    query = (
        select(Recording)
        .join(Recording.event)
        .where(_condition(viewer, wanted))
        .order_by(*_ORDERS[order])
        .limit(limit)
        .offset(offset)
        .options(
            loaded.selectinload(Event.countries),
            loaded.selectinload(Event.regions),
            loaded.joinedload(Event.series),
            selectinload(Recording.renditions),
            selectinload(Recording.speakers).joinedload(RecordingSpeaker.speaker),
        )
    )
    rows = session.scalars(query).all()
    ids = [row.id for row in rows]
    transcripts = watching.transcripts_of(session, ids)
    newer = newer_recordings(session, viewer, ids)
    return tuple(listed_of(row, transcripts.get(row.id, ()), newer=newer.get(row.id)) for row in rows)


def count(session: Session, viewer: Viewer, wanted: Wanted) -> int:
    """Count the recordings that this person may see."""
    counted = select(func.count(Recording.id)).join(Recording.event).where(_condition(viewer, wanted))
    return session.scalar(counted) or 0


def last_change(session: Session) -> dt.datetime | None:
    """Say when anything of what was ever published changed last; a withdrawal is a change too."""
    return session.scalar(select(func.max(Recording.changed_at)).where(Recording.published_at.is_not(None)))


def listed_of(row: Recording, transcripts: Sequence[TranscriptAbout], *, newer: NewerRecording | None) -> Listed:
    """Make the entry of a loaded recording; event, renditions and speakers must be loaded too."""
    return Listed(
        card=replace(card_of(row), newer=newer),
        description=row.description,
        series=row.event.series.slug if row.event.series else "",
        speakers=tuple(entry.speaker.name for entry in row.speakers),
        files=tuple(map(_file, _in_order(row.renditions))) if row.offers_files else (),
        transcripts=tuple(about for about in transcripts if about.lines),
        created_at=row.created_at,
        published_at=row.published_at or row.created_at,
        changed_at=row.changed_at,
    )


def _in_order(rows: Sequence[Rendition]) -> list[Rendition]:
    return sorted(rows, key=lambda file: (-file.height, file.name))


def _file(row: Rendition) -> File:
    return File(row.name, row.key, row.media_type, row.size_bytes, row.width, row.height, row.language)


def _condition(viewer: Viewer, wanted: Wanted) -> ColumnElement[bool]:
    return and_(may_see_recording(viewer), *_conditions(wanted))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.ids is not None:
        found.append(Recording.id.in_(wanted.ids))
    if wanted.countries:
        around = {region for code in wanted.countries for region in places.regions_of(code)}
        found.append(_about(wanted.countries, around))
    if wanted.regions:
        inside = {country for code in wanted.regions for country in places.countries_of(code)}
        found.append(_about(inside, wanted.regions))
    if wanted.years:
        found.append(func.substr(Event.starts, 1, _YEAR_LENGTH).in_([f"{year:04}" for year in wanted.years]))
    if wanted.kinds:
        found.append(Event.kind.in_(wanted.kinds))
    if wanted.languages:
        found.append(Recording.language.in_(wanted.languages))
    if wanted.series:
        found.append(Event.series.has(Series.slug.in_(wanted.series)))
    return found


def _about(countries: Collection[str], regions: Collection[str]) -> ColumnElement[bool]:
    named = Event.countries.any(EventCountry.country.in_(countries))
    return or_(named, Event.regions.any(EventRegion.region.in_(regions)))


_ORDERS: Mapping[Order, tuple[UnaryExpression[Any], ...]] = {
    Order.PUBLISHED: (Recording.published_at.desc(), Recording.id.desc()),
    Order.NEWEST: (Event.starts.desc().nulls_last(), Recording.published_at.desc(), Recording.id.desc()),
    Order.OLDEST: (Event.starts.asc().nulls_last(), Recording.published_at.asc(), Recording.id.asc()),
}

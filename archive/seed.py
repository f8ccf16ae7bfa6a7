"""Puts the events that ship with Mitschnitt into the catalogue, so that staff only add the footage.

Only what is missing is added: an event that an editor changed stays as it is. Deleting one by hand brings it back at
the next start; to hide one, withdraw it.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue import places
from archive.catalogue.events import (
    Event,
    EventCountry,
    EventOrganiser,
    EventRegion,
    Kind,
    Organiser,
    Series,
    State,
)
from archive.slugs import free_slug

EVENTS = places.DATA / "events.toml"


@dataclass(frozen=True, slots=True)
class SeedSeries:
    """A series of the shipped catalogue."""

    slug: str
    title_de: str
    title_en: str


@dataclass(frozen=True, slots=True)
class SeedEvent:
    """An event of the shipped catalogue."""

    key: str
    """Its name in the file; the address of its page as well."""
    title: str
    starts: str
    kind: Kind
    description_de: str
    description_en: str
    organisers: tuple[str, ...]
    ends: str | None = None
    place: str | None = None
    series: str | None = None
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShippedCatalogue:
    """All that ships."""

    series: tuple[SeedSeries, ...]
    events: tuple[SeedEvent, ...]


def read_shipped(path: Path = EVENTS) -> ShippedCatalogue:
    """Read the file of shipped events.

    Raises:
        TypeError: when an entry lacks a field, or has one too many.
        ValueError: when a kind is unknown.
    """
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return ShippedCatalogue(
        series=tuple(SeedSeries(**entry) for entry in listed["series"]),
        events=tuple(_seed_event(entry) for entry in listed["event"]),
    )


def seed(session: Session, shipped: ShippedCatalogue | None = None) -> int:
    """Add the shipped events that are not there yet, and say how many that were."""
    shipped = shipped or read_shipped()
    known = set(session.scalars(select(Event.seed_key).where(Event.seed_key.is_not(None))))
    missing = [event for event in shipped.events if event.key not in known]
    if missing:
        series = _series_by_slug(session, shipped.series)
        organisers = _organisers_by_name(session, missing)
        for event in missing:
            session.add(_event_row(session, event, series=series, organisers=organisers))
            session.flush()
    return len(missing)


def _seed_event(entry: dict[str, object]) -> SeedEvent:
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return SeedEvent(**{**given, "kind": Kind(given["kind"])})  # type: ignore[arg-type]  # the file's own test reads every entry


def _series_by_slug(session: Session, shipped: tuple[SeedSeries, ...]) -> dict[str, Series]:
    rows = {row.slug: row for row in session.scalars(select(Series))}
    for series in shipped:
        if series.slug not in rows:
            rows[series.slug] = Series(slug=series.slug, title_de=series.title_de, title_en=series.title_en)
            session.add(rows[series.slug])
    return rows


def _organisers_by_name(session: Session, events: list[SeedEvent]) -> dict[str, Organiser]:
    rows = {row.name: row for row in session.scalars(select(Organiser))}
    for name in dict.fromkeys(name for event in events for name in event.organisers):
        if name not in rows:
            rows[name] = Organiser(name=name)
            session.add(rows[name])
    return rows


def _event_row(
    session: Session, event: SeedEvent, *, series: dict[str, Series], organisers: dict[str, Organiser]
) -> Event:
    def is_taken(slug: str) -> bool:
        return session.scalar(select(Event.id).where(Event.slug == slug)) is not None

    return Event(
        slug=free_slug(event.key, is_taken=is_taken, otherwise="event"),
        title=event.title,
        starts=event.starts,
        ends=event.ends,
        kind=event.kind,
        place=event.place,
        description_de=event.description_de,
        description_en=event.description_en,
        state=State.PUBLISHED,
        seed_key=event.key,
        series=series[event.series] if event.series else None,
        countries=[EventCountry(country=code) for code in event.countries],
        regions=[EventRegion(region=code) for code in event.regions],
        organisers=[
            EventOrganiser(organiser=organisers[name], position=position)
            for position, name in enumerate(event.organisers)
        ],
    )

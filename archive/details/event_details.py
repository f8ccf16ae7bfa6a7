"""Writes single details of an event where they belong. Whether they may be written is decided elsewhere."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.catalogue.events import (
    Event,
    EventCountry,
    EventOrganiser,
    EventRegion,
    Kind,
    Organiser,
    Series,
    Visibility,
)
from archive.details.field_checks import LONGEST_TITLE
from archive.errors import InvalidInputError
from archive.plain_text import one_line
from archive.slugs import free_slug

EVENT_FIELDS = frozenset({"date", "ends", "kind", "countries", "place", "series", "organisers"})
"""What a recording says of its event, too."""
_TEXTS = frozenset({"title", "description_de", "description_en", "language"})


def set_event_field(session: Session, event: Event, field: str, value: str) -> None:
    """Write one detail of an event; an empty text empties it."""
    if field in _TEXTS:
        setattr(event, field, value)
    elif field in {"ends", "place"}:
        setattr(event, field, value or None)
    elif field in {"countries", "regions"}:
        _set_places(event, field, list(dict.fromkeys(value.split())))
    elif field == "date":
        event.starts = value or None
        if event.ends is not None and (not value or event.ends < value):
            event.ends = None
    elif field == "kind":
        event.kind = Kind(value) if value else None
    elif field == "visibility":
        event.visibility = Visibility(value)
    elif field == "series":
        event.series = session.scalar(select(Series).where(Series.slug == value)) if value else None
    elif field == "organisers":
        event.organisers = organisers_of(session, event, value.splitlines())


def organisers_of(session: Session, event: Event, names: Iterable[str]) -> list[EventOrganiser]:
    """Give the rows for these organisers in order; those the event has are kept, unknown ones are made."""
    wanted = list(dict.fromkeys(filter(None, map(one_line, names))))
    known = {row.name: row for row in session.scalars(select(Organiser).where(Organiser.name.in_(wanted)))}
    have = {row.organiser.name: row for row in event.organisers}
    rows = []
    for position, name in enumerate(wanted):
        row = have.get(name) or EventOrganiser(organiser=known.get(name) or Organiser(name=name))
        row.position = position
        rows.append(row)
    return rows


def series_named(session: Session, *, title_de: str, title_en: str) -> Series:
    """Give the series of this title, or make it; one title stands for both languages when the other is missing.

    Raises:
        InvalidInputError: `series`: `empty` or `too-long`.
    """
    german, english = one_line(title_de), one_line(title_en)
    if not (german or english):
        raise InvalidInputError({"series": "empty"})
    if max(len(german), len(english)) > LONGEST_TITLE:
        raise InvalidInputError({"series": "too-long"})
    titles = german or english, english or german
    found = session.scalar(select(Series).where(Series.title_de == titles[0]))
    if found is not None:
        return found

    def is_taken(slug: str) -> bool:
        return session.scalar(select(Series.id).where(Series.slug == slug)) is not None

    slug = free_slug(titles[0], is_taken=is_taken, otherwise="series")
    series = Series(slug=slug, title_de=titles[0], title_en=titles[1])
    session.add(series)
    session.flush()
    return series


def slug_of_series(session: Session, slug: str) -> str:
    """Give back the name of a series that is there.

    Raises:
        InvalidInputError: `series`: `not-a-series`.
    """
    if session.scalar(select(Series.id).where(Series.slug == slug)) is None:
        raise InvalidInputError({"series": "not-a-series"})
    return slug


def _set_places(event: Event, field: str, wanted: list[str]) -> None:
    """Keep the rows that stay: two with one key cannot be in one flush."""
    if field == "countries":
        kept = [row for row in event.countries if row.country in wanted]
        known = {row.country for row in kept}
        event.countries = [*kept, *(EventCountry(country=code) for code in wanted if code not in known)]
        return
    held = [row for row in event.regions if row.region in wanted]
    known = {row.region for row in held}
    event.regions = [*held, *(EventRegion(region=code) for code in wanted if code not in known)]

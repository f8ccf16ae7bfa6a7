"""Which event of the catalogue a recording is footage of. In doubt none: an editor can still say so."""

import re
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from archive.catalogue import places
from archive.catalogue.events import Event, Kind, State
from ingest.places import fold

DAY_LENGTH, MONTH_LENGTH = 10, 7


@dataclass(frozen=True, slots=True)
class Clues:
    """What a recording says about its event."""

    date: str | None
    """ISO 8601 of reduced precision."""
    kind: Kind | None
    countries: frozenset[str]
    text: str
    """Title and description, in which a place may be named."""


def matching_event(session: Session, clues: Clues, *, besides: int) -> Event | None:
    """Find the one event that agrees in time and in at least one thing more, and contradicts in nothing.

    A year alone is too little to go by. Two events that agree equally well are no match.
    """
    if clues.date is None or len(clues.date) < MONTH_LENGTH:
        return None
    month = clues.date[:MONTH_LENGTH]
    near = session.scalars(
        select(Event)
        .where(Event.id != besides, Event.state != State.WITHDRAWN)
        .where(or_(Event.starts.startswith(month), (Event.starts <= clues.date) & (Event.ends >= month)))
        .options(selectinload(Event.countries), selectinload(Event.regions))
    ).all()
    found = [event for event in near if agrees(event, clues)]
    return found[0] if len(found) == 1 else None


def agrees(event: Event, clues: Clues) -> bool:
    """Say whether this is the event that the clues speak of."""
    if clues.kind is not None and event.kind is not None and clues.kind != event.kind:
        return False
    countries = _countries(event)
    if clues.countries and countries and not clues.countries & countries:
        return False
    is_about = bool(clues.countries & countries)
    is_there = event.place is not None and _names(clues.text, event.place)
    if _is_same_day(event, clues.date or ""):
        return is_about or is_there or (clues.kind is not None and clues.kind == event.kind)
    return _is_same_month(event, clues.date or "") and is_there


def _is_same_day(event: Event, date: str) -> bool:
    if len(date) != DAY_LENGTH or event.starts is None or len(event.starts) != DAY_LENGTH:
        return False
    return event.starts <= date <= (event.ends or event.starts)


def _is_same_month(event: Event, date: str) -> bool:
    """Say whether both fall into one month and at least one of them knows no more than that."""
    starts = event.starts or ""
    if len(starts) < MONTH_LENGTH or starts[:MONTH_LENGTH] != date[:MONTH_LENGTH]:
        return False
    return MONTH_LENGTH in {len(starts), len(date)}


def _countries(event: Event) -> frozenset[str]:
    listed = {row.country for row in event.countries}
    return frozenset(listed.union(*(places.countries_of(row.region) for row in event.regions)))


def _names(text: str, place: str) -> bool:
    """Say whether a text names a place; the first word of it is enough (Frankfurt for Frankfurt am Main)."""
    wanted = fold(place).split()
    return bool(wanted) and re.search(rf"\b{re.escape(wanted[0])}\b", fold(text)) is not None

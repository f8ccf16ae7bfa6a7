"""Named reads of events for the desk: all of them, whoever may see them. Changes nothing."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from archive.catalogue.events import Event, EventOrganiser, State
from archive.catalogue.recordings import Recording


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list of the desk."""

    event_id: int
    title: str
    state: State
    starts: str | None
    ends: str | None
    place: str | None
    countries: tuple[str, ...]
    recordings: int


def events(session: Session, *, words: str = "", besides: int = 0) -> tuple[EventRow, ...]:
    """List the events whose title or place holds each of these words, the latest first."""
    wanted = select(Event).where(Event.id != besides).options(selectinload(Event.countries))
    for word in words.split():
        is_there = Event.title.icontains(word, autoescape=True) | Event.place.icontains(word, autoescape=True)
        wanted = wanted.where(is_there)
    rows = session.execute(select(Recording.event_id, func.count(Recording.id)).group_by(Recording.event_id))
    counts = {event_id: count for event_id, count in rows}  # noqa: C416  dict() loses the types of the rows
    found = session.scalars(wanted.order_by(Event.starts.desc().nulls_first(), Event.id))
    return tuple(
        EventRow(
            event_id=row.id,
            title=row.title,
            state=row.state,
            starts=row.starts,
            ends=row.ends,
            place=row.place,
            countries=tuple(entry.country for entry in row.countries),
            recordings=counts.get(row.id, 0),
        )
        for row in found
    )


def event(session: Session, event_id: int) -> Event | None:
    """Give an event with all that its page at the desk shows."""
    return session.scalars(
        select(Event)
        .where(Event.id == event_id)
        .options(
            joinedload(Event.series),
            selectinload(Event.countries),
            selectinload(Event.regions),
            selectinload(Event.organisers).joinedload(EventOrganiser.organiser),
            selectinload(Event.recordings),
        )
    ).first()

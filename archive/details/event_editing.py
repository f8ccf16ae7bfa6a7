"""What editors do to events as such: make one without footage, change it, bring a draft into one of the catalogue."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.auditing import record
from archive.bootstrap import Services
from archive.catalogue.events import Event, State
from archive.catalogue.recordings import Recording
from archive.details.amending import move
from archive.details.event_details import set_event_field, slug_of_series
from archive.details.field_checks import checked, ends_before
from archive.errors import InvalidInputError, NotFoundError
from archive.shelving import search_anew
from archive.slugs import free_slug

CHOSEN_STATES = (State.DRAFT, State.PUBLISHED, State.WITHDRAWN)


def make_event(session: Session, fields: Mapping[str, str]) -> Event:
    """Make an event, with or without footage to come; a draft unless the fields say otherwise.

    Raises:
        InvalidInputError: with the fields that cannot be used.
    """
    values = _checked(session, fields, None)
    event = Event(slug=_free_slug(session, values["title"]), title=values["title"], state=State.DRAFT)
    session.add(event)
    session.flush()
    _write(session, event, values)
    _note(session, "event.made", event)
    return event


def change_event(services: Services, session: Session, event_id: int, fields: Mapping[str, str]) -> Event:
    """Change an event; its recordings are found by what it says now. A draft takes the address of its title.

    Raises:
        NotFoundError: there is no such event.
        InvalidInputError: with the fields that cannot be used; nothing is changed.
    """
    event = _event(session, event_id)
    values = _checked(session, fields, event)
    was_draft = event.state is State.DRAFT
    _write(session, event, values)
    if was_draft and event.seed_key is None and "title" in values:
        event.slug = _free_slug(session, event.title, own=event.id)
    for recording in session.scalars(select(Recording).where(Recording.event_id == event.id)):
        search_anew(services, session, recording)
    _note(session, "event.corrected", event, fields=sorted(values))
    return event


def merge_event(services: Services, session: Session, event_id: int, *, into_id: int) -> Event:
    """Let the recordings of a draft event belong to another, and let the draft go.

    Raises:
        NotFoundError: there is no such event.
        InvalidInputError: `event`: `not-an-event`, or `is-public`: a published recording would lose its event.
    """
    event = _event(session, event_id)
    into = session.get(Event, into_id)
    if into is None or into.id == event.id:
        raise InvalidInputError({"event": "not-an-event"})
    if event.state is not State.DRAFT or event.seed_key is not None:
        raise InvalidInputError({"event": "is-public"})
    own = list(session.scalars(select(Recording.id).where(Recording.event_id == event.id).order_by(Recording.position)))
    for recording_id in own:
        move(services, session, recording_id, event_id=into.id)
    _note(session, "event.merged", into, recordings=len(own), former=event.title)
    _let_go(session, event_id)
    return into


def remove_event(session: Session, event_id: int) -> None:
    """Remove an event that nobody saw.

    Raises:
        NotFoundError: there is no such event.
        InvalidInputError: `event`: `is-shipped`, `has-footage` or `is-seen`.
    """
    event = _event(session, event_id)
    if event.seed_key is not None:
        raise InvalidInputError({"event": "is-shipped"})
    if session.scalar(select(Recording.id).where(Recording.event_id == event.id).limit(1)) is not None:
        raise InvalidInputError({"event": "has-footage"})
    if event.state is not State.DRAFT:
        raise InvalidInputError({"event": "is-seen"})
    _note(session, "event.removed", event)
    _let_go(session, event_id)


def _let_go(session: Session, event_id: int) -> None:
    session.expire_all()
    left = session.get(Event, event_id)
    if left is not None:  # moving its last recording may have taken it along
        session.delete(left)
        session.flush()


def _checked(session: Session, fields: Mapping[str, str], event: Event | None) -> dict[str, str]:
    values = checked(fields)
    if event is None and "title" not in values:
        raise InvalidInputError({"title": "empty"})
    if values.get("series"):
        slug_of_series(session, values["series"])
    starts = values.get("date", event.starts if event else None)
    ends = values.get("ends", event.ends if event else None)
    if ends_before(starts, ends):
        raise InvalidInputError({"ends": "before-it-begins"})
    if "state" in values:
        _check_state(session, values["state"], event)
    return values


def _check_state(session: Session, state: str, event: Event | None) -> None:
    if state not in set(CHOSEN_STATES):
        raise InvalidInputError({"state": "not-a-state"})
    if event is None or state == State.PUBLISHED:
        return
    shown = select(Recording.id).where(Recording.event_id == event.id, Recording.state == State.PUBLISHED)
    if session.scalar(shown.limit(1)) is not None:
        raise InvalidInputError({"state": "has-recordings"})


def _write(session: Session, event: Event, values: Mapping[str, str]) -> None:
    for field, value in values.items():
        if field == "state":
            event.state = State(value)
        else:
            set_event_field(session, event, field, value)
    session.flush()


def _event(session: Session, event_id: int) -> Event:
    event = session.get(Event, event_id)
    if event is None:
        raise NotFoundError(kind="event", key=event_id)
    return event


def _free_slug(session: Session, title: str, *, own: int = 0) -> str:
    def is_taken(slug: str) -> bool:
        return session.scalar(select(Event.id).where(Event.slug == slug, Event.id != own)) is not None

    return free_slug(title, is_taken=is_taken, otherwise="event")


def _note(session: Session, action: str, event: Event, **details: object) -> None:
    record(session, action, subject_kind="event", subject_id=event.id, label=event.title, details=details)

"""Recordings before their footage is here: draft rows, and details filled in as they become known.

Extracted details are suggestions. What a person has set (origin `editor`) is never overwritten by one.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from archive.catalogue.events import Event, EventCountry, State
from archive.catalogue.recordings import Recording, RecordingDetail, RecordingSpeaker, Source, Speaker
from archive.catalogue.tombstones import Grave, tombstone
from archive.catalogue.watched import WatchedSource
from archive.details.event_details import set_event_field
from archive.details.field_checks import LONGEST_NAME, LONGEST_TITLE, UNKNOWN_LANGUAGE
from archive.details.matching import Clues, matching_event
from archive.i18n import is_language
from archive.plain_text import one_line, several_lines
from archive.slugs import free_slug
from ingest.details import Details

EDITOR = "editor"
"""Origin of a detail that a person has set."""
EVENT = "event"
"""Field that says a person chose the event; it is not guessed again."""
NAMELESS = "–"
"""The title where nothing of it can be seen."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One detail as text, and where it came from."""

    field: str
    value: str
    origin: str


def draft_recording(
    session: Session, details: Details, *, now: dt.datetime, is_demonstration: bool = False
) -> Recording:
    """Make a draft of a recording, with the event it belongs to: one that is there already, or a new draft."""
    title = one_line(details.title.value)[:LONGEST_TITLE] or NAMELESS
    recording = Recording(
        slug=_free_recording_slug(session, title),
        title=title,
        language=UNKNOWN_LANGUAGE,
        event=_new_event(session, title),
        is_demonstration=is_demonstration,
        created_at=now,
    )
    session.add(recording)
    session.flush()
    apply_details(session, recording, details)
    return recording


def apply_details(session: Session, recording: Recording, details: Details) -> None:
    """Fill a recording, and an event that is only its own, with what was extracted; then look for its event again."""
    by_field = {row.field: row for row in recording.details}
    for suggestion in suggestions(details):
        row = by_field.get(suggestion.field)
        if row is not None and row.origin == EDITOR:
            row.suggestion, row.suggestion_origin = suggestion.value, suggestion.origin
            continue
        note_detail(recording, suggestion.field, suggestion.value, suggestion.origin)
        set_field(session, recording, suggestion.field, suggestion.value)
    session.flush()
    settle(session, recording)


def suggestions(details: Details) -> tuple[Suggestion, ...]:
    """Write details as rows: countries apart by blanks, speakers by lines; foreign texts freed of unseen signs."""
    single = {
        "title": details.title,
        "date": details.date,
        "kind": details.kind,
        "language": details.language if details.language and is_language(details.language.value) else None,
        "description": details.description,
    }
    rows = [
        Suggestion(field, text, detail.origin)
        for field, detail in single.items()
        if detail and (text := (several_lines if field == "description" else one_line)(detail.value))
    ]
    if details.countries:
        codes = " ".join(country.value for country in details.countries)
        rows.append(Suggestion("countries", codes, details.countries[0].origin))
    if details.speakers:
        names = "\n".join(one_line(speaker.value) for speaker in details.speakers)
        rows.append(Suggestion("speakers", names, details.speakers[0].origin))
    return tuple(rows)


def note_detail(recording: Recording, field: str, value: str, origin: str) -> None:
    """Remember where a detail came from. What was extracted stays beside what a person says: it can be gone back to."""
    row = next((row for row in recording.details if row.field == field), None)
    if row is None:
        row = RecordingDetail(field=field)
        recording.details.append(row)
    row.value, row.origin = value, origin
    if origin != EDITOR:
        row.suggestion, row.suggestion_origin = value, origin


def set_field(session: Session, recording: Recording, field: str, value: str) -> None:
    """Write one detail where it belongs. What an event shares with other footage is not touched by suggestions."""
    event = recording.event
    if field == "title":
        recording.title = value[:LONGEST_TITLE]
    elif field in {"description", "description_en"}:
        setattr(recording, field, value)
    elif field == "as_of":
        recording.as_of = value or None
    elif field == "language":
        recording.language = value or UNKNOWN_LANGUAGE
    elif field == "speakers":
        recording.speakers = _speakers(session, value.splitlines())
    elif is_own_draft(session, event):
        set_event_field(session, event, field, value)


def is_own_draft(session: Session, event: Event) -> bool:
    """Say whether an event was made for one recording only, and nobody but staff has seen it."""
    if event.seed_key is not None or event.state != State.DRAFT:
        return False
    return (session.scalar(select(func.count(Recording.id)).where(Recording.event_id == event.id)) or 0) <= 1


def settle(session: Session, recording: Recording) -> None:
    """Bring a recording that still has a draft event of its own to the event it is footage of; else name that draft."""
    own = recording.event
    if not is_own_draft(session, own):
        return
    is_said = any(row.field == EVENT and row.origin == EDITOR for row in recording.details)
    found = None if is_said else matching_event(session, clues_of(recording), besides=own.id)
    if found is not None:
        move_to(session, recording, found)
    else:
        own.title = recording.title
        own.language = recording.language if recording.language != UNKNOWN_LANGUAGE else "de"
        own.slug = _free_event_slug(session, own.title, own=own.id)
    session.flush()


def clues_of(recording: Recording) -> Clues:
    """Give what a draft says about its event."""
    event = recording.event
    return Clues(
        date=event.starts,
        kind=event.kind,
        countries=frozenset(row.country for row in event.countries),
        text=f"{recording.title}\n{recording.description}",
    )


def move_to(session: Session, recording: Recording, event: Event | None) -> None:
    """Make a recording footage of another event, or of a new draft event; a draft left without footage goes."""
    left, was_own = recording.event, is_own_draft(session, recording.event)
    if event is None:
        event = Event(slug=_free_event_slug(session, recording.title), title=recording.title, state=State.DRAFT)
        event.starts, event.kind, event.place = left.starts, left.kind, left.place
        event.countries = [EventCountry(country=row.country) for row in left.countries]
        session.add(event)
        session.flush()
    recording.event = event
    recording.position = 1 + (_last_position(session, event.id) or 0)
    session.flush()
    if was_own:
        session.expire(left)
        session.delete(left)
        session.flush()


def rename(session: Session, recording: Recording) -> None:
    """Give a recording the address of its present title, as long as nobody was ever shown the old one."""
    if recording.published_at is None:
        recording.slug = _free_recording_slug(session, recording.title, own=recording.id)


def drop_draft(session: Session, recording: Recording) -> None:
    """Remove a recording that never reached the shelf, and the event that was made for it.

    Where it came from a watched address, its source stays, so that the next look there does not bring it back.
    """
    event, is_own = recording.event, is_own_draft(session, recording.event)
    is_not_watched = or_(Source.parent_id.is_(None), Source.parent_id.not_in(select(WatchedSource.source_id)))
    session.execute(delete(Source).where(Source.recording_id == recording.id, is_not_watched))
    session.delete(recording)
    session.flush()
    session.expire(event)
    if is_own:
        session.delete(event)
        session.flush()


def _new_event(session: Session, title: str) -> Event:
    return Event(slug=_free_event_slug(session, title), title=title, state=State.DRAFT)


def _speakers(session: Session, names: list[str]) -> list[RecordingSpeaker]:
    wanted = list(dict.fromkeys(name.strip()[:LONGEST_NAME] for name in names if name.strip()))
    known = {row.name: row for row in session.scalars(select(Speaker).where(Speaker.name.in_(wanted)))}
    return [
        RecordingSpeaker(speaker=known.get(name) or Speaker(name=name), position=position)
        for position, name in enumerate(wanted)
    ]


def _last_position(session: Session, event_id: int) -> int | None:
    return session.scalar(select(func.max(Recording.position)).where(Recording.event_id == event_id))


def _free_recording_slug(session: Session, title: str, *, own: int | None = None) -> str:
    def is_taken(slug: str) -> bool:
        return (
            session.scalar(select(Recording.id).where(Recording.slug == slug, Recording.id != (own or 0))) is not None
            or tombstone(session, Grave.RECORDING, slug) is not None
        )

    return free_slug(title, is_taken=is_taken, otherwise="recording")


def _free_event_slug(session: Session, title: str, *, own: int | None = None) -> str:
    def is_taken(slug: str) -> bool:
        return (
            session.scalar(select(Event.id).where(Event.slug == slug, Event.id != (own or 0))) is not None
            or tombstone(session, Grave.EVENT, slug) is not None
        )

    return free_slug(title, is_taken=is_taken, otherwise="event")

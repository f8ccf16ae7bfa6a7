"""The details of a recording as editors correct them, and which event it is footage of.

A change of what can be searched raises the recording's version and asks for an `index` job in the same transaction.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.events import Event, State
from archive.catalogue.recordings import Recording
from archive.details.drafts import EDITOR, EVENT, move_to, note_detail, rename, set_field, settle
from archive.details.event_details import EVENT_FIELDS, set_event_field, slug_of_series
from archive.details.field_checks import checked, ends_before
from archive.errors import InvalidInputError, NotFoundError
from archive.shelving import search_anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an editor says; None leaves a field as it is, an empty text empties it."""

    title: str | None = None
    starts: str | None = None
    """ISO 8601: a day, a month or a year."""
    ends: str | None = None
    as_of: str | None = None
    kind: str | None = None
    countries: tuple[str, ...] | None = None
    """ISO codes."""
    language: str | None = None
    description: str | None = None
    description_en: str | None = None
    place: str | None = None
    series: str | None = None
    """Its name in addresses."""
    speakers: tuple[str, ...] | None = None
    organisers: tuple[str, ...] | None = None


def correct(services: Services, session: Session, recording_id: int, *, changes: Correction) -> Recording:
    """Set details by hand; no later suggestion changes them.

    Date, kind, countries and place are the event's. A recording whose event was only made for it moves to an event of
    the catalogue that now agrees with it.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: with the fields that cannot be used; nothing is changed.
    """
    recording = _recording(session, recording_id)
    values = _values(changes)
    if values.get("series"):
        slug_of_series(session, values["series"])
    starts, ends = values.get("date", recording.event.starts), values.get("ends", recording.event.ends)
    if values.get("ends") and ends_before(starts, ends):
        raise InvalidInputError({"ends": "before-it-begins"})
    for field, value in values.items():
        if field in EVENT_FIELDS:
            set_event_field(session, recording.event, field, value)
        else:
            set_field(session, recording, field, value)
        note_detail(recording, field, value, EDITOR)
    session.flush()
    settle(session, recording)
    if "title" in values:
        rename(session, recording)
    touched = [recording]
    if EVENT_FIELDS & values.keys():
        touched = list(session.scalars(select(Recording).where(Recording.event_id == recording.event_id)))
    for row in touched:
        search_anew(services, session, row)
    if values:
        record_about(session, "recording.corrected", recording, fields=sorted(values))
    return recording


def move(services: Services, session: Session, recording_id: int, *, event_id: int | None) -> Recording:
    """Say which event a recording is footage of; None gives it a draft event of its own, with what is known so far.

    Raises:
        NotFoundError: there is no such recording, or no such event.
        InvalidInputError: `is-public`: a published recording does not fall back to a draft event.
    """
    recording = _recording(session, recording_id)
    event = None if event_id is None else session.get(Event, event_id)
    if event_id is not None and event is None:
        raise NotFoundError(kind="event", key=event_id)
    if recording.state == State.PUBLISHED and (event is None or event.state != State.PUBLISHED):
        raise InvalidInputError({"event": "is-public"})
    if event is None or event.id != recording.event_id:
        move_to(session, recording, event)
        note_detail(recording, EVENT, recording.event.slug, EDITOR)
        search_anew(services, session, recording)
        record_about(session, "recording.moved", recording, event=recording.event.title)
    return recording


def _recording(session: Session, recording_id: int) -> Recording:
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFoundError(kind="recording", key=recording_id)
    return recording


def _values(changes: Correction) -> dict[str, str]:
    """Give the changed fields as texts that can be kept, under the names that suggestions have."""
    return checked(
        {
            "title": changes.title,
            "date": changes.starts,
            "ends": changes.ends,
            "as_of": changes.as_of,
            "kind": changes.kind,
            "language": changes.language,
            "description": changes.description,
            "description_en": changes.description_en,
            "place": changes.place,
            "series": changes.series,
            "countries": None if changes.countries is None else " ".join(changes.countries),
            "speakers": None if changes.speakers is None else "\n".join(changes.speakers),
            "organisers": None if changes.organisers is None else "\n".join(changes.organisers),
        }
    )

"""The details of a recording as editors correct them, and which event it is footage of.

A change of what can be searched raises the recording's version and asks for an `index` job in the same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue import dates, places
from archive.catalogue.events import Event, Kind, State
from archive.catalogue.recordings import Recording
from archive.drafts import EDITOR, EVENT, move_to, note_detail, rename, set_event_field, set_field, settle
from archive.errors import InvalidInputError, NotFoundError
from archive.i18n import is_language
from archive.plain_text import one_line, several_lines
from archive.shelving import search_anew
from ingest.languages import language_code

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_PLACE = 300, 20_000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an editor says; None leaves a field as it is, an empty text empties it."""

    title: str | None = None
    starts: str | None = None
    """ISO 8601: a day, a month or a year."""
    kind: str | None = None
    countries: tuple[str, ...] | None = None
    """ISO codes."""
    language: str | None = None
    description: str | None = None
    place: str | None = None
    speakers: tuple[str, ...] | None = None


def correct(services: Services, session: Session, recording_id: int, *, changes: Correction) -> Recording:
    """Set details by hand; no later suggestion changes them.

    Date, kind, countries and place are the event's. A recording whose event was only made for it moves to an event of
    the catalogue that now agrees with it.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: with the fields that cannot be used; nothing is changed.
    """
    recording = _recording(session, recording_id)
    values = _checked(changes)
    for field, value in values.items():
        if field in _EVENT_FIELDS:
            set_event_field(recording.event, field, value)
        else:
            set_field(session, recording, field, value)
        note_detail(recording, field, value, EDITOR)
    session.flush()
    settle(session, recording)
    if "title" in values:
        rename(session, recording)
    touched = [recording]
    if _EVENT_FIELDS & values.keys():
        touched = list(session.scalars(select(Recording).where(Recording.event_id == recording.event_id)))
    for row in touched:
        search_anew(services, session, row)
    session.flush()
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
        session.flush()
    return recording


def _recording(session: Session, recording_id: int) -> Recording:
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFoundError(kind="recording", key=recording_id)
    return recording


_EVENT_FIELDS = frozenset({"date", "kind", "countries", "place"})


def _checked(changes: Correction) -> dict[str, str]:
    """Give the changed fields as text, under the names that suggestions have."""
    texts = {
        "title": changes.title,
        "date": changes.starts,
        "kind": changes.kind,
        "language": changes.language,
        "description": changes.description,
        "place": changes.place,
        "countries": None if changes.countries is None else " ".join(changes.countries),
        "speakers": None if changes.speakers is None else "\n".join(changes.speakers),
    }
    several = {"description", "speakers"}
    values = {
        field: several_lines(text) if field in several else one_line(text)
        for field, text in texts.items()
        if text is not None
    }
    faults = {field: fault for field, text in values.items() if (fault := _fault(field, text))}
    if faults:
        raise InvalidInputError({"starts" if field == "date" else field: fault for field, fault in faults.items()})
    if values.get("language"):
        values["language"] = language_code(values["language"]) or "und"
    if "countries" in values:
        values["countries"] = " ".join(dict.fromkeys(values["countries"].upper().split()))
    return values


def _fault(field: str, text: str) -> str | None:
    checks: dict[str, Callable[[str], str | None]] = {
        "title": lambda text: "empty" if not text else "too-long" if len(text) > LONGEST_TITLE else None,
        "date": lambda text: None if not text or dates.is_date(text) else "not-a-date",
        "kind": lambda text: None if not text or text in set(Kind) else "not-a-kind",
        "language": lambda text: None if text in {"", "und"} or is_language(language_code(text)) else "not-a-language",
        "description": lambda text: "too-long" if len(text) > LONGEST_DESCRIPTION else None,
        "place": lambda text: "too-long" if len(text) > LONGEST_PLACE else None,
        "countries": lambda text: None if all(map(places.is_country, text.upper().split())) else "not-a-country",
    }
    return checks[field](text) if field in checks else None

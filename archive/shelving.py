"""What editors do to a recording: correct its details, move it, publish it, withdraw it, bring it back.

Putting a finished ingest on the shelf is `accession.py`. Nothing here touches the index: a change of what can be
searched raises the recording's version and asks for an `index` job in the same transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue import dates, places
from archive.catalogue.events import Event, Kind, State
from archive.catalogue.recordings import Recording, Rendition, RightsRecord
from archive.drafts import EDITOR, EVENT, move_to, note_detail, rename, set_event_field, set_field, settle
from archive.errors import InvalidInputError, NotFoundError, NotPublishableError
from archive.i18n import is_language
from archive.plain_text import one_line, several_lines
from archive.rights import RightsGiven, latest_day
from ingest.languages import language_code

LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_PLACE, LONGEST_REASON = 300, 20_000, 200, 2000


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


def publish(services: Services, session: Session, recording_id: int, *, rights: RightsGiven) -> Recording:
    """Show a recording, and its event, to everybody whom its visibility lets in.

    Raises:
        NotFoundError: there is no such recording.
        NotPublishableError: with what is missing or in the way: basis, granted-on, granted-in-future, withdrawn,
            renditions, event-withdrawn.
    """
    recording = _recording(session, recording_id)
    now = services.clock()
    missing = []
    if not rights.basis.strip():
        missing.append("basis")
    if rights.granted_on is None:
        missing.append("granted-on")
    elif rights.granted_on > latest_day(now.date()):
        missing.append("granted-in-future")
    if recording.state == State.WITHDRAWN:  # a form left open must not undo it; `restore` does
        missing.append("withdrawn")
    missing += _not_ready(session, recording)
    if missing or rights.granted_on is None:
        raise NotPublishableError(tuple(missing))
    record = recording.rights or RightsRecord()
    record.basis, record.granted_on = rights.basis.strip(), rights.granted_on
    record.noted_by, record.noted_at = rights.noted_by, now
    recording.rights = record
    _show(recording, services)
    session.flush()
    return recording


def withdraw(services: Services, session: Session, recording_id: int, *, reason: str) -> Recording:
    """Take a recording from the site at once, also from search; what was public before answers 410.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `reason` is empty or too long, or `already-withdrawn`: day and reason are public and stay.
    """
    recording = _recording(session, recording_id)
    if not reason.strip():
        raise InvalidInputError({"reason": "empty"})
    if len(reason) > LONGEST_REASON:
        raise InvalidInputError({"reason": "too-long"})
    if recording.state == State.WITHDRAWN:
        raise InvalidInputError({"state": "already-withdrawn"})
    recording.state, recording.withdrawn_reason = State.WITHDRAWN, reason.strip()
    recording.withdrawn_at = services.clock()
    session.flush()
    event = recording.event
    if event.seed_key is None and event.state == State.PUBLISHED and not _published_in(session, event.id):
        event.state = State.WITHDRAWN
    session.flush()
    return recording


def restore(services: Services, session: Session, recording_id: int) -> Recording:
    """Bring a withdrawn recording back: published when it was, a draft when it never was.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `not-withdrawn`.
        NotPublishableError: it was public, and something for that is missing now.
    """
    recording = _recording(session, recording_id)
    if recording.state != State.WITHDRAWN:
        raise InvalidInputError({"state": "not-withdrawn"})
    recording.withdrawn_at, recording.withdrawn_reason = None, ""
    event = recording.event
    if event.state == State.WITHDRAWN and event.seed_key is None:
        event.state = State.DRAFT
    if recording.published_at is None:
        recording.state = State.DRAFT
    else:
        missing = [*(() if recording.rights else ("basis", "granted-on")), *_not_ready(session, recording)]
        if missing:
            raise NotPublishableError(tuple(missing))
        _show(recording, services)
    session.flush()
    return recording


def search_anew(services: Services, session: Session, recording: Recording) -> None:
    """Note that the searchable words of a shelved recording changed, and ask for them to be indexed."""
    recording.version += 1
    if recording.shelved_at is not None:
        services.jobs.enqueue_index(session, recording.id)


def _show(recording: Recording, services: Services) -> None:
    recording.state = State.PUBLISHED
    recording.published_at = recording.published_at or services.clock()
    if recording.event.state in {State.DRAFT, State.IN_REVIEW}:
        recording.event.state = State.PUBLISHED


def _not_ready(session: Session, recording: Recording) -> list[str]:
    missing = []
    playable = select(func.count(Rendition.id)).where(Rendition.recording_id == recording.id)
    if recording.shelved_at is None or not session.scalar(playable):
        missing.append("renditions")
    if recording.event.state == State.WITHDRAWN:
        missing.append("event-withdrawn")
    return missing


def _published_in(session: Session, event_id: int) -> int:
    shown = select(func.count(Recording.id)).where(Recording.event_id == event_id, Recording.state == State.PUBLISHED)
    return session.scalar(shown) or 0


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

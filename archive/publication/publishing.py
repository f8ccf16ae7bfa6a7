"""Publishing a recording: what it needs for that, review, a time that is set for it, and whom it is shown to."""

import datetime as dt
import logging
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.audit import Actor
from archive.catalogue.events import State, Visibility
from archive.catalogue.recordings import Recording, Rendition
from archive.catalogue.viewing import UNFINISHED
from archive.errors import InvalidInputError, NotPublishableError
from archive.plain_text import one_line
from archive.publication.rights import RightsGiven, has_expired, note_rights, rights_faults
from archive.shelving import known_recording, search_anew

LONGEST_CAPTIONS_REASON = 500
MOST_AHEAD = dt.timedelta(days=2 * 365)
"""Whoever plans further ahead has mistyped the year."""
RIGHTS_CODES = {
    ("basis", "empty"): "basis",
    ("granted_on", "empty"): "granted-on",
    ("granted_on", "in-future"): "granted-in-future",
}
"""What publishing says of a permission that comes along with it and cannot be used."""

log = logging.getLogger(__name__)


class Standing(StrEnum):
    """How a line of the checklist stands."""

    FINE = "fine"
    ADVISED = "advised"
    """It would be better; the recording can be published without."""
    NEEDED = "needed"


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the checklist before a recording is published."""

    item: str
    """files, title, date, country, captions, rights or poster."""
    standing: Standing
    code: str = ""
    """What is missing, where that is not said by the item alone."""


def checklist(session: Session, recording: Recording, *, today: dt.date) -> tuple[Check, ...]:
    """Look through what a recording should have before it is shown, in the order in which people put it right."""
    event, rights = recording.event, recording.rights
    has_words = any(row.is_current for row in recording.transcripts)
    is_playable = recording.shelved_at is not None and session.scalar(
        select(func.count(Rendition.id)).where(Rendition.recording_id == recording.id)
    )
    places = [*event.countries, *event.regions]
    return (
        _needed("files", "renditions", is_fine=bool(is_playable)),
        Check("title", _advised(recording.title)),
        Check("date", _advised(event.starts)),
        Check("country", _advised(places)),
        _needed("captions", "captions", is_fine=has_words or bool(recording.captions_reason)),
        _needed("rights", "rights-expired", is_fine=not has_expired(rights, today=today))
        if rights is not None
        else Check("rights", Standing.NEEDED, "rights"),
        Check("poster", _advised(recording.poster_key)),
    )


def missing_for(session: Session, recording: Recording, *, today: dt.date) -> tuple[str, ...]:
    """Name what keeps a recording from being published, or from coming back."""
    missing = [row.code for row in checklist(session, recording, today=today) if row.standing is Standing.NEEDED]
    if recording.event.state == State.WITHDRAWN:
        missing.append("event-withdrawn")
    return tuple(missing)


def publish(
    services: Services,
    session: Session,
    recording_id: int,
    *,
    rights: RightsGiven | None = None,
    captions_reason: str = "",
    is_unattended: bool = False,
) -> Recording:
    """Show a recording, and its event, to everybody whom its visibility lets in.

    With `rights`, the permission is written down in the same breath. `is_unattended`: nobody is there to say why there
    are no captions, and what the machine noted has to do.

    Raises:
        NotFoundError: there is no such recording.
        NotPublishableError: with what is missing or in the way: withdrawn, renditions, captions, rights,
            rights-expired, event-withdrawn; of `rights` basis, granted-on, granted-in-future.
    """
    recording = known_recording(session, recording_id)
    if recording.state == State.WITHDRAWN:  # a form left open must not undo it; `restore` does
        raise NotPublishableError(("withdrawn",))
    if rights is not None:
        faults = rights_faults(rights, today=services.today())
        if faults:
            raise NotPublishableError(tuple(RIGHTS_CODES.get(fault, "basis") for fault in faults.items()))
        note_rights(services, session, recording, rights)
    if captions_reason:
        recording.captions_reason = one_line(captions_reason)[:LONGEST_CAPTIONS_REASON]
    missing = missing_for(session, recording, today=services.today())
    if blocking := tuple(code for code in missing if not (is_unattended and code == "captions")):
        raise NotPublishableError(blocking)
    if recording.state != State.PUBLISHED:
        show(services, session, recording)
        record_about(session, "recording.published", recording, visibility=recording.visibility.value)
    session.flush()
    return recording


def show(services: Services, session: Session, recording: Recording) -> None:
    """Put a recording that has all it needs, and its event, before its public."""
    recording.state, recording.publish_at = State.PUBLISHED, None
    recording.published_at = recording.published_at or services.clock()
    if recording.event.state in UNFINISHED:
        recording.event.state = State.PUBLISHED
    search_anew(services, session, recording)


def ask_for_review(session: Session, recording_id: int) -> Recording:
    """Say that a draft is ready and somebody else should look at it.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `state`: `not-a-draft`.
    """
    return _turn(session, recording_id, State.DRAFT, State.IN_REVIEW, "recording.submitted")


def take_back(session: Session, recording_id: int) -> Recording:
    """Make a draft again of what waits for its review.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `state`: `not-in-review`.
    """
    return _turn(session, recording_id, State.IN_REVIEW, State.DRAFT, "recording.returned")


def set_visibility(session: Session, recording_id: int, visibility: Visibility) -> Recording:
    """Say who may see a recording once it is published; the next request counts already.

    Raises:
        NotFoundError: there is no such recording.
    """
    recording = known_recording(session, recording_id)
    before, recording.visibility = recording.visibility, visibility
    if before is not visibility:
        change = {"before": before.value, "now": visibility.value}
        record_about(session, "recording.visibility-set", recording, **change)
    return recording


def schedule(services: Services, session: Session, recording_id: int, *, at: dt.datetime) -> Recording:
    """Let a recording be published at a time; all that publishing needs has to be there now.

    Raises:
        NotFoundError: there is no such recording.
        NotPublishableError: with what is missing.
        InvalidInputError: `publish_at`: `in-past` or `too-far`; `state`: `not-a-draft`.
    """
    recording = known_recording(session, recording_id)
    if recording.state not in UNFINISHED:
        raise InvalidInputError({"state": "not-a-draft"})
    now = services.clock()
    if not now < at <= now + MOST_AHEAD:
        raise InvalidInputError({"publish_at": "in-past" if at <= now else "too-far"})
    if missing := missing_for(session, recording, today=services.today()):
        raise NotPublishableError(missing)
    recording.publish_at = at
    record_about(session, "recording.scheduled", recording, at=at.astimezone(dt.UTC).isoformat())
    return recording


def unschedule(session: Session, recording_id: int) -> Recording:
    """Plan nothing for a recording any more.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `state`: `not-scheduled`.
    """
    recording = known_recording(session, recording_id)
    if recording.publish_at is None:
        raise InvalidInputError({"state": "not-scheduled"})
    recording.publish_at = None
    record_about(session, "recording.unscheduled", recording)
    return recording


def publish_due(services: Services) -> int:
    """Publish what was planned for now or earlier; what lacks something waits until it is there. Say how many."""
    due = select(Recording.id).where(Recording.publish_at <= services.clock(), Recording.state.in_(UNFINISHED))
    with services.database.reading() as session:
        waiting = session.scalars(due.order_by(Recording.publish_at)).all()
    published = 0
    for recording_id in waiting:
        with services.database.writing(by=Actor.WORKER) as session:
            if session.scalar(due.where(Recording.id == recording_id)) is None:
                continue  # somebody was quicker, or has just set another time
            if missing_for(session, known_recording(session, recording_id), today=services.today()):
                continue
            publish(services, session, recording_id)
            published += 1
            log.info("recording %d is published as planned", recording_id)
    return published


def _turn(session: Session, recording_id: int, before: State, after: State, action: str) -> Recording:
    recording = known_recording(session, recording_id)
    if recording.state != before:
        raise InvalidInputError({"state": "not-a-draft" if before is State.DRAFT else "not-in-review"})
    recording.state = after
    record_about(session, action, recording)
    return recording


def _needed(item: str, code: str, *, is_fine: bool) -> Check:
    return Check(item, Standing.FINE) if is_fine else Check(item, Standing.NEEDED, code)


def _advised(thing: object) -> Standing:
    return Standing.FINE if thing else Standing.ADVISED

"""Taking a recording from the site, at once and everywhere, and bringing it back. Deleting it is `deleting.py`."""

import logging
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.audit import Actor
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording
from archive.catalogue.rights import RightsRecord
from archive.errors import InvalidInputError, NotPublishableError
from archive.publication.publishing import missing_for, show
from archive.shelving import known_recording, search_anew

LONGEST_REASON = 2000

log = logging.getLogger(__name__)


class Because(StrEnum):
    """The usual reasons, which everybody may read."""

    OUTDATED = "outdated"
    ASKED = "asked"
    MISTAKE = "mistake"
    RIGHTS_EXPIRED = "rights-expired"


def withdraw(
    services: Services,
    session: Session,
    recording_id: int,
    *,
    reason: str = "",
    because: Because | None = None,
    note: str = "",
    action: str = "recording.withdrawn",
) -> Recording:
    """Take a recording from the site at once, also from search; what was public before answers 410.

    Visitors read one of the usual reasons, words, or both; the note is for the desk alone.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `reason` is empty or too long, `note` is too long, or `already-withdrawn`: day and reason are
            public and stay.
    """
    recording = known_recording(session, recording_id)
    faults = {field: "too-long" for field, text in (("reason", reason), ("note", note)) if len(text) > LONGEST_REASON}
    if not reason.strip() and because is None:
        faults["reason"] = "empty"
    if faults:
        raise InvalidInputError(faults)
    if recording.state == State.WITHDRAWN:
        raise InvalidInputError({"state": "already-withdrawn"})
    recording.state, recording.publish_at, recording.withdrawn_at = State.WITHDRAWN, None, services.clock()
    recording.withdrawn_because, recording.withdrawn_reason = because or "", reason.strip()
    recording.withdrawn_note = note.strip()
    session.flush()
    event = recording.event
    if event.seed_key is None and event.state == State.PUBLISHED and not _published_in(session, event.id):
        event.state = State.WITHDRAWN
    search_anew(services, session, recording)
    record_about(session, action, recording, because=because or "own-words")
    return recording


def restore(services: Services, session: Session, recording_id: int) -> Recording:
    """Bring a withdrawn recording back: published when it was, a draft when it never was.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `not-withdrawn`.
        NotPublishableError: it was public, and something for that is missing now.
    """
    recording = known_recording(session, recording_id)
    if recording.state != State.WITHDRAWN:
        raise InvalidInputError({"state": "not-withdrawn"})
    event = recording.event
    if event.state == State.WITHDRAWN and event.seed_key is None:
        event.state = State.DRAFT
    if recording.published_at is None:
        recording.state = State.DRAFT
        search_anew(services, session, recording)
    else:
        missing = missing_for(session, recording, today=services.today())
        if blocking := tuple(code for code in missing if code != "captions"):  # it was shown without them before
            raise NotPublishableError(blocking)
        show(services, session, recording)
    recording.withdrawn_at, recording.withdrawn_because = None, ""
    recording.withdrawn_reason = recording.withdrawn_note = ""
    record_about(session, "recording.restored", recording, state=recording.state.value)
    return recording


def withdraw_expired(services: Services) -> int:
    """Withdraw what is published and whose permission has ended; say how many."""
    expired = (
        select(Recording.id)
        .join(RightsRecord, RightsRecord.recording_id == Recording.id)
        .where(Recording.state == State.PUBLISHED, RightsRecord.expires_on < services.today())
        .order_by(Recording.id)
    )
    with services.database.reading() as session:
        ended = session.scalars(expired).all()
    withdrawn = 0
    for recording_id in ended:
        with services.database.writing(by=Actor.WORKER) as session:
            if session.scalar(expired.where(Recording.id == recording_id)) is None:
                continue  # somebody has just put it right
            withdraw(
                services,
                session,
                recording_id,
                because=Because.RIGHTS_EXPIRED,
                action="recording.expired",
            )
            withdrawn += 1
            log.info("recording %d is withdrawn: its permission has ended", recording_id)
    return withdrawn


def _published_in(session: Session, event_id: int) -> int:
    shown = select(func.count(Recording.id)).where(Recording.event_id == event_id, Recording.state == State.PUBLISHED)
    return session.scalar(shown) or 0

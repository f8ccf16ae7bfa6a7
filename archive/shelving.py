"""What editors do to a recording: publish it, withdraw it, bring it back.

Its details are corrected in `amending.py`; putting a finished ingest on the shelf is `accession.py`. Nothing here
touches the index: a change of what can be searched raises the recording's version and asks for an `index` job in the
same transaction.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording, Rendition, RightsRecord
from archive.errors import InvalidInputError, NotFoundError, NotPublishableError
from archive.rights import RightsGiven, latest_day

LONGEST_REASON = 2000


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

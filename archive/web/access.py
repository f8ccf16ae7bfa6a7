"""From the rule of who sees what to 404 and 410: finds what an address names, or raises what it answers with."""

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from archive.catalogue import queries, watching
from archive.catalogue.events import Event
from archive.catalogue.recordings import Recording
from archive.catalogue.tombstones import Grave, tombstone
from archive.catalogue.viewing import Access, Viewer, event_access, find_recording, recording_access
from archive.web.failing import GonePage, Withdrawn


def shown_recording(session: Session, slug: str, viewer: Viewer) -> Recording:
    """Give a recording with all that its page shows but the lines.

    Raises:
        HTTPException: 404, there is none, or not for this person.
        Withdrawn: it was published once; with day and reason.
    """
    recording = watching.recording(session, seen_recording(session, slug, viewer).id)
    if recording is None:
        raise HTTPException(404)
    return recording


def seen_recording(session: Session, slug: str, viewer: Viewer) -> Recording:
    """Give a recording with its event alone; its files need no more.

    Raises:
        HTTPException: 404, there is none, or not for this person.
        Withdrawn: it was published once; with day and reason.
    """
    found = find_recording(session, slug)
    if found is None:
        _refuse_deleted(session, Grave.RECORDING, slug, viewer)
    decided = recording_access(found, viewer)
    if found is None or decided is Access.MISSING:
        raise HTTPException(404)
    if decided is Access.GONE:
        why = found.withdrawn_because, found.withdrawn_reason
        raise Withdrawn(GonePage(found.title, found.withdrawn_at, *why))
    return found


def shown_event(session: Session, slug: str, viewer: Viewer) -> Event:
    """Give an event.

    Raises:
        HTTPException: 404, there is none, or not for this person.
        Withdrawn: it was shown once.
    """
    found = queries.find_event(session, slug)
    if found is None:
        _refuse_deleted(session, Grave.EVENT, slug, viewer)
    decided = event_access(found, viewer)
    if found is None or decided is Access.MISSING:
        raise HTTPException(404)
    if decided is Access.GONE:
        raise Withdrawn(GonePage(found.title))
    return found


def _refuse_deleted(session: Session, kind: Grave, slug: str, viewer: Viewer) -> None:
    """Tell whoever could see what was deleted for good that it is gone."""
    stone = tombstone(session, kind, slug)
    if stone is not None and stone.visibility in viewer.visibilities:
        raise Withdrawn(GonePage(withdrawn_at=stone.withdrawn_at or stone.deleted_at, is_deleted=True))

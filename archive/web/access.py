"""From the rule of who sees what to 404 and 410: finds what an address names, or raises what it answers with."""

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException

from archive.catalogue import queries, watching
from archive.catalogue.events import Event
from archive.catalogue.recordings import Recording
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
    decided = recording_access(found, viewer)
    if found is None or decided is Access.MISSING:
        raise HTTPException(404)
    if decided is Access.GONE:
        day = found.withdrawn_at.date().isoformat() if found.withdrawn_at else ""
        raise Withdrawn(GonePage(found.title, day, found.withdrawn_reason))
    return found


def shown_event(session: Session, slug: str, viewer: Viewer) -> Event:
    """Give an event.

    Raises:
        HTTPException: 404, there is none, or not for this person.
        Withdrawn: it was shown once.
    """
    found = queries.find_event(session, slug)
    decided = event_access(found, viewer)
    if found is None or decided is Access.MISSING:
        raise HTTPException(404)
    if decided is Access.GONE:
        raise Withdrawn(GonePage(found.title, "", ""))
    return found

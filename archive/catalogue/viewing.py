"""Who may see what: the one rule that pages, media files, captions, search and feeds ask.

A recording shows when it and its event are published and the stricter visibility of both lets this person in.
Editors and admins see drafts as well. What was published and then withdrawn is gone for everybody, except in the
preview of the desk; what was never published, or is not for this person, does not exist for them. An event outside the
shipped catalogue is named after its footage: while it has some, it shows to those who may see some of that, and once
it is withdrawn, it is gone for those who could.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from archive.catalogue.events import Event, State, Visibility
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording

STAFF = frozenset({Role.EDITOR, Role.ADMIN})
UNFINISHED = frozenset({State.DRAFT, State.IN_REVIEW})
_STRICTNESS = (Visibility.PUBLIC, Visibility.SIGNED_IN, Visibility.STAFF)


class Access(StrEnum):
    """What a person gets: the thing, 404 or 410."""

    SHOWN = "shown"
    MISSING = "missing"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking."""

    account_id: int | None = None
    role: Role | None = None
    """None for a visitor who is not signed in."""

    @property
    def is_staff(self) -> bool:
        """Say whether this is an editor or an admin."""
        return self.role in STAFF

    @property
    def visibilities(self) -> frozenset[Visibility]:
        """Give the visibilities that let this person in."""
        if self.is_staff:
            return frozenset(Visibility)
        if self.role is not None:
            return frozenset({Visibility.PUBLIC, Visibility.SIGNED_IN})
        return frozenset({Visibility.PUBLIC})


VISITOR = Viewer()
"""Anyone, not signed in."""


def may_see_recording(viewer: Viewer, *, drafts: bool = False) -> ColumnElement[bool]:
    """Give the condition for selects that join `Recording.event`; `drafts` adds those to what staff see."""
    published = and_(
        Recording.state == State.PUBLISHED,
        Event.state == State.PUBLISHED,
        Recording.visibility.in_(viewer.visibilities),
        Event.visibility.in_(viewer.visibilities),
    )
    if not (drafts and viewer.is_staff):
        return published
    unfinished = or_(Recording.state.in_(UNFINISHED), Event.state.in_(UNFINISHED))
    return or_(published, and_(unfinished, Recording.state != State.WITHDRAWN, Event.state != State.WITHDRAWN))


def may_see_event(viewer: Viewer, *, drafts: bool = False) -> ColumnElement[bool]:
    """Give the condition for selects of events, with or without footage."""
    states = {State.PUBLISHED} | (UNFINISHED if drafts and viewer.is_staff else set())
    published = Recording.state == State.PUBLISHED
    is_theirs = or_(
        Event.seed_key.is_not(None),
        ~Event.recordings.any(published),
        Event.recordings.any(and_(published, Recording.visibility.in_(viewer.visibilities))),
    )
    return and_(Event.state.in_(states), Event.visibility.in_(viewer.visibilities), is_theirs)


def visible_recording_ids(session: Session, viewer: Viewer, *, drafts: bool = False) -> frozenset[int]:
    """Give all recordings this person may find; search counts nothing else."""
    rows = session.execute(_visible_ids(replace(viewer, account_id=None), drafts=drafts)).all()
    return frozenset(recording_id for (recording_id,) in rows)


@cache
def _visible_ids(viewer: Viewer, *, drafts: bool) -> Select[int]:
    """Make the statement for everybody who may see the same; every search asks it."""
    return select(Recording.id).join(Recording.event).where(may_see_recording(viewer, drafts=drafts))


def access(session: Session, recording: int | str, viewer: Viewer, *, preview: bool = False) -> Access:
    """Decide over one recording, named by its id or its slug.

    `preview` is the desk's: there, staff also see what was withdrawn.
    """
    return recording_access(find_recording(session, recording), viewer, preview=preview)


def find_recording(session: Session, recording: int | str) -> Recording | None:
    """Give a recording with its event, whoever may see it."""
    named = Recording.id == recording if isinstance(recording, int) else Recording.slug == recording
    return session.scalar(select(Recording).where(named).options(joinedload(Recording.event)))


def recording_access(recording: Recording | None, viewer: Viewer, *, preview: bool = False) -> Access:
    """Decide over a loaded recording; its event must be loaded too."""
    if recording is None:
        return Access.MISSING
    visibility = strictest(recording.visibility, recording.event.visibility)
    states = {recording.state, recording.event.state}
    return _decide(states, visibility, viewer, was_published=recording.published_at is not None, preview=preview)


def event_access(event: Event | None, viewer: Viewer, *, preview: bool = False) -> Access:
    """Decide over a loaded event."""
    if event is None:
        return Access.MISSING
    footage = _footage_beside(event)
    if event.seed_key is None and footage and not footage & viewer.visibilities:
        return Access.MISSING
    return _decide({event.state}, event.visibility, viewer, was_published=True, preview=preview)


def strictest(*visibilities: Visibility) -> Visibility:
    """Give the visibility that lets in fewest."""
    return max(visibilities, key=_STRICTNESS.index)


def once_shown_to(recording: Recording) -> Visibility:
    """Say whom a recording that is gone was for; what was never published was for the desk."""
    return Visibility.STAFF if recording.published_at is None else recording.visibility


def _footage_beside(event: Event) -> set[Visibility]:
    """Give whom the footage is for that stands on the page of an event, or stood there until it was withdrawn."""
    if event.state is State.WITHDRAWN:
        return {once_shown_to(recording) for recording in event.recordings}
    return {recording.visibility for recording in event.recordings if recording.state is event.state}


def _decide(
    states: set[State], visibility: Visibility, viewer: Viewer, *, was_published: bool, preview: bool
) -> Access:
    if visibility not in viewer.visibilities:
        return Access.MISSING
    if State.WITHDRAWN in states:
        if preview and viewer.is_staff:
            return Access.SHOWN
        return Access.GONE if was_published else Access.MISSING
    if states & UNFINISHED:
        return Access.SHOWN if viewer.is_staff else Access.MISSING
    return Access.SHOWN

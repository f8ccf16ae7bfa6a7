"""Says that a newer recording takes the place of an older one, so that nobody relies on what is out of date."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording
from archive.catalogue.succession import Succession
from archive.errors import InvalidInputError, NotFoundError


def supersede(session: Session, recording_id: int, *, newer_id: int | None) -> None:
    """Name the newer recording; None takes the note away.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `newer` is not-published, or in-circle: it is the recording itself, or one it has replaced.
    """
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFoundError(kind="recording", key=recording_id)
    row = session.get(Succession, recording_id)
    if newer_id is None:
        if row is not None:
            session.delete(row)
            record_about(session, "recording.succession-removed", recording)
        return
    newer = session.get(Recording, newer_id)
    if newer is None or newer.state is not State.PUBLISHED:
        raise InvalidInputError({"newer": "not-published"})
    if recording_id in _line_from(session, newer_id):
        raise InvalidInputError({"newer": "in-circle"})
    if row is None:
        session.add(Succession(recording_id=recording_id, newer_id=newer_id))
    else:
        row.newer_id = newer_id
    record_about(session, "recording.superseded", recording, newer=newer.slug)


def _line_from(session: Session, recording_id: int) -> list[int]:
    """Give a recording and all that have taken its place, one after the other."""
    line: list[int] = []
    following: int | None = recording_id
    while following is not None and following not in line:
        line.append(following)
        following = session.scalar(select(Succession.newer_id).where(Succession.recording_id == following))
    return line

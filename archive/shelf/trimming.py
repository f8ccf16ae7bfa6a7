"""Trimming a recording at its ends. The original stays whole, so what is left out can come back.

Until the films are made, everything stays as it was; then they and the words move together (`retiming.py`).
"""

from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.cut_queries import original_seconds
from archive.catalogue.cuts import Trim
from archive.catalogue.work import Job
from archive.errors import InvalidInputError
from archive.jobs.queue import REPLACE, is_under_way
from archive.shelf.rebuilding import ask_for_new_cut, ends_asked_for
from archive.transcripts.retiming import Ends
from archive.transcripts.transcribing import shelved

SHORTEST_SECONDS = 1.0
"""Less is no recording."""
SAME_SECONDS = 0.05
"""So close to the original's end is its end."""


def trim(services: Services, session: Session, recording_id: int, *, begins_at: float, ends_at: float) -> Job | None:
    """Ask for a recording to begin and end at these seconds of its original; None when it does, or will.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: `not-shelved`, `no-original`, `not-a-time` or `before-the-start`.
    """
    recording = shelved(session, recording_id)
    length = original_seconds(session, recording)
    faults = {}
    if recording.original_key is None:
        faults["recording"] = "no-original"
    elif is_under_way(session, REPLACE, recording_id):
        faults["recording"] = "being-replaced"
    if not 0 <= begins_at < length:
        faults["begins_at"] = "not-a-time"
    elif ends_at < begins_at + SHORTEST_SECONDS:
        faults["ends_at"] = "before-the-start"
    if faults:
        raise InvalidInputError(faults)
    wanted = Ends(begins_at, None if ends_at > length - SAME_SECONDS else ends_at)
    if wanted == (ends_asked_for(session, recording_id) or ends_of(session, recording_id)):
        return None
    record_about(session, "recording.trimmed", recording, begins_at=wanted.begins_at, ends_at=wanted.ends_at)
    return ask_for_new_cut(services, session, recording, ends=wanted)


def ends_of(session: Session, recording_id: int) -> Ends:
    """Say where a recording begins and ends in its original."""
    row = session.get(Trim, recording_id)
    return Ends(row.begins_at, row.ends_at) if row else Ends()

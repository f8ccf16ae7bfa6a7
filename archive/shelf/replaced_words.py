"""What becomes of all that is told by seconds when another film takes the place of a recording's: it moves, or rests.

Part of the transaction that puts the new film on the shelf (`replacement.py`). Nothing is lost: lines that would lie
before its beginning are kept beside, as those are that were trimmed off (`retiming.py`); those after its end stay.
"""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from archive.catalogue.cuts import Trim
from archive.catalogue.recordings import Recording
from archive.catalogue.watching import MACHINES
from archive.shelf.trimming import SHORTEST_SECONDS, ends_of
from archive.transcripts.retiming import CUE, Ends, move_words, shifted
from archive.transcripts.revising import keep_wording
from archive.transcripts.transcribing import is_by_people

Told = Literal["words-later", "words-earlier", "words-outside"]
"""What the job's page says of it, by the code of its words."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What moving has led to."""

    lines_outside: int
    """Lines of transcripts that are said before the new film begins, or after it ends."""


def ends_in_new_film(session: Session, recording_id: int, *, offset_seconds: float, new_seconds: float) -> Ends:
    """Say where a recording that was trimmed begins and ends in a film in which everything comes so much later."""
    before = ends_of(session, recording_id)
    begins_at = max(0.0, before.begins_at + offset_seconds) if before.begins_at else 0.0
    ends_at = None if before.ends_at is None else before.ends_at + offset_seconds
    if ends_at is not None and ends_at >= new_seconds:
        ends_at = None
    length = (new_seconds if ends_at is None else ends_at) - begins_at
    return Ends(round(begins_at, 3), ends_at) if length >= SHORTEST_SECONDS else Ends()


def move_to_new_film(
    session: Session, recording: Recording, wanted: Ends, *, offset_seconds: float, new_seconds: float
) -> Moved:
    """Bring all that is told by seconds to the seconds of the new film, which is shown from and to the wanted ends."""
    trim = session.get(Trim, recording.id)
    if offset_seconds or wanted != ends_of(session, recording.id):
        if trim is None:
            trim = Trim(recording_id=recording.id, begins_at=0.0, ends_at=None, left_out={})
            session.add(trim)
        trim.begins_at += offset_seconds
        trim.left_out = {name: [shifted(row, offset_seconds) for row in rows] for name, rows in trim.left_out.items()}
        trim.original_seconds = new_seconds
        session.flush()
        move_words(session, recording, wanted, original_seconds=new_seconds)
    elif trim is not None:
        trim.original_seconds = new_seconds
    length = (new_seconds if wanted.ends_at is None else wanted.ends_at) - wanted.begins_at
    after = sum(cue.start_seconds >= length for transcript in recording.transcripts for cue in transcript.cues)
    trim = session.get(Trim, recording.id)
    before = sum(row["end_seconds"] <= 0 for row in trim.left_out.get(CUE, [])) if trim else 0
    return Moved(after + before)


def are_by_machines(recording: Recording) -> bool:
    """Say whether nobody has worked on any of the words in use, so that all of them may be recognised anew."""
    in_use = [row for row in recording.transcripts if row.is_current]
    return all(row.origin in MACHINES and not is_by_people(row) for row in in_use)


def lay_machine_words_aside(session: Session, recording: Recording) -> None:
    """Take transcripts that machines made of another sound out of use, unless people have worked on them."""
    for transcript in recording.transcripts:
        if transcript.is_current and transcript.origin in MACHINES and not is_by_people(transcript):
            keep_wording(session, transcript, transcript.cues)
            transcript.is_current = False
    session.flush()

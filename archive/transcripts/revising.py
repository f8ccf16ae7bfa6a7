"""Changes the wording that visitors read, and keeps the wording that was: quotes find the words they were taken from.

The revision of a transcript counts what visitors read of a recording in one language. A line knows since which
revision it reads so; when it changes, its former wording is kept with the last revision in which it stood.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from archive.catalogue.edits import TranscriptEdit
from archive.catalogue.keys import new_key
from archive.catalogue.recordings import Transcript, TranscriptCue
from archive.catalogue.revisions import FormerCue
from archive.catalogue.watching import MACHINES


@dataclass(frozen=True, slots=True)
class LineName:
    """How a new line is called, and since which revision it reads so."""

    key: str
    since_revision: int


def next_revision(session: Session, recording_id: int, language: str) -> int:
    """Give the number of what visitors will read next in this language."""
    shown = select(func.max(Transcript.revision)).where(
        Transcript.recording_id == recording_id, Transcript.language == language
    )
    former = select(func.max(FormerCue.until_revision)).where(
        FormerCue.recording_id == recording_id, FormerCue.language == language
    )
    return 1 + max(session.scalar(shown) or 0, session.scalar(former) or 0)


def taken_keys(session: Session, recording_id: int) -> set[str]:
    """Give the names of all lines that a recording has or had."""
    mine = Transcript.recording_id == recording_id
    cues = session.scalars(select(TranscriptCue.key).join(Transcript).where(mine))
    former = session.scalars(select(FormerCue.key).where(FormerCue.recording_id == recording_id))
    merged = session.scalars(
        select(TranscriptCue.former_keys).join(Transcript).where(mine, TranscriptCue.former_keys.is_not(None))
    )
    edits = select(TranscriptEdit.before).join(Transcript).where(mine)
    gone = (str(line["key"]) for lines in session.scalars(edits) for line in lines)
    return {*cues, *former, *(key for keys in merged for key in keys or ()), *gone}


def line_called(session: Session, recording_id: int, language: str, key: str) -> TranscriptCue | None:
    """Give the line in use that has a name, or that took in the one that had it."""
    mine = (
        select(TranscriptCue)
        .join(Transcript)
        .where(Transcript.recording_id == recording_id, Transcript.language == language, Transcript.is_current)
    )
    line = session.scalar(mine.where(TranscriptCue.key == key))
    if line is not None:
        return line
    merged = session.scalars(mine.where(TranscriptCue.former_keys.is_not(None)))
    return next((line for line in merged if key in (line.former_keys or ())), None)


def keep_wording(session: Session, transcript: Transcript, cues: Sequence[TranscriptCue]) -> None:
    """Keep these lines of a transcript as visitors could read them until now."""
    rows = [
        {
            "recording_id": transcript.recording_id,
            "language": transcript.language,
            "key": cue.key,
            "since_revision": cue.since_revision,
            "until_revision": transcript.revision,
            "start_seconds": cue.start_seconds,
            "end_seconds": cue.end_seconds,
            "text": cue.text,
            "speaker": cue.speaker,
            "is_machine_text": transcript.origin in MACHINES and not (transcript.is_checked or cue.is_checked),
        }
        for cue in cues
    ]
    if rows:
        session.execute(insert(FormerCue), rows)


def names_for(
    before: Sequence[TranscriptCue], written: Sequence[tuple[float, str]], *, revision: int, taken: set[str]
) -> list[LineName]:
    """Name new lines: what begins at the same hundredth of a second keeps its name, and its revision if it reads so."""
    known = {round(cue.start_seconds, 2): cue for cue in before}
    names: list[LineName] = []
    for start_seconds, text in written:
        cue = known.pop(round(start_seconds, 2), None)
        if cue is None:
            key = new_key(taken)
            taken.add(key)
            names.append(LineName(key, revision))
        else:
            names.append(LineName(cue.key, cue.since_revision if cue.text == text else revision))
    return names

"""Changes the wording that visitors read, and keeps the wording that was: quotes find the words they were taken from.

The revision of a transcript counts what visitors read of a recording in one language. A line knows since which
revision it reads so; when it changes, its former wording is kept with the last revision in which it stood.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.keys import new_key
from archive.catalogue.recordings import Recording, Transcript, TranscriptCue
from archive.catalogue.revisions import FormerCue
from archive.catalogue.watching import MACHINES
from archive.errors import NotFoundError
from archive.shelving import search_anew


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
    cues = select(TranscriptCue.key).join(Transcript).where(Transcript.recording_id == recording_id)
    former = select(FormerCue.key).where(FormerCue.recording_id == recording_id)
    return {*session.scalars(cues), *session.scalars(former)}


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


def correct_lines(services: Services, session: Session, transcript_id: int, texts: Mapping[str, str]) -> int:
    """Write lines as a person heard them, by their keys, and ask for them to be indexed; say how many changed.

    All of them count as checked, also those that were right already.

    Raises:
        NotFoundError: there is no such transcript, or it has no line of one of these names.
    """
    transcript = session.get(Transcript, transcript_id)
    if transcript is None:
        raise NotFoundError(kind="transcript", key=transcript_id)
    mine = select(TranscriptCue).where(TranscriptCue.transcript_id == transcript_id, TranscriptCue.key.in_(texts))
    cues = {cue.key: cue for cue in session.scalars(mine)}
    for key in texts:
        if key not in cues:
            raise NotFoundError(kind="line", key=key)
    changed = [cue for cue in cues.values() if cue.text != texts[cue.key]]
    if changed:
        if transcript.is_current:
            keep_wording(session, transcript, changed)
        transcript.revision += 1
    for cue in cues.values():
        cue.is_checked = True
    for cue in changed:
        text = texts[cue.key]
        cue.text, cue.since_revision = text, transcript.revision
        if cue.word_starts and len(cue.word_starts) != len(text.split()):
            cue.word_starts = None
    recording = session.get(Recording, transcript.recording_id)
    if changed and recording is not None:
        search_anew(services, session, recording)
    session.flush()
    return len(changed)

"""Saves what people do to the lines of a transcript: all of a save or nothing, once however often it is sent.

Nobody's words are overwritten unseen: a line that somebody else changed since it was read refuses the save. Every save
is kept with the lines before and after it (`correction_history.py` takes back and compares).
"""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue.database import ACTOR
from archive.catalogue.edits import EditKind, TranscriptEdit
from archive.catalogue.keys import new_key
from archive.catalogue.recordings import Recording, Transcript, TranscriptCue
from archive.errors import InvalidInputError, LinesChangedError, NotFoundError
from archive.shelving import search_anew
from archive.transcripts.edited_lines import EditedLine, Editing, Lines, clashes, edited, in_order
from archive.transcripts.line_changes import Placed, difference, placed_lines, plain
from archive.transcripts.line_edits import MOST_EDITS, LineEdit, WriteText
from archive.transcripts.line_rows import write_lines
from archive.transcripts.revising import taken_keys

LONGEST_REQUEST_ID = 40


@dataclass(frozen=True, slots=True)
class Saving:
    """What is to be saved, and what whoever saves has seen."""

    edits: Sequence[LineEdit]
    request_id: str
    """Made up by whoever saves; the same one twice is one save."""
    seen: int
    """The last edit whose outcome they have seen."""
    kind: EditKind = EditKind.LINES


@dataclass(frozen=True, slots=True)
class Saved:
    """How the transcript stands after a save."""

    number: int
    """Of the last edit."""
    made_at: dt.datetime
    lines: tuple[Placed, ...]
    """Those that are others than the one who saves has seen."""
    removed: tuple[str, ...]
    changed: int
    """Lines that this save touched."""


def opened(session: Session, recording_id: int, transcript_id: int) -> Transcript:
    """Give a transcript of this recording.

    Raises:
        NotFoundError: there is none.
    """
    transcript = session.get(Transcript, transcript_id, with_for_update=True)
    if transcript is None or transcript.recording_id != recording_id:
        raise NotFoundError(kind="transcript", key=transcript_id)
    return transcript


def lines_of(session: Session, transcript: Transcript) -> Lines:
    """Give the lines of a transcript as they are edited; where it is checked as a whole, each one is."""
    cues = session.scalars(
        select(TranscriptCue).where(TranscriptCue.transcript_id == transcript.id).order_by(TranscriptCue.position)
    )
    return in_order([_line(cue, is_checked=transcript.is_checked or cue.is_checked) for cue in cues])


def save(services: Services, session: Session, transcript: Transcript, saving: Saving) -> Saved:
    """Carry out edits, in their order.

    Raises:
        InvalidInputError: what is wrong with one of them; nothing is changed.
        LinesChangedError: somebody else changed a line of theirs meanwhile; nothing is changed.
    """
    if len(saving.edits) > MOST_EDITS or len(saving.request_id) > LONGEST_REQUEST_ID:
        raise InvalidInputError({"edits": "too-long"})
    lines = lines_of(session, transcript)
    known = edit_with(session, transcript.id, saving.request_id)
    if known is not None:
        return _saved(services, session, transcript, lines, seen=saving.seen, changed=known.lines)
    if clashing := clashes(lines, saving.edits):
        raise LinesChangedError(clashing)
    recording = session.get_one(Recording, transcript.recording_id)
    how = Editing(_namer(session, transcript.recording_id), saving.seen, recording.duration_seconds)
    after = lines
    for edit in saving.edits:
        after = edited(after, edit, how)
    return put(services, session, transcript, saving, lines=lines, after=after)


def put(
    services: Services,
    session: Session,
    transcript: Transcript,
    saving: Saving,
    *,
    lines: Lines,
    after: Lines,
    refers_to: int | None = None,
) -> Saved:
    """Write what lines have become, keep the change, ask for the words to be indexed, and note it in the log."""
    change = difference(lines, after)
    if change.is_empty:
        return _saved(services, session, transcript, lines, seen=saving.seen, changed=0)
    number = transcript.last_edit + 1
    by = session.info.get(ACTOR)
    session.add(
        TranscriptEdit(
            transcript_id=transcript.id,
            number=number,
            request_id=saving.request_id,
            kind=saving.kind,
            refers_to=refers_to,
            account_id=by if isinstance(by, int) else None,
            made_at=services.clock(),
            lines=change.lines,
            before=[plain(placed) for placed in change.before],
            after=[plain(placed) for placed in change.after],
        )
    )
    was_checked = transcript.is_checked
    is_said_otherwise = write_lines(session, transcript, change, after, number=number)
    recording = session.get_one(Recording, transcript.recording_id)
    if is_said_otherwise or transcript.is_checked != was_checked:
        search_anew(services, session, recording)
    record_about(
        session,
        "transcript.corrected",
        recording,
        language=transcript.language,
        edit=number,
        kind=saving.kind.value,
        lines=change.lines,
    )
    touched = {placed.line.key for placed in change.after}
    present = tuple(replace(line, version=number) if line.key in touched else line for line in after)
    return _saved(services, session, transcript, present, seen=saving.seen, changed=change.lines)


def correct_lines(
    services: Services, session: Session, transcript_id: int, texts: Mapping[str, str], *, version: int | None = None
) -> int:
    """Write lines as a person heard them, by their keys; say how many changed. All of them count as checked.

    `version` is that of the lines which the person saw, where they saw any.

    Raises:
        NotFoundError: there is no such transcript, or it has no line of one of these names.
        InvalidInputError: `text`: `empty` or `too-long`.
        LinesChangedError: somebody else changed one of them since.
    """
    transcript = session.get(Transcript, transcript_id, with_for_update=True)
    if transcript is None:
        raise NotFoundError(kind="transcript", key=transcript_id)
    before = {line.key: line.text for line in lines_of(session, transcript)}
    for key in texts:
        if key not in before:
            raise NotFoundError(kind="line", key=key)
    edits = [WriteText(key, version, text) for key, text in texts.items()]
    saving = Saving(edits, new_request_id(), transcript.last_edit, EditKind.REPORTED)
    save(services, session, transcript, saving)
    after = {line.key: line.text for line in lines_of(session, transcript)}
    return sum(after[key] != before[key] for key in texts)


def new_request_id() -> str:
    """Make a name for a save that nobody sends twice."""
    return secrets.token_hex(16)


def edit_with(session: Session, transcript_id: int, request_id: str) -> TranscriptEdit | None:
    """Give the edit that was sent under a name."""
    return session.scalar(
        select(TranscriptEdit).where(
            TranscriptEdit.transcript_id == transcript_id, TranscriptEdit.request_id == request_id
        )
    )


def changed_since(session: Session, transcript: Transcript, number: int) -> set[str]:
    """Name the lines that edits have touched since one of them."""
    later = select(TranscriptEdit.before, TranscriptEdit.after).where(
        TranscriptEdit.transcript_id == transcript.id, TranscriptEdit.number > number
    )
    return {str(line["key"]) for sides in session.execute(later) for side in sides for line in side}


def _saved(
    services: Services, session: Session, transcript: Transcript, lines: Lines, *, seen: int, changed: int
) -> Saved:
    touched = changed_since(session, transcript, seen)
    present = tuple(placed for placed in placed_lines(lines) if placed.line.key in touched)
    removed = tuple(sorted(touched - {placed.line.key for placed in present}))
    return Saved(transcript.last_edit, services.clock(), present, removed, changed)


def _namer(session: Session, recording_id: int) -> Callable[[], str]:
    taken: set[str] = set()

    def name() -> str:
        if not taken:
            taken.update(taken_keys(session, recording_id))
        key = new_key(taken)
        taken.add(key)
        return key

    return name


def _line(cue: TranscriptCue, *, is_checked: bool) -> EditedLine:
    return EditedLine(
        key=cue.key,
        start_seconds=cue.start_seconds,
        end_seconds=cue.end_seconds,
        text=cue.text,
        speaker=cue.speaker,
        is_checked=is_checked,
        word_starts=_numbers(cue.word_starts),
        word_chances=_numbers(cue.word_chances),
        former_keys=tuple(cue.former_keys or ()),
        version=cue.last_edit,
    )


def _numbers(kept: Sequence[float] | None) -> tuple[float, ...] | None:
    return tuple(kept) if kept else None

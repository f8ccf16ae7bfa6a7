"""What was done to the lines of a transcript: lists it, takes it back and does it again, gives and restores any state.

A state is named by the number of the edit it came from; 0 is the transcript as it came.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from archive.bootstrap import Services
from archive.catalogue.database import ACTOR
from archive.catalogue.edits import EditKind, TranscriptEdit
from archive.catalogue.people import Account
from archive.catalogue.recordings import Transcript
from archive.errors import LinesChangedError, NotFoundError
from archive.transcripts.edited_lines import Lines
from archive.transcripts.line_changes import Change, from_plain, taken_back
from archive.transcripts.line_saving import Saved, Saving, edit_with, lines_of, new_request_id, put, save

MOST_SHOWN = 200
"""Edits on one page of the history."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An edit in the list."""

    number: int
    kind: EditKind
    refers_to: int | None
    account_name: str
    """Empty where no account did it, or it is gone."""
    made_at: dt.datetime
    lines: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Which edit of an account would be taken back next, and which done again; None where there is none."""

    undo: int | None
    redo: int | None


def entries(session: Session, transcript_id: int, *, before: int | None = None) -> tuple[Entry, ...]:
    """List the edits, the latest first; only those before a number, where one is given."""
    edit = TranscriptEdit
    wanted = (
        select(edit.number, edit.kind, edit.refers_to, Account.name, edit.made_at, edit.lines)
        .outerjoin(Account, Account.id == edit.account_id)
        .where(edit.transcript_id == transcript_id)
        .order_by(edit.number.desc())
        .limit(MOST_SHOWN)
    )
    if before is not None:
        wanted = wanted.where(edit.number < before)
    return tuple(
        Entry(number, kind, refers_to, name or "", made_at, lines)
        for number, kind, refers_to, name, made_at, lines in session.execute(wanted)
    )


def author_of(session: Session, transcript_id: int, number: int) -> str:
    """Name who made an edit; empty where nobody is known to."""
    edit = TranscriptEdit
    wanted = select(Account.name).join(edit, edit.account_id == Account.id)
    return session.scalar(wanted.where(edit.transcript_id == transcript_id, edit.number == number)) or ""


def steps_of(session: Session, transcript_id: int, account_id: int) -> Steps:
    """Say what undo and redo would do for an account; an edit of its own after an undo ends what could be redone."""
    edit = TranscriptEdit
    rows = session.execute(
        select(edit.number, edit.kind, edit.refers_to)
        .where(edit.transcript_id == transcript_id, edit.account_id == account_id)
        .order_by(edit.number)
    )
    undo: list[int] = []
    redo: list[int] = []
    for number, kind, refers_to in rows:
        if kind is EditKind.UNDONE and refers_to in undo:
            undo.remove(refers_to)
            redo.append(refers_to)
        elif kind is EditKind.REDONE and refers_to in redo:
            redo.remove(refers_to)
            undo.append(refers_to)
        else:
            undo.append(number)
            redo.clear()
    return Steps(undo[-1] if undo else None, redo[-1] if redo else None)


def step(
    services: Services, session: Session, transcript: Transcript, *, is_redo: bool, request_id: str, seen: int
) -> Saved:
    """Take back the last edit of the account that acts, or do again what it took back last; what others did stays.

    Raises:
        NotFoundError: there is nothing to take back, or to do again.
        LinesChangedError: one of its lines has been changed by somebody else since.
    """
    by = session.info.get(ACTOR)
    kind = EditKind.REDONE if is_redo else EditKind.UNDONE
    saving = Saving((), request_id, seen, kind)
    if edit_with(session, transcript.id, request_id) is not None:
        return save(services, session, transcript, saving)
    steps = steps_of(session, transcript.id, by) if isinstance(by, int) else Steps(None, None)
    number = steps.redo if is_redo else steps.undo
    if number is None:
        raise NotFoundError(kind="edit", key=kind.value)
    change = _change(_edit(session, transcript.id, number))
    lines = lines_of(session, transcript)
    after = taken_back(lines, change.reversed() if is_redo else change)
    return put(services, session, transcript, saving, lines=lines, after=after, refers_to=number)


def take_back_everywhere(services: Services, session: Session, request_id: str) -> tuple[int, int]:
    """Take back a save that went through several transcripts; say in how many it was, and how many refused.

    Raises:
        NotFoundError: there is no such save.
    """
    edits = session.scalars(select(TranscriptEdit).where(TranscriptEdit.request_id == request_id)).all()
    if not edits:
        raise NotFoundError(kind="edit", key=request_id)
    undone = 0
    for edit in edits:
        transcript = session.get_one(Transcript, edit.transcript_id, with_for_update=True)
        lines = lines_of(session, transcript)
        try:
            after = taken_back(lines, _change(edit))
        except LinesChangedError:
            continue
        saving = Saving((), new_request_id(), transcript.last_edit, EditKind.UNDONE)
        put(services, session, transcript, saving, lines=lines, after=after, refers_to=edit.number)
        undone += 1
    return undone, len(edits) - undone


def lines_at(session: Session, transcript: Transcript, number: int) -> Lines:
    """Give the lines as they were after an edit; as they came for 0.

    Raises:
        NotFoundError: there is no such edit.
    """
    lines = lines_of(session, transcript)
    if number == transcript.last_edit:
        return lines
    if not 0 <= number <= transcript.last_edit:
        raise NotFoundError(kind="edit", key=number)
    later = session.scalars(
        select(TranscriptEdit)
        .where(TranscriptEdit.transcript_id == transcript.id, TranscriptEdit.number > number)
        .order_by(TranscriptEdit.number.desc())
    ).all()
    if len(later) != transcript.last_edit - number:  # the history before was forgotten on purpose
        raise NotFoundError(kind="edit", key=number)
    for edit in later:
        lines = taken_back(lines, _change(edit))
    return lines


def restore(services: Services, session: Session, transcript: Transcript, *, number: int, saving: Saving) -> Saved:
    """Bring a former state of all lines back, as a new edit.

    Raises:
        NotFoundError: there is no such state.
    """
    lines, after = lines_of(session, transcript), lines_at(session, transcript, number)
    return put(services, session, transcript, saving, lines=lines, after=after, refers_to=number)


def forget(session: Session, recording_id: int) -> int:
    """Forget all former states of a recording's lines, since words in them must not be kept; say how many edits.

    The lines themselves stay as they are, and so does the log of who did what.
    """
    mine = select(Transcript.id).where(Transcript.recording_id == recording_id)
    ids: Sequence[int] = session.scalars(select(TranscriptEdit.id).where(TranscriptEdit.transcript_id.in_(mine))).all()
    session.execute(delete(TranscriptEdit).where(TranscriptEdit.transcript_id.in_(mine)))
    return len(ids)


def _edit(session: Session, transcript_id: int, number: int) -> TranscriptEdit:
    found = session.scalar(
        select(TranscriptEdit).where(TranscriptEdit.transcript_id == transcript_id, TranscriptEdit.number == number)
    )
    if found is None:
        raise NotFoundError(kind="edit", key=number)
    return found


def _change(edit: TranscriptEdit) -> Change:
    return Change(tuple(map(from_plain, edit.before)), tuple(map(from_plain, edit.after)))

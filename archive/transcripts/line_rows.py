"""Writes changed lines of a transcript into its rows, and keeps what visitors could read until now."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import BindParameter, Executable, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from archive.catalogue.recordings import Transcript, TranscriptCue
from archive.transcripts.edited_lines import EditedLine, Lines
from archive.transcripts.line_changes import Change
from archive.transcripts.revising import keep_wording

_VALUES = (
    "start_seconds", "end_seconds", "text", "speaker", "is_checked", "word_starts", "word_chances", "former_keys",
    "last_edit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    place: int


def write_lines(session: Session, transcript: Transcript, change: Change, after: Lines, *, number: int) -> bool:
    """Bring the rows to what the lines are after an edit of this number; say whether something reads otherwise.

    A transcript is checked when all its lines are.
    """
    was = {placed.line.key: placed.line for placed in change.before}
    now = {placed.line.key: placed.line for placed in change.after}
    others = was.keys() - {key for key, line in now.items() if key in was and reads_the_same(was[key], line)}
    is_said_otherwise = bool(others) or bool(now.keys() - was.keys())
    rows = session.scalars(select(TranscriptCue).where(TranscriptCue.transcript_id == transcript.id)).all()
    if transcript.is_current:
        keep_wording(session, transcript, [row for row in rows if row.key in others])
    transcript.revision += is_said_otherwise
    transcript.last_edit, transcript.is_edited = number, True
    _settle_checks(session, transcript, after)
    session.flush()
    known = {row.key: _Row(row.id, row.position) for row in rows}
    _write(session, transcript, after, rows=known, now=now, others=others)
    session.expire_all()
    return is_said_otherwise


def reads_the_same(first: EditedLine, second: EditedLine) -> bool:
    """Say whether visitors read and see the same of two states of a line."""
    return all(
        getattr(first, name) == getattr(second, name) for name in ("text", "speaker", "start_seconds", "end_seconds")
    )


def _settle_checks(session: Session, transcript: Transcript, after: Lines) -> None:
    is_checked = all(line.is_checked for line in after)
    if transcript.is_checked and not is_checked:  # it was checked as a whole: each line is now, but for those it is not
        session.execute(
            update(TranscriptCue).where(TranscriptCue.transcript_id == transcript.id).values(is_checked=True)
        )
    transcript.is_checked = is_checked


def _write(
    session: Session,
    transcript: Transcript,
    after: Lines,
    *,
    rows: Mapping[str, _Row],
    now: Mapping[str, EditedLine],
    others: Collection[str],
) -> None:
    """Give every line its words and its place; places are unique: all that move leave theirs before they take one."""
    connection, number = session.connection(), transcript.last_edit
    mine = TranscriptCue.id == bindparam("row")
    changing = update(TranscriptCue).where(mine)
    places = {line.key: place for place, line in enumerate(after)}
    gone = [{"row": row.id} for key, row in rows.items() if key not in places]
    moved = [
        {"row": row.id, "place": places[key]} for key, row in rows.items() if places.get(key) not in {None, row.place}
    ]
    written = [{"row": rows[key].id} | _values(line, number=number) for key, line in now.items() if key in rows]
    anew = [{"row": rows[key].id, "revision": transcript.revision} for key in others if key in places]
    added = [
        {"transcript_id": transcript.id, "key": key, "position": places[key], "since_revision": transcript.revision}
        | _values(line, number=number)
        for key, line in now.items()
        if key not in rows
    ]
    columns: dict[str, BindParameter[object]] = {name: bindparam(name) for name in _VALUES}
    done: tuple[tuple[Executable, Sequence[Mapping[str, object]]], ...] = (
        (delete(TranscriptCue).where(mine), gone),
        (changing.values(position=-1 - TranscriptCue.position), [{"row": one["row"]} for one in moved]),
        (changing.values(position=bindparam("place")), moved),
        (changing.values(columns), written),
        (changing.values(since_revision=bindparam("revision")), anew),
        (insert(TranscriptCue), added),
    )
    for statement, values in done:
        if values:
            connection.execute(statement, values)


def _values(line: EditedLine, *, number: int) -> dict[str, object]:
    return {
        **{name: getattr(line, name) for name in ("start_seconds", "end_seconds", "text", "speaker", "is_checked")},
        "word_starts": line.word_starts or None,
        "word_chances": line.word_chances or None,
        "former_keys": line.former_keys or None,
        "last_edit": number,
    }

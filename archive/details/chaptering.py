"""The chapters of a recording as people want them, and what becomes of those that the slides suggest."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from archive.auditing import record_about
from archive.catalogue.recordings import Chapter, ChapterOrigin, Recording
from archive.errors import InvalidInputError, NotFoundError
from ingest.entries import ChapterMark

LONGEST_TITLE = 300
MOST_CHAPTERS = 500


def correct_chapters(session: Session, recording_id: int, chapters: tuple[ChapterMark, ...]) -> None:
    """Take the chapters as a person wants them, also none at all; suggestions stay beside them until decided on.

    Raises:
        NotFoundError: there is no such recording.
        InvalidInputError: there are far too many.
    """
    recording = _recording(session, recording_id)
    if len(chapters) > MOST_CHAPTERS:
        raise InvalidInputError({"chapters": "too-long"})
    recording.chapters = [row for row in recording.chapters if row.is_suggestion]
    session.flush()
    recording.chapters.extend(
        Chapter(start_seconds=mark.start_seconds, title=mark.title[:LONGEST_TITLE], origin=ChapterOrigin.EDITOR)
        for mark in chapters
    )
    recording.are_chapters_decided = True
    record_about(session, "recording.chapters-saved", recording, chapters=len(chapters))


def decide_suggestions(
    session: Session, recording_id: int, *, confirmed: Collection[int] = (), dismissed: Collection[int] = ()
) -> int:
    """Let suggested chapters be chapters, or take them away; say how many. No machine suggests others afterwards.

    Raises:
        NotFoundError: there is no such recording. A suggestion that somebody else decided on meanwhile is passed over.
    """
    recording = _recording(session, recording_id)
    open_ones = [row for row in recording.chapters if row.is_suggestion]
    taken = [row for row in open_ones if row.id in confirmed]
    gone = [row for row in open_ones if row.id in dismissed and row not in taken]
    for row in taken:
        row.origin = ChapterOrigin.EDITOR
    for row in gone:
        recording.chapters.remove(row)
    if taken or gone:
        recording.are_chapters_decided = True
        record_about(session, "recording.chapters-decided", recording, confirmed=len(taken), dismissed=len(gone))
    return len(taken) + len(gone)


def _recording(session: Session, recording_id: int) -> Recording:
    recording = session.get(Recording, recording_id)
    if recording is None:
        raise NotFoundError(kind="recording", key=recording_id)
    return recording

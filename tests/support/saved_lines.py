"""A transcript of four lines that erika and max edit, for tests of what becomes of lines."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.bootstrap import Services
from archive.catalogue.edits import EditKind
from archive.catalogue.people import Account, Role
from archive.catalogue.recordings import Transcript
from archive.transcripts.correction_history import step
from archive.transcripts.edited_lines import Lines
from archive.transcripts.line_edits import LineEdit
from archive.transcripts.line_saving import Saved, Saving, lines_of, opened, save
from tests.support.archives import open_archive
from tests.support.shelf import shelve_words

TEXTS = ("Guten Tag und willkommen", "zur Starthilfe in Georgien", "gibt es heute Neues", "auf Wiedersehen")


@contextmanager
def archive_with_lines(folder: Path) -> Iterator[Services]:
    """Open the archive in a folder."""
    with open_archive(folder / "var") as services:
        shelve_words(services, "Fokus Georgien", *TEXTS)
        with services.database.writing() as session:
            for name in ("erika", "max"):
                session.add(Account(name=name, password_hash="-", role=Role.EDITOR, created_at=services.clock()))
        yield services


def saved(
    services: Services,
    *edits: LineEdit,
    by: int = 1,
    seen: int | None = None,
    request_id: str | None = None,
    kind: EditKind = EditKind.LINES,
) -> Saved:
    """Save edits of an account, who has seen everything unless the test says otherwise."""
    with services.database.writing(by=by) as session:
        transcript = opened(session, 1, 1)
        number = transcript.last_edit if seen is None else seen
        name = request_id or f"{by}-{transcript.last_edit}"
        return save(services, session, transcript, Saving(edits, name, number, kind))


def stepped(services: Services, *, redo: bool = False, by: int = 1, request_id: str | None = None) -> Saved:
    """Take back, or do again, what an account did last."""
    with services.database.writing(by=by) as session:
        transcript = opened(session, 1, 1)
        name = request_id or f"{by}-step-{transcript.last_edit}"
        return step(services, session, transcript, is_redo=redo, request_id=name, seen=transcript.last_edit)


def lines(services: Services) -> Lines:
    """Give the lines as they are."""
    with services.database.reading() as session:
        return lines_of(session, session.get_one(Transcript, 1))


def texts(services: Services) -> list[str]:
    """Give their words."""
    return [line.text for line in lines(services)]

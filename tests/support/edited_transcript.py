"""A transcript of three lines at the desk, and what its editor sends, for tests of the editor's pages."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue.recordings import TranscriptCue
from tests.support.archives import open_archive
from tests.support.shelf import shelve_words

TEXTS = ("Guten Tag und willkommen", "zur Starthilfe in Georgien", "gibt es heute Neues")
NUMBERS = itertools.count()
ONE = "/de/desk/recordings/1/transcripts/1"


@contextmanager
def archive_with_transcript(folder: Path) -> Iterator[Services]:
    """Open an archive with one recording and its lines."""
    with open_archive(folder / "var") as services:
        shelve_words(services, "Fokus Georgien", *TEXTS)
        yield services


def send(
    client: TestClient, *edits: dict[str, object], seen: int = 0, path: str = "/edits", **more: object
) -> Response:
    """Send edits as the page does."""
    name = f"save {next(NUMBERS)}"
    return client.post(ONE + path, json={"id": name, "seen": seen, "edits": list(edits), **more})


def write(key: str, text: str, version: int = 0) -> dict[str, object]:
    """Give the edit that puts other words into a line."""
    return {"kind": "text", "key": key, "version": version, "text": text}


def texts(services: Services) -> list[str]:
    """Give the words of all lines."""
    with services.database.reading() as session:
        mine = select(TranscriptCue.text).where(TranscriptCue.transcript_id == 1)
        return list(session.scalars(mine.order_by(TranscriptCue.position)))

"""What tests of publishing and of rights records send to the desk, and how they read what came of it."""

import datetime as dt

from httpx2 import Response
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue.recordings import Recording
from archive.catalogue.rights import RightsRecord

START = dt.datetime(2099, 3, 1, 12, tzinfo=dt.UTC)
"""Long after the files of the tests were written: what has just come into the store is never swept."""
RIGHTS = {"basis": "Consent of all speakers", "granted_on": "2024-01-31"}


def of(recording_id: int, part: str = "publish", language: str = "en") -> str:
    """Give the address of a page of a recording."""
    return f"/{language}/desk/recordings/{recording_id}/{part}"


def read(services: Services, recording_id: int) -> tuple[Recording, RightsRecord | None]:
    """Give a recording and its rights record as they are now."""
    with services.database.reading() as session:
        recording = session.get_one(Recording, recording_id)
        return recording, recording.rights


def note(editor: TestClient, recording_id: int, **more: str) -> Response:
    """Send the form of a rights record."""
    return editor.post(of(recording_id, "rights"), data={**RIGHTS, **more})

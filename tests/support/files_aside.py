"""What tests send with a film that is here already, what they find aside then, and how they decide on it."""

from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from archive.bootstrap import Services
from archive.catalogue.people import Upload

FILM = b"\0\0\0\x18ftypmp42" + bytes(3000)
VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nDie Starthilfe wird ausgezahlt\n"
PDF = b"%PDF-1.7\n"
ASIDE = "/en/desk/recordings/1/laid-aside"


def send_again(editor: TestClient, language: str = "en", *, captions: bytes = VTT) -> Response:
    """Send the film again, with captions, a chat and slides."""
    files = [
        ("file", ("again.mp4", FILM, "video/mp4")),
        ("captions", ("again.de.vtt", captions, "text/vtt")),
        ("captions", ("chat.txt", b"Hallo", "text/plain")),
        ("documents", ("Folien.pdf", PDF, "application/pdf")),
    ]
    return editor.post(f"/{language}/desk/add/file", files=files)


def aside(services: Services, recording_id: int = 1) -> dict[str, str]:
    """Give the names of the files that lie aside with a recording, and the ids of their uploads."""
    with services.database.reading() as session:
        rows = session.scalars(select(Upload).where(Upload.recording_id == recording_id))
        return {row.file_name: row.id for row in rows}


def decide(services: Services, editor: TestClient, name: str, wanted: str = "add") -> Response:
    """Send the form of one of the files."""
    return editor.post(f"{ASIDE}/{aside(services)[name]}", data={"wanted": wanted})

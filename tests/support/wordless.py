"""Recordings without words, and the part of their page at the desk that says so."""

from httpx2 import Response

from archive.bootstrap import Services
from archive.catalogue.events import State
from archive.catalogue.recordings import Recording
from tests.support.pages import page
from tests.support.shelf import shelve_words


def without_words(services: Services, *, note: str = "no-model", language: str = "de") -> int:
    """Shelve a draft that has no transcript, for this reason; give its id."""
    recording_id = shelve_words(services, "Fokus Georgien", state=State.DRAFT, language=language)
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.transcripts.clear()
        recording.transcript_note = note
    return recording_id


def words_part(answer: Response) -> str:
    """Give what the page says about the words of a recording."""
    return " ".join(page(answer).find(id="words").get_text(" ").split())

"""Files that are put into the store before their row: whoever dies in between leaves nothing behind for good."""

import datetime as dt

import pytest
from sqlalchemy import select

from archive.catalogue.files import UnneededFile
from archive.catalogue.people import Role, Upload
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job
from archive.details.drafts import draft_recording
from archive.intake.accepting import acceptor
from archive.intake.arrivals import Arrived
from archive.shelf.accession import put_files, write_rows
from archive.unneeded import KEPT_FOR, sweep_unneeded
from tests.support.archives import open_archive
from tests.support.clock import SetClock
from tests.support.desk import client_for
from tests.support.dying_process import dying_at
from tests.support.ingested import details, ingested
from tests.support.publishing_desk import START, note, of
from tests.support.shelf import shelve_words

FILM = b"\0\0\0\x18ftypmp42" + bytes(3000)
PDF = b"%PDF-1.7 slides"


def document_form(_services, editor):
    editor.post(of(1, "documents"), files={"document": ("Folien.pdf", PDF)}, data={"document_kind": "slides"})


def proof_form(_services, editor):
    editor.post(of(1, "proof"), files={"proof": ("Vertrag.pdf", PDF)})


def laid_aside(services, editor):
    with services.database.reading() as session:
        upload_id = session.scalars(select(Upload.id).where(Upload.recording_id == 1)).one()
    editor.post(of(1, f"laid-aside/{upload_id}"), data={"wanted": "add"})


def plain_upload(_services, editor):
    sent = [("file", ("Neu.mp4", FILM + b"new")), ("documents", ("Folien.pdf", PDF))]
    editor.post("/en/desk/add/file", files=sent)


def late_document(services, _editor):
    path = services.settings.data / "late"
    path.write_bytes(PDF)
    with services.database.reading() as session:
        job_id = session.scalars(select(Job.id)).one()
    join = acceptor(services)(Arrived(path, "Folien.pdf", 1, captions=(), joins_job_id=job_id))
    with services.database.writing() as session:
        join(session)


def shelf(services, _editor):
    with services.database.writing() as session:
        recording_id = draft_recording(session, details(), now=services.clock()).id
    result = ingested(services.settings.data / "ingested")
    files = put_files(services, result)
    with services.database.writing() as session:
        write_rows(services, session, recording_id, result, files)


PLACES = {
    document_form: "INSERT INTO document",
    proof_form: "UPDATE rights_record",
    laid_aside: "INSERT INTO document",
    plain_upload: "INSERT INTO document",
    late_document: "INSERT INTO document",
    shelf: "INSERT INTO rendition",
}
EACH_PLACE = pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var", clock=SetClock(START)) as services:
        shelve_words(services, "Fokus Georgien", "Guten Tag")
        film = tmp_path / "film"
        film.write_bytes(FILM)
        stored = services.store.adopt(film, suffix=".mp4")
        with services.database.writing() as session:
            recording = session.get_one(Recording, 1)
            recording.original_key, recording.original_sha512 = stored.key, stored.sha512
        yield services


@pytest.fixture
def editor(services):
    """Give an editor who noted rights, sent slides with a film that is here, and a film that is on its way in."""
    editor = client_for(services, Role.EDITOR)
    note(editor, 1)
    editor.post("/en/desk/add/file", files=[("file", ("Alt.mp4", FILM)), ("documents", ("Folien.pdf", PDF))])
    editor.post("/en/desk/add/file", files={"file": ("Unterwegs.mp4", FILM + b"on its way")})
    return editor


@EACH_PLACE
def test_who_dies_between_a_file_and_its_row_leaves_no_file_behind_for_good(services, editor, place):
    before = in_store(services)

    with dying_at(services, PLACES[place]):
        place(services, editor)

    left = in_store(services) - before
    sweep_a_day_later(services)
    assert left
    assert in_store(services) == before


@EACH_PLACE
def test_a_file_whose_row_is_made_stays_and_its_note_is_taken_back(services, editor, place):
    before = in_store(services)

    place(services, editor)

    made = in_store(services) - before
    with services.database.reading() as session:
        assert session.scalars(select(UnneededFile.key)).all() == []
    sweep_a_day_later(services)
    assert made
    assert in_store(services) == before | made


def in_store(services):
    return {path for path in (services.settings.data / "store").rglob("*") if path.is_file()}


def sweep_a_day_later(services):
    services.clock.pass_by(seconds=(KEPT_FOR + dt.timedelta(hours=1)).total_seconds())
    sweep_unneeded(services)

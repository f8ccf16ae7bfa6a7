"""What may come along with an upload, and what is known of a film before it is sent."""

import base64

import pytest
from sqlalchemy import select

from archive.catalogue.documents import Document
from archive.catalogue.people import Upload
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job
from archive.intake.fingerprints import fingerprint_of
from archive.web.desk import uploads
from tests.support.archives import open_archive
from tests.support.shelf import shelve_words
from tests.support.tus import BYTES, LIMITS, count, create, patch, tus_client


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var", **LIMITS) as services:
        yield services


@pytest.fixture
def client(services):
    with tus_client(services) as client:
        yield client


def test_captions_and_slides_that_name_their_recording_come_along_with_it(client, services):
    film = create(client, 3).headers["Location"]
    key = film.rsplit("/", 1)[1]
    vtt = create(
        client, 7, content=b"WEBVTT\n", headers=BYTES, filename="talk.de.vtt", purpose="captions", **{"with": key}
    )
    pdf = create(
        client, 8, content=b"%PDF-1.7", headers=BYTES, filename="Folien.pdf", purpose="document", **{"with": key}
    )

    patch(client, film, 0, b"abc")

    assert "Mitschnitt-Job" not in vtt.headers
    assert pdf.status_code == 201
    with services.database.reading() as session:
        (payload,) = session.scalars(select(Source.payload)).all()
        (document,) = session.scalars(select(Document)).all()
        assert document.recording_id == session.scalars(select(Recording.id)).one()
    (caption,) = payload["captions"]
    assert (caption["language"], caption["name"]) == ("de", "talk.de.vtt")
    assert (document.kind, document.title) == ("slides", "Folien")


def test_a_chat_sent_as_captions_is_left_out_with_a_word_why(client):
    key = create(client, 3).headers["Location"].rsplit("/", 1)[1]

    answer = create(
        client, 5, content=b"Hallo", headers=BYTES, filename="chat.txt", purpose="captions", **{"with": key}
    )

    assert (answer.status_code, answer.text) == (422, "chat")


def test_a_chat_that_is_wanted_after_the_film_has_arrived_joins_it_all_the_same(client, services):
    key = create(client, 3, content=b"abc", headers=BYTES).headers["Location"].rsplit("/", 1)[1]
    chat = {"filename": "chat.txt", "with": key}

    late = create(client, 5, content=b"Hallo", headers=BYTES, purpose="document", **chat)
    captions = create(
        client, 7, content=b"WEBVTT\n", headers=BYTES, purpose="captions", filename="a.vtt", **{"with": key}
    )

    assert late.status_code == 201
    assert (captions.status_code, captions.text) == (422, "no-recording")
    with services.database.reading() as session:
        assert session.scalars(select(Document.kind)).all() == ["chat"]
    assert count(services, Job) == 1


def shelved_film(services, content):
    path = services.settings.data / "film"
    path.write_bytes(content)
    stored = services.store.adopt(path, suffix=".mp4")
    recording_id = shelve_words(services, "Fokus Georgien", "Guten Tag")
    with services.database.writing() as session:
        recording = session.get_one(Recording, recording_id)
        recording.original_key, recording.original_sha512 = stored.key, stored.sha512
    return recording_id, fingerprint_of(path)


def test_a_film_that_is_here_is_named_before_a_byte_of_it_is_sent(client, services):
    recording_id, fingerprint = shelved_film(services, b"film")

    known = create(client, 4, fingerprint=fingerprint)
    others = [create(client, 4, fingerprint="0" * 16), create(client, 5, fingerprint=fingerprint)]
    all_the_same = create(client, 4, fingerprint=fingerprint, again="yes")

    assert (known.status_code, known.text) == (409, "already-archived")
    assert known.headers["Mitschnitt-Recording"] == str(recording_id)
    assert base64.b64decode(known.headers["Mitschnitt-Title"]).decode() == "Fokus Georgien"
    assert [answer.status_code for answer in [*others, all_the_same]] == [201, 201, 201]


def test_a_film_that_is_here_makes_no_job_when_it_was_sent_all_the_same(client, services):
    recording_id, _ = shelved_film(services, b"film")
    address = create(client, 4).headers["Location"]
    other = create(client, 4).headers["Location"]

    same = patch(client, address, 0, b"film")
    different = patch(client, other, 0, b"flim")

    assert (same.status_code, same.headers["Mitschnitt-Recording"]) == (204, str(recording_id))
    assert "Mitschnitt-Job" not in same.headers
    assert different.headers["Mitschnitt-Job"]
    assert client.head(address).status_code == 404
    assert count(services, Job) == 1


def test_what_is_no_recording_by_its_first_bytes_is_refused_at_once(client, services):
    beginning = base64.b64encode(b"%PDF-1.7").decode()

    answer = create(client, 900, beginning=beginning)

    assert (answer.status_code, answer.text) == (415, "not-playable")
    assert count(services, Upload) == 0


def test_a_browser_asks_for_what_this_account_can_go_on_with(client):
    address = create(client, 6, fingerprint="0123456789abcdef").headers["Location"]
    patch(client, address, 0, b"abc")

    listed = client.get(uploads.PATH)

    assert listed.headers["cache-control"] == "no-store"
    assert listed.json() == [
        {"id": address.rsplit("/", 1)[1], "name": "talk.mp4", "size": 6, "fingerprint": "0123456789abcdef"}
    ]
    assert client.get(uploads.PATH, headers={"Who": "max"}).json() == []
    assert client.get(uploads.PATH, headers={"Who": ""}).status_code == 401
    assert client.get(uploads.PATH, headers={"Who": "rita"}).status_code == 403

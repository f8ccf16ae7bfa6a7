"""The tus 1.0 protocol over HTTP, with real storage, real rows and the real intake."""

import base64
import datetime as dt
import errno
import hashlib
import os

import pytest
from sqlalchemy import func, select
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from archive.bootstrap import open_services
from archive.catalogue.documents import Document
from archive.catalogue.people import Account, Role, Upload
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.viewing import Viewer
from archive.catalogue.work import Job
from archive.fingerprints import fingerprint_of
from archive.settings import Settings
from archive.web import tus_headers, uploads
from tests.support.shelf import shelve_words

BYTES = {"Content-Type": tus_headers.CONTENT_TYPE}


class MovedClock:
    """The real time, moved by what the test wants."""

    def __init__(self):
        self.moved = dt.timedelta()

    def __call__(self):
        return dt.datetime.now(dt.UTC) + self.moved


class SignedInAs:
    """Middleware that signs everyone in as the account that the header `Who` names."""

    def __init__(self, app, accounts):
        self.app, self.accounts = app, accounts

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            who = dict(scope["headers"]).get(b"who", b"").decode()
            scope.setdefault("state", {})["viewer"] = self.accounts.get(who, Viewer())
        await self.app(scope, receive, send)


@pytest.fixture
def clock():
    return MovedClock()


@pytest.fixture
def services(tmp_path, clock):
    environ = {
        "MITSCHNITT_DATA": str(tmp_path / "var"),
        "MITSCHNITT_RESERVE_BYTES": "0",
        "MITSCHNITT_MAX_MEDIA_BYTES": "1000000",
    }
    services = open_services(Settings.from_environ(environ), clock=clock)
    yield services
    services.database.close()


@pytest.fixture
def client(services):
    accounts = {}
    with services.database.writing() as session:
        for name, role in (("erika", Role.EDITOR), ("max", Role.EDITOR), ("rita", Role.READER)):
            account = Account(name=name, password_hash="-", role=role, created_at=services.clock())
            session.add(account)
            session.flush()
            accounts[name] = Viewer(account.id, role)
    app = Starlette(
        routes=[
            Route(uploads.PATH, uploads.collection, methods=uploads.LIST_METHODS),
            Route(uploads.PATH + "/{upload_id}", uploads.one, methods=uploads.METHODS),
        ]
    )
    app.state.services = services
    with TestClient(SignedInAs(app, accounts), headers={"Tus-Resumable": "1.0.0", "Who": "erika"}) as client:
        yield client


def encoded(**metadata):
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())


def create(client, size_bytes, *, content=None, headers=None, **metadata):
    sent = {"Upload-Length": str(size_bytes), "Upload-Metadata": encoded(**({"filename": "talk.mp4"} | metadata))}
    return client.post(uploads.PATH, content=content, headers=sent | (headers or {}))


def patch(client, address, offset, content, **headers):
    return client.patch(address, content=content, headers={**BYTES, "Upload-Offset": str(offset), **headers})


def checksum(content, algorithm="sha256"):
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, content).digest()).decode()}"


def stored(services, address):
    return (services.settings.data / "uploads" / address.rsplit("/", 1)[1] / "data").read_bytes()


def count(services, thing):
    with services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(thing))


def test_a_file_in_two_pieces_becomes_one_ingest_job(client, services):
    address = create(client, 6, filename="Fokus Georgien am 06.12.2023.mp4").headers["Location"]

    first = patch(client, address, 0, b"abc")
    second = patch(client, address, 3, b"def")

    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "3")
    assert (second.status_code, second.headers["Upload-Offset"]) == (204, "6")
    assert stored(services, address) == b"abcdef"
    with services.database.reading() as session:
        job = session.scalars(select(Job)).one()
        assert (job.kind, job.id) == ("ingest", second.headers["Mitschnitt-Job"])
        assert session.scalars(select(Source.file_name)).one() == "Fokus Georgien am 06.12.2023.mp4"
        assert session.scalars(select(Recording.title)).one() == "Fokus Georgien am 06.12.2023"


def test_asking_again_after_completion_makes_no_second_job(client, services):
    address = create(client, 3, content=b"abc", headers=BYTES).headers["Location"]

    answers = [client.head(address) for _ in range(3)]

    assert {answer.headers["Upload-Offset"] for answer in answers} == {"3"}
    assert count(services, Job) == count(services, Recording) == 1


def test_a_crash_between_the_last_byte_and_the_job_is_healed_by_the_next_question(client, services):
    address = create(client, 3).headers["Location"]
    path = services.settings.data / "uploads" / address.rsplit("/", 1)[1] / "data"
    path.write_bytes(b"abc")  # as a server leaves it that was killed after fdatasync

    answer = client.head(address)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (200, "3")
    assert answer.headers["Mitschnitt-Job"]
    assert count(services, Job) == 1


def test_creation_with_upload_takes_the_first_bytes_along(client, services):
    answer = create(client, 6, content=b"abc", headers=BYTES)

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (201, "3")
    assert stored(services, answer.headers["Location"]) == b"abc"


def test_options_tell_what_the_server_can_do(client):
    answer = client.options(uploads.PATH)

    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation", "creation-with-upload", "termination", "checksum", "expiration",
    }  # fmt: skip
    assert answer.headers["Tus-Max-Size"] == "1000000"
    assert "sha256" in answer.headers["Tus-Checksum-Algorithm"]


def test_head_tells_offset_length_name_and_expiry_and_is_never_cached(client):
    address = create(client, 6, filename="日本語 <script>.mp4").headers["Location"]

    answer = client.head(address)

    assert answer.headers["Upload-Length"] == "6"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Upload-Expires"].endswith("GMT")
    assert answer.headers["Upload-Metadata"] == encoded(filename="日本語 <script>.mp4")


def test_a_wrong_offset_is_a_conflict_and_says_the_right_one(client):
    address = create(client, 6).headers["Location"]

    answer = patch(client, address, 2, b"abc")

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, "0")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "-1"}, 400),
        ({"Upload-Length": "many"}, 400),
        ({"Upload-Length": "²"}, 400),
        ({"Upload-Length": "1000001"}, 413),
        ({"Upload-Length": "9" * 30}, 400),
        ({"Upload-Length": "3", "Upload-Metadata": "filename !!!"}, 400),
        ({"Upload-Length": "3", "Upload-Metadata": "filename " + "A" * 9000}, 413),
        ({"Upload-Length": "3", "Upload-Metadata": "filename /////w=="}, 400),
        ({"Upload-Length": "3", "Tus-Resumable": "0.2.2"}, 412),
        ({}, 400),
    ],
)
def test_a_bad_beginning_is_refused_and_leaves_nothing(client, services, headers, status):
    sent = {key: value.encode() for key, value in headers.items()}

    answer = client.post(uploads.PATH, headers=sent)

    assert answer.status_code == status
    assert not list((services.settings.data / "uploads").glob("*/data"))


@pytest.mark.parametrize(
    ("headers", "content", "status"),
    [
        ({"Content-Type": "application/json"}, b"abc", 415),
        ({"Upload-Offset": "-1"}, b"abc", 400),
        ({"Upload-Offset": ""}, b"abc", 400),
        ({"Upload-Checksum": "crc9 AAAA"}, b"abc", 400),
        ({"Upload-Checksum": "sha256 !"}, b"abc", 400),
        ({}, b"more than six bytes", 413),
        ({"Tus-Resumable": "2.0.0"}, b"abc", 412),
    ],
)
def test_a_bad_piece_is_refused_and_changes_nothing(client, services, headers, content, status):
    address = create(client, 6).headers["Location"]

    answer = patch(client, address, 0, content, **headers)

    assert answer.status_code == status
    assert stored(services, address) == b""


def test_a_body_that_grows_beyond_its_announcement_is_cut_back(client, services):
    address = create(client, 6).headers["Location"]

    answer = client.patch(
        address, content=(piece for piece in [b"abc", b"defghi"]), headers={**BYTES, "Upload-Offset": "0"}
    )

    assert answer.status_code == 413
    assert stored(services, address) == b""


@pytest.mark.parametrize("algorithm", tus_headers.ALGORITHMS)
def test_a_right_checksum_is_taken_and_a_wrong_one_leaves_the_offset(client, services, algorithm):
    address = create(client, 6).headers["Location"]

    wrong = patch(client, address, 0, b"abx", **{"Upload-Checksum": checksum(b"abc", algorithm)})
    offset = client.head(address).headers["Upload-Offset"]
    right = patch(client, address, 0, b"abc", **{"Upload-Checksum": checksum(b"abc", algorithm)})

    assert (wrong.status_code, offset, right.status_code) == (460, "0", 204)
    assert stored(services, address) == b"abc"


def test_an_upload_can_be_ended_and_is_gone(client, services):
    address = create(client, 6).headers["Location"]

    assert client.delete(address).status_code == 204
    assert client.head(address).status_code == 404
    assert count(services, Upload) == 0


def test_a_complete_upload_belongs_to_its_job_and_cannot_be_ended(client, services):
    address = create(client, 3, content=b"abc", headers=BYTES).headers["Location"]

    assert client.delete(address).status_code == 409
    assert stored(services, address) == b"abc"


def test_a_lapsed_upload_is_gone(client, clock):
    address = create(client, 6).headers["Location"]

    clock.moved = dt.timedelta(days=8)

    assert client.head(address).status_code == 410
    assert patch(client, address, 0, b"abc").status_code == 410


def test_somebody_elses_upload_does_not_exist(client, services):
    address = create(client, 6).headers["Location"]
    as_max = {"Who": "max"}

    answers = [
        client.head(address, headers=as_max),
        patch(client, address, 0, b"abc", **as_max),
        client.delete(address, headers=as_max),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert stored(services, address) == b""


@pytest.mark.parametrize(("who", "status"), [("", 401), ("rita", 403)])
def test_only_staff_may_upload(client, services, who, status):
    address = create(client, 6).headers["Location"]

    answers = [
        create(client, 6, headers={"Who": who}),
        client.head(address, headers={"Who": who}),
        patch(client, address, 0, b"abc", Who=who),
        client.delete(address, headers={"Who": who}),
    ]

    assert [answer.status_code for answer in answers] == [status] * 4
    assert count(services, Upload) == 1


@pytest.mark.parametrize("path", ["/0000", "/" + "0" * 32, "/..%2f..%2fetc%2fpasswd", "/" + "A" * 32])
def test_an_unknown_id_is_not_found(client, path):
    assert client.head(uploads.PATH + path).status_code == 404


def test_a_full_disk_keeps_what_was_written_and_goes_on_when_there_is_room(client, services, monkeypatch):
    class FullDisk:
        def __call__(self, *_):
            raise OSError(errno.ENOSPC, "No space left on device")

    address = create(client, 6).headers["Location"]
    patch(client, address, 0, b"abc")

    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", FullDisk())
        full = patch(client, address, 3, b"def")
    resumed = patch(client, address, 3, b"def")

    assert (full.status_code, full.text) == (507, "store-full")
    assert resumed.status_code == 204
    assert stored(services, address) == b"abcdef"


def test_method_override_is_honoured(client):
    address = create(client, 6).headers["Location"]

    answer = client.post(
        address,
        content=b"abc",
        headers={**BYTES, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"},
    )

    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "3")


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

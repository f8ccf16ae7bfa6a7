"""The tus 1.0 protocol over HTTP, with real storage, real rows and the real intake."""

import datetime as dt
import errno
import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from archive.catalogue.people import Upload
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job
from archive.intake.uploads import Uploads
from archive.web.desk import tus_headers, uploads
from tests.support.archives import open_archive
from tests.support.tus import BYTES, LIMITS, MovedClock, checksum, count, create, encoded, patch, stored, tus_client


@pytest.fixture
def clock():
    return MovedClock()


@pytest.fixture
def services(tmp_path, clock):
    with open_archive(tmp_path / "var", clock=clock, **LIMITS) as services:
        yield services


@pytest.fixture
def client(services):
    with tus_client(services) as client:
        yield client


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


def test_uploads_that_end_in_one_moment_end_two_at_a_time(client, monkeypatch):
    addresses = [create(client, 3).headers["Location"] for _ in range(5)]
    finish, at_work, seen = Uploads.finish, [], []

    def finish_slowly(self, upload_id, **wishes):
        at_work.append(upload_id)
        seen.append(len(at_work))
        time.sleep(0.05)
        at_work.remove(upload_id)
        return finish(self, upload_id, **wishes)

    monkeypatch.setattr(Uploads, "finish", finish_slowly)
    with ThreadPoolExecutor(len(addresses)) as browsers:
        answers = list(browsers.map(lambda address: patch(client, address, 0, b"abc"), addresses))

    assert {answer.status_code for answer in answers} == {204}
    assert (len(seen), max(seen)) == (len(addresses), 2)

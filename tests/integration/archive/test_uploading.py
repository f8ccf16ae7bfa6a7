"""Uploads to a real server process: killed, half-open, crowded, and on a disk that fills up."""

import hashlib
import http.client
import io
import os
import random
import socket
import subprocess
import threading
import time
from contextlib import closing

import pytest
from tusclient.client import TusClient

from archive.catalogue.people import Role
from tests.support.archives import open_archive, wait_for
from tests.support.desk import session_for
from tests.support.upload_site import KillingLine, UploadSite

KILLS = 5


class Site(UploadSite):
    """The web server of an archive with two editors, and what tus clients ask of it."""

    def __init__(self, data, **changes):
        super().__init__(data, **changes)
        with open_archive(data, port=self.port, public_url=self.here, **changes) as services:
            self.foreign_token = session_for(services, "max", Role.EDITOR)

    def headers(self, token=None, **more):
        cookie = f"{self.cookie_name}={token or self.token}"
        return {"Cookie": cookie, "Origin": self.here, "Tus-Resumable": "1.0.0", **more}

    def ask(self, method, path, body=None, *, token=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        with closing(connection):
            connection.request(method, path, body, self.headers(token, **named))
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer

    def create(self, size_bytes):
        answer = self.ask("POST", "/desk/uploads", Upload_Length=size_bytes, Upload_Metadata="filename dGFsay5tcDQ=")
        assert answer.status == 201, answer.body
        return answer.headers["Location"]

    def patch(self, address, offset, content):
        sent = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": offset}
        return self.ask("PATCH", address, content, **sent)

    def offset(self, address):
        return int(self.ask("HEAD", address).headers["Upload-Offset"])

    def half(self, address, offset, total, content):
        """Begin a PATCH and fall silent without hanging up, as a laptop does that leaves its network."""
        connection = socket.create_connection(("127.0.0.1", self.port))
        sent = self.headers(**{"Upload-Offset": str(offset), "Content-Length": str(total)})
        sent |= {"Host": f"127.0.0.1:{self.port}", "Content-Type": "application/offset+octet-stream"}
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        connection.sendall(f"PATCH {address} HTTP/1.1\r\n{head}\r\n".encode() + content)
        return connection


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("site") / "var")
    site.start()
    yield site
    site.kill()


def test_an_upload_by_tuspy_survives_five_kills_of_the_server_with_equal_bytes(tmp_path):
    site = Site(tmp_path / "var")
    site.start()
    content = random.Random(7).randbytes(40 << 20)
    line = KillingLine(site, marks=[(6 + 8 * number) << 20 for number in range(KILLS)])
    try:
        uploader = TusClient(f"{line.here}/desk/uploads", headers=site.headers()).uploader(
            file_stream=io.BytesIO(content),
            chunk_size=8 << 20,
            retries=20,
            retry_delay=0.1,
            metadata={"filename": "talk.mp4"},
        )
        uploader.upload()
        address = "/desk" + uploader.url.split("/desk", 1)[1]
        stored = site.stored(address)
    finally:
        line.close()
        site.kill()

    assert len(line.offsets) == KILLS
    assert line.offsets == sorted(line.offsets)
    assert 0 < line.offsets[0] < line.offsets[-1] < len(content)
    assert any(offset % (8 << 20) for offset in line.offsets), "no kill came in the middle of a piece"
    assert hashlib.sha256(stored).digest() == hashlib.sha256(content).digest()
    is_finished, jobs = site.jobs_of(address)
    assert is_finished
    assert len(jobs) == 1


def test_many_drops_at_random_places_end_in_equal_bytes(site):
    chance = random.Random(11)
    content = chance.randbytes(3 << 20)
    address = site.create(len(content))

    offset, drops = 0, 0
    while drops < 50:
        amount = chance.randrange(1, 90_000)
        connection = site.half(address, offset, len(content) - offset, content[offset : offset + amount])
        connection.close()
        drops += 1
        offset = site.offset(address)
    answer = site.patch(address, offset, content[offset:])
    while answer.status == 409:  # the last drop was still being written
        offset = site.offset(address)
        answer = site.patch(address, offset, content[offset:])

    assert answer.status == 204
    assert hashlib.sha512(site.stored(address)).digest() == hashlib.sha512(content).digest()


def test_a_client_that_left_its_connection_half_open_goes_on_at_once(site):
    content = random.Random(3).randbytes(4 << 20)
    address = site.create(len(content))
    lost = site.half(address, 0, len(content), content[: 2 << 20])
    wait_for(lambda: site.offset(address) >= 1 << 20)

    begun = time.monotonic()
    answer = site.patch(address, site.offset(address), content[site.offset(address) :])
    while answer.status == 409:
        offset = site.offset(address)
        answer = site.patch(address, offset, content[offset:])
    waited = time.monotonic() - begun
    lost.close()

    assert answer.status == 204
    assert waited < 5
    assert site.stored(address) == content


def test_two_patches_at_once_never_mix_and_hold_up_nobody_else(site):
    content = random.Random(5).randbytes(6 << 20)
    address = site.create(len(content))
    lost = site.half(address, 0, len(content), content[:100_000])
    answers = []
    both = [threading.Thread(target=lambda: answers.append(site.patch(address, 0, content).status)) for _ in range(2)]
    for thread in both:
        thread.start()

    begun = time.monotonic()
    site.create(10)
    waited = time.monotonic() - begun
    for thread in both:
        thread.join()
    lost.close()
    offset = site.offset(address)
    if offset < len(content):
        assert site.patch(address, offset, content[offset:]).status == 204

    assert waited < 2
    assert set(answers) <= {204, 409, 423, 499}
    assert site.stored(address) == content


def test_twenty_uploads_at_once_all_arrive_as_they_were_sent(site):
    contents = [random.Random(number).randbytes((1 << 20) + number) for number in range(20)]
    addresses = [site.create(len(content)) for content in contents]
    statuses = []

    def send(address, content):
        half = len(content) // 2
        statuses.append(site.patch(address, 0, content[:half]).status)
        statuses.append(site.patch(address, half, content[half:]).status)

    threads = [threading.Thread(target=send, args=pair) for pair in zip(addresses, contents, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [204] * 40
    assert [site.stored(address) for address in addresses] == contents
    jobs = {job for address in addresses for job in site.jobs_of(address)[1]}
    assert len(jobs) == 20


def test_somebody_else_cannot_touch_the_upload(site):
    address = site.create(3)

    answers = [site.ask(method, address, token=site.foreign_token).status for method in ("HEAD", "PATCH", "DELETE")]

    assert answers == [404, 404, 404]
    assert site.patch(address, 0, b"abc").status == 204


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk; FullDisk in test_tus.py stands in")
def test_a_disk_that_fills_up_answers_507_and_the_upload_goes_on_when_there_is_room(tmp_path):
    data = tmp_path / "var"
    small = data / "uploads"
    small.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(small)], check=True)
    site = Site(data, reserve_bytes=0)
    try:
        site.start()
        content = random.Random(9).randbytes(4 << 20)
        address = site.create(len(content))
        ballast = small / "ballast"
        ballast.write_bytes(b"x" * (3 << 20))

        full = site.patch(address, 0, content)
        kept = site.offset(address)
        ballast.unlink()
        resumed = site.patch(address, kept, content[kept:])

        assert (full.status, full.body) == (507, b"store-full")
        assert content.startswith(site.stored(address)[:kept])
        assert resumed.status == 204
        assert site.stored(address) == content
    finally:
        site.kill()
        subprocess.run(["umount", str(small)], check=True)

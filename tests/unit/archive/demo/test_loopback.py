"""The loopback site gives whole files and parts of them, and keeps its port."""

import http.client

import pytest

from archive.demo.doors import Answer
from archive.demo.loopback import loopback_site


@pytest.fixture
def site(tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(range(100)))
    with loopback_site(tmp_path / "port") as running:
        running.show({"/film.mp4": Answer("video/mp4", film), "/page": Answer("text/html", "<p>Grüße</p>")})
        yield running


def _ask(site, path, *, method="GET", **headers):
    connection = http.client.HTTPConnection(site.host, timeout=5)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_it_gives_texts_and_files(site):
    answer, body = _ask(site, "/page?from=somewhere")

    assert (answer.status, answer.getheader("Content-Type"), body.decode()) == (200, "text/html", "<p>Grüße</p>")
    assert _ask(site, "/film.mp4")[1] == bytes(range(100))


@pytest.mark.parametrize(
    ("wanted", "first", "last"), [("bytes=0-9", 0, 9), ("bytes=90-", 90, 99), ("bytes=90-500", 90, 99)]
)
def test_it_gives_parts(site, wanted, first, last):
    answer, body = _ask(site, "/film.mp4", Range=wanted)

    assert answer.status == 206
    assert answer.getheader("Content-Range") == f"bytes {first}-{last}/100"
    assert body == bytes(range(first, last + 1))


def test_it_refuses_parts_behind_the_end(site):
    answer, body = _ask(site, "/film.mp4", Range="bytes=100-")

    assert (answer.status, answer.getheader("Content-Range"), body) == (416, "bytes */100", b"")


def test_it_answers_head_without_a_body_and_knows_nothing_else(site):
    answer, body = _ask(site, "/film.mp4", method="HEAD")

    assert (answer.status, answer.getheader("Content-Length"), body) == (200, "100", b"")
    assert _ask(site, "/../port")[0].status == 404


def test_it_is_on_the_same_port_the_next_time(tmp_path):
    with loopback_site(tmp_path / "port") as first:
        host = first.host
    with loopback_site(tmp_path / "port") as second:
        assert second.host == host


@pytest.mark.parametrize("left", ["taken", "nonsense", "99999999"])
def test_it_takes_another_port_when_that_one_cannot_be_had(tmp_path, left):
    with loopback_site(tmp_path / "port") as first:
        (tmp_path / "other").write_text(first.host.rpartition(":")[2] if left == "taken" else left)
        with loopback_site(tmp_path / "other") as second:
            assert second.host != first.host

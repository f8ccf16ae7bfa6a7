"""Media over HTTP: byte ranges as RFC 9110 wants them, and nothing for those who may not."""

import pytest
from sqlalchemy import select

from archive.catalogue.events import Visibility
from archive.catalogue.recordings import Recording, Rendition
from archive.web import addresses
from archive.web.ranges import usable_range
from tests.support.desk import client_for
from tests.support.shown import archive_on_show


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with archive_on_show(tmp_path_factory.mktemp("files"), "fokus-georgien", "fokus-irak") as services:
        yield services


@pytest.fixture(scope="module")
def visitor(services):
    return client_for(services)


@pytest.fixture(scope="module")
def film(services):
    """Give the address and the bytes of a file."""
    with services.database.reading() as session:
        row = session.scalar(select(Rendition).join(Recording).where(Recording.slug == "fokus-georgien"))
        return addresses.rendition("fokus-georgien", row.name, row.key), services.store.path(row.key).read_bytes()


def test_the_whole_file(visitor, film):
    path, content = film
    answer = visitor.get(path)

    assert answer.status_code == 200
    assert answer.content == content
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["cache-control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, -1), ("bytes=-50", -50, -1), ("BYTES = 5-9", 5, 9)],
)
def test_one_part(visitor, film, asked, first, last):
    path, content = film
    first, last = first % len(content), min(last % len(content), len(content) - 1)

    answer = visitor.get(path, headers={"range": asked})

    assert answer.status_code == 206
    assert answer.content == content[first : last + 1]
    assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(content)}"
    assert answer.headers["content-length"] == str(last - first + 1)


def test_an_end_behind_the_end_is_the_end(visitor, film):
    path, content = film

    answer = visitor.get(path, headers={"range": "bytes=10-99999999999"})

    assert answer.content == content[10:]


def test_several_parts_come_as_one_answer(visitor, film):
    path, content = film

    answer = visitor.get(path, headers={"range": "bytes=0-4,100-104"})

    assert answer.status_code == 206
    assert answer.headers["content-type"].startswith("multipart/byteranges")
    assert content[100:105] in answer.content


@pytest.mark.parametrize("asked", ["bytes=99999999999-", "bytes=-0", "bytes=99999999999-99999999999"])
def test_parts_that_do_not_exist_are_416(visitor, film, asked):
    path, content = film
    answer = visitor.get(path, headers={"range": asked})

    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(content)}"


@pytest.mark.parametrize(
    "asked",
    [
        "lines=1-2",
        "bytes",
        "bytes=",
        "bytes=a-b",
        "bytes=9-5",
        "bytes=1-2-3",
        "bytes=--1",
        "0-5",
        "bytes=" + "0-1," * 99,
    ],
)
def test_what_is_no_range_is_ignored(visitor, film, asked):
    answer = visitor.get(film[0], headers={"range": asked})

    assert answer.status_code == 200
    assert len(answer.content) == len(film[1])


def test_head_tells_everything_and_sends_nothing(visitor, film):
    answer = visitor.head(film[0], headers={"range": "bytes=0-9"})

    assert answer.status_code == 200
    assert answer.headers["content-length"] == str(len(film[1]))
    assert answer.content == b""


def test_what_is_known_already_is_304(visitor, film):
    headers = visitor.head(film[0]).headers

    for asked in (
        {"if-none-match": headers["etag"]},
        {"if-none-match": f'"x", W/{headers["etag"]}'},
        {"if-none-match": "*"},
        {"if-modified-since": headers["last-modified"]},
    ):
        answer = visitor.get(film[0], headers=asked)
        assert answer.status_code == 304, asked
        assert answer.headers["etag"] == headers["etag"]
        assert answer.headers["cache-control"] == "public, no-cache"


@pytest.mark.parametrize(
    "asked",
    [
        {"if-none-match": '"other"'},
        {"if-modified-since": "junk"},
        {"if-modified-since": "Mon, 01 Jan 2001 00:00:00 GMT"},
    ],
)
def test_what_is_not_known_is_sent(visitor, film, asked):
    assert visitor.get(film[0], headers=asked).status_code == 200


def test_a_part_only_of_the_file_one_has_begun(visitor, film):
    etag = visitor.head(film[0]).headers["etag"]

    same = visitor.get(film[0], headers={"range": "bytes=0-9", "if-range": etag})
    other = visitor.get(film[0], headers={"range": "bytes=0-9", "if-range": '"other"'})
    weak = visitor.get(film[0], headers={"range": "bytes=0-9", "if-range": f"W/{etag}"})

    assert [same.status_code, other.status_code, weak.status_code] == [206, 200, 200]


def test_captions_are_files_of_their_own(visitor):
    vtt = visitor.get("/media/fokus-georgien/captions.de.vtt")
    srt = visitor.get("/media/fokus-georgien/captions.en.srt")

    assert vtt.headers["content-type"] == "text/vtt; charset=utf-8"
    assert vtt.text.startswith("WEBVTT")
    assert "Krankenversicherung" in vtt.text
    assert "<b>" not in vtt.text
    assert "health insurance" in srt.text
    assert visitor.get("/media/fokus-georgien/captions.fr.vtt").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "720p-000000000000.mp4",
        "..%2f..%2fcatalogue.sqlite",
        "poster-000000000000.jpg",
        "%00",
        "captions..vtt",
        "original.mp4",
        "720p.mp4",
    ],
)
def test_no_name_becomes_a_path(visitor, name):
    assert visitor.get(f"/media/fokus-georgien/{name}").status_code == 404


def test_a_file_that_is_lost_is_404_and_no_fault(services, visitor):
    with services.database.writing() as session:
        recording = session.scalar(select(Recording).where(Recording.slug == "fokus-irak"))
        key = "ab/" + "ab" + "0" * 126 + ".jpg"
        recording.poster_key = key

    assert visitor.get(addresses.poster("fokus-irak", key)).status_code == 404


def test_what_is_not_for_all_is_not_kept_by_anybody(services, film):
    with services.database.writing() as session:
        recording = session.scalar(select(Recording).where(Recording.slug == "fokus-georgien"))
        recording.visibility = Visibility.STAFF
    try:
        assert client_for(services).get(film[0]).status_code == 404
        answer = client_for(services, role="editor", name="erika").get(film[0])
        assert answer.headers["cache-control"] == "private, no-store"
    finally:
        with services.database.writing() as session:
            recording = session.scalar(select(Recording).where(Recording.slug == "fokus-georgien"))
            recording.visibility = Visibility.PUBLIC


def test_of_several_parts_those_that_exist_are_kept():
    assert usable_range("bytes=0-1,500-600", 100) == "bytes=0-1"
    assert usable_range("bytes=500-600", 100) == "bytes=100-"
    assert usable_range(None, 100) is None

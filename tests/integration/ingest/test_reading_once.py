"""Each way in reads a recording at most once for its hash: counted by the kernel, as bytes that this thread read.

What a child has read counts for it alone, and the server that the test downloads from runs in another thread.
"""

from pathlib import Path

import pytest

from ingest.entries import Entry
from ingest.sources import AddressSource, FileSource
from ingest.steps import fetch
from media.store import LocalStore, sha512_of
from tests.support.clips import make_clip
from tests.support.ingesting import context_for

SIZE = 4_000_000
LITTLE = 400_000
"""What is read besides: the beginning of the file, and what children answer."""


def read_bytes():
    counters = Path("/proc/thread-self/io").read_text(encoding="ascii").split()
    return int(counters[counters.index("rchar:") + 1])


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    path = make_clip(tmp_path_factory.mktemp("recording") / "talk.mp4", seconds=0.5)
    with path.open("ab") as file:  # an unused box of the length of a recording
        file.write((SIZE - path.stat().st_size).to_bytes(4, "big") + b"free")
        file.truncate(SIZE)
    return path


def taken_into_the_store(source, tmp_path, **more):
    before = read_bytes()
    fetched = fetch.run(context_for(source, tmp_path / "work", **more))
    stored = LocalStore(tmp_path / "store").adopt(fetched.original, suffix=".mp4", may_link=True, sha512=fetched.sha512)
    return fetched, stored, read_bytes() - before


@pytest.mark.parametrize("is_ours", [True, False], ids=["an upload", "a person's file"])
def test_a_file_is_read_once(recording, tmp_path, is_ours):
    (tmp_path / "work").mkdir()
    own = tmp_path / "data"
    own.write_bytes(recording.read_bytes())

    fetched, stored, read = taken_into_the_store(FileSource(own, "talk.mp4", is_ours=is_ours), tmp_path)

    assert fetched.sha512 == stored.sha512 == sha512_of(recording)
    assert SIZE <= read <= SIZE + LITTLE


def test_a_download_is_read_once(recording, site, options, tmp_path):
    (tmp_path / "work").mkdir()
    site.put("/large.mp4", recording.read_bytes())
    address = site.at("/large.mp4")
    entry = Entry(address=address, page_address=address)

    fetched, stored, read = taken_into_the_store(AddressSource(address), tmp_path, entry=entry, options=options)

    assert fetched.sha512 == stored.sha512 == sha512_of(recording)
    assert SIZE <= read <= SIZE + LITTLE

"""Postings come out of the pool term by term, whether or not they had to be put aside meanwhile."""

import random
import resource

import pytest

from search.pool import PostingPool


def made(seed=7):
    pick = random.Random(seed)
    for document in range(200):
        for term in sorted({pick.randrange(40) for _ in range(12)}):
            places = [pick.randrange(1000) for _ in range(pick.randint(1, 3))]
            yield "text", f"term{term}".encode(), document, float(len(places)), bytes(places[0] % 251 for _ in places)
        yield "recording", str(document % 3).encode(), document, 1.0, b"" if document % 2 else None


def add_all(pool, postings):
    for posting in postings:
        pool.add(posting)


def expected(postings):
    lists = {}
    for field, term, document, count, places in postings:
        documents, counts, all_places = lists.setdefault((field, term), ([], [], bytearray()))
        documents.append(document)
        counts.append(int(count))
        all_places += places or b""
    return [(key, *lists[key]) for key in sorted(lists)]


@pytest.mark.parametrize("memory_bytes", [1 << 30, 40_000, 1])
def test_every_posting_comes_back_once_and_in_order_however_little_memory_there_is(tmp_path, memory_bytes):
    pool = PostingPool(tmp_path, memory_bytes=memory_bytes)
    postings = [*made()][: 2500 if memory_bytes > 1 else 100]

    add_all(pool, postings)
    found = [(own.key, list(own.documents), list(own.counts), own.places) for own in pool.iter_postings()]
    pool.cleanup()

    assert found == expected(postings)


def test_what_was_put_aside_leaves_nothing_in_the_folder(tmp_path):
    pool = PostingPool(tmp_path, memory_bytes=1)

    for posting in made():
        pool.add(posting)
        if posting[2] > 3:
            break
    pool.cleanup()

    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_is_reported_and_leaves_nothing(tmp_path):
    pool = PostingPool(tmp_path, memory_bytes=5_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            add_all(pool, made())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        pool.cleanup()

    assert list(tmp_path.iterdir()) == []

"""Postings written as arrays come back as they were, for us and for Whoosh."""

import pytest
from whoosh.codec.whoosh3 import W3Segment
from whoosh.filedb.filestore import RamStorage

from search.codec import NumpyCodec, PlainPositions, blocks_in
from search.pool import TermPostings
from search.schema import TermsWithPositions

FORMAT = PlainPositions()


def written(postings, *, postings_per_block=3):
    """Write the postings of one term; give Whoosh's file and what it knows of the term."""
    storage = RamStorage()
    list_ = TermPostings("text", b"term")
    for document, places in postings:
        list_.documents.append(document)
        list_.counts.append(len(places))
        list_.places += FORMAT.encode(places)
    writer = NumpyCodec().field_writer(storage, W3Segment(NumpyCodec(), "test"))
    writer.start_field("text", TermsWithPositions())
    known = writer.add_list(list_, postings_per_block=postings_per_block)
    writer.finish_field()
    writer.close()
    return storage.open_file(next(name for name in storage.list() if name.endswith(".pst"))), known


@pytest.mark.parametrize(
    "postings",
    [
        [(0, [0])],
        [(7, [3, 9, 70_000])],
        [(5, [1]), (6, [2]), (300, [3]), (70_000, [4]), (70_001, [5]), (5_000_000, [6])],
        [(1, list(range(300))), (2, [65_535, 65_536])],
        [(number, [number % 50]) for number in range(100)],
    ],
)
def test_postings_come_back_as_they_were(postings):
    file, known = written(postings)

    offset, length = known.extent()
    blocks = list(blocks_in(memoryview(file.get(offset, length))))
    ours = []
    for block in blocks:
        places = iter(block.places.tolist())
        for document, count in zip(block.documents.tolist(), block.counts.tolist(), strict=True):
            ours.append((document, [next(places) for _ in range(count)]))
    theirs = []
    matcher = NumpyCodec().postings_reader(file, known, FORMAT)
    while matcher.is_active():
        theirs.append((matcher.id(), matcher.value_as("positions")))
        assert matcher.weight() == len(theirs[-1][1])
        matcher.next()

    assert ours == postings
    assert theirs == postings


def test_numbers_take_as_few_bytes_as_the_largest_needs():
    small, _ = written([(number, [1]) for number in range(3)])
    large, _ = written([(number, [70_000]) for number in range(3)])

    assert len(large.get(0, 1000)) - len(small.get(0, 1000)) == 3 * (4 - 1)

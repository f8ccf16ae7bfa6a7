"""The lists of what search should find are sound, and search keeps to what it reached on the open part."""

import pytest

from benchmarks.quality import HELD_BACK, OPEN, figures, ours, queries, sentences

PRECISION, RECALL = 0.99, 0.97
"""Floors of the open part, raised whenever search gets better; `docs/search.md` has the figures."""


@pytest.fixture(scope="module")
def said():
    return sentences()


@pytest.fixture(scope="module")
def find(said, tmp_path_factory):
    return ours(said, tmp_path_factory.mktemp("quality"))


def test_the_lists_are_as_long_as_promised(said):
    asked, held_back = queries(OPEN), queries(HELD_BACK)

    assert len(said) >= 150
    assert len(asked) + len(held_back) >= 120
    assert len(held_back) == round((len(asked) + len(held_back)) / 3)


def test_no_sentence_and_no_query_is_there_twice(said):
    asked = [(query.kind, query.text) for name in (OPEN, HELD_BACK) for query in queries(name)]

    assert len({sentence.id for sentence in said}) == len({sentence.text for sentence in said}) == len(said)
    assert len(set(asked)) == len(asked)


def test_every_right_answer_is_a_sentence(said):
    known = {sentence.id for sentence in said}

    for name in (OPEN, HELD_BACK):
        for query in queries(name):
            assert query.right <= known
            assert query.right or query.kind == "trap"


def test_every_class_is_in_both_lists():
    assert {query.kind for query in queries(OPEN)} == {query.kind for query in queries(HELD_BACK)}


def test_the_open_part_is_found_as_well_as_before(find):
    counted = figures(queries(OPEN), find)

    assert counted.precision >= PRECISION, counted
    assert counted.recall >= RECALL, counted


def test_names_are_found_in_every_spelling(find):
    counted = figures([query for query in queries(OPEN) if query.kind == "names"], find)

    assert (counted.precision, counted.recall) == (1.0, 1.0)

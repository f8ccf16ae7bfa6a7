"""The lists of what search should find are sound, and search keeps to what it reached on them."""

import json

import pytest

from benchmarks.quality import ListError, figures, main, ours, queries, sentences

OPEN, HELD_BACK = "open", "held-back"
FLOORS = {
    OPEN: (0.99, 0.97),
    HELD_BACK: (0.985, 0.97),
    "fresh": (0.98, 0.97),
    "fresh-2": (0.985, 0.98),
    "fresh-3": (0.985, 0.95),
}
"""Precision and recall, raised whenever search gets better; `docs/search.md` has the figures."""


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


def test_an_answer_put_right_says_why_and_takes_nothing_away():
    corrected = [query for part in (OPEN, HELD_BACK) for query in queries(part) if query.right != query.first_right]

    assert corrected
    assert all(query.first_right < query.right for query in corrected)
    assert all(query.right or query.kind == "trap" for part in (OPEN, HELD_BACK) for query in queries(part))


def test_every_class_is_in_both_lists():
    assert {query.kind for query in queries(OPEN)} == {query.kind for query in queries(HELD_BACK)}


@pytest.mark.parametrize("part", FLOORS)
def test_what_was_found_before_is_found_as_well_as_then(find, part, tmp_path):
    counted = figures(queries(part), find if part in {OPEN, HELD_BACK} else ours(sentences(part), tmp_path))
    precision, recall = FLOORS[part]

    assert counted.precision >= precision, counted
    assert counted.recall >= recall, counted


def test_names_are_found_in_every_spelling(find):
    counted = figures([query for query in queries(OPEN) if query.kind == "names"], find)

    assert (counted.precision, counted.recall) == (1.0, 1.0)


def fresh(folder, said, asked):
    for name, rows in (("sentences_fresh.jsonl", said), ("queries_fresh.jsonl", asked)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_a_fresh_part_has_sentences_of_its_own(tmp_path, capsys):
    said = [{"id": "f1", "language": "de", "text": "Die Rückkehrer warten."}]
    asked = [
        {"class": "new", "query": "Rückkehrer", "right": ["f1"]},
        {"class": "new", "query": "Zug", "right": ["f1"]},
    ]

    main(["--part=fresh", "--errors", f"--lists={fresh(tmp_path, said, asked)}"])

    printed = capsys.readouterr().out
    assert "1 sentences, 2 queries of the part fresh" in printed
    assert "missed f1 Die Rückkehrer warten." in printed


@pytest.mark.parametrize(
    ("said", "asked", "fault"),
    [
        ([{"id": "f1", "language": "de", "text": "eins"}] * 2, [], "an id is there twice: f1"),
        ([{"id": "f1", "language": "de"}], [], "line 1 lacks: text"),
        ([], [{"class": "new", "query": "eins", "right": ["f9"]}], "no sentences: f9"),
    ],
)
def test_a_list_with_a_fault_is_refused(tmp_path, said, asked, fault):
    with pytest.raises(ListError, match=fault):
        queries("fresh", folder=fresh(tmp_path, said, asked))

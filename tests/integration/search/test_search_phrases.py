"""Words in quotes, asked of a real index: they follow each other, stop words among them."""

import pytest

from search.documents import SlideText
from tests.support.search_library import Library, recording, shown


def test_a_phrase_is_found_across_cues_and_across_passages(tmp_path):
    texts = ["Füllung"] * 9 + ["die freiwillige", "Rückkehr nach Hause"]
    library = Library(tmp_path, recording(1, *texts))

    (hit,) = library.ask('"freiwillige Rückkehr"').hits

    assert hit.moments[0].position == 9
    assert shown(hit) == "Füllung die [freiwillige] [Rückkehr] nach Hause"


def test_a_phrase_keeps_the_distance_of_its_stop_words(tmp_path):
    library = Library(tmp_path, recording(1, "Rückkehr in die Heimat"), recording(2, "Rückkehr Heimat"))

    assert library.found('"Rückkehr in die Heimat"') == [1]
    assert library.found('"Rückkehr Heimat"') == [2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"vor der Ausreise"', [1]),
        ('"der Ausreise"', [1, 2]),  # an article has endings, too
        ('"zur Ausreise"', [3]),
        ('"Ausreise für alle"', [2]),
        ('"Ausreise von allen"', []),
        ('"was ist das"', [4]),
        ('"das ist was"', []),
        ('Ausreise "was ist das"', []),
        ('Ausreise -"vor der"', [2, 3, 6]),
        ('"eine freiwillige"', [5]),
    ],
)
def test_stop_words_of_a_phrase_must_stand_there(tmp_path, query, expected):
    library = Library(
        tmp_path,
        recording(1, "Beratung vor der Ausreise"),
        recording(2, "Er fördert die", "Ausreise für alle"),
        recording(3, "Zeit zur Ausreise"),
        recording(4, "Was ist das"),
        recording(5, "mit einer freiwilligen Meldung"),
        recording(6, "Beratung vor ihrer Ausreise"),
    )

    assert library.found(query) == expected


def test_a_phrase_of_stop_words_is_found_on_slides_and_in_titles(tmp_path):
    slides = (SlideText(0, 5.0, "", "Was ist das hier"),)
    library = Library(tmp_path, recording(1, "Tiflis", slides=slides), recording(2, "Batumi", title="Was ist das dort"))

    assert library.found('"was ist das"') == [1, 2]
    assert library.found('"was ist das hier"') == [1]
    assert library.found("was ist das") == [2]


def test_the_words_of_a_phrase_are_marked_but_for_the_shortest(tmp_path):
    library = Library(tmp_path, recording(1, "Es geht um die Rückkehr in die Heimat, die alle kennen"))

    (hit,) = library.ask('"Rückkehr in die Heimat"').hits

    assert shown(hit) == "Es geht um die [Rückkehr] in [die] [Heimat], die alle kennen"


def test_stop_words_of_a_phrase_make_no_passage_worth_more(tmp_path):
    library = Library(tmp_path, recording(1, "die die die die die Heimat"), recording(2, "die Heimat"))

    with_article, alone = (library.ask(query) for query in ('"die Heimat"', '"Heimat"'))

    assert [hit.score for hit in with_article.hits] == [hit.score for hit in alone.hits]

"""Topics of passages: what is enough, what is one passage, and what counts only once."""

import pytest

from search.analysis import Analyser
from search.topics import PASSAGE_CUES, PLAIN, STRONG, TopicFinder, TopicRule, TopicWord


def word(text, weight=PLAIN, *, language="de", is_whole=False):
    return TopicWord(text, language, weight, is_whole)


HOUSING = TopicRule(
    "housing",
    (
        word("Wohnung", STRONG),
        word("Dach über dem Kopf", STRONG),
        word("Zimmer"),
        word("Heizung"),
        word("Haus", is_whole=True),
        word("housing", STRONG, language="en"),
    ),
)
FINDER = TopicFinder([HOUSING], Analyser({}))
SILENCE = "Und so weiter."


def spans(*texts, language="de"):
    return [(span.first, span.last) for span in FINDER.find(texts, language)]


def test_one_strong_word_is_enough():
    assert spans(SILENCE, "Die Wohnung ist teuer.") == [(1, 1)]


def test_one_plain_word_is_not_enough_however_often_it_is_said():
    assert spans("Ein Zimmer.", "Zwei Zimmer.", "Das Zimmer und noch ein Zimmer.") == []


def test_two_plain_words_are_enough_within_a_passage_and_no_further():
    near = ["Ein Zimmer.", *[SILENCE] * (PASSAGE_CUES - 2), "Die Heizung."]
    far = ["Ein Zimmer.", *[SILENCE] * (PASSAGE_CUES - 1), "Die Heizung."]

    assert spans(*near) == [(0, PASSAGE_CUES - 1)]
    assert spans(*far) == []


def test_neighbouring_passages_are_one_and_distant_ones_are_two():
    assert spans("Eine Wohnung.", *[SILENCE] * 5, "Diese Wohnungen.") == [(0, 6)]
    assert spans("Eine Wohnung.", *[SILENCE] * 20, "Diese Wohnungen.") == [(0, 0), (21, 21)]


def test_a_passage_begins_where_it_becomes_enough_not_at_a_stray_word_before():
    assert spans("Ein Zimmer.", *[SILENCE] * 5, "Die Wohnung.") == [(6, 6)]


def test_parts_of_compounds_count_but_for_words_that_stand_for_themselves_only():
    assert spans("Die Mietwohnung.") == [(0, 0)]
    assert spans("Das Rathaus hat ein Zimmer.") == []
    assert spans("Das Haus hat ein Zimmer.") == [(0, 0)]


def test_words_in_a_row_are_found_across_the_end_of_a_line():
    assert spans("Sie haben ein Dach", "über dem Kopf.") == [(0, 0)]
    assert spans("Ein Kopf über dem Dach.") == []


def test_words_of_another_language_do_not_count():
    assert spans("Housing ist ein Wort.") == []
    assert spans("Housing is expensive.", language="en") == [(0, 0)]


def test_a_passage_tells_its_words_as_in_the_rule_and_as_said():
    (span,) = FINDER.find(["Zimmer in Mietwohnungen"], "de")

    assert span.words == ("Wohnung", "Zimmer")
    assert span.said == ("Mietwohnungen", "Zimmer")


@pytest.mark.parametrize("texts", [[], [""], ["..."], ["\u0000"], ["مرحبا"]])
def test_texts_without_words_have_no_topic(texts):
    assert FINDER.find(texts, "und") == ()

"""Words of the glossary find what nobody typed: below what was typed, named in the answer, and only when wanted."""

import pytest

from search.glossary import Glossary, Term
from search.results import SearchRequest
from tests.support.search_library import Library, recording

WORDS = Glossary.of(
    [
        [Term("Rückkehr", "de"), Term("return", "en"), Term("kehrt … zurück", "de")],
        [Term("Starthilfe", "de"), Term("start-up assistance", "en")],
        [Term("Bargeld", "de"), Term("in bar", "de"), Term("cash", "en")],
        [Term("Rente", "de"), Term("pension", "en")],
        [Term("Miete", "de"), Term("rent", "en")],
        [Term("Tiflis"), Term("Tbilisi"), Term("თბილისი")],
    ]
)
SAID = {
    1: ("de", "Die Rückkehr ist freiwillig"),
    2: ("en", "The return is voluntary"),
    3: ("de", "Sie kehrt mit den Kindern zurück"),
    4: ("en", "Start-up assistance is paid twice"),
    5: ("de", "Die Starthilfe wird gezahlt"),
    6: ("en", "We give some assistance to begin with"),
    7: ("de", "Die Rente reicht nicht"),
    8: ("en", "Rents went up in Tbilisi"),
    9: ("ka", "ოფისი თბილისი ღიაა"),
    10: ("de", "In der Regel ist das so"),
    11: ("de", "An der Bar sitzt niemand"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    documents = (recording(key, text, language=code, title="") for key, (code, text) in SAID.items())
    return Library(tmp_path_factory.mktemp("glossary"), *documents)


def ask(library, text, *, glossary=WORDS, allowed=frozenset(SAID), **wishes):
    request = SearchRequest(text=text, page_size=100, **wishes)
    return library.index.search(request, allowed=allowed, cues=library.cues, glossary=glossary)


def found(library, text, **wishes):
    return [hit.recording_id for hit in ask(library, text, **wishes).hits]


def test_a_word_is_found_in_the_other_language_below_the_word_itself(library):
    assert found(library, "Rückkehr")[0] == 1
    assert found(library, "return")[0] == 2
    assert set(found(library, "Rückkehr")) == set(found(library, "return")) == {1, 2, 3}


def test_the_moment_says_that_the_glossary_led_to_it(library):
    reasons = {hit.recording_id: hit.moments[0].reason for hit in ask(library, "Rückkehr").hits}

    assert reasons == {1: "exact", 2: "glossary", 3: "glossary"}


def test_what_was_said_instead_is_marked(library):
    hit = next(hit for hit in ask(library, "Rückkehr").hits if hit.recording_id == 2)

    assert [piece.text for piece in hit.moments[0].snippet if piece.is_match] == ["return"]


def test_several_words_stand_for_one_and_one_for_several(library):
    assert found(library, "Starthilfe") == [5, 4]
    assert found(library, "start-up assistance") == [4, 5]


def test_a_word_of_another_language_that_only_looks_alike_is_not_found(library):
    assert found(library, "Rente") == [7]
    assert found(library, "rent") == [8]


def test_a_name_is_found_in_every_script(library):
    assert set(found(library, "Tiflis")) == {8, 9}


def test_a_word_of_the_glossary_is_found_with_the_stop_word_it_begins_with(tmp_path):
    said = ("Das wird in bar gezahlt", "An der Bar sitzt niemand", "zur Bar")
    library = Library(tmp_path, *(recording(key, text) for key, text in enumerate(said)))

    assert found(library, "Bargeld", allowed=frozenset(range(3))) == [0]


def test_of_a_word_with_a_gap_that_ends_in_a_stop_word_too_little_is_left(tmp_path):
    glossary = Glossary.of([[Term("Ankunft", "de"), Term("kommt … an", "de")]])
    library = Library(tmp_path, recording(1, "Er kommt morgen"), recording(2, "Er kommt an einem Montag"))

    assert found(library, "Ankunft", glossary=glossary, allowed=frozenset({1, 2})) == []


def test_an_expansion_can_be_switched_off_and_the_answer_says_so(library):
    answer = ask(library, "Rückkehr", without_expansion=frozenset({"ruckkehr"}))

    assert [hit.recording_id for hit in answer.hits] == [1]
    assert [(one.text, one.is_off) for one in answer.expansions] == [("Rückkehr", True)]


def test_the_answer_names_what_else_was_searched_for(library):
    (expansion,) = ask(library, "Rückkehr").expansions

    assert [term.text for term in expansion.terms] == ["return", "kehrt … zurück"]


def test_the_answer_names_only_words_that_occur_in_what_may_be_seen(library):
    answer = ask(library, "Rückkehr", allowed=frozenset({1, 3}))

    assert [[term.text for term in one.terms] for one in answer.expansions] == [["kehrt … zurück"]]
    assert ask(library, "Starthilfe", allowed=frozenset({1})).expansions == ()


def test_a_phrase_means_what_it_says(library):
    assert found(library, '"Rückkehr ist"') == [1]
    assert found(library, '"Rückkehr"') == [1]


def test_a_phrase_of_one_language_is_not_looked_for_by_what_is_left_of_it_in_another(tmp_path):
    library = Library(tmp_path, recording(1, "Das Kind lernt"), recording(2, "support in kind helps", language="en"))
    glossary = Glossary.of([[Term("Sachleistung", "de"), Term("support in kind", "en")]])

    for typed in ('"in kind"', '"support in kind"'):
        assert found(library, typed, glossary=glossary) == [2]


@pytest.mark.parametrize("typed", ["boarding pass", "Boarding Pass", "assistance in kind", "boarding pass gate"])
def test_words_of_one_language_that_are_part_of_a_longer_one_of_another_are_found_there(tmp_path, typed):
    said = ("Show the boarding pass at the gate", "They receive assistance in kind", "The kind boy may pass")
    library = Library(tmp_path, *(recording(key, text, language="en") for key, text in enumerate(said)))
    glossary = Glossary.of(
        [
            [Term("Pass", "de"), Term("passport", "en")],
            [Term("Kind", "de"), Term("child", "en")],
            [Term("Bordkarte", "de"), Term("boarding pass", "en")],
            [Term("Sachleistung", "de"), Term("assistance in kind", "en")],
        ]
    )
    allowed = frozenset(range(len(said)))

    assert found(library, typed, glossary=glossary, allowed=allowed) == [1 if "kind" in typed else 0]
    assert not found(library, "Pass", glossary=glossary, allowed=allowed)


def test_what_must_not_occur_is_only_what_was_typed(library):
    assert set(found(library, "return -Rückkehr")) == {2, 3}


def test_another_glossary_answers_at_once_without_a_new_index(library):
    other = Glossary.of([[Term("Rückkehr", "de"), Term("Rente", "de")]])

    assert set(found(library, "Rückkehr", glossary=other)) == {1, 7}


def test_a_compound_of_the_glossary_is_found_within_longer_words_but_not_in_pieces(tmp_path):
    said = {
        1: "Die Beratungsstellen sind offen",
        2: "Die Rückkehrberatungsstelle ist offen",
        3: "Sie stellen den Antrag, die Beratung hilft",
    }
    library = Library(tmp_path, *(recording(key, text, title="") for key, text in said.items()))
    words = Glossary.of([[Term("Beratungsstelle", "de"), Term("counselling centre", "en")]])

    answer = ask(library, "counselling centre", glossary=words, allowed=frozenset(said))

    assert {hit.recording_id for hit in answer.hits} == {1, 2}
    assert {piece.text for hit in answer.hits for piece in hit.moments[0].snippet if piece.is_match} == {
        "Beratungsstellen",
        "Rückkehrberatungsstelle",
    }


def test_a_place_of_the_glossary_is_found_within_longer_words_last(tmp_path):
    said = {
        1: ("de", "In Nordsyrien fehlt es an Ärzten"),
        2: ("de", "Nach Syrien fliegt niemand"),
        3: ("en", "Nobody flies to Syria"),
    }
    library = Library(tmp_path, *(recording(key, text, language=code, title="") for key, (code, text) in said.items()))
    words = Glossary.of([[Term("Syrien"), Term("Syria")]])

    assert found(library, "Syria", glossary=words, allowed=frozenset(said))[0] == 3
    assert set(found(library, "Syria", glossary=words, allowed=frozenset(said))) == {1, 2, 3}


def test_a_short_german_word_is_not_found_in_english_where_only_the_letters_agree(tmp_path):
    said = {
        1: ("de", "Am Hang steht ein Haus"),
        2: ("en", "Hang on, the house stands on a slope"),
        3: ("en", "Hang on"),
    }
    library = Library(tmp_path, *(recording(key, text, language=code, title="") for key, (code, text) in said.items()))
    words = Glossary.of([[Term("Hang", "de"), Term("slope", "en")]])

    assert found(library, "Hang", glossary=words, allowed=frozenset(said)) == [1, 2]
    assert set(found(library, "Hang", allowed=frozenset(said))) == {1, 2, 3}


def test_half_of_a_word_of_the_glossary_is_not_marked(tmp_path):
    glossary = Glossary.of([[Term("Unterkunft", "de"), Term("Wohnungsmarkt", "de")]])
    lines = ("die Beratung zum Arbeitsmarkt", *["nichts davon"] * 30, "der Wohnungsmarkt")

    answer = ask(Library(tmp_path, recording(1, *lines)), "Beratung Unterkunft", glossary=glossary, allowed={1})

    marked = {part.text for moment in answer.hits[0].moments for part in moment.snippet if part.is_match}
    assert marked == {"Beratung", "Wohnungsmarkt"}

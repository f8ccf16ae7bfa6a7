"""What is offered to who typed a slip, and to who is still typing."""

import pytest

from search.documents import SlideText
from tests.support.search_library import Library, recording

RECORDINGS = (
    recording(
        1,
        "Die Rückkehr nach Tiflis, die Rückkehr",
        "Rückkehrer und Krankenversicherung in Georgien",
        "die Krankheit und das Krankenhaus",
        title="Fokus Georgien",
        event_title="Virtuelle Reihe: Fokus Georgien",
        speakers=("Anna Müller", "Krista Kranz"),
        country_names=("Georgien", "Georgia"),
        slides=(SlideText(0, 1.0, "", "Krankengeld für die Krankenpflege"),),
    ),
    recording(2, "Rückkehr und Rückgabe", title="Fokus Irak", country_names=("Irak", "Iraq")),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("index"), *RECORDINGS)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Rükkehr", "Rückkehr"),
        ("Rückkher", "Rückkehr"),
        ("rueckkehrr", "Rückkehr"),
        ("Krankenversichrung Tiflis", "Krankenversicherung Tiflis"),
        ("Tiflis Krankenversichrung", "Tiflis Krankenversicherung"),
        ("Georgein", "Georgien"),
        ("Mueler", "Müller"),
        ("krankengedl", "Krankengeld"),
    ],
)
def test_one_slip_is_put_right_within_the_whole_question(library, typed, first):
    assert library.ask(typed).suggestions[0] == first


def test_nothing_is_suggested_where_something_was_found(library):
    assert library.ask("Rückkehr").suggestions == ()


def test_a_suggestion_finds_something(library):
    assert library.ask("Krankenversichrung Bagdad").suggestions == ()


@pytest.mark.parametrize("typed", ["", "xyz", "Rük", "Ira", "12345", '"Rükkehr nach"', "Rük*", "qqqqqqqq"])
def test_where_nothing_is_near_nothing_is_suggested(library, typed):
    assert library.ask(typed).suggestions == ()


def completions(library, text, allowed=(1, 2)):
    found = library.index.complete(text, allowed=frozenset(allowed), cues=library.cues, slides=library.slide)
    return [(completion.text, completion.kind) for completion in found]


def test_what_is_typed_goes_on_as_a_name_or_as_a_word_that_was_said(library):
    assert completions(library, "kran") == [
        ("Krista Kranz", "speaker"),
        ("Krankengeld", "word"),
        ("Krankenhaus", "word"),
        ("Krankenpflege", "word"),
        ("Krankenversicherung", "word"),
        ("Krankheit", "word"),
        ("Kranz", "word"),
    ]


def test_names_need_all_the_words_before_the_last_one(library):
    assert ("Virtuelle Reihe: Fokus Georgien", "title") in completions(library, "fokus geo")
    assert ("Fokus Irak", "title") not in completions(library, "fokus geo")
    assert ("Anna Müller", "speaker") in completions(library, "anna mü")
    assert ("Georgien", "country") in completions(library, "geor")


def test_a_name_that_was_said_too_is_offered_once(library):
    assert [text for text, _ in completions(library, "georg")].count("Georgien") == 1


def test_the_words_before_stay_as_they_were_typed(library):
    assert ("Tiflis rückk", "word") not in completions(library, "Tiflis rückk")
    assert ("Tiflis Rückkehr", "word") in completions(library, "Tiflis rückk")


@pytest.mark.parametrize("text", ["", "k", "kran ", "(", "k" * 2_000, "\x00", "🙂"])
def test_too_little_or_too_much_is_left_alone(library, text):
    assert completions(library, text) == []

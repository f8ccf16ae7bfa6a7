"""Nothing outside of what the asking person may see contributes to an answer, not even by its weight."""

from dataclasses import replace

import pytest

from tests.support.search_library import Library, recording

PUBLIC = (
    recording(1, "Die Rückkehr nach Tiflis", "Rückkehrer und Beratung", title="Fokus Georgien", countries=("GE",)),
    recording(2, "Beratung zur Rückkehr", title="Fokus Irak", countries=("IQ",), year=2023),
)
HIDDEN = (
    recording(
        3,
        *["Geheime Rückkehr Rückkehr Beratung Rückkehrgeheimnis Rücklage Rückgabe"] * 30,
        title="Entwurf Georgistan",
        countries=("GE", "XK"),
        year=2031,
        kind="national",
        series="Intern",
        speakers=("Vera Verdeckt",),
        language="tr",
    ),
)
QUESTIONS = [
    "rückkehr",
    "rückkehr beratung",
    '"Beratung zur Rückkehr"',
    "rück*",
    "beratung OR geheime",
    "-tiflis",
    "land:georgien",
    "jahr:2031",
    "speaker:verdeckt",
    "geheime",
    "georgistan",
    "Gorgistan",
    "",
]


@pytest.fixture(scope="module")
def with_hidden(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("with"), *PUBLIC, *HIDDEN)


@pytest.fixture(scope="module")
def without_hidden(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("without"), *PUBLIC)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_answer_is_the_same_as_if_the_hidden_did_not_exist(with_hidden, without_hidden, question):
    asked = with_hidden.ask(question, allowed=[1, 2])

    assert asked == without_hidden.ask(question)


def test_who_may_see_it_finds_it(with_hidden):
    assert with_hidden.found("geheime") == [3]
    assert with_hidden.found("geheime", allowed=[3]) == [3]


def test_a_filter_does_not_open_what_is_closed(with_hidden):
    assert with_hidden.found("", allowed=[1, 2], recording_id=3) == []
    assert with_hidden.found("", allowed=[1, 2], countries=("XK",)) == []


def test_who_may_see_nothing_gets_an_empty_answer(with_hidden):
    answer = with_hidden.ask("rückkehr", allowed=[])

    assert (answer.hits, answer.total_recordings, answer.total_moments, answer.pages) == ((), 0, 0, 1)
    assert not any(answer.facets.values())


def test_ids_the_index_does_not_hold_do_not_matter(with_hidden, without_hidden):
    assert with_hidden.ask("rückkehr", allowed=[1, 2, 99]) == without_hidden.ask("rückkehr")


def test_what_was_replaced_is_gone_from_every_count(tmp_path):
    library = Library(tmp_path, *PUBLIC, *HIDDEN)

    library.add(replace(HIDDEN[0], transcripts=(), title="Leer", countries=()))

    assert library.found("geheime") == []
    assert library.ask("rückkehr").total_recordings == 2

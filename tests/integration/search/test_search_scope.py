"""Nothing outside of what the asking person may see contributes to an answer, not even by its weight."""

from dataclasses import replace

import pytest

from search.documents import SlideText
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
        slides=(SlideText(0, 1.0, "Geheim", "Geheime Folie der Rückkehr"),),
        series_names=("Interne Reihe",),
        topics=("secret",),
        has_checked_transcript=True,
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
    "folie:geheim",
    "rückkehrgeheimns",
    "geheim*",
    "rückgabe OR folie:rückkehr",
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

    library.add(replace(HIDDEN[0], transcripts=(), slides=(), title="Leer", countries=()))

    assert library.found("geheime") == []
    assert library.ask("rückkehr").total_recordings == 2


@pytest.mark.parametrize("typed", ["rückk", "rü", "geo", "ver", "gehei", "entw", "intern", "beratung r"])
def test_what_may_be_typed_next_is_the_same_as_if_the_hidden_did_not_exist(with_hidden, without_hidden, typed):
    def completed(library):
        return library.index.complete(typed, allowed=frozenset({1, 2}), cues=library.cues, slides=library.slide)

    assert completed(with_hidden) == completed(without_hidden)


def test_many_hidden_words_do_not_crowd_out_one_that_may_be_seen(tmp_path):
    crowd = " ".join(f"rück{first}{second}" for first in "abcdefghijklmnopqrstuvwxyz" for second in "abcdefghijklmno")
    library = Library(tmp_path, recording(1, "Rückzug"), recording(2, *[crowd] * 20))

    assert library.found("rück*", allowed=[1]) == [1]
    assert [c.text for c in library.index.complete("rück", allowed=frozenset({1}), cues=library.cues)] == ["Rückzug"]

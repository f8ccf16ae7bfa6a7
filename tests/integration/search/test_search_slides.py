"""Slides as hits, made by hand: found by their words, told apart from speech, shown with their second."""

import pytest

from search.documents import SlideText
from tests.support.search_library import Library, recording, shown, transcript

SLIDES = (
    SlideText(0, 3.0, "Willkommen", "Willkommen"),
    SlideText(1, 42.5, "Wohnen in Tiflis", "Wohnen in Tiflis\nMiete und\n\n  Nebenkosten\nder EU"),
    SlideText(2, 80.0, "Soziale Hilfe", "Soziale Hilfe\nfür Familien"),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return Library(
        tmp_path_factory.mktemp("index"),
        recording(1, *["Wir reden von der Miete"] + ["Dazwischen nichts"] * 30, "Soziale Hilfe", slides=SLIDES),
        recording(2, "Nebenkosten und Miete werden hier gesprochen", "in der EU"),
        recording(3, title="Miete", transcripts=(transcript("en", "the rent"),)),
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("nebenkosten", [1, 2]),
        ("folie:nebenkosten", [1]),
        ("slide:miete", [1]),
        ("folie:mie*", [1]),
        ('folie:"Soziale Hilfe"', [1]),
        ('folie:"Tiflis Miete"', [1]),
        ('folie:"Familien Willkommen"', []),
        ("miete -folie:nebenkosten", [2, 3]),
        ("folie:nebenkosten OR rent", [1, 3]),
        ("folie:dazwischen", []),
        ("folie:titel", []),
        ("folie:wohnen dazwischen", [1]),  # one on a slide, the other spoken
    ],
)
def test_a_question_for_slides_finds_these_recordings(library, query, expected):
    assert library.found(query) == expected


def test_a_slide_is_a_moment_of_its_own_kind_that_begins_when_it_appears(library):
    (hit,) = library.ask("folie:nebenkosten").hits

    (moment,) = hit.moments
    assert (moment.kind, moment.position, moment.start_seconds, moment.reason) == ("slide", 1, 42.5, "exact")
    assert shown(hit) == "Wohnen in Tiflis · Miete und · [Nebenkosten] · der EU"


def test_speech_and_slides_are_counted_together_and_drawn_apart(library):
    answer = library.ask("miete", recording_id=1, moments_per_recording=1)

    (hit,) = answer.hits
    assert (hit.timeline, hit.slides) == ((0.0,), (42.5,))
    assert hit.total_moments == answer.total_moments == 2
    assert len(hit.moments) == 1


def test_what_is_said_once_is_not_lost_among_slides_that_all_show_the_word(tmp_path):
    every = tuple(SlideText(n, 10.0 * n, "Rückkehr", "Rückkehr") for n in range(6))
    library = Library(tmp_path, recording(1, *["Dazwischen nichts"] * 20, "Die Rückkehr", slides=every))

    (hit,) = library.ask("rückkehr").hits

    assert [moment.kind for moment in hit.moments] == ["speech", "slide", "slide"]


def test_what_is_asked_of_slides_is_not_marked_in_speech(library):
    hit = library.ask("folie:miete reden", recording_id=1, moments_per_recording=5).hits[0]

    spoken = next(number for number, moment in enumerate(hit.moments) if moment.kind == "speech")
    assert shown(hit, spoken) == "Wir [reden] von der Miete Dazwischen nichts"


def test_a_slide_that_left_the_catalogue_still_leads_to_its_second(library):
    gone = recording(1, "gesprochen", slides=())
    library.documents, before = {**library.documents, 1: gone}, library.documents

    (hit,) = library.ask("folie:nebenkosten").hits

    library.documents = before
    assert (hit.moments[0].start_seconds, hit.moments[0].snippet) == (42.5, ())


def test_short_words_are_marked_only_as_they_were_typed(library):
    assert shown(library.ask("folie:eu").hits[0]).endswith("der [EU]")

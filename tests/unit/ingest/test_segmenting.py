"""Words to cues."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.segmenting import ends_sentence, in_lines, join_pieces, segment
from media.cues import Word

SPEECH = (
    "Guten Tag und herzlich willkommen zu unserer virtuellen Veranstaltung. Heute sprechen wir über die freiwillige "
    "Rückkehr, z. B. nach Georgien, und über die Starthilfe am 14. März. Wer hat Fragen? Schreiben Sie Dr. Muster."
)


def spoken(text, *, seconds_per_character=0.06, start=0.0):
    words = []
    for word in text.split():
        end = start + len(word) * seconds_per_character
        words.append(Word(start, end, f" {word}"))
        start = end + 0.05
    return words


def test_cues_are_short_lines_that_can_be_read():
    cues = segment(spoken(SPEECH))

    assert " ".join(cue.text.replace("\n", " ") for cue in cues) == SPEECH
    for cue in cues:
        lines = cue.text.split("\n")
        assert len(lines) <= 2
        assert max(map(len, lines)) <= 42
        assert 1.0 <= cue.end_seconds - cue.start_seconds <= 7.0
    assert all(a.end_seconds <= b.start_seconds for a, b in itertools.pairwise(cues))


def test_a_cue_begins_with_its_first_word_and_keeps_the_times_of_all():
    words = spoken(SPEECH, start=3.0)

    cues = segment(words)

    assert [cue.start_seconds for cue in cues] == [round(cue.words[0].start_seconds, 3) for cue in cues]
    assert [word.text for cue in cues for word in cue.words] == SPEECH.split()


def test_cues_end_where_sentences_end():
    texts = [cue.text.replace("\n", " ") for cue in segment(spoken(SPEECH))]

    assert any(text.endswith("Veranstaltung.") for text in texts)
    assert not any(text.endswith((" z.", " 14.", "Dr.")) for text in texts)


def test_no_cue_spans_a_long_silence():
    cues = segment([*spoken("Das war der erste Teil"), *spoken("und hier der zweite", start=30.0)])

    assert [cue.text for cue in cues] == ["Das war der erste Teil", "und hier der zweite"]
    assert cues[0].end_seconds < 10.0


def test_pieces_that_do_not_begin_with_a_space_belong_to_the_word_before():
    pieces = [Word(0, 1, " Head"), Word(1, 2, "-Displays"), Word(2, 2.2, " 50"), Word(2.2, 2.4, "%"), Word(3, 3, " ")]

    assert [word.text for word in join_pieces(pieces)] == ["Head-Displays", "50%"]


@pytest.mark.parametrize(
    ("word", "following", "ends"),
    [("Ende.", "Dann", True), ("Ende.", None, True), ("Ende", "Dann", False), ("z.", "B.", False), ("B.", "in", False),
     ("14.", "März", False), ("3.", "Platz", False), ("2023.", "Dann", True), ("Dr.", "Muster", False),
     ("Wirklich?", "ja", True), ("usw.", "Und", False), ("Ende.“", "Dann", True), ("ca.", "5", False)],
)  # fmt: skip
def test_a_full_stop_does_not_always_end_a_sentence(word, following, ends):
    assert ends_sentence(word, following) is ends


def test_a_long_text_is_broken_into_balanced_lines():
    assert in_lines("kurz") == "kurz"
    assert in_lines("Heute sprechen wir über die Rückkehr und die Starthilfe") is not None
    assert in_lines("x" * 43) is None


def test_one_endless_word_still_becomes_a_cue():
    (cue,) = segment([Word(0.0, 12.0, " " + "x" * 100)])

    assert cue.text == "x" * 100
    assert cue.end_seconds <= 7.0


@given(
    st.lists(st.tuples(st.floats(0, 3), st.floats(0, 2), st.sampled_from([" ja", "-nein", " Rückkehr.", " z.", " "])))
)
def test_whatever_comes_no_word_is_lost_and_no_cue_overlaps(gaps):
    words, now = [], 0.0
    for gap, length, text in gaps:
        words.append(Word(now + gap, now + gap + length, text))
        now += gap + length * random.Random(len(words)).choice([0.5, 1.0])  # recognisers overlap words, too

    cues = segment(words)

    assert "".join(word.text for cue in cues for word in cue.words) == "".join(word.text.strip() for word in words)
    assert all(cue.end_seconds > cue.start_seconds for cue in cues)
    assert all(a.end_seconds <= b.start_seconds + 0.011 for a, b in itertools.pairwise(cues))


def test_a_written_word_is_as_sure_as_the_least_sure_of_its_pieces():
    pieces = [Word(0.0, 0.4, " Head", 0.9), Word(0.4, 0.8, "-Displays", 0.2), Word(1.0, 1.4, " sind", 0.8)]

    assert [word.chance for word in join_pieces(pieces)] == [0.2, 0.8]
    assert [word.chance for cue in segment(pieces) for word in cue.words] == [0.2, 0.8]
    assert [word.chance for word in join_pieces([Word(0.0, 0.4, " Tag")])] == [None]

"""Captions of an original that is trimmed: their seconds become those that people see."""

import pytest

from archive.transcripts.cut_lines import as_seen
from media.cues import Cue, Word
from media.cutting import Cut

CUT = Cut(begins_at=10.0, ends_at=30.0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((12.0, 14.5), (2.0, 4.5)),
        ((8.0, 11.0), (0.0, 1.0)),
        ((29.0, 33.0), (19.0, 20.0)),
        ((5.0, 40.0), (0.0, 20.0)),
        ((5.0, 10.0), None),
        ((30.0, 31.0), None),
    ],
)
def test_a_cue_moves_to_the_seconds_seen_is_shortened_to_the_ends_or_left_out(before, after):
    seen = as_seen([Cue(*before, "Guten Tag", speaker="Fatma")], CUT)

    assert seen == (() if after is None else (Cue(*after, "Guten Tag", speaker="Fatma"),))


def test_the_words_of_a_cue_move_with_it_and_none_is_lost():
    cue = Cue(9.0, 12.0, "Guten Tag", words=(Word(9.0, 9.5, "Guten", chance=0.5), Word(10.5, 11.0, "Tag")))

    (seen,) = as_seen([cue], CUT)

    assert seen.words == (Word(0.0, 0.0, "Guten", chance=0.5), Word(0.5, 1.0, "Tag"))


def test_of_what_is_not_trimmed_nothing_moves():
    cues = (Cue(0.0, 2.0, "Guten Tag"), Cue(3600.0, 3602.0, "auf Wiedersehen"))

    assert as_seen(cues, Cut()) == cues

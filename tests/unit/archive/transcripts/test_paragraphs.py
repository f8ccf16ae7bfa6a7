"""Paragraphs: lines joined at borders of speakers, chapters and sentences; none is lost."""

from archive.catalogue.watching import Line
from archive.transcripts.paragraphs import MOST_LETTERS, paragraphs


def lines(*texts, speakers=None, step=3.0):
    said = speakers or [None] * len(texts)
    return [
        Line(number, f"k{number}", number * step, number * step + 3.0, text, who)
        for number, (text, who) in enumerate(zip(texts, said, strict=True))
    ]


def sizes(groups):
    return [len(group) for group in groups]


def test_no_lines_make_no_paragraph():
    assert paragraphs([]) == ()


def test_a_paragraph_ends_with_a_sentence_once_it_is_long_enough():
    said = lines(*["Ein halber Satz von ungefähr vierzig Zeichen", "und sein Ende mit einem Punkt dahinter."] * 8)

    groups = paragraphs(said)

    assert sizes(groups) == [8, 8]
    assert [line for group in groups for line in group] == said


def test_another_speaker_begins_a_paragraph_and_a_line_without_one_goes_on():
    said = lines("Ja?", "Nein", "Doch", "So", speakers=["A", "B", None, "B"])

    assert sizes(paragraphs(said)) == [1, 3]


def test_a_chapter_begins_a_paragraph_also_within_a_sentence():
    assert sizes(paragraphs(lines("eins", "zwei", "drei", "vier"), [0.0, 5.0])) == [2, 2]


def test_a_pause_after_a_sentence_begins_a_paragraph():
    assert sizes(paragraphs(lines("Ein Satz.", "Noch einer.", step=9.0))) == [1, 1]
    assert sizes(paragraphs(lines("Ein halber", "Satz.", step=9.0))) == [2]


def test_speech_without_full_stops_is_cut_at_a_line():
    groups = paragraphs(lines(*["x" * 100] * 20))

    assert all(sum(len(line.text) for line in group) <= MOST_LETTERS for group in groups)
    assert sum(sizes(groups)) == 20

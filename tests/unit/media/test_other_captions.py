"""Transcripts that are neither VTT nor SRT: what is read from ASS, TTML, texts with times and texts without."""

import pytest

from media.cues import Cue, read_timed_text
from media.errors import TimedTextError

ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname
Style: Default,Arial

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
TTML = '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="urn:p" {more}>{body}</tt>'


def read(text, *, seconds=None):
    return read_timed_text(text.encode(), recording_seconds=seconds)


def cues(text, *, seconds=None):
    return [(cue.start_seconds, cue.end_seconds, cue.speaker, cue.text) for cue in read(text, seconds=seconds).cues]


def ttml(body, more=""):
    return TTML.format(body=f"<body><div>{body}</div></body>" if "<body" not in body else body, more=more)


def test_ass_gives_its_dialogue_in_order_without_overrides_drawings_and_comments():
    result = read(
        ASS
        + "Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,nicht zeigen\n"
        + "Dialogue: 0,0:00:04.50,0:00:06.00,Default,,0,0,0,,später\\hdann\\nweiter\n"
        + "Dialogue: 0,0:00:01.00,0:00:03.00,Default,Jana M,0,0,0,,{\\an8}Oben{\\i1} <b> & {\\i0}\\Nzwei, mit Komma\n"
        + "Dialogue: 0,0:00:07.00,0:00:08.00,Default,,0,0,0,,{\\p1}m 0 0 l 100 0{\\p0}\n"
        + "Dialogue: 0,0:00:xx.00,0:00:08.00,Default,,0,0,0,,kaputt\n"
    )

    assert result.cues == (
        Cue(1.0, 3.0, "Oben <b> &\nzwei, mit Komma", "Jana M"),
        Cue(4.5, 6.0, "später dann weiter"),
    )
    assert result.timing_lines == 4
    assert sorted(result.problems) == ["empty-cue", "timing-unreadable"]


def test_ssa_has_its_fields_in_another_order():
    ssa = "[Script Info]\n[Events]\nFormat: Marked, Start, End, Text\nDialogue: Marked=0,0:00:01.00,0:00:02.00,a, b\n"

    assert cues(ssa) == [(1.0, 2.0, None, "a, b")]


def test_ttml_gives_paragraphs_with_line_breaks_and_speakers():
    agents = '<head><metadata><agent xml:id="j"><name>Jana Müller</name></agent></metadata></head>'
    body = '<p begin="00:00:01.000" end="00:00:03.000" agent="j">Guten\n   <span>Tag</span><br/>Zeile &amp; zwei</p>'

    assert cues(ttml(f"{agents}<body><div>{body}</div></body>")) == [
        (1.0, 3.0, "Jana Müller", "Guten Tag\nZeile & zwei")
    ]


@pytest.mark.parametrize(
    ("times", "more", "start", "end"),
    [
        ('begin="1s" dur="1500ms"', "", 1.0, 2.5),
        ('begin="1m" end="0.02h"', "", 60.0, 72.0),
        ('begin="00:00:01:12" end="00:00:02:00"', 'ttp:frameRate="25"', 1.48, 2.0),
        ('begin="48f" end="72f"', 'ttp:frameRate="24"', 2.0, 3.0),
        ('begin="30030f" end="30060f"', 'ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"', 1002.001, 1003.002),
        ('begin="10000000t" end="25000000t"', 'ttp:tickRate="10000000"', 1.0, 2.5),
    ],
)
def test_every_way_of_ttml_to_write_a_time_is_read(times, more, start, end):
    assert cues(ttml(f"<p {times}>x</p>", more)) == [(start, end, None, "x")]


def test_times_of_ttml_count_from_what_is_around_them():
    first = '<div begin="5s"><p begin="1s" end="2s">a</p></div>'
    body = f'<body begin="10s">{first}<div begin="20s" end="25s"><p>b</p></div></body>'

    assert cues(ttml(body)) == [(16.0, 17.0, None, "a"), (30.0, 35.0, None, "b")]


def test_timed_spans_are_cues_where_their_paragraph_has_no_times():
    assert cues(ttml('<p><span begin="1s" end="2s">a</span> <span begin="2s" end="3s">b</span></p>')) == [
        (1.0, 2.0, None, "a"),
        (2.0, 3.0, None, "b"),
    ]


def test_ttml_that_breaks_off_keeps_what_was_whole_and_says_so():
    whole = ttml('<p begin="1s" end="2s">a</p><p begin="garbage" end="3s">b</p><p begin="4s" end="5s">c</p>')

    result = read(whole[: whole.rindex("c</p>")])

    assert [cue.text for cue in result.cues] == ["a"]
    assert (result.timing_lines, result.problems) == (3, ("timing-unreadable",) * 2)


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE tt [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tt><p begin="1s" end="2s">&b;</p></tt>',
        '<!DOCTYPE tt SYSTEM "file:///etc/passwd"><tt></tt>',
        "<tt>" + "<div>" * 5000,
        "<tt><body><p begin=",
    ],
    ids=["entities", "outside", "deep", "torn"],
)
def test_xml_that_grows_or_reaches_out_is_refused(document):
    with pytest.raises(TimedTextError) as refused:
        read(document)

    assert refused.value.details() == {"reason": "not-captions", "subject": "ttml"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[00:00:01] Guten Tag\n[00:00:09] zweite\nZeile",
            [(1.0, 3.125, None, "Guten Tag"), (9.0, 11.0, None, "zweite\nZeile")],
        ),
        ("0:01\nGuten Tag\n0:02\nzusammen", [(1.0, 2.0, None, "Guten Tag"), (2.0, 4.0, None, "zusammen")]),
        ("00:00:01 - 00:00:04 eins\n00:00:04 – 00:00:09 zwei", [(1.0, 4.0, None, "eins"), (4.0, 9.0, None, "zwei")]),
        (
            "0:00:01.000,0:00:03.000\neins\n\n0:00:03.000,0:00:05.500\nzwei",
            [(1.0, 3.0, None, "eins"), (3.0, 5.5, None, "zwei")],
        ),
        (
            "[ti:Titel]\n[00:12.00]Zeile\n[00:13.50]noch eine",
            [(12.0, 13.5, None, "Zeile"), (13.5, 15.5, None, "noch eine")],
        ),
        ("00:00:01:12 a\n00:00:02:00 b", [(1.0, 2.0, None, "a"), (2.0, 4.0, None, "b")]),
        (
            "(01:02) Jana Müller: Ja\n(01:03) Jana Müller: Nein",
            [(62.0, 63.0, "Jana Müller", "Ja"), (63.0, 65.0, "Jana Müller", "Nein")],
        ),
        (
            "Speaker 1  0:03\nJa\n\nJana Müller  0:04\nNein",
            [(3.0, 4.0, "Speaker 1", "Ja"), (4.0, 6.0, "Jana Müller", "Nein")],
        ),
        ("00:01 Um 10:30 Uhr\n00:03 geht es los", [(1.0, 3.0, None, "Um 10:30 Uhr"), (3.0, 5.0, None, "geht es los")]),
    ],
    ids=["brackets", "above", "spans", "sbv", "lrc", "frames", "names-after", "names-before", "time-of-day"],
)
def test_texts_with_times_are_read_in_every_usual_style(text, expected):
    assert cues(text) == expected


def test_times_of_day_as_zoom_saves_them_are_counted_from_the_first():
    text = "[Peter Groß] 14:03:22\nJa\n\n[Jana M] 14:03:30\nNein\n"

    assert cues(text, seconds=600.0) == [(0.0, 2.0, "Peter Groß", "Ja"), (8.0, 10.0, "Jana M", "Nein")]


def test_a_spoiled_time_in_a_text_is_told_and_its_words_are_nobody_elses():
    result = read("[00:00:01] a\n[00:0x:02] b\n[00:00:03] c")

    assert [cue.text for cue in result.cues] == ["a", "c"]
    assert (result.timing_lines, result.problems) == (3, ("timing-unreadable",))


def test_a_long_paragraph_is_cut_at_sentences_and_said_to_be_estimated():
    sentence = "Das ist ein Satz mit einigen Wörtern darin."
    result = read(f"[00:01:00] {' '.join([sentence] * 8)}\n[00:01:40] Ende")

    assert [cue.text for cue in result.cues] == [sentence] * 8 + ["Ende"]
    assert [cue.start_seconds for cue in result.cues][::8] == [60.0, 100.0]
    assert result.problems == ("times-estimated",)


def test_a_text_without_times_is_spread_over_the_recording_by_its_letters():
    result = read(
        "Guten Tag und herzlich willkommen heute.\n\nWir sprechen über die Starthilfe in Georgien.", seconds=9.0
    )

    assert [cue.text for cue in result.cues] == [
        "Guten Tag und herzlich willkommen heute.",
        "Wir sprechen über die Starthilfe in Georgien.",
    ]
    assert result.cues[0].start_seconds == 0.0
    assert result.cues[0].end_seconds == result.cues[1].start_seconds == round(9 * 40 / 85, 3)
    assert result.cues[1].end_seconds == 9.0
    assert (result.timing_lines, result.problems) == (2, ("times-estimated",))


@pytest.mark.parametrize(
    ("text", "seconds", "reason"),
    [
        ("Ein Wort. " * 500, 10.0, "wrong-length"),
        ("Nur dieser eine Satz.", 7200.0, "wrong-length"),
        ("Nur dieser eine Satz.", None, "not-captions"),
        ("12 34 56 78 90 12 --- 7", 5.0, "not-captions"),
        ("\x01\x02 Text mit Steuerzeichen", 5.0, "not-captions"),
        (" \n ", 5.0, "empty"),
    ],
)
def test_a_text_that_cannot_have_been_said_is_refused(text, seconds, reason):
    with pytest.raises(TimedTextError) as refused:
        read(text, seconds=seconds)

    assert refused.value.reason == reason

"""Captions as people make them: what is read, what is mended, and what is said about the rest."""

import pytest

from media.cues import Cue, Word, read_timed_text, timecode, write_srt, write_vtt
from media.errors import TimedTextError


def read(text: str, encoding: str = "utf-8"):
    return read_timed_text(text.encode(encoding))


def texts(timed_text) -> list[str]:
    return [cue.text for cue in timed_text.cues]


SRT = "1\n00:00:01,000 --> 00:00:03,500\nGrüße aus Köln – „Müller“ kostet 5 €\n\n2\n00:00:04,000 --> 00:00:06,000\nß\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_cues(encoding, line_end):
    result = read(SRT.replace("\n", line_end), encoding)

    assert result.cues == (Cue(1.0, 3.5, "Grüße aus Köln – „Müller“ kostet 5 €"), Cue(4.0, 6.0, "ß"))
    assert result.timing_lines == 2
    assert result.problems == ()


def test_text_encoded_twice_is_mended():
    assert texts(read(SRT.encode().decode("cp1252"))) == texts(read(SRT))


def test_one_broken_byte_does_not_spoil_the_other_umlauts():
    raw = SRT.encode().replace("–".encode(), b"\x96") + "\n\n00:00:07,000 --> 00:00:08,000\näöüÄÖÜ".encode()

    assert texts(read_timed_text(raw))[1:] == ["ß", "äöüÄÖÜ"]


def test_nul_bytes_vanish():
    assert texts(read("00:01.000 --> 00:02.000\nmit\0Null")) == ["mitNull"]


@pytest.mark.parametrize(
    ("timing", "start", "end"),
    [
        ("00:00:01.000 --> 00:00:02.500", 1.0, 2.5),
        ("00:00:01,000 --> 00:00:02,500", 1.0, 2.5),
        ("00:01.000 --> 00:02.500 align:start position:0%", 1.0, 2.5),
        ("00:00:01,000-->00:00:02,500", 1.0, 2.5),
        ("0:0:1,5 --> 0:0:12", 1.5, 12.0),
        ("00:00:01,000 --> 00:00:02,500 X1:100 X2:200 Y1:1 Y2:9", 1.0, 2.5),
        ("100:00:00.000 --> 100:00:02.000", 360000.0, 360002.0),
        ("00:00:75,000 --> 00:01:76,000", 75.0, 136.0),
    ],
)
def test_timing_lines_are_read_in_every_shape(timing, start, end):
    (cue,) = read(f"WEBVTT\n\n{timing}\nText\n").cues

    assert (cue.start_seconds, cue.end_seconds, cue.text) == (start, end, "Text")


def test_an_unreadable_timing_line_is_reported_and_its_text_is_not_given_to_the_cue_before():
    result = read("1\n00:00:01,000 --> 00:00:02,000\ngut\n\n2\ngarbage --> 00:00:20,000\nverloren\n")

    assert texts(result) == ["gut"]
    assert (result.timing_lines, result.problems) == (2, ("timing-unreadable",))


def test_an_end_before_the_start_is_mended_and_reported():
    result = read("00:00:09,000 --> 00:00:08,000\nEnde vor Anfang\n")

    assert result.cues == (Cue(9.0, 10.0, "Ende vor Anfang"),)
    assert result.problems == ("end-mended",)


def test_a_cue_without_text_is_reported():
    result = read("00:01.000 --> 00:02.000\n\n\n00:03.000 --> 00:04.000\nda")

    assert texts(result) == ["da"]
    assert (result.timing_lines, result.problems) == (2, ("empty-cue",))


def test_block_numbers_and_names_are_not_text():
    assert texts(read(SRT + "3\n00:00:07,000 --> 00:00:08,000\nkeine Leerzeile davor"))[1:] == [
        "ß",
        "keine Leerzeile davor",
    ]
    assert texts(read("WEBVTT\n\nintro-1\n00:01.000 --> 00:02.000\na\n\nintro-2\n00:02.000 --> 00:03.000\nb")) == [
        "a",
        "b",
    ]


def test_a_blank_line_inside_a_subrip_text_loses_nothing():
    assert texts(
        read("1\n00:00:01,000 --> 00:00:02,000\nText\n\nin der Mitte\n\n2\n00:00:03,000 --> 00:00:04,000\nb")
    ) == [
        "Text\nin der Mitte",
        "b",
    ]


def test_times_of_day_in_a_text_are_text():
    assert texts(read("00:05.900 --> 00:09.000\nZeiten: 10:30 Uhr --> 11:00 Uhr\n")) == [
        "Zeiten: 10:30 Uhr --> 11:00 Uhr"
    ]


def test_comments_and_styles_are_no_cues():
    comments = "STYLE\n::cue { color: lime }\n\nNOTE mehr\nzeilig --> kein Cue\n\nREGION\nid:a\n"

    result = read(f"WEBVTT\n\n{comments}\n00:01.000 --> 00:02.000\na")

    assert (texts(result), result.timing_lines) == (["a"], 1)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("<c.yellow.bg_blue>Farbe</c> <lang en>closed</lang> <b>fett</b>", "Farbe closed fett"),
        ("<script>alert(1)</script><img src=x onerror=alert(2)> 5 < 6 && 7 > 3", "alert(1) 5 < 6 && 7 > 3"),
        ("Tom &amp; Jerry &lt;3 &nbsp;", "Tom & Jerry <3"),
        ("einmal &amp;amp; nicht zweimal", "einmal &amp; nicht zweimal"),
        ("AT&T&not ein Zeichen", "AT&T&not ein Zeichen"),
        ("{\\an8}oben<br>unten", "oben\nunten"),
        ("Trenn\u00adstrich\u200b und\u00a0fest", "Trennstrich und fest"),
        ("<ruby>漢<rt>kan</rt></ruby>字", "漢 (kan)字"),
        ("u\u0308ber", "über"),
        ("\u202bمرحبا بكم\u202c", "مرحبا بكم"),
    ],
)
def test_text_is_what_a_reader_sees(written, seen):
    assert texts(read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{written}\n")) == [seen]


@pytest.mark.parametrize("said", ["WEBVTT", "NOTE", "NOTE to all", "STYLE", "REGION"])
def test_what_is_said_may_look_like_a_part_of_the_format(said):
    assert texts(read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{said}\n\n00:02.000 --> 00:03.000\n{said}\n")) == [
        said,
        said,
    ]


def test_a_voice_is_the_speaker():
    result = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Dr. Jana Müller>Guten <i>Tag</i></v>")

    assert result.cues == (Cue(1.0, 2.0, "Guten Tag", speaker="Dr. Jana Müller"),)


def test_a_second_voice_in_a_cue_is_written_out():
    (cue,) = read("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A B>Ja?</v>\n<v C D>Nein.</v>").cues

    assert (cue.speaker, cue.text) == ("A B", "Ja?\nC D: Nein.")


def test_names_before_a_colon_are_speakers_when_they_come_again():
    result = read(
        "00:01.000 --> 00:02.000\nPeter Groß: Ja.\n\n00:03.000 --> 00:04.000\nPeter Groß: Zeiten: 8 Uhr\n\n"
        "00:05.000 --> 00:06.000\nWichtig: bitte beachten\n"
    )

    assert [(cue.speaker, cue.text) for cue in result.cues] == [
        ("Peter Groß", "Ja."),
        ("Peter Groß", "Zeiten: 8 Uhr"),
        (None, "Wichtig: bitte beachten"),
    ]


def test_rolling_captions_become_each_sentence_once_with_word_times():
    blocks = ["WEBVTT\nKind: captions\nLanguage: de\n"]
    lines = ["guten Tag zusammen", "heute", "heute sprechen wir", "über die Suche", "im Wort"]
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else " "
        first, *rest = line.split()
        karaoke = first + "".join(f"<00:00:0{index}.{n + 3}00><c> {word}</c>" for n, word in enumerate(rest))
        blocks.append(f"00:00:0{index}.000 --> 00:00:0{index}.990 align:start\n{before}\n{karaoke}\n")
        blocks.append(f"00:00:0{index}.990 --> 00:00:0{index + 1}.000 align:start\n{line}\n \n")

    result = read("\n".join(blocks))

    assert texts(result) == lines
    assert result.timing_lines == 10
    assert result.problems == ("repeated",) * 5
    assert result.cues[0].words == (Word(0.0, 0.3, "guten"), Word(0.3, 0.4, "Tag"), Word(0.4, 0.99, "zusammen"))


def test_the_timestamp_map_of_segments_shifts_the_times():
    text = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:1800000,LOCAL:00:00:00.000\n\n00:01.000 --> 00:03.000\nEigentlich bei 21"

    assert read(text).cues == (Cue(21.0, 23.0, "Eigentlich bei 21"),)


@pytest.mark.parametrize(
    ("content", "reason", "subject"),
    [
        ("", "empty", ""),
        ("\n \n", "empty", ""),
        ("WEBVTT\n\n", "empty", ""),
        ("00:01.000 --> 00:02.000\n\n", "empty", ""),
        ("<!DOCTYPE html><html><head><title>404</title>", "html-page", ""),
        ("Das ist ein Brief.\nOhne Zeiten.", "not-captions", ""),
        ("[Script Info]\nScriptType: v4.00+\n", "not-captions", ""),
        ('<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml">', "not-captions", "ttml"),
        ("<SAMI><BODY><SYNC Start=1000>", "not-captions", "sami"),
        ("\0\1\2\3" * 100, "not-captions", ""),
    ],
)
def test_what_is_no_captions_says_so(content, reason, subject):
    with pytest.raises(TimedTextError) as caught:
        read(content)

    assert caught.value.details() == {"reason": reason, "subject": subject}


def test_endless_comments_before_a_page_take_no_time():
    """A pattern that could match comments in many ways would try them all: 2 to the 500th power."""
    with pytest.raises(TimedTextError, match="not-captions"):
        read("<!---->" * 500 + "x")


def test_endless_captions_are_refused():
    with pytest.raises(TimedTextError, match="too-large"):
        read_timed_text(b"x" * (20 * 1024 * 1024 + 1))


def test_vtt_is_written_escaped_and_reads_back():
    cues = (Cue(0.0, 1.5, "5 < 6 & 7 > 3 --> <b>"), Cue(3600.25, 3601.0, "zwei\nZeilen", speaker="Jana <M>"))

    written = write_vtt(cues, language="de")

    assert written.startswith(
        "WEBVTT\nLanguage: de\n\n00:00:00.000 --> 00:00:01.500\n5 &lt; 6 &amp; 7 &gt; 3 --&gt; &lt;b&gt;\n"
    )
    assert "<v Jana &lt;M&gt;>zwei\nZeilen" in written
    assert read(written).cues == cues


def test_srt_is_written_with_numbers_and_names():
    cues = (Cue(1.0, 2.0, "Ja --> nein", speaker="A"), Cue(2.0, 3.0, ""), Cue(3.0, 4.0, "b"))

    assert write_srt(cues) == (
        "1\n00:00:01,000 --> 00:00:02,000\nA: Ja -> nein\n\n2\n00:00:03,000 --> 00:00:04,000\nb\n"
    )


def test_timecodes_are_rounded_not_cut():
    assert [timecode(seconds) for seconds in (0, 59.9996, 3661.5, -1)] == [
        "00:00:00.000",
        "00:01:00.000",
        "01:01:01.500",
        "00:00:00.000",
    ]

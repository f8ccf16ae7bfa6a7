"""The sample captions, read as a person would read them: what they say, when and by whom."""

import os
from pathlib import Path

import pytest

from media.cues import Cue, read_timed_text
from media.errors import TimedTextError

ROLLING = (
    "guten Tag und herzlich willkommen zu",
    "unserem Webinar über die Archivierung",
    "von Veranstaltungsaufzeichnungen heute",
    "heute sprechen wir über Untertitel und",
    "die Suche im gesprochenen Wort",
)
SCRIPTS = "Dobrodošli / Добродошли\nİSTANBUL ığüşöç\nvierte Zeile mitweichem Trennstrich\nund noch eine"

READ = {
    "01_youtube_rolling.de.vtt": (
        tuple(Cue(round(n * 2.4, 1), round(n * 2.4 + 2.4, 1), text) for n, text in enumerate(ROLLING)),
        ("repeated",) * 5,
    ),
    "02_utf16le_bom.srt": ((Cue(1.0, 3.5, "Grüße aus Köln – „Müller“"), Cue(4.0, 6.0, "straße ß €")), ()),
    "03_windows1252_crlf.srt": (
        (Cue(1.0, 3.5, "Grüße aus Köln – „Müller“ kostet 5 €"), Cue(4.0, 6.0, "ÄÖÜ äöü ß")),
        (),
    ),
    "04_utf8_bom_cr_only.srt": ((Cue(1.0, 3.5, "Nur CR als Zeilenende"), Cue(4.0, 6.0, "Zweiter Untertitel")), ()),
    "05_malformed.srt": (
        (
            Cue(1.0, 2.5, "Punkt statt Komma"),
            Cue(3.0, 4.0, "ohne Nummer und ohne Leerzeichen"),
            Cue(5.0, 6.0, "keine Leerzeile davor"),
            Cue(9.0, 10.0, "Ende vor Anfang"),
            Cue(10.5, 12.0, "kurze Ziffern"),
            Cue(11.0, 14.0, "überlappt und hat Koordinaten"),
            Cue(23.0, 24.0, "Text mit Leerzeile\nin der Mitte"),
            Cue(75.0, 136.0, "75 Sekunden"),
        ),
        ("timing-unreadable", "end-mended", "empty-cue"),
    ),
    "06_vtt_features.vtt": (
        (
            Cue(1.0, 3.0, "Guten Tag & willkommen <3", "Dr. Jana Müller"),
            Cue(3.0, 5.0, "Farbe closed captions 漢 (kan)"),
            Cue(5.0, 7.0, "alert(1) 5 < 6 && 7 > 3"),
            Cue(360_000.0, 360_002.0, "hundert Stunden"),
        ),
        (),
    ),
    "07_hls_timestamp_map.vtt": ((Cue(21.0, 23.0, "Eigentlich bei Sekunde 21"),), ()),
    "08_styles.ass": ((Cue(1.0, 3.0, "Oben kursiv\nzweite Zeile, mit Komma", "Müller"),), ("empty-cue",)),
    "09_scripts_rtl.vtt": (
        (
            Cue(1.0, 4.0, "مرحبا بكم في الندوة عبر الإنترنت"),
            Cue(5.0, 8.0, "გამარჯობა და კეთილი იყოს თქვენი მობრძანება"),
            Cue(9.0, 12.0, SCRIPTS),
        ),
        (),
    ),
    "10_mojibake_nul.srt": ((Cue(1.0, 3.0, "Grüße aus Köln"), Cue(4.0, 5.0, "mitNull")), ()),
    "11_teams_zoom.vtt": (
        (
            Cue(1.1, 4.2, "Können mich alle hören?", "Müller, Jana (extern)"),
            Cue(4.5, 6.0, "Ja, wir hören dich.", "Peter Groß"),
            Cue(5.9, 9.0, "Zeiten: 10:30 Uhr --> 11:00 Uhr", "Peter Groß"),
        ),
        ("empty-cue",),
    ),
    "13_ttml.ttml": ((Cue(1.0, 3.0, "Guten Tag\nZeile zwei"),), ()),
    "15_comma_vtt.vtt": ((Cue(1.0, 3.0, "Komma in VTT"), Cue(4.0, 5.0, "richtig")), ()),
}
REFUSED = {"12_html_404.vtt": "html-page", "14_empty.vtt": "empty"}


@pytest.fixture
def captions():
    folder = os.environ.get("MITSCHNITT_SAMPLES")
    if not folder:
        pytest.skip("MITSCHNITT_SAMPLES is not set: the sample captions were not read")
    return Path(folder) / "subtitles"


def test_there_is_an_expectation_for_every_sample(captions):
    assert sorted(path.name for path in captions.iterdir()) == sorted([*READ, *REFUSED])


@pytest.mark.parametrize("name", READ)
def test_a_sample_is_read_as_a_person_would_read_it(captions, name):
    result = read_timed_text((captions / name).read_bytes())

    cues, problems = READ[name]
    assert tuple(Cue(cue.start_seconds, cue.end_seconds, cue.text, cue.speaker) for cue in result.cues) == cues
    assert result.problems == problems


@pytest.mark.parametrize("name", REFUSED)
def test_a_sample_that_holds_no_words_says_so(captions, name):
    with pytest.raises(TimedTextError) as refused:
        read_timed_text((captions / name).read_bytes())

    assert refused.value.reason == REFUSED[name]

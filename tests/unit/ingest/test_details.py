"""What is drawn from titles, pages and files, and where it is said to come from."""

from dataclasses import replace

import pytest

from ingest.details import Detail, extract, with_heard_language
from ingest.entries import ChapterMark, Entry
from ingest.places import countries_in, fold
from ingest.sources import GivenDetails
from media.probe import AudioStream, ContainerChapter, MediaInfo

NAMES = {
    fold(name): code
    for code, spellings in {
        "GE": "Georgien Georgia",
        "TR": "Türkei Türkiye Turkey",
        "IQ": "Irak Iraq",
        "RS": "Serbien Serbia",
        "DE": "Deutschland Germany",
        "JO": "Jordanien Jordan",
        "GN": "Guinea",
        "NG": "Nigeria",
        "NE": "Niger",
        "GM": "Gambia",
        "US": "USA US",
    }.items()
    for name in spellings.split()
} | {fold("Côte d'Ivoire"): "CI", fold("Guinea-Bissau"): "GW", fold("Bosnien und Herzegowina"): "BA"}
OFR = "Option Freiwillige Rückkehr - virtuelle Veranstaltung am 06.12.2023 Fokus Georgien"
INFO = MediaInfo("mov", 60.0, 1000, 1000, None, (AudioStream("aac", 1, 48000, None),))


def details_of(entry=None, file_name="x.mp4", info=INFO, given=None):
    return extract(entry=entry, file_name=file_name, info=info, given=given, country_names=NAMES)


def values(details):
    return {
        "date": details.date and details.date.value,
        "kind": details.kind and details.kind.value,
        "countries": [detail.value for detail in details.countries],
        "language": details.language and details.language.value,
    }


def test_the_title_of_an_ofr_event_tells_date_kind_and_country():
    details = details_of(Entry("https://example.org/1", heading=OFR, title="Seite (1)"))

    assert details.title == Detail("title", OFR, "page-heading")
    assert details.date == Detail("date", "2023-12-06", "page-heading")
    assert details.kind == Detail("kind", "virtual", "page-heading")
    assert details.countries == (Detail("country", "GE", "page-heading"),)


def test_the_same_is_read_from_a_file_name():
    details = details_of(
        file_name="Option_Freiwillige_Rueckkehr_virtuelle_Veranstaltung_am_02.11.2023_Fokus_Tuerkei.mp4"
    )

    assert values(details) | {"language": None} == {
        "date": "2023-11-02",
        "kind": "virtual",
        "countries": ["TR"],
        "language": None,
    }
    assert {details.title.origin, details.date.origin} == {"file-name"}


@pytest.mark.parametrize("name", ["Türkei", "Türkiye", "Turkey", "TÜRKEI", "Tuerkei", "Türkeis"])
def test_turkey_is_one_country_in_every_spelling(name):
    assert countries_in(f"Fokus {name}", NAMES) == ("TR",)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Freiwillige Rückkehr aus Deutschland nach Georgien", ("GE",)),
        ("Rückkehrberatung in Deutschland", ("DE",)),
        ("Nigeria, Ghana und Gambia; Niger", ("NG", "GM", "NE")),
        ("Guinea-Bissau und Guinea", ("GW", "GN")),
        ("Côte d’Ivoire", ("CI",)),
        ("Bosnien und Herzegowina", ("BA",)),
        ("Die Lage in Georgiens Hauptstadt", ("GE",)),
        ("Atlanta, Georgia", ()),
        ("mit Frau Jordan und Dr. Jordan", ()),
        ("Fokus Jordan", ("JO",)),
        ("tell us about it", ()),
        ("Reise in die USA", ("US",)),
        ("a guinea pig", ()),
    ],
)
def test_countries_are_found_as_words_and_not_as_something_else(text, codes):
    assert countries_in(text, NAMES) == codes


def test_what_a_person_gave_wins_over_everything():
    given = GivenDetails("Mein Titel", "2022-05", "national", ("Irak", "ge", "Atlantis"), "en", "Text", ("A B",))

    details = details_of(Entry("https://example.org/1", heading=OFR, language="de"), given=given)

    assert (details.title.value, details.title.origin) == ("Mein Titel", "given")
    assert values(details) == {"date": "2022-05", "kind": "national", "countries": ["IQ", "GE"], "language": "en"}
    assert details.description == Detail("description", "Text", "given")
    assert details.speakers == (Detail("speaker", "A B", "given"),)


def test_the_date_in_a_title_is_the_day_of_the_event_and_the_upload_only_the_last_resort():
    uploaded = Entry("https://example.org/1", title="Fokus Irak", upload_date="2024-01-15")

    assert details_of(uploaded).date == Detail("date", "2024-01-15", "platform")
    assert details_of(replace(uploaded, title="Irak, 16. Oktober 2023")).date == Detail("date", "2023-10-16", "title")
    assert details_of(replace(uploaded, title="Veranstaltungsreihe 2023")).date == Detail("date", "2023", "title")
    assert details_of(replace(uploaded, title="Reihe 2024")).date == Detail("date", "2024-01-15", "platform")


def test_the_tags_of_a_file_are_believed_last():
    info = replace(INFO, tags={"title": "Rückkehr und Reintegration", "creation_time": "2023-05-09T08:00:00Z"})

    details = details_of(info=info, file_name="IMG_0001.mp4")

    assert details.title == Detail("title", "Rückkehr und Reintegration", "file-tags")
    assert details.date == Detail("date", "2023-05-09", "file-tags")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Virtuelle Veranstaltungsreihe", "virtual"),
        ("Webinar on return", "virtual"),
        ("Bundesweite Tagung", "national"),
        ("Nationale Veranstaltung Berlin", "national"),
        ("Regionales Netzwerktreffen Ulm", "regional"),
        ("International Organization for Migration", None),
        ("Internationale Jahrestagung", "national"),
    ],
)
def test_the_kind_is_told_by_words(text, kind):
    assert values(details_of(Entry("https://example.org/1", title=text)))["kind"] == kind


def test_speakers_are_those_who_are_named_as_such():
    entry = Entry(
        "https://example.org/1",
        title="Fokus Irak mit Anna Muster und Dr. Bernd Beispiel-Schmidt",
        description="Moderation: Prof. Dr. Carla von Beispiel. Mit Fokus Georgien und Blick auf Serbien.",
    )

    by_title = details_of(entry).speakers
    by_description = details_of(replace(entry, title="Fokus Irak mit Blick auf die Lage")).speakers

    assert [speaker.value for speaker in by_title] == ["Anna Muster", "Dr. Bernd Beispiel-Schmidt"]
    assert [speaker.value for speaker in by_description] == ["Prof. Dr. Carla von Beispiel"]


def test_no_speaker_is_made_of_mere_capitals():
    entry = Entry("https://example.org/1", title="Veranstaltung mit Fokus Georgien und mit Informationen Zur Rückkehr")

    assert details_of(entry).speakers == ()


def test_the_language_is_guessed_from_the_words_when_nobody_says_it():
    german = Entry(
        "https://example.org/1", title="Die Lage und das Leben", description="Wir sprechen über die Rückkehr"
    )

    assert details_of(german).language == Detail("language", "de", "title")
    assert details_of(Entry("https://example.org/1", title="xyz")).language is None


def test_heard_speech_corrects_a_guess_but_not_a_person():
    guessed = details_of(Entry("https://example.org/1", title="Die Lage und das Leben der anderen"))
    told = details_of(given=GivenDetails(language="de"))

    heard = with_heard_language(guessed, language="en", transcript_origin="speech").language

    assert heard == Detail("language", "en", "recognised-speech")
    assert with_heard_language(told, language="en", transcript_origin="speech").language.value == "de"
    assert with_heard_language(guessed, language="en", transcript_origin="supplied").language.value == "de"


@pytest.mark.parametrize(
    ("transcript_origin", "origin"),
    [
        ("supplied", "captions"),
        ("platform", "platform"),
        ("platform-auto", "platform"),
        ("speech", "recognised-speech"),
    ],
)
def test_a_language_known_by_the_transcript_says_where_the_transcript_is_from(transcript_origin, origin):
    unknown = details_of(Entry("https://example.org/1", title="xyz"))

    settled = with_heard_language(unknown, language="de", transcript_origin=transcript_origin)

    assert settled.language == Detail("language", "de", origin)


def test_chapters_come_from_the_page_and_else_from_the_file():
    in_file = replace(INFO, chapters=(ContainerChapter(0.0, 9.0, "Datei"), ContainerChapter(9.0, 12.0, "")))
    on_page = Entry("https://example.org/1", chapters=(ChapterMark(5.0, None, "B"), ChapterMark(0.0, None, "A")))

    assert [chapter.title for chapter in details_of(on_page, info=in_file).chapters] == ["A", "B"]
    assert [chapter.title for chapter in details_of(info=in_file).chapters] == ["Datei"]


def test_chapters_at_times_that_are_none_are_left_out():
    starts = (0.0, float("nan"), float("inf"), -1.0, INFO.duration_seconds + 1)
    entry = Entry("https://example.org/1", chapters=tuple(ChapterMark(start, None, "A") for start in starts))

    assert [chapter.start_seconds for chapter in details_of(entry, info=INFO).chapters] == [0.0]


def test_a_recording_always_has_a_title():
    assert details_of(file_name="20231206.mp4").title.value == "20231206"
    assert details_of(file_name="").title.value == "?"


def test_signs_that_command_terminals_or_cannot_be_stored_are_left_out():
    """`\\ud800` in the JSON of a page is half a sign: no database takes it."""
    nasty = "Rück\x1b[31mkehr\ud800 \u202eGeorgien"
    details = details_of(
        Entry("https://example.org/1", title=nasty, description=f"{nasty}\n\nMehr", speakers=(nasty,)),
        given=None,
    )

    assert details.title.value == "Rück[31mkehr Georgien"
    assert details.description.value == "Rück[31mkehr Georgien\n\nMehr"
    assert [speaker.value for speaker in details.speakers] == ["Rück[31mkehr Georgien"]

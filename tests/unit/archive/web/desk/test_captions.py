"""The desk's form with captions for a recording on the shelf: what it takes, and what it says of the rest."""

import pytest
from sqlalchemy import select
from starlette.datastructures import Headers

from archive.catalogue.cuts import Trim
from archive.catalogue.recordings import Recording, Transcript, TranscriptCue
from ingest.transcripts import LARGEST_CAPTIONS_BYTES
from tests.support.archives import CAPTIONS, work_until_idle
from tests.support.pages import page
from tests.support.shelf import shelve_words
from tests.support.wordless import without_words, words_part

SRT = "1\n00:00:01,000 --> 00:00:02,000\nWir sprechen über die Rückkehr\n"
SAMI = "<SAMI><BODY><SYNC Start=1000><P>Hallo</BODY></SAMI>"


@pytest.fixture
def silent(services):
    return without_words(services)


def send(client, recording_id, content, *, name="talk.vtt", language=None, site="en"):
    raw = content.encode() if isinstance(content, str) else content
    data = {} if language is None else {"captions_language": language}
    path = f"/{site}/desk/recordings/{recording_id}/captions"
    return client.post(path, files={"captions": (name, raw, "text/vtt")}, data=data)


def transcripts(services):
    with services.database.reading() as session:
        rows = session.scalars(select(Transcript).order_by(Transcript.id)).all()
        return [(row.language, row.origin.value, row.is_current) for row in rows]


def test_what_could_not_be_read_and_what_is_estimated_is_said_beside_the_transcript(services, editor, silent):
    broken = "1\n00:00:01,000 --> 00:00:02,000\nDa\n\n2\ngarbage --> 00:00:03,000\nweg\n"
    with services.database.writing() as session:
        session.get_one(Recording, silent).duration_seconds = 6.0

    first = words_part(editor.get(send(editor, silent, broken, language="de").headers["location"]))
    text = "Wir sprechen heute über die Rückkehr."
    answer = send(editor, silent, text, name="talk.txt", language="de")
    second = words_part(editor.get(answer.headers["location"]))

    assert "Lines whose time could not be read: 1." in first
    assert "The times are estimated." in second


def test_captions_are_taken_counted_and_found_soon(services, editor, silent):
    answer = send(editor, silent, CAPTIONS, language="de")
    shown = editor.get(answer.headers["location"])

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/en/desk/recordings/{silent}/transcripts/new?done=captions-added&lines=2",
    )
    assert "Lines taken in: 2. They can be found in a moment." in page(shown).find(role="status").text
    assert "German in use supplied captions · 2 lines" in words_part(shown)
    assert transcripts(services) == [("de", "supplied", True)]
    work_until_idle(services)
    assert services.index.counts()[silent].cues == 2


def test_srt_in_the_encoding_of_old_programs_is_taken(services, editor, silent):
    assert send(editor, silent, SRT.encode("cp1252"), name="talk.srt").status_code == 303

    with services.database.reading() as session:
        assert session.scalars(select(TranscriptCue.text)).all() == ["Wir sprechen über die Rückkehr"]


@pytest.mark.parametrize(
    ("named", "language"),
    [
        (("talk.vtt", "en"), "en"),
        (("talk.tr.vtt", "en"), "tr"),
        (("talk.EN-gb.vtt", "de"), "en"),
        (("talk.neu.vtt", "en"), "en"),
        (("talk.vtt", ""), "de"),
        (("talk.vtt", None), "de"),
    ],
)
def test_the_name_of_the_file_knows_the_language_best_then_the_person_then_the_words(
    services, editor, silent, named, language
):
    words = "WEBVTT\n\n00:01.000 --> 00:02.000\nWir sind hier und das ist die Prüfung der Lage\n"

    send(editor, silent, words, name=named[0], language=named[1])

    assert transcripts(services) == [(language, "supplied", True)]


@pytest.mark.parametrize(("language", "selected"), [("en", "en"), ("und", "")])
def test_the_language_of_the_recording_is_chosen_to_begin_with(services, editor, language, selected):
    shown = editor.get(f"/en/desk/recordings/{without_words(services, language=language)}/transcripts/new")

    assert page(shown).find(id="captions_language").find("option", selected=True)["value"] == selected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "The captions talk.vtt are empty."),
        ("WEBVTT\n\n", "The captions talk.vtt are empty."),
        (b"\x00\x01\x02 nothing", "The file talk.vtt does not hold captions that can be read."),
        ("<!doctype html><html><body>404</body></html>", "Instead of captions, talk.vtt is a web page."),
        (SAMI, "The file talk.vtt does not hold captions that can be read."),
    ],
    ids=["empty", "only-a-header", "unreadable", "html", "sami"],
)
def test_what_is_no_captions_is_said_at_its_field_and_nothing_is_changed(services, editor, silent, content, said):
    answer = send(editor, silent, content, language="en")

    field = page(answer).find(id="captions")
    assert answer.status_code == 422
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "captions-hint captions-fault")
    assert said in page(answer).find(id="captions-fault").text
    assert said in page(answer).find(role="alert").text
    assert page(answer).find(id="captions_language").find("option", selected=True)["value"] == "en"
    assert transcripts(services) == []


def test_german_editors_read_german(editor, silent):
    assert "Statt Untertiteln" in send(editor, silent, "<html></html>", site="de").text


def test_a_form_without_a_file_asks_for_one(editor, silent):
    answer = editor.post(
        f"/en/desk/recordings/{silent}/captions", files={"captions": ("", b"")}, data={"captions_language": "de"}
    )

    assert answer.status_code == 422
    assert page(answer).find(id="captions-fault").text == "Please choose a file with captions."


def test_a_file_that_is_too_large_is_refused_at_its_field(services, editor, silent):
    answer = send(editor, silent, b"WEBVTT\n\n" + b" " * (LARGEST_CAPTIONS_BYTES + (1 << 20)))

    assert answer.status_code == 413
    assert "The captions are too large: 21 MB." in page(answer).find(id="captions-fault").text
    assert transcripts(services) == []


def test_a_file_far_too_large_is_refused_before_it_is_sent(editor, silent):
    answer = editor.post(
        f"/en/desk/recordings/{silent}/captions",
        content=b"-",
        headers=Headers({"content-type": "multipart/form-data; boundary=x", "content-length": "2000000000"}),
    )

    assert answer.status_code == 413
    assert "2 GB" in page(answer).find(id="captions-fault").text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"captions=x", "application/x-www-form-urlencoded"),
        (b"x", "multipart/form-data"),
        (b"no form", "multipart/form-data; boundary=x"),
        (
            b'--x\r\nContent-Disposition: form-data; name="captions"; filename="a.vtt"\r\n\r\nWEBVTT',
            "multipart/form-data; boundary=x",
        ),
    ],
    ids=["other-kind", "no-boundary", "no-parts", "broken-off"],
)
def test_a_body_that_is_no_form_is_no_fault_of_ours(services, editor, silent, body, kind):
    answer = editor.post(f"/en/desk/recordings/{silent}/captions", content=body, headers={"content-type": kind})

    assert answer.status_code == 422
    assert page(answer).find(id="captions-fault").text
    assert transcripts(services) == []


def test_a_language_that_was_not_offered_is_refused(services, editor, silent):
    answer = send(editor, silent, CAPTIONS, language="../x")

    assert answer.status_code == 422
    assert page(answer).find(id="captions_language-fault").text == "Please choose one of the languages."
    assert transcripts(services) == []


def test_a_recording_that_is_not_there_takes_no_captions(editor):
    assert send(editor, 4711, CAPTIONS).status_code == 404
    assert editor.post("/en/desk/recordings/4711/captions", content=b"").status_code == 404


def test_a_recording_on_its_way_in_offers_no_form_and_takes_no_captions(services, editor, silent):
    with services.database.writing() as session:
        session.get_one(Recording, silent).shelved_at = None

    answer = send(editor, silent, CAPTIONS)

    assert page(editor.get(f"/en/desk/recordings/{silent}/transcripts/new")).find(id="words") is None
    assert answer.status_code == 422
    assert "still being brought in" in page(answer).find(role="alert").text
    assert transcripts(services) == []


def test_captions_beside_a_checked_transcript_are_said_to_lie_there(services, editor):
    recording_id = shelve_words(services, "Fokus Irak", "geprüft")
    with services.database.writing() as session:
        session.scalars(select(Transcript)).one().is_checked = True

    shown = editor.get(send(editor, recording_id, CAPTIONS, language="de").headers["location"])

    assert "They lie beside a transcript that people have worked on." in page(shown).find(role="status").text
    assert "German in use supplied captions, checked · one line German supplied captions · 2 lines" in words_part(shown)


@pytest.mark.parametrize("lines", ["", "x", "-3", "²", "9" * 40, "<b>"])
def test_a_count_that_somebody_wrote_into_the_address_breaks_nothing(editor, silent, lines):
    shown = editor.get(
        f"/en/desk/recordings/{silent}/transcripts/new", params={"done": "captions-added", "lines": lines}
    )

    assert "Lines taken in: 0." in page(shown).find(role="status").text


@pytest.mark.parametrize(
    ("site", "said"),
    [("en", "Times count from the beginning that visitors see."), ("de", "Die Zeiten zählen ab dem Anfang")],
)
def test_for_a_trimmed_recording_the_hint_says_from_where_times_count(services, editor, silent, site, said):
    address = f"/{site}/desk/recordings/{silent}/transcripts/new"
    before = editor.get(address)
    with services.database.writing() as session:
        session.add(Trim(recording_id=silent, begins_at=10.0, ends_at=None, original_seconds=40.0, left_out={}))

    hints = [" ".join(page(answer).find(id="captions-hint").text.split()) for answer in (before, editor.get(address))]

    assert [said in hint for hint in hints] == [False, True]

"""The editor of a transcript as browsers use it, by JSON: its page, edits, clashes, undo, reported lines."""

import json

import pytest

from archive.catalogue.recordings import Origin, Transcript
from archive.catalogue.reports import LineReport, ReportState
from archive.transcripts.reporting import Report, report_line
from archive.web.desk.typed_times import typed_time, written_time
from tests.support.archives import work_until_idle
from tests.support.desk import client_for
from tests.support.edited_transcript import ONE, TEXTS, send, texts, write
from tests.support.pages import page
from tests.support.shelf import shelve_words


def test_the_recordings_page_leads_to_its_transcript_and_the_page_shows_each_line_once(services, erika):
    with services.database.writing() as session:
        cue = session.get_one(Transcript, 1).cues[1]
        cue.word_chances, cue.former_keys = [0.9, 0.3, 0.9, 0.8], ["oldkey"]

    assert erika.get("/de/desk/recordings/1/transcripts").headers["location"] == ONE
    shown = page(erika.get(ONE))

    assert [line.span.get_text() for line in shown.select(".line-list > li > a")] == list(TEXTS)
    assert [word.get_text() for word in shown.select(".line-list u")] == ["Starthilfe"]
    assert shown.select_one("#line-oldkey").parent["id"] == "line-de0001"
    assert {link.get_text() for link in shown.select(".editor-links a")} >= {"Verlauf", "VTT", "SRT", "TXT", "JSON"}
    assert erika.get("/de/desk/recordings/2/transcripts/1").status_code == 404
    assert erika.get("/de/desk/recordings/2/transcripts").status_code == 404


def test_a_line_more_makes_the_page_hardly_heavier(services, erika):
    few, many = (shelve_words(services, f"Fokus {count}", *["Guten Tag"] * count) for count in (10, 110))

    weights = [len(erika.get(f"/de/desk/recordings/{key}/transcripts/{key}").content) for key in (few, many)]

    assert (weights[1] - weights[0]) / 100 <= 250


def test_a_recording_without_words_leads_to_the_ways_to_come_by_them(services, erika):
    silent = shelve_words(services, "Still")
    with services.database.writing() as session:
        session.delete(session.get_one(Transcript, 2))

    answer = erika.get(f"/de/desk/recordings/{silent}/transcripts")

    assert answer.headers["location"] == f"/de/desk/recordings/{silent}/transcripts/new"


def test_every_sort_of_edit_can_be_sent_and_the_answer_says_how_the_lines_stand(services, erika):
    answer = send(
        erika,
        write("de0000", "Guten Morgen"),
        {"kind": "times", "key": "de0000", "version": 0, "start": 0.5, "end": 4},
        {"kind": "speaker", "key": "de0000", "version": 0, "speaker": "Ana"},
        {"kind": "rename", "speaker": "Ana", "name": "Anna"},
        {"kind": "split", "key": "de0001", "version": 0, "first": "zur Starthilfe", "second": "in Georgien"},
        {"kind": "check", "key": "de0001", "up_to": True, "checked": True},
        {"kind": "shift", "key": "de0002", "seconds": 1.5, "rest": True},
    ).json()

    assert (answer["number"], answer["undo"], answer["redo"], answer["removed"]) == (1, True, False, [])
    assert [(line["text"], line["start"], line["speaker"], line["checked"]) for line in answer["lines"]] == [
        ("Guten Morgen", 0.5, "Anna", True),
        ("zur Starthilfe", 5.0, "", True),
        ("in Georgien", 7.8, "", False),
        ("gibt es heute Neues", 11.5, "", False),
    ]
    assert [line["follows"] for line in answer["lines"][:2]] == [None, "de0000"]
    merged = {"kind": "merge", "key": "de0001", "version": 1, "next": answer["lines"][2]["key"], "next_version": 1}
    gone = {"kind": "remove", "key": "de0002", "version": 1}
    second = send(erika, merged, gone, seen=1).json()
    assert set(second["removed"]) == {merged["next"], "de0002"}
    assert texts(services) == ["Guten Morgen", "zur Starthilfe in Georgien"]


def test_a_clash_answers_409_with_their_wording_and_who_they_are(services, erika, max_):
    send(max_, write("de0001", "von Max"), {"kind": "remove", "key": "de0002", "version": 0})

    answer = send(erika, write("de0001", "von Erika"), write("de0002", "auch"))

    assert answer.status_code == 409
    known, gone = answer.json()["conflicts"]
    assert (known["line"]["text"], known["line"]["version"], known["who"]) == ("von Max", 1, "max")
    assert (gone["key"], gone["line"]) == ("de0002", None)
    assert send(erika, write("de0001", "von Erika", version=1)).status_code == 200
    assert texts(services)[1] == "von Erika"


def test_undo_and_redo_by_the_page_are_those_of_the_account_and_say_when_there_is_nothing(services, erika, max_):
    assert send(erika, path="/steps").json() == {"message": "Es gibt nichts zurückzunehmen oder zu wiederholen."}
    send(erika, write("de0000", "eins"))
    send(max_, write("de0002", "von Max"))

    back = send(erika, path="/steps", name="u", seen=2).json()
    assert [line["text"] for line in back["lines"]] == [TEXTS[0]]
    assert (back["undo"], back["redo"]) == (False, True)
    assert send(erika, path="/steps", name="r", redo=True).status_code == 200
    assert texts(services) == ["eins", TEXTS[1], "von Max"]
    send(max_, write("de0000", "anders", version=4))
    assert send(erika, path="/steps").status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"id": "a", "seen": 0}',
        b'{"id": "", "seen": 0, "edits": []}',
        b'{"id": "a", "seen": true, "edits": [{}]}',
        json.dumps({"id": "a", "seen": 0, "edits": [{"kind": "eat"}]}).encode(),
        json.dumps({"id": "a", "seen": 0, "edits": [{"kind": "text", "key": 1, "version": 0, "text": "x"}]}).encode(),
        json.dumps({"id": "a", "seen": 0, "edits": [{"kind": "check", "key": None, "up_to": 1}]}).encode(),
        b'{"id": "a", "seen": 0, "edits": [{"kind": "shift", "key": "de0000", "seconds": NaN, "rest": true}]}',
        json.dumps({"id": "a" * 41, "seen": 0, "edits": [{"kind": "rename", "speaker": "", "name": "x"}]}).encode(),
        json.dumps({"id": "a", "seen": 0, "edits": [{"kind": "rename", "speaker": "", "name": "x"}] * 201}).encode(),
    ],
)
def test_what_is_not_understood_is_refused_with_a_sentence(still, body):
    erika, services = still
    answer = erika.post(f"{ONE}/edits", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422
    assert answer.json()["message"]
    assert texts(services) == list(TEXTS)


def test_only_json_of_bounded_size_for_a_transcript_that_is_there_is_taken(still):
    erika, services = still
    assert erika.post(f"{ONE}/edits", data={"id": "a"}).status_code == 415
    assert send(erika, write("de0000", "x" * 300_000)).status_code == 413
    assert send(erika, write("de0000", "x" * 5000)).json()["message"] == "Ein Text ist zu lang."
    elsewhere = ONE.replace("recordings/1", "recordings/2")
    asked = {"id": "a", "seen": 0, "edits": [write("de0000", "x")]}
    assert erika.post(f"{elsewhere}/edits", json=asked).status_code == 404
    assert erika.post(f"{ONE}/edits", json=asked, headers={"Origin": "https://evil.example"}).status_code == 403
    assert texts(services) == list(TEXTS)


def test_reported_lines_are_answered_on_the_page_also_when_the_line_was_joined_meanwhile(services, erika):
    with services.database.writing() as session:
        report_line(services, session, Report(1, "de", "de0001", "zur Rückkehrhilfe"), network="n")
    send(erika, {"kind": "merge", "key": "de0000", "version": 0, "next": "de0001", "next_version": 0})

    form = page(erika.get(ONE)).select_one(".line-reports form")
    answer = erika.post(form["action"], data={"what": "correct", "text": "Guten Tag zur Hilfe", "transcript": "1 1"})

    assert answer.headers["location"] == f"{ONE}?done=line-corrected"
    assert texts(services)[0] == "Guten Tag zur Hilfe"
    with services.database.reading() as session:
        assert session.get_one(LineReport, 1).state is ReportState.CORRECTED
    assert erika.post(form["action"], data={"transcript": "../x 1"}).headers["location"].startswith("/de/desk/reports?")


def test_a_permalink_leads_visitors_to_the_line_that_took_the_other_in(services, erika):
    send(erika, {"kind": "merge", "key": "de0000", "version": 0, "next": "de0001", "next_version": 0})

    line = page(client_for(services).get("/de/watch/fokus-georgien")).select_one("#line-de0001")

    assert line.parent["id"] == "line-de0000"
    assert TEXTS[1] in line.parent.get_text()


def test_a_transcript_that_is_not_in_use_says_so(services, erika):
    with services.database.writing() as session:
        session.get_one(Transcript, 1).is_current = False
        session.get_one(Transcript, 1).origin = Origin.SPEECH

    assert "nicht" in page(erika.get(ONE)).select_one(".notice").get_text()


def test_a_saved_word_is_found_by_visitors_within_five_seconds(services, erika):
    work_until_idle(services)
    visitor = client_for(services)
    assert "Fokus Georgien" not in page(visitor.get("/de/search?q=Rückkehrberatung")).main.get_text()

    send(erika, write("de0001", "zur Rückkehrberatung in Georgien"))
    work_until_idle(services, seconds=5.0)

    assert "Fokus Georgien" in page(visitor.get("/de/search?q=Rückkehrberatung")).main.get_text()


@pytest.mark.parametrize("seconds", [0, 0.25, 59.999, 60, 3599.5, 3600, 36_000.001])
def test_times_are_read_as_they_are_written(seconds):
    assert typed_time(written_time(seconds)) == pytest.approx(seconds)

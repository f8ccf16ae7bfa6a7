"""The editor of a transcript as browsers use it: by JSON with scripts, by plain forms without."""

import itertools
import json

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from archive.catalogue.people import Role
from archive.catalogue.recordings import Origin, Transcript, TranscriptCue
from archive.catalogue.reports import LineReport, ReportState
from archive.transcripts.correction_history import forget
from archive.transcripts.reporting import Report, report_line
from archive.web.desk.transcript_editor import typed_time, written_time
from tests.support.archives import open_archive, work_until_idle
from tests.support.desk import client_for
from tests.support.shelf import shelve_words

TEXTS = ("Guten Tag und willkommen", "zur Starthilfe in Georgien", "gibt es heute Neues")
NUMBERS = itertools.count()
ONE = "/de/desk/recordings/1/transcripts/1"


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        shelve_words(services, "Fokus Georgien", *TEXTS)
        yield services


@pytest.fixture(scope="module")
def still(tmp_path_factory):
    """Give an editor whose archive no test changes, and its services."""
    with open_archive(tmp_path_factory.mktemp("still") / "var") as services:
        shelve_words(services, "Fokus Georgien", *TEXTS)
        yield client_for(services, Role.EDITOR, name="erika"), services


@pytest.fixture
def erika(services):
    return client_for(services, Role.EDITOR, name="erika")


@pytest.fixture
def max_(services):
    return client_for(services, Role.EDITOR, name="max")


def soup(answer):
    return BeautifulSoup(answer.text, "html.parser")


def send(client, *edits, seen=0, path="/edits", **more):
    name = f"save {next(NUMBERS)}"
    return client.post(ONE + path, json={"id": name, "seen": seen, "edits": list(edits), **more})


def write(key, text, version=0):
    return {"kind": "text", "key": key, "version": version, "text": text}


def texts(services):
    with services.database.reading() as session:
        mine = select(TranscriptCue.text).where(TranscriptCue.transcript_id == 1)
        return list(session.scalars(mine.order_by(TranscriptCue.position)))


def filled(client, key, **changes):
    """Fill in the form of a line as it stands on its page, and give what it sends."""
    form = soup(client.get(f"{ONE}/lines/{key}")).select_one("form.fields")
    values = {field["name"]: field.get("value", "") for field in form.select("input:not([type=checkbox])")}
    values["text"] = form.textarea.get_text().removeprefix("\n")
    if form.select_one("[name=checked][checked]"):
        values["checked"] = "yes"
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def test_the_recordings_page_leads_to_its_transcript_and_the_page_shows_each_line_once(services, erika):
    with services.database.writing() as session:
        cue = session.get_one(Transcript, 1).cues[1]
        cue.word_chances, cue.former_keys = [0.9, 0.3, 0.9, 0.8], ["oldkey"]

    assert erika.get("/de/desk/recordings/1/transcripts").headers["location"] == ONE
    page = soup(erika.get(ONE))

    assert [line.span.get_text() for line in page.select(".line-list > li > a")] == list(TEXTS)
    assert [word.get_text() for word in page.select(".line-list u")] == ["Starthilfe"]
    assert page.select_one("#line-oldkey").parent["id"] == "line-de0001"
    assert {link.get_text() for link in page.select(".editor-links a")} >= {"Verlauf", "VTT", "SRT", "TXT", "JSON"}
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


def test_without_scripts_a_line_is_corrected_by_a_form_of_its_own(services, erika):
    answer = erika.post(
        f"{ONE}/lines/de0001",
        data=filled(erika, "de0001", text="zur Rückkehr", speaker="Ana", start="0:05.5", end="0:09,25"),
    )

    assert (answer.status_code, answer.headers["location"]) == (303, f"{ONE}#line-de0001")
    with services.database.reading() as session:
        cue = session.get_one(Transcript, 1).cues[1]
        assert (cue.text, cue.speaker, cue.start_seconds, cue.end_seconds) == ("zur Rückkehr", "Ana", 5.5, 9.25)
        assert cue.is_checked
    erika.post(f"{ONE}/lines/de0001", data=filled(erika, "de0001", checked=None))
    erika.post(f"{ONE}/lines/de0000", data=filled(erika, "de0000", checked="yes"))
    erika.post(f"{ONE}/lines/de0000", data=filled(erika, "de0000"))
    with services.database.reading() as session:
        transcript = session.get_one(Transcript, 1)
        assert [cue.is_checked for cue in transcript.cues] == [True, False, False]
        assert transcript.last_edit == 3


def test_without_scripts_lines_are_split_joined_and_deleted(services, erika):
    erika.post(f"{ONE}/lines/de0000", data=filled(erika, "de0000", text="Guten Tag\nund willkommen", what="split"))
    erika.post(f"{ONE}/lines/de0001", data=filled(erika, "de0001", what="merge"))
    assert [" ".join(text.split()) for text in texts(services)] == [
        "Guten Tag", "und willkommen", f"{TEXTS[1]} {TEXTS[2]}",
    ]  # fmt: skip
    assert "und willkommen" not in soup(erika.get(f"{ONE}/lines/de0002")).textarea.get_text()
    erika.post(f"{ONE}/lines/de0000", data=filled(erika, "de0000", what="remove"))
    assert len(texts(services)) == 2
    assert erika.get(f"{ONE}/lines/de0000").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "  "}, "text"),
        ({"start": "zwölf"}, "start"),
        ({"end": ""}, "end"),
        ({"end": "0:00"}, "times"),
        ({"speaker": "x" * 300}, "speaker"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_at_its_field_and_what_was_typed_stays(still, changes, field):
    erika, services = still
    answer = erika.post(f"{ONE}/lines/de0001", data=filled(erika, "de0001", **{"text": "neu", **changes}))

    page = soup(answer)
    assert answer.status_code == 422
    assert page.find(id=f"{field}-fault").get_text(strip=True)
    if "text" not in changes:
        assert page.textarea.get_text().removeprefix("\n") == "neu"
    assert texts(services) == list(TEXTS)


def test_without_scripts_too_nobody_overwrites_what_somebody_else_wrote_meanwhile(services, erika, max_):
    mine = filled(erika, "de0001", text="von Erika")
    max_.post(f"{ONE}/lines/de0001", data=filled(max_, "de0001", text="von Max"))

    answer = erika.post(f"{ONE}/lines/de0001", data=mine)

    page = soup(answer)
    assert answer.status_code == 409
    assert page.blockquote.get_text() == "von Max"
    assert page.textarea.get_text().removeprefix("\n") == "von Erika"
    again = {**mine, "version": page.select_one("[name=version]")["value"]}
    assert erika.post(f"{ONE}/lines/de0001", data=again).status_code == 303
    assert texts(services)[1] == "von Erika"


def test_the_history_names_who_and_when_compares_two_states_and_brings_one_back(services, erika, max_):
    send(erika, write("de0000", "Guten Morgen und willkommen"))
    send(max_, {"kind": "remove", "key": "de0002", "version": 0}, {"kind": "rename", "speaker": "", "name": "Ana"})

    page = soup(erika.get(f"{ONE}/history?first=0&second=2"))

    rows = [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]
    assert [row[:4] for row in rows] == [
        ["2", "Zeilen berichtigt", "3", "max"],
        ["1", "Zeilen berichtigt", "1", "erika"],
        ["0", "Wie es ankam", "", ""],
    ]
    assert (page.select_one(".compared del").get_text(), page.select_one(".compared ins").get_text()) == (
        "Tag ",
        "Morgen ",
    )
    assert erika.post(f"{ONE}/history", data={"number": "0"}).headers["location"].endswith("?done=state-restored")
    assert texts(services) == list(TEXTS)
    assert erika.post(f"{ONE}/history", data={"number": "99"}).headers["location"].endswith("?done=unchanged")
    assert soup(erika.get(f"{ONE}/history?first=0&second=99")).select_one(".compared") is None


def test_what_was_forgotten_on_purpose_is_neither_listed_nor_offered(services, erika):
    send(erika, write("de0000", "geheim"))
    with services.database.writing() as session:
        forget(session, 1)
    send(erika, write("de0000", "offen", version=1))

    page = soup(erika.get(f"{ONE}/history?first=0&second=2"))

    assert [row.th.get_text() for row in page.select("tbody tr")] == ["2"]
    assert "können nicht mehr gezeigt werden" in page.get_text()
    assert "geheim" not in page.get_text()


def test_words_are_replaced_only_where_they_were_ticked_in_one_or_all_transcripts_and_taken_back(services, erika):
    other = shelve_words(services, "Fokus Irak", "die Starthilfe", "STARTHILFE", "Starthilfen")
    asked = {"find": "Starthilfe", "replacement": "Rückkehrhilfe", "whole": "yes", "case": "yes"}

    everywhere = soup(erika.get("/de/desk/replace", params=asked))
    here = soup(erika.get(f"{ONE}/replace", params={**asked, "whole": "", "case": ""}))
    assert [box["value"] for box in everywhere.select("[name=line]")] == ["1 de0001 0", "2 de0000 0"]
    assert [box["value"] for box in here.select("[name=line]")] == ["1 de0001 0"]
    answer = erika.post("/de/desk/replace", data={**asked, "line": ["1 de0001 0", "2 de0000 0", "2 de0001 7", "x"]})

    assert "done=words-replaced-partly&lines=2" in answer.headers["location"]
    with services.database.reading() as session:
        cues = session.get_one(Transcript, 2).cues
        assert [cue.text for cue in cues] == ["die Rückkehrhilfe", "STARTHILFE", "Starthilfen"]
        assert not cues[0].is_checked
    done = soup(erika.get(answer.headers["location"]))
    name = done.select_one("[name=made]")["value"]
    erika.post("/de/desk/replace/undo", data={"made": name})
    assert texts(services)[1] == TEXTS[1]
    assert other == 2


def test_nothing_to_find_and_nothing_ticked_are_said(still):
    erika, _ = still
    assert soup(erika.get("/de/desk/replace?find=")).find(id="find-fault")
    answer = erika.post("/de/desk/replace", data={"find": "Starthilfe", "replacement": "x"})
    assert answer.status_code == 422
    assert soup(answer).find(id="lines-fault").get_text(strip=True) == "Bitte kreuzen Sie mindestens eine Zeile an."


def test_reported_lines_are_answered_on_the_page_also_when_the_line_was_joined_meanwhile(services, erika):
    with services.database.writing() as session:
        report_line(services, session, Report(1, "de", "de0001", "zur Rückkehrhilfe"), network="n")
    send(erika, {"kind": "merge", "key": "de0000", "version": 0, "next": "de0001", "next_version": 0})

    form = soup(erika.get(ONE)).select_one(".line-reports form")
    answer = erika.post(form["action"], data={"what": "correct", "text": "Guten Tag zur Hilfe", "transcript": "1 1"})

    assert answer.headers["location"] == f"{ONE}?done=line-corrected"
    assert texts(services)[0] == "Guten Tag zur Hilfe"
    with services.database.reading() as session:
        assert session.get_one(LineReport, 1).state is ReportState.CORRECTED
    assert erika.post(form["action"], data={"transcript": "../x 1"}).headers["location"].startswith("/de/desk/reports?")


def test_a_permalink_leads_visitors_to_the_line_that_took_the_other_in(services, erika):
    send(erika, {"kind": "merge", "key": "de0000", "version": 0, "next": "de0001", "next_version": 0})

    line = soup(client_for(services).get("/de/watch/fokus-georgien")).select_one("#line-de0001")

    assert line.parent["id"] == "line-de0000"
    assert TEXTS[1] in line.parent.get_text()


def test_a_transcript_that_is_not_in_use_says_so(services, erika):
    with services.database.writing() as session:
        session.get_one(Transcript, 1).is_current = False
        session.get_one(Transcript, 1).origin = Origin.SPEECH

    assert "nicht" in soup(erika.get(ONE)).select_one(".notice").get_text()


def test_a_saved_word_is_found_by_visitors_within_five_seconds(services, erika):
    work_until_idle(services)
    visitor = client_for(services)
    assert "Fokus Georgien" not in soup(visitor.get("/de/search?q=Rückkehrberatung")).main.get_text()

    send(erika, write("de0001", "zur Rückkehrberatung in Georgien"))
    work_until_idle(services, seconds=5.0)

    assert "Fokus Georgien" in soup(visitor.get("/de/search?q=Rückkehrberatung")).main.get_text()


@pytest.mark.parametrize("seconds", [0, 0.25, 59.999, 60, 3599.5, 3600, 36_000.001])
def test_times_are_read_as_they_are_written(seconds):
    assert typed_time(written_time(seconds)) == pytest.approx(seconds)

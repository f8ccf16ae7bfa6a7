"""The log at the desk: for admins, narrowed down, exported as it was written; a recording's history for editors."""

import ast
import csv
import datetime as dt
import hashlib
import io
import json
import re

import pytest

from archive.auditing import record, record_about
from archive.catalogue.audit import Actor
from archive.catalogue.people import Account, Role
from archive.catalogue.recordings import Recording
from archive.web.desk.audit_words import ACTIONS, DETAILS
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.house import modules, name_of, tree
from tests.support.pages import page
from tests.support.shelf import shelve_words

ENTRIES = 60
FIRST = dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC)
"""Half past midnight of the next day, in Berlin."""


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("log") / "var") as services:
        yield services


@pytest.fixture(scope="module")
def clients(services):
    return {role: client_for(services, role) for role in (None, Role.READER, Role.EDITOR, Role.ADMIN)}


@pytest.fixture(scope="module")
def recording_id(services, clients):
    """A recording with some history, among sixty entries about jobs."""
    recording_id = shelve_words(services, "Fokus Georgien", "Guten Tag")
    with services.database.reading() as session:
        editor = session.query(Account).filter_by(name="editor").one().id
    with services.database.writing(by=Actor.WORKER) as session:
        for number in range(ENTRIES):
            record(session, "job.retried", subject_kind="job", subject_id=f"{number:032}", label="=1+1", at=FIRST)
    with services.database.writing(by=editor) as session:
        recording = session.get_one(Recording, recording_id)
        recording.created_at = FIRST
        recent = FIRST + dt.timedelta(days=1)
        record(
            session, "recording.moved", subject_kind="recording", subject_id=recording_id, at=FIRST - dt.timedelta(1)
        )
        about = {"subject_kind": "recording", "subject_id": recording_id, "label": recording.title, "at": recent}
        record(session, "recording.corrected", **about, details={"fields": ["title", "countries"]})
        record_about(session, "recording.published", recording, visibility="public")
        record(session, "recording.sung", **about)
    return recording_id


def entries(answer):
    return [" ".join(row.get_text(" ").split()) for row in page(answer).select("ol.log > li")]


@pytest.mark.parametrize("path", ["/de/desk/log", "/de/desk/log.csv", "/de/desk/log.jsonl"])
def test_the_log_is_for_admins(clients, recording_id, path):
    answers = {role: client.get(path).status_code for role, client in clients.items()}

    assert answers == {None: 303, Role.READER: 403, Role.EDITOR: 403, Role.ADMIN: 200}


def test_it_says_who_did_what_in_both_languages_the_newest_first(clients, recording_id):
    german, english = (entries(clients[Role.ADMIN].get(f"/{code}/desk/log")) for code in ("de", "en"))

    assert german[0].endswith("editor recording.sung Fokus Georgien")
    assert "editor hat sie veröffentlicht Fokus Georgien alle" in german[1]
    assert "editor published it Fokus Georgien everybody" in english[1]
    assert "editor corrected details Fokus Georgien title, countries" in english[2]
    assert "The archive started a job again =1+1" in english[4]


def test_it_goes_page_by_page(clients, recording_id):
    first, second, far = (clients[Role.ADMIN].get(f"/en/desk/log?page={number}") for number in ("1", "2", "999"))
    odd = [clients[Role.ADMIN].get(f"/en/desk/log?page={number}").status_code for number in ("-1", "x", "9" * 50, "²")]

    assert (len(entries(first)), len(entries(second))) == (50, ENTRIES + 4 - 50)
    assert entries(far) == entries(second)
    assert page(first).find("a", string="Older")["href"] == "/en/desk/log?page=2"
    assert odd == [200] * 4


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("account=editor", 4),
        ("account=worker", ENTRIES),
        ("account=nobody", 0),
        ("subject=recording", 4),
        ("subject=job&account=editor", 0),
        ("subject=nonsense", ENTRIES + 4),
        ("day=2026-03-02", ENTRIES),
        ("day=2026-03-01", 1),
        ("day=9999-12-31", 0),
        ("day=nonsense", ENTRIES + 4),
    ],
)
def test_it_is_narrowed_down_by_person_subject_and_day_of_the_archive(clients, recording_id, asked, count):
    lines = clients[Role.ADMIN].get(f"/en/desk/log.jsonl?{asked}").text.splitlines()
    shown = clients[Role.ADMIN].get(f"/en/desk/log?{asked}")

    assert len(lines) == count
    assert len(entries(shown)) == min(count, 50)


def test_an_export_holds_all_that_the_chain_is_made_of(clients, recording_id):
    lines = [json.loads(line) for line in clients[Role.ADMIN].get("/en/desk/log.jsonl").text.splitlines()]

    before = "0" * 64
    for line in lines:
        told = line.pop("hash")
        spelled = json.dumps(line, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        assert line["previous"] == before
        assert hashlib.sha256(spelled.encode()).hexdigest() == told
        before = told
    assert [line["id"] for line in lines] == list(range(1, ENTRIES + 5))


def test_a_table_runs_no_formula(clients, recording_id):
    answer = clients[Role.ADMIN].get("/en/desk/log.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == ENTRIES + 4
    assert rows[0]["label"] == "'=1+1"
    assert 'filename="log.csv"' in answer.headers["content-disposition"]
    assert clients[Role.ADMIN].get("/en/desk/log.exe").status_code == 404


def test_editors_see_the_history_of_a_recording_and_of_no_other_with_its_number(clients, recording_id):
    shown = entries(clients[Role.EDITOR].get(f"/en/desk/recordings/{recording_id}/history"))

    assert len(shown) == 3
    assert not any("moved it" in row for row in shown)
    assert clients[Role.EDITOR].get("/en/desk/recordings/4711/history").status_code == 404


def test_everything_that_is_written_into_the_log_has_words():
    recorders = {"record", "record_about", "_record", "_note", "_turn"}
    action = re.compile(r"[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*")
    written = {
        (name_of(path), value.value)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in recorders
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
        for value in ast.walk(argument)
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and action.fullmatch(value.value)
    }

    assert len(written) > 20
    assert {(place, name) for place, name in written if name not in ACTIONS} == set()


def test_each_way_of_signing_in_has_words():
    ways = {
        keyword.value.value
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "way" and isinstance(keyword.value, ast.Constant)
    }

    assert ways == {"provider", "second-factor"}
    assert {"password", *ways} <= DETAILS.keys()


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({"language": "de", "edit": 6, "kind": "lines", "lines": 1}, "Deutsch; Zeilen: 1"),
        ({"language": "de", "edit": 7, "kind": "undone", "lines": 2}, "Deutsch; zurückgenommen; Zeilen: 2"),
        ({"before": "editor", "after": "reader"}, "vorher: Redaktion; jetzt: Leserin/Leser"),
        ({"purpose": "invitation"}, "Einladung"),
        ({"start_seconds": 63.5, "end_seconds": 3600.0, "blurs_picture": True}, "von 1:03.5; bis 1:00:00"),
        ({"begins_at": 0.0, "ends_at": None}, "von 0:00"),
        ({"kind": "ingest"}, "Aufzeichnung unterwegs"),
    ],
)
def test_what_is_said_beside_an_action_is_in_words(tmp_path, details, said):
    with open_archive(tmp_path / "var") as services:
        client = client_for(services, Role.ADMIN)
        with services.database.writing(by=Actor.WORKER) as session:
            record(session, "job.retried", subject_kind="job", subject_id="1", label="Titel", details=details)

        assert entries(client.get("/de/desk/log"))[0].endswith(f"Titel {said}")

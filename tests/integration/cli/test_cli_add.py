"""`mitschnitt add` from the terminal: real files, the real pipeline, with and without a worker that runs."""

import json
import os
import threading

import pytest
from sqlalchemy import func, select

from archive.catalogue.documents import Document
from archive.catalogue.events import Event, State
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job
from archive.jobs.queue import LIVE
from archive.worker import Worker
from tests.support.clips import make_clip
from tests.support.loopback_site import running_site

VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nKrankenversicherung in Georgien\n"
RIGHTS = ["--publish", "--rights-basis", "Own recording", "--rights-date", "2023-12-06"]


@pytest.fixture
def add(run):
    """Run `mitschnitt add` in this process."""
    return lambda *arguments: run("add", *map(str, arguments))


@pytest.fixture
def clip(tmp_path):
    folder = tmp_path / "footage"
    folder.mkdir()
    clip = make_clip(folder / "Virtuelle Veranstaltung am 06.12.2023 Fokus Georgien.mp4", seconds=1)
    clip.with_suffix(".de.vtt").write_text(VTT, encoding="utf-8")
    return clip


def test_a_file_becomes_a_draft_of_its_shipped_event_with_its_captions(add, services, clip):
    answer = add(clip)

    assert answer.exit_code == 0, answer.output
    assert "(draft)  http://127.0.0.1:8000/en/desk/recordings/1" in answer.stdout
    with services.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        assert recording.state is State.DRAFT
        assert recording.event.seed_key == "virtual-georgia-2023-12-06"
        assert [cue.text for cue in recording.transcripts[0].cues] == ["Krankenversicherung in Georgien"]
    assert clip.is_file(), "the person's own file stays where it is"


def test_the_chat_of_a_meeting_is_left_out_with_a_word_unless_it_is_wanted(add, services, clip):
    chat = clip.with_name("chat.txt")
    chat.write_text("10:02:31 From Erika to Everyone: Hallo", encoding="utf-8")
    (clip.parent / "only").mkdir()
    (clip.parent / "only" / "participants.csv").write_text("Name,Email", encoding="utf-8")

    told = add(clip.parent / "only")
    kept = add(clip.parent, "--meeting-files")

    assert "Left out: participants.csv (a list of participants; --meeting-files keeps it for staff)" in told.output
    assert kept.exit_code == 0, kept.output
    assert "Left out" not in kept.output
    with services.database.reading() as session:
        documents = session.scalars(select(Document)).all()
    assert [(row.kind, row.title, row.is_for_staff) for row in documents] == [("chat", "chat", True)]


def test_published_with_its_rights_it_is_found_by_its_words(add, run, services, clip):
    answer = add(*RIGHTS, clip)

    found = run("search", "--json", "krankenversicherung")
    assert answer.exit_code == 0, answer.output
    assert "/en/watch/" in answer.stdout
    assert json.loads(found.stdout)["total_recordings"] == 1
    with services.database.reading() as session:
        rights = session.scalars(select(Recording)).one().rights
        assert (rights.basis, str(rights.granted_on)) == ("Own recording", "2023-12-06")


def test_a_worker_that_runs_does_the_work(add, services, clip):
    stop = threading.Event()
    worker = threading.Thread(target=Worker(services).run, args=(stop,))
    worker.start()
    try:
        answer = add("--json", clip)
    finally:
        stop.set()
        worker.join()

    assert answer.exit_code == 0
    assert [row["state"] for row in json.loads(answer.stdout)] == ["done"]


def test_the_same_file_again_is_said_to_be_here_and_is_no_failure(add, services, clip):
    add(clip)

    again = add(clip)

    assert again.exit_code == 0
    assert "already" in again.output
    with services.database.reading() as session:
        assert session.scalar(select(func.count(Recording.id))) == 1


def test_one_bad_file_of_a_folder_fails_and_the_others_come_in(add, services, clip):
    (clip.parent / "broken.mp4").write_bytes(b"not a recording at all" * 100)

    answer = add("--json", clip.parent)

    states = {row["state"]: row for row in json.loads(answer.stdout)}
    assert answer.exit_code == 1
    assert states.keys() == {"done", "failed"}
    assert states["failed"]["error_code"] == "not-playable"
    with services.database.reading() as session:
        assert session.scalars(select(Recording).where(Recording.shelved_at.is_not(None))).one()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!DOCTYPE html><html><body>404</body></html>", "is a web page"),
        ("WEBVTT\n\n", "are empty"),
    ],
)
def test_captions_that_are_no_captions_are_said_and_the_recording_comes_in(add, services, clip, text, said):
    clip.with_suffix(".de.vtt").write_text(text, encoding="utf-8")

    answer = add(clip)
    with services.database.reading() as session:
        listed = session.scalars(select(Job.result).where(Job.kind == "ingest")).one()

    assert answer.exit_code == 0
    assert listed["problems"]
    assert f"{clip.stem}.de.vtt {said}" in answer.stderr
    assert "Please" in answer.stderr


def test_a_folder_without_recordings_is_no_address(add, tmp_path):
    (tmp_path / "empty").mkdir()

    answer = add(tmp_path / "empty")

    assert answer.exit_code == 1
    assert "in this folder" in answer.stderr
    assert "address" not in answer.stderr


def test_what_cannot_be_read_is_named_and_the_rest_of_a_manifest_comes_in(add, services, clip):
    (clip.parent / "a folder.mp4").mkdir()
    manifest = clip.parent / "batch.toml"
    rows = [
        'file = "gone.mp4"',
        'file = "a folder.mp4"',
        f'file = "{"a" * 300}.mp4"',
        'file = "/dev/zero"',
        f'file = "{clip.name}"\ncaptions = ["gone.vtt"]',
    ]
    rows.append(f'file = "{clip.name}"')
    manifest.write_text("".join(f"[[recording]]\n{row}\n" for row in rows), encoding="utf-8")

    answer = add("--json", manifest)

    assert answer.exit_code == 1
    assert [row["state"] for row in json.loads(answer.stdout)] == ["done"]
    assert all(name in answer.stderr for name in ("gone.mp4:", "a folder.mp4:", "aaa.mp4:", "zero:", "gone.vtt:"))
    assert list(services.incoming.iterdir()) == []


def test_a_file_whose_name_is_not_utf8_comes_in_readable(add, services, clip):
    """Names out of archives that old Windows programs packed are bytes of cp1252."""
    clip.with_suffix(".de.vtt").rename(clip.with_name(os.fsdecode(b"R\xfcckkehr.de.vtt")))
    clip.rename(clip.with_name(os.fsdecode(b"R\xfcckkehr.mp4")))

    answer = add(clip.parent)

    assert answer.exit_code == 0, answer.output
    with services.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        assert (recording.title, recording.original_name) == ("Rückkehr", "Rückkehr.mp4")
        assert len(recording.transcripts) == 1


def test_a_name_cannot_command_the_terminal(add, clip):
    clip.rename(clip.with_name("red \x1b[31m turned \u202e.mp4"))

    answer = add(clip.parent)

    assert "red [31m turned" in answer.stdout
    assert not {"\x1b", "\u202e"} & set(answer.output)


def test_a_database_that_is_locked_for_long_is_said_in_a_sentence(add, services, clip, monkeypatch):
    monkeypatch.setattr("archive.catalogue.database.BUSY_SECONDS", 0)
    with services.database.writing() as session:
        session.scalar(select(func.count(Job.id)))  # a transaction begins with its first question
        answer = add(clip)

    assert answer.exit_code == 1
    assert "database is locked" in answer.stderr


def test_a_manifest_gives_the_details(add, services, clip):
    manifest = clip.parent / "batch.toml"
    manifest.write_text(
        f'[[recording]]\nfile = "{clip.name}"\ntitle = "Ein eigener Titel"\ncountries = ["TR"]\ndate = "2020-02-03"\n',
        encoding="utf-8",
    )

    answer = add(manifest)

    assert answer.exit_code == 0, answer.output
    with services.database.reading() as session:
        recording = session.scalars(select(Recording)).one()
        assert recording.title == "Ein eigener Titel"
        assert [row.country for row in recording.event.countries] == ["TR"]
        assert recording.event.starts == "2020-02-03"


def test_a_manifest_with_a_country_that_nobody_knows_takes_nothing_in(add, services, clip):
    manifest = clip.parent / "batch.toml"
    rows = (f'file = "{clip.name}"\ncountries = ["{name}"]' for name in ("Georgien", "Narnia"))
    manifest.write_text("".join(f"[[recording]]\n{row}\n" for row in rows), encoding="utf-8")

    answer = add(manifest)

    assert answer.exit_code == 1
    assert "batch.toml: [[recording]] 2: countries = Narnia" in answer.stderr
    with services.database.reading() as session:
        assert session.scalar(select(func.count(Job.id))) == 0


@pytest.mark.parametrize("name", ["no/such/file.mp4", "no-such-thing", "", " "])
def test_a_mistyped_name_stops_before_anything_begins(add, services, clip, name):
    answer = add(clip, name)

    assert answer.exit_code == 2
    with services.database.reading() as session:
        assert session.scalar(select(func.count(Job.id))) == 0
        assert session.scalar(select(func.count(Event.id))) == 11


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.mp4", "ftp://example.org/a.mp4", "file:///etc/passwd"])
def test_an_address_that_is_not_fetched_from_is_refused_with_a_reason(add, address):
    answer = add(address)

    assert answer.exit_code == 1
    assert address in answer.stderr
    assert "Traceback" not in answer.output


@pytest.mark.parametrize(
    "options",
    [
        ["--publish"],
        ["--publish", "--rights-basis", "x"],
        ["--publish", "--rights-basis", "x", "--rights-date", "yesterday"],
        ["--publish", "--rights-basis", "x", "--rights-date", "20231206"],
        ["--publish", "--rights-basis", "x", "--rights-date", "0001-01-01"],
        ["--publish", "--rights-basis", "x", "--rights-date", "2999-01-01"],
        ["--publish", "--rights-basis", "x" * 2001, "--rights-date", "2023-12-06"],
        ["--publish", "--rights-basis", "\u202e", "--rights-date", "2023-12-06"],
        ["--rights-basis", "x"],
    ],
)
def test_publishing_asks_for_basis_and_date_of_the_rights(add, clip, options):
    assert add(*options, clip).exit_code == 2


def test_an_address_is_followed_from_its_listing_to_the_shelf(add, services, clip, environ):
    with running_site(clip) as site:
        environ["MITSCHNITT_FETCH_ALLOW"] = site.host

        answer = add("--json", site.at("/talk.mp4"))

    assert answer.exit_code == 0, answer.output
    assert [(job["kind"], job["state"]) for job in json.loads(answer.stdout)] == [
        ("discover", "done"),
        ("ingest", "done"),
    ]
    with services.database.reading() as session:
        assert session.scalars(select(Recording)).one().shelved_at is not None


def test_a_page_that_is_not_there_ends_with_1_and_says_why(add, clip, environ):
    with running_site(clip) as site:
        environ["MITSCHNITT_FETCH_ALLOW"] = site.host

        answer = add("--json", site.at("/nothing-here.mp4"))

    assert answer.exit_code == 1
    assert json.loads(answer.stdout)[0]["error_code"] == "source-unavailable"


def test_what_is_cancelled_elsewhere_ends_with_1(add, services, clip):
    def cancel_as_soon_as_it_is_there():
        while not stop.wait(0.02):
            with services.database.writing() as session:
                for job in session.scalars(select(Job).where(Job.state.in_(LIVE))):
                    services.jobs.ask_cancel(session, job.id)

    stop = threading.Event()
    canceller = threading.Thread(target=cancel_as_soon_as_it_is_there)
    canceller.start()
    try:
        answer = add("--json", clip)
    finally:
        stop.set()
        canceller.join()

    assert answer.exit_code == 1
    assert json.loads(answer.stdout)[0]["state"] == "cancelled"

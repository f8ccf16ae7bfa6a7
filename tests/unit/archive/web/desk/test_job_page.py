"""The page of a job says what the worker wrote, at every moment of its life; its log tells how it came about."""

import json

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from archive.catalogue.people import Role
from archive.catalogue.work import Job, JobState
from archive.intake.taking_in import accept_address
from archive.jobs import job_log
from archive.jobs.claims import Claims
from archive.jobs.presence import Presence
from archive.jobs.running import Run
from archive.web.desk import job_stream
from archive.web.desk.desk_words import JOB_STATES
from archive.web.desk.job_history import WORDS
from tests.support.archives import open_archive
from tests.support.desk import client_for


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("jobs") / "var") as services:
        yield services


@pytest.fixture(scope="module")
def editor(services):
    return client_for(services, Role.EDITOR, name="erika")


@pytest.fixture
def claims(services):
    presence = Presence(services.jobs.folder)
    yield Claims(services.jobs, presence)
    presence.leave()


@pytest.fixture
def job_id(services, request):
    with services.database.writing(by=1) as session:
        job = accept_address(services, session, address=f"https://media.example/{request.node.name}")
    yield job.id
    with services.database.writing() as session:
        session.delete(session.get_one(Job, job.id))


def page_of(editor, job_id):
    return BeautifulSoup(editor.get(f"/en/desk/jobs/{job_id}").text, "html.parser")


def text(node):
    return " ".join(node.get_text(" ").split())


def log_of(editor, job_id):
    return [text(row.span) for row in page_of(editor, job_id).select(".job-history li")]


def row_of(services, job_id):
    with services.database.reading() as session:
        return session.get_one(Job, job_id)


def test_page_and_stream_say_what_the_row_says_whatever_the_worker_writes(services, editor, claims, job_id):
    told = []

    def look():
        row, page, seen = row_of(services, job_id), page_of(editor, job_id), job_stream.look(services, job_id)
        running = page.select_one(".step.running progress")
        assert seen.is_live == (row.state in {JobState.QUEUED, JobState.RUNNING})
        assert page.select_one("job-progress").has_attr("live") == seen.is_live
        assert seen.progress == row.progress
        assert (running is not None) == (row.state is JobState.RUNNING and row.step is not None)
        if running is not None:
            assert running.get("value") == str(round(row.progress * 100))
        told.append((JOB_STATES[row.state], text(page.select_one(".job-state")), seen.mark))

    look()
    claim = claims.claim("quick")
    run = Run(claims, claim, services.jobs)
    look()
    run.started("list")
    look()
    run.advanced("list", 0.42)
    look()
    with services.database.writing() as session:
        services.jobs.ask_cancel(session, job_id)
    look()
    with run.writing() as session:
        run.end(session, JobState.CANCELLED)
    look()
    with services.database.writing() as session:
        services.jobs.retry(session, job_id)
    claim = claims.claim("quick")
    run = Run(claims, claim, services.jobs)
    with run.writing() as session:
        run.end(session, JobState.FAILED, error=("nothing-found", {"address": "https://media.example"}))
    look()

    assert [(state, said) for state, said, _ in told] == [
        ("waiting", "Waiting for its turn."),
        ("in progress", "In progress:"),
        ("in progress", "In progress: Look at the address"),
        ("in progress", "In progress: Look at the address"),
        ("in progress", "Is being stopped."),
        ("stopped", "Stopped."),
        ("needs attention", "This needs your attention."),
    ]
    marks = [mark for *_, mark in told]
    assert marks[2] == marks[3], "progress alone is no reason to ask for the page again"
    assert len(set(marks)) == len(marks) - 1
    faults = page_of(editor, job_id).select_one(".faults")
    assert "No recording was found at this address: https://media.example" in text(faults)


def test_the_log_tells_in_words_what_happened_and_who_wanted_it(services, editor, claims, job_id):
    run = Run(claims, claims.claim("quick"), services.jobs)
    run.started("list")
    with run.writing() as session:
        because = {"code": "source-unavailable", "details": {"reason": "timeout"}}
        claims.postpone(session, run.claim, seconds=0.0, attempts=1, because=because)
    run = Run(claims, claims.claim("quick"), services.jobs)
    run.finished("list", "1 new")
    with run.writing() as session:
        run.end(session, JobState.CANCELLED)
    editor.post(f"/en/desk/jobs/{job_id}/retry")

    assert log_of(editor, job_id) == [
        "Asked for. (erika)",
        "Work begins.",
        "It did not work: The other side took too long to answer. It is tried again in 0 seconds.",
        "Work begins.",
        "Done: Look at the address.",
        "Stopped, because somebody wanted it.",
        "Is tried again; what was done is not done twice. (erika)",
    ]


def test_everything_that_can_stand_in_a_log_has_words():
    assert set(WORDS) == set(job_log.CODES)


def test_saved_lines_fill_no_log(services):
    with services.database.writing() as session:
        job = services.jobs.enqueue(session, kind="index", arguments={"recording_ids": []})
        session.flush()
        assert session.scalars(select(job_log.JobEvent).where(job_log.JobEvent.job_id == job.id)).all() == []
        session.delete(job)


def events(answer):
    return [
        (part.split("\n")[0].removeprefix("event: "), json.loads(part.split("data: ")[1]))
        for part in answer.text.split("\n\n")
        if part.startswith("event: ")
    ]


def test_the_stream_tells_progress_and_changes_and_ends_with_the_job(services, editor, claims, job_id, monkeypatch):
    run = Run(claims, claims.claim("quick"), services.jobs)
    run.started("list")
    acts = iter(
        [
            lambda: run.advanced("list", 0.5),
            lambda: run.finished("list", ""),
            lambda: end(run),
        ]
    )

    async def act_instead_of_waiting(_seconds):
        next(acts)()

    monkeypatch.setattr(job_stream, "sleep", act_instead_of_waiting)
    answer = editor.get(f"/en/desk/jobs/{job_id}/stream")

    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert events(answer) == [
        ("changed", {}),
        ("progress", {"percent": 50, "left": ""}),
        ("progress", {"percent": 100, "left": ""}),
        ("changed", {}),
        ("ended", {}),
    ]


def end(run):
    with run.writing() as session:
        run.end(session, JobState.DONE)


def test_streams_are_for_staff_few_and_short(services, editor, job_id, monkeypatch):
    monkeypatch.setattr(job_stream, "LIFETIME_SECONDS", 0.0)
    short = editor.get(f"/en/desk/jobs/{job_id}/stream")
    monkeypatch.setattr(job_stream, "MOST_OF_ONE_ACCOUNT", 0)
    refused = editor.get(f"/en/desk/jobs/{job_id}/stream")

    assert events(short) == [("changed", {})]
    assert refused.status_code == 503
    assert client_for(services).get(f"/en/desk/jobs/{job_id}/stream").status_code == 303
    assert client_for(services, Role.READER).get(f"/en/desk/jobs/{job_id}/stream").status_code == 403
    assert editor.get("/en/desk/jobs/none/stream").status_code == 404


def test_a_place_in_the_stream_is_free_again_when_it_ends(services, editor, job_id, monkeypatch):
    monkeypatch.setattr(job_stream, "LIFETIME_SECONDS", 0.0)
    monkeypatch.setattr(job_stream, "MOST_OF_ONE_ACCOUNT", 1)

    answers = [editor.get(f"/en/desk/jobs/{job_id}/stream").status_code for _ in range(3)]

    assert answers == [200, 200, 200]

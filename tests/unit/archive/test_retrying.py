"""Trying a job again from a step: that step and those after it are done anew, what comes before is kept."""

import pytest
from bs4 import BeautifulSoup

from archive.catalogue.people import Role
from archive.catalogue.work import Job, JobState
from archive.errors import InvalidInputError
from archive.intake.taking_in import accept_file
from archive.jobs.claims import Claims
from archive.jobs.presence import Presence
from archive.jobs.running import Run
from archive.retrying import retry_from
from tests.support.archives import open_archive
from tests.support.desk import client_for

BEGUN = ("fetch", "inspect", "playable", "offered", "renditions", "pictures")


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


@pytest.fixture
def job_id(services):
    """Give an ingest that failed at its pictures."""
    path = services.incoming / "film.mp4"
    path.write_bytes(b"film")
    with services.database.writing() as session:
        accept_file(services, session, path=path, name="Fokus Georgien.mp4")
    presence = Presence(services.jobs.folder)
    claims = Claims(services.jobs, presence)
    run = Run(claims, claims.claim("media"), services.jobs)
    folder = services.work / run.claim.job_id
    folder.mkdir(parents=True)
    for step in BEGUN:
        run.started(step)
        if step != "pictures":
            (folder / f"{step}.json").write_text("{}", encoding="utf-8")
            run.finished(step, "")
    with run.writing() as session:
        run.end(session, JobState.FAILED, error=("tool-failed", {"program": "ffmpeg"}))
    presence.leave()
    return run.claim.job_id


def steps_of(services, job_id):
    with services.database.reading() as session:
        return {step.name: step.finished_at is not None for step in session.get_one(Job, job_id).steps}


def notes_of(services, job_id):
    return {path.stem for path in (services.work / job_id).glob("*.json")}


def test_the_step_and_all_that_follows_is_done_anew(services, job_id):
    with services.database.writing() as session:
        job = retry_from(services, session, job_id, "playable")

    assert (job.state, job.step, job.error_code) == (JobState.QUEUED, "playable", None)
    assert notes_of(services, job_id) == {"fetch", "inspect", "offered"}
    finished = {name for name, is_finished in steps_of(services, job_id).items() if is_finished}
    assert finished == {"fetch", "inspect"}


@pytest.mark.parametrize("step", ["shelve", "transcript", "../fetch", ""])
def test_a_step_that_was_not_begun_is_none_to_begin_from(services, job_id, step):
    with services.database.writing() as session, pytest.raises(InvalidInputError) as refused:
        retry_from(services, session, job_id, step)

    assert refused.value.fields == {"step": "not-a-step"}
    assert "playable" in notes_of(services, job_id)


def test_a_job_that_runs_keeps_its_notes(services, job_id):
    with services.database.writing() as session:
        services.jobs.retry(session, job_id)

    with services.database.writing() as session, pytest.raises(InvalidInputError):
        retry_from(services, session, job_id, "fetch")

    assert "fetch" in notes_of(services, job_id)


def test_the_page_offers_the_steps_that_were_begun(services, job_id):
    editor = client_for(services, Role.EDITOR, name="erika")
    page = BeautifulSoup(editor.get(f"/en/desk/jobs/{job_id}").text, "html.parser")

    answer = editor.post(f"/en/desk/jobs/{job_id}/retry", data={"step": "renditions"})

    after = BeautifulSoup(editor.get(f"/en/desk/jobs/{job_id}").text, "html.parser")
    assert [option["value"] for option in page.select("#step option")] == [
        "fetch", "inspect", "playable", "renditions", "pictures",
    ]  # fmt: skip
    assert answer.headers["location"] == f"/en/desk/jobs/{job_id}?done=retried"
    assert notes_of(services, job_id) == {"fetch", "inspect", "playable", "offered"}
    assert "Is done again from here: Make it playable everywhere." in after.select_one(".job-history").get_text()
    assert after.select_one("#step") is None

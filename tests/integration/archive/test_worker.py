"""The worker: what it does with jobs that fail, hang, are cancelled, are taken over or are handed back."""

import io
import logging
import signal
import threading
import time

import pytest
from sqlalchemy import func, select, text

from archive.catalogue.recordings import Recording, Rendition, Transcript
from archive.catalogue.work import Job, JobState
from archive.intake.taking_in import accept_address
from archive.jobs.queue import INDEX
from archive.kinds import KINDS
from archive.logs import log_to
from archive.worker import Worker
from ingest.errors import SourceUnavailableError
from media.process import run as run_program
from tests.support.archives import (
    is_idle,
    job_of,
    open_archive,
    settings_for,
    take,
    wait_for,
    work_until_idle,
)
from tests.support.clips import make_clip
from tests.support.loopback_site import running_site
from tests.support.worker_processes import start_worker


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make_clip(tmp_path_factory.mktemp("clip") / "Gespräch.mp4")


def enqueue(services, count=1):
    with services.database.writing() as session:
        jobs = [services.jobs.enqueue(session, kind=INDEX, arguments={"recording_ids": []}) for _ in range(count)]
        return [job.id for job in jobs]


class FailingKind:
    """Fails the first so many times it is run."""

    def __init__(self, error, times):
        self.error, self.times, self.runs = error, times, 0

    def __call__(self, services, run):
        self.runs += 1
        if self.runs <= self.times:
            raise self.error


class SleepingKind:
    """Starts an outside program that does nothing for a long time."""

    def __init__(self, folder):
        self.folder = folder
        self.began = threading.Event()

    def __call__(self, services, run):
        run.started("sleep")
        self.began.set()
        run_program(["sleep", "40"], cwd=self.folder, timeout_seconds=60, cancelled=run.cancelled)


@pytest.fixture
def working(services, tmp_path):
    """Let a worker work at a sleeping job; give both and the way to end it."""
    kind = SleepingKind(tmp_path)
    job_id = enqueue(services)[0]
    stop = threading.Event()
    worker = Worker(services, kinds={**KINDS, INDEX: kind}, poll_seconds=0.05)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    assert kind.began.wait(20)
    yield job_id, stop, thread
    stop.set()
    thread.join(15)


def test_a_file_that_fails_does_not_stop_the_next_one(services, clip, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no recording at all" * 100)
    first, second = take(services, broken), take(services, clip)

    work_until_idle(services)

    assert job_of(services, first).error_code == "not-playable"
    assert job_of(services, first).state == JobState.FAILED
    assert job_of(services, second).state == JobState.DONE


def test_an_error_that_may_pass_is_tried_again(services):
    kind = FailingKind(SourceUnavailableError(503, "server-error"), times=2)
    job_id = enqueue(services)[0]

    work_until_idle(services, kinds={**KINDS, INDEX: kind}, retry_seconds=(0.05, 0.05, 0.05))

    assert (job_of(services, job_id).state, kind.runs) == (JobState.DONE, 3)


def test_an_error_that_does_not_pass_waits_for_a_person_after_the_last_try(services):
    kind = FailingKind(SourceUnavailableError(503, "server-error"), times=99)
    job_id = enqueue(services)[0]

    work_until_idle(services, kinds={**KINDS, INDEX: kind}, retry_seconds=(0.05, 0.05))

    job = job_of(services, job_id)
    assert (job.state, job.error_code, kind.runs) == (JobState.FAILED, "source-unavailable", 3)
    assert job.error_details == {"status": 503, "reason": "server-error"}


def test_a_final_error_is_not_tried_again(services):
    kind = FailingKind(SourceUnavailableError(404, "not-found"), times=99)
    enqueue(services)

    work_until_idle(services, kinds={**KINDS, INDEX: kind}, retry_seconds=(0.05, 0.05))

    assert kind.runs == 1


def test_a_mistake_in_the_program_fails_one_job_with_a_traceback_and_the_jobs_name_in_the_log(services, caplog):
    kind = FailingKind(ZeroDivisionError("nobody foresaw this"), times=1)
    first, second = enqueue(services, 2)

    with caplog.at_level(logging.INFO):
        work_until_idle(services, kinds={**KINDS, INDEX: kind})

    job = job_of(services, first)
    assert (job.state, job.error_code, job.error_details) == (
        JobState.FAILED,
        "unexpected",
        {"kind": "ZeroDivisionError"},
    )
    assert job_of(services, second).state == JobState.DONE
    assert "nobody foresaw this" in caplog.text
    assert "Traceback" in caplog.text


class FullDisk:
    """Lets the database grow no more from the first run on, as a full disk does, and fails."""

    def __init__(self):
        self.runs = 0
        self.filled = threading.Event()

    def __call__(self, services, run):
        self.runs += 1
        if self.runs > 1:
            return
        with services.database.writing() as session:
            session.execute(
                text("create trigger full before update on job begin select raise(abort, 'disk full'); end")
            )
        self.filled.set()
        raise ZeroDivisionError


def test_a_job_whose_end_cannot_be_written_down_is_settled_when_the_database_writes_again(services):
    kind = FullDisk()
    first, second = enqueue(services, 2)
    stop = threading.Event()
    worker = Worker(services, kinds={**KINDS, INDEX: kind}, poll_seconds=0.05, settle_seconds=0.1)
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        assert kind.filled.wait(20)
        time.sleep(0.5)
        with services.database.writing() as session:
            session.execute(text("drop trigger full"))
        wait_for(lambda: is_idle(services), seconds=20)
    finally:
        stop.set()
        thread.join(15)

    assert (job_of(services, first).state, job_of(services, first).error_code) == (JobState.FAILED, "unexpected")
    assert job_of(services, second).state == JobState.DONE


def test_a_failed_job_goes_on_when_a_person_tries_it_again(services):
    kind = FailingKind(SourceUnavailableError(404, "not-found"), times=1)
    job_id = enqueue(services)[0]
    work_until_idle(services, kinds={**KINDS, INDEX: kind})

    with services.database.writing() as session:
        services.jobs.retry(session, job_id)
    work_until_idle(services, kinds={**KINDS, INDEX: kind})

    job = job_of(services, job_id)
    assert (job.state, job.error_code) == (JobState.DONE, None)


def test_a_cancelled_job_ends_within_two_seconds_though_its_program_would_run_on(services, working):
    job_id, _, _ = working
    asked = time.monotonic()

    with services.database.writing() as session:
        services.jobs.ask_cancel(session, job_id)
    wait_for(lambda: job_of(services, job_id).state == JobState.CANCELLED, seconds=10)

    assert time.monotonic() - asked < 4  # two, and as much again for a machine that is busy otherwise


def test_a_worker_that_is_asked_to_end_hands_its_job_back_at_once(services, working):
    job_id, stop, thread = working
    asked = time.monotonic()

    stop.set()
    thread.join(15)

    job = job_of(services, job_id)
    assert time.monotonic() - asked < 8
    assert (job.state, job.crashes, job.attempts, job.owner) == (JobState.QUEUED, 0, 0, None)
    assert job.run_at <= services.clock()


def test_a_worker_that_is_asked_to_end_ends_though_the_database_is_locked(services, working):
    _, stop, thread = working
    asked = time.monotonic()

    with services.database.writing() as session:
        session.scalar(select(func.count(Job.id)))  # a transaction begins with its first question
        stop.set()
        thread.join(15)
        took_seconds = time.monotonic() - asked

    assert took_seconds < 9


def test_sigterm_ends_a_working_process_cleanly_and_its_log_names_the_job(tmp_path, clip):
    with running_site(clip) as site:
        site.put("/slow.mp4", clip.read_bytes() * 20, seconds_per_block=0.5)
        changes = {"fetch_allow": (site.host,)}
        with open_archive(tmp_path / "var", **changes) as services:
            with services.database.writing() as session:
                accept_address(services, session, address=site.at("/slow.mp4"))
            worker = start_worker(services.settings, log=tmp_path / "log")
            wait_for(lambda: _running(services, "ingest") is not None)
            asked = time.monotonic()
            worker.terminate()

            assert worker.wait(12) == 0, (tmp_path / "log").read_text()
            assert time.monotonic() - asked < 10
            job = _only(services, "ingest")
            assert (job.state, job.crashes) == (JobState.QUEUED, 0)
            assert f"{job.id} archive.worker: handed back" in (tmp_path / "log").read_text()


def test_a_killed_workers_job_is_gone_on_with_within_seconds_not_after_the_lease(tmp_path, clip):
    with running_site(clip) as site:
        site.put("/slow.mp4", clip.read_bytes() * 20, seconds_per_block=0.2)
        changes = {"fetch_allow": (site.host,), "lease_seconds": 600.0}
        with open_archive(tmp_path / "var", **changes) as services:
            with services.database.writing() as session:
                accept_address(services, session, address=site.at("/slow.mp4"))
            first = start_worker(services.settings, log=tmp_path / "log")
            wait_for(lambda: _running(services, "ingest") is not None)
            before = _only(services, "ingest")
            first.kill()
            first.wait()
            second = start_worker(services.settings, log=tmp_path / "log")
            try:
                wait_for(lambda: _only(services, "ingest").fence > before.fence, seconds=10)
                assert _only(services, "ingest").crashes == 1
            finally:
                second.terminate()
                second.wait(12)


def test_of_two_workers_the_one_that_was_paused_past_its_lease_changes_nothing(tmp_path):
    clip = make_clip(tmp_path / "long.mkv", seconds=15, video="mpeg4", size="1280x720", frames_per_second=25)
    with open_archive(tmp_path / "var", lease_seconds=2.0) as services:
        job_id = take(services, clip)
        paused = start_worker(services.settings, log=tmp_path / "paused")
        try:
            wait_for(lambda: job_of(services, job_id).step == "renditions", seconds=60)
            paused.send_signal(signal.SIGSTOP)
            other = start_worker(services.settings, log=tmp_path / "other")
            try:
                wait_for(lambda: is_idle(services), seconds=120)
                done = job_of(services, job_id)
                paused.send_signal(signal.SIGCONT)
                wait_for(lambda: "another worker's now" in (tmp_path / "paused").read_text(), seconds=60)
            finally:
                other.terminate()
                other.wait(12)
        finally:
            paused.send_signal(signal.SIGCONT)
            paused.terminate()
            paused.wait(12)

        after = job_of(services, job_id)
        assert (done.state, done.crashes) == (JobState.DONE, 0)  # counted in the step before; reset by steps since
        assert (after.state, after.fence, after.finished_at) == (JobState.DONE, done.fence, done.finished_at)
        with services.database.reading() as session:
            assert session.scalar(select(func.count(Recording.id))) == 1
            assert session.scalar(select(func.count(Transcript.id))) == 1
            assert len(session.scalars(select(Rendition.name)).all()) == len(
                set(session.scalars(select(Rendition.name)))
            )


def test_ingests_run_one_at_a_time_however_many_workers_there_are(services, clip, tmp_path):
    other = make_clip(tmp_path / "other.mp4", tone_hertz=880)
    take(services, clip)
    take(services, other)
    most = 0
    settings = settings_for(tmp_path / "var")
    workers = [start_worker(settings, log=tmp_path / f"log{number}") for number in range(2)]
    try:
        end = time.monotonic() + 60
        while not is_idle(services) and time.monotonic() < end:
            with services.database.reading() as session:
                running = select(func.count(Job.id)).where(Job.state == JobState.RUNNING, Job.kind == "ingest")
                most = max(most, session.scalar(running))
            time.sleep(0.02)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(12)

    assert most == 1
    assert is_idle(services)


def test_the_log_names_the_job_in_lines_of_every_module(services, monkeypatch):
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    written = io.StringIO()
    log_to(written)
    job_id = enqueue(services)[0]

    work_until_idle(services)

    assert f"{job_id} archive.worker: index begins" in written.getvalue()


def _running(services, kind):
    job = _only(services, kind)
    return job if job is not None and job.state == JobState.RUNNING else None


def _only(services, kind):
    with services.database.reading() as session:
        return session.scalars(select(Job).where(Job.kind == kind)).one_or_none()

import datetime as dt

import pytest

from archive.catalogue.work import Job, JobState, JobStep
from archive.errors import InvalidInputError, JobLostError
from archive.jobs.claims import Claims, Standing, work_folder_name
from archive.jobs.presence import Presence
from archive.jobs.queue import INDEX, INGEST, MEDIA, QUICK
from archive.jobs.running import Run, Stop
from tests.support.archives import job_of, open_archive


class Clock:
    """Time that passes when it is told to."""

    def __init__(self):
        self.now = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

    def __call__(self):
        return self.now

    def pass_seconds(self, seconds):
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def services(tmp_path, clock):
    with open_archive(tmp_path / "var", clock=clock, lease_seconds=60.0) as services:
        yield services


@pytest.fixture
def join(services):
    """Let another worker of this machine join."""
    present = []

    def new_claims():
        present.append(Presence(services.jobs.folder))
        return Claims(services.jobs, present[-1])

    yield new_claims
    for presence in present:
        presence.leave()


@pytest.fixture
def workers(join):
    """Give the claims of two workers on this machine."""
    return [join(), join()]


def enqueue(services, kind=INDEX, **more):
    with services.database.writing() as session:
        return services.jobs.enqueue(session, kind=kind, arguments={}, **more).id


def die(claims):
    """Let go of the lock without a word, as the kernel does at kill -9."""
    claims._presence._file.close()


def test_a_job_is_claimed_once(services, workers):
    job_id = enqueue(services)

    first, second = workers[0].claim(QUICK), workers[1].claim(QUICK)

    assert (first.job_id, first.fence) == (job_id, 1)
    assert second is None


def test_the_oldest_job_of_the_highest_priority_comes_first(services, workers, clock):
    old = enqueue(services)
    clock.pass_seconds(1)
    urgent = enqueue(services)
    with services.database.writing() as session:
        session.get_one(Job, urgent).priority = 5

    first = workers[0].claim(QUICK)
    with workers[0].writing(first) as session:
        workers[0].end(session, first, JobState.DONE)

    assert (first.job_id, workers[0].claim(QUICK).job_id) == (urgent, old)


def test_a_queue_runs_no_more_jobs_at_once_than_it_may(services, workers):
    enqueue(services, INGEST)
    enqueue(services, INGEST)

    assert workers[0].claim(MEDIA) is not None
    assert workers[1].claim(MEDIA) is None
    assert workers[1].claim(QUICK) is None


def test_a_postponed_job_waits_for_its_time(services, workers, clock):
    enqueue(services)
    claim = workers[0].claim(QUICK)
    with workers[0].writing(claim) as session:
        workers[0].postpone(session, claim, seconds=30, attempts=1)

    assert workers[0].claim(QUICK) is None
    clock.pass_seconds(31)
    again = workers[0].claim(QUICK)
    assert (again.job_id, again.fence) == (claim.job_id, 2)


def test_the_job_of_a_dead_neighbour_is_taken_over_at_once(services, workers):
    job_id = enqueue(services)
    workers[0].claim(QUICK)
    die(workers[0])

    claim = workers[1].claim(QUICK)

    assert (claim.job_id, claim.fence) == (job_id, 2)
    assert job_of(services, job_id).crashes == 1
    assert work_folder_name(claim.job_id, claim.arguments) == job_id


def test_a_silent_worker_keeps_its_job_until_the_lease_ends_and_its_folder_is_left_to_it(services, workers, clock):
    enqueue(services, INGEST)
    workers[0].claim(MEDIA)
    clock.pass_seconds(59)
    early = workers[1].claim(MEDIA)
    clock.pass_seconds(2)

    late = workers[1].claim(MEDIA)

    assert early is None
    assert work_folder_name(late.job_id, late.arguments) == f"{late.job_id}-2"


def test_a_jump_of_the_clock_does_not_make_a_worker_compete_with_itself(services, workers, clock):
    enqueue(services)
    claim = workers[0].claim(QUICK)
    clock.pass_seconds(10_000)

    assert workers[0].claim(QUICK) is None
    assert workers[0].standing(claim) is Standing.OURS


def test_a_worker_that_was_replaced_can_change_nothing(services, workers, clock):
    enqueue(services)
    stale = workers[0].claim(QUICK)
    clock.pass_seconds(61)
    workers[1].claim(QUICK)

    assert workers[0].standing(stale) is Standing.LOST
    with pytest.raises(JobLostError), workers[0].writing(stale):
        pytest.fail("a stale worker may not write")


def test_a_renewed_lease_holds_longer(services, workers, clock):
    enqueue(services)
    claim = workers[0].claim(QUICK)
    clock.pass_seconds(50)
    workers[0].renew(claim)
    clock.pass_seconds(50)

    assert workers[1].claim(QUICK) is None


def test_a_job_that_kills_its_worker_three_times_in_one_step_waits_for_a_person(services, join):
    job_id = enqueue(services)
    for _ in range(3):
        claims = join()
        claim = claims.claim(QUICK)
        Run(claims, claim, services.jobs).started("index")
        die(claims)

    assert join().claim(QUICK) is None

    job = job_of(services, job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "worker-died")
    assert job.error_details == {"step": "index", "times": 3}


def test_a_finished_step_forgets_the_deaths_before_it_but_a_step_done_long_ago_does_not(services, join):
    job_id = enqueue(services)
    for _ in range(2):
        claims = join()
        claims.claim(QUICK)
        die(claims)
    claims = join()
    run = Run(claims, claims.claim(QUICK), services.jobs)
    assert job_of(services, job_id).crashes == 2

    run.finished("fetch", "5 bytes")
    assert job_of(services, job_id).crashes == 0

    die(claims)
    claims = join()
    Run(claims, claims.claim(QUICK), services.jobs).finished("fetch", "done before")
    assert job_of(services, job_id).crashes == 1


def test_the_time_left_is_told_from_the_last_minute_and_only_when_it_is_no_guess(services, workers):
    job_id = enqueue(services)
    moments = iter([0.0, 2.0, *(10.0 + second for second in range(130))])
    run = Run(workers[0], workers[0].claim(QUICK), services.jobs, monotonic=lambda: next(moments))
    told = []

    for fraction in (0.0, 0.1):
        run.advanced("renditions", fraction)
        told.append(job_of(services, job_id).seconds_left)
    for second in range(130):  # slower from here on: a thousandth a second
        run.advanced("renditions", 0.1 + second / 1000)
    told.append(job_of(services, job_id).seconds_left)
    run.finished("renditions", "")
    told.append(job_of(services, job_id).seconds_left)

    assert told == [None, None, pytest.approx((1 - 0.229) * 1000), None]


def test_steps_are_rows_in_the_order_in_which_they_began(services, workers):
    job_id = enqueue(services)
    run = Run(workers[0], workers[0].claim(QUICK), services.jobs)

    run.started("fetch")
    run.finished("fetch", "5 bytes")
    run.started("inspect")

    with services.database.reading() as session:
        rows = session.query(JobStep).filter_by(job_id=job_id).order_by(JobStep.position).all()
    assert [(row.name, row.summary, row.finished_at is not None) for row in rows] == [
        ("fetch", "5 bytes", True),
        ("inspect", "", False),
    ]
    assert (run.has_finished("fetch"), run.has_finished("inspect")) == (True, False)


def test_progress_is_written_at_most_twice_a_second(services, workers):
    job_id = enqueue(services)
    seconds = [0.0]
    run = Run(workers[0], workers[0].claim(QUICK), services.jobs, monotonic=lambda: seconds[0])
    seen = []
    for number in range(11):
        seconds[0] = number / 10
        run.advanced("fetch", number / 10)
        seen.append(job_of(services, job_id).progress)

    assert sorted(set(seen)) == [0.0, 0.5, 1.0]


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked(services, workers):
    waiting, running = enqueue(services, INGEST), enqueue(services)
    claim = workers[0].claim(QUICK)

    with services.database.writing() as session:
        services.jobs.ask_cancel(session, waiting)
        services.jobs.ask_cancel(session, running)

    assert job_of(services, waiting).state == JobState.CANCELLED
    assert workers[0].standing(claim) is Standing.CANCEL_WANTED


def test_a_lost_job_is_lost_whatever_else_was_wanted(services, workers):
    enqueue(services)
    run = Run(workers[0], workers[0].claim(QUICK), services.jobs)
    run.stop(Stop.HANDED_BACK)
    run.stop(Stop.CANCELLED)
    assert run.stop_wanted is Stop.HANDED_BACK

    run.stop(Stop.LOST)
    assert run.stop_wanted is Stop.LOST


def test_the_same_wish_is_one_job_until_it_ends(services, workers):
    first = enqueue(services, INGEST, dedupe_key="x")
    assert enqueue(services, INGEST, dedupe_key="x") == first
    claim = workers[0].claim(MEDIA)
    assert enqueue(services, INGEST, dedupe_key="x") == first

    with workers[0].writing(claim) as session:
        workers[0].end(session, claim, JobState.DONE)
    assert enqueue(services, INGEST, dedupe_key="x") != first


def test_words_that_change_while_they_are_indexed_are_indexed_again(services, workers):
    with services.database.writing() as session:
        first = services.jobs.enqueue(session, kind=INDEX, arguments={"recording_ids": [1]}, dedupe_key="index:1").id
    workers[0].claim(QUICK)

    assert enqueue(services, INDEX, dedupe_key="index:1") != first


def test_only_what_failed_or_was_stopped_can_be_tried_again(services, workers):
    job_id = enqueue(services)
    with services.database.writing() as session, pytest.raises(InvalidInputError):
        services.jobs.retry(session, job_id)
    claim = workers[0].claim(QUICK)
    with workers[0].writing(claim) as session:
        workers[0].end(session, claim, JobState.FAILED, code="already-archived")

    with services.database.writing() as session, pytest.raises(InvalidInputError):
        services.jobs.retry(session, job_id)

"""Watched addresses: when they are looked at, what becomes of what is new, known, discarded, and gone."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from archive.catalogue.events import State
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.watched import WatchedSource, gone_since, watched
from archive.catalogue.work import Job, JobState
from archive.errors import NotFoundError
from archive.housekeeping import keep_house
from archive.intake.discovery import discovered
from archive.intake.taking_in import accept_address, discard
from archive.intake.watching import check_due, check_now, stop_watching, watch
from archive.jobs.claims import Claim
from archive.jobs.queue import DISCARDED
from ingest.entries import Entry
from ingest.errors import SourceRefusedError
from ingest.ytdlp_answers import MOST_ENTRIES
from tests.support.archives import job_of, open_archive

PAGE = "https://events.example/playlist"
NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now

    def pass_hours(self, hours):
        self.now += dt.timedelta(hours=hours)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def services(tmp_path, clock):
    with open_archive(tmp_path / "var", clock=clock) as services:
        yield services


@pytest.fixture
def page(services):
    """Watch the page; give its source."""
    return watched_now(services)


def watched_now(services):
    with services.database.writing() as session:
        watch(services, session, address=PAGE)
    with services.database.reading() as session:
        return session.scalars(select(WatchedSource.source_id)).one()


def latest_job(services):
    with services.database.reading() as session:
        return session.scalars(select(Job).where(Job.kind == "discover").order_by(Job.created_at.desc())).first()


def ended(services, job, state=JobState.DONE, error_code=None):
    with services.database.writing() as session:
        row = session.get_one(Job, job.id)
        row.state, row.error_code, row.dedupe_key, row.finished_at = state, error_code, None, services.clock()


def listed(services, *names):
    """Do what the worker does when the page shows these recordings."""
    job = latest_job(services)
    entries = tuple(Entry(address=f"https://events.example/{name}.mp4", title=f"Fokus {name}") for name in names)
    claim = Claim(job.id, 1, job.kind, job.arguments, None, job.account_id)
    with services.database.writing() as session:
        found = discovered(services, session, claim, entries)
    ended(services, job)
    return found


def row_of(services):
    with services.database.reading() as session:
        [row] = watched(session)
        return row


def gone(services):
    return [row.title for row in row_of(services).gone]


def test_a_new_watch_is_looked_at_at_once_and_again_a_day_later(services, page, clock):
    first = latest_job(services)
    ended(services, first)

    clock.pass_hours(23)
    early = check_due(services)
    clock.pass_hours(1)
    keep_house(services)

    assert (early, latest_job(services).id == first.id) == (0, False)
    assert row_of(services).next_check_at == NOW + dt.timedelta(hours=48)


def test_an_address_is_watched_once_however_often_it_is_asked_for(services, page):
    assert watched_now(services) == page
    with services.database.reading() as session:
        assert session.scalar(select(func.count(Job.id))) == 1


def test_what_we_never_fetch_is_not_watched(services):
    with pytest.raises(SourceRefusedError), services.database.writing() as session:
        watch(services, session, address="http://169.254.169.254/latest")


def test_new_recordings_become_drafts_and_known_ones_change_nothing(services, page):
    first = listed(services, "Georgien", "Irak")
    with services.database.writing() as session:
        check_now(services, session, page)

    second = listed(services, "Georgien", "Irak", "Serbien")

    assert (len(first.recording_ids), len(second.recording_ids), len(second.known)) == (2, 1, 2)
    with services.database.reading() as session:
        states = session.scalars(select(Recording.state)).all()
    assert states == [State.DRAFT] * 3
    assert row_of(services).recordings == 3


def test_a_single_recording_that_is_known_ends_a_check_well(services, page):
    listed(services, "Georgien")
    with services.database.writing() as session:
        check_now(services, session, page)

    assert listed(services, "Georgien").recording_ids == []


def test_what_is_gone_from_its_source_stays_here_and_is_said_until_it_is_back(services, page, clock):
    found = listed(services, "Georgien", "Irak")
    clock.pass_hours(24)
    check_due(services)
    listed(services, "Irak")
    missed_at = clock.now
    clock.pass_hours(24)
    check_due(services)
    listed(services, "Irak")

    [lost] = row_of(services).gone
    assert (lost.title, lost.since) == ("Fokus Georgien", missed_at)
    with services.database.reading() as session:
        assert session.get_one(Recording, lost.recording_id).state == State.DRAFT
        assert [gone_since(session, number) for number in found.recording_ids] == [missed_at, None]

    clock.pass_hours(24)
    check_due(services)
    listed(services, "Irak", "Georgien")
    assert gone(services) == []


def test_a_list_that_was_cut_off_says_nothing_about_what_is_not_on_it(services, page):
    listed(services, "Georgien")
    with services.database.writing() as session:
        job = latest_job(services)
        session.get_one(Job, job.id).state = JobState.QUEUED
    claim = Claim(job.id, 1, job.kind, job.arguments, None, None)
    entries = tuple(Entry(address="https://events.example/irak.mp4") for _ in range(MOST_ENTRIES))

    with services.database.writing() as session:
        discovered(services, session, claim, entries)

    assert gone(services) == []


def test_a_draft_that_was_discarded_does_not_come_back_every_day(services, page):
    found = listed(services, "Georgien", "Irak")
    ended(services, job_of(services, found.job_ids[0]), JobState.CANCELLED)
    with services.database.writing() as session:
        discard(services, session, found.job_ids[0])
        check_now(services, session, page)

    again = listed(services, "Georgien", "Irak")

    assert again.recording_ids == []
    with services.database.writing() as session:
        job = accept_address(services, session, address="https://events.example/Georgien.mp4")
    assert job.kind == "discover", "a person may still add it"


def test_a_failed_check_gives_way_to_the_next(services, page):
    failed = latest_job(services)
    ended(services, failed, JobState.FAILED, "source-unavailable")
    assert row_of(services).error_code == "source-unavailable"

    with services.database.writing() as session:
        check_now(services, session, page)

    put_away = job_of(services, failed.id)
    assert (put_away.state, put_away.error_code) == (JobState.CANCELLED, DISCARDED)
    assert row_of(services).job_state == JobState.QUEUED


def test_a_source_that_is_watched_no_more_leaves_what_came_from_it(services, page, clock):
    listed(services, "Georgien")

    with services.database.writing() as session:
        stop_watching(session, page)
    clock.pass_hours(100)

    assert check_due(services) == 0
    with services.database.reading() as session:
        assert watched(session) == ()
        assert session.scalar(select(func.count(Recording.id))) == 1
        assert session.get(Source, page) is not None
    with pytest.raises(NotFoundError), services.database.writing() as session:
        stop_watching(session, page)

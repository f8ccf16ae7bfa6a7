"""Choosing from what was found at an address that is watched as well: what a person ticks is no listing of the page."""

import pytest
from sqlalchemy import select

from archive.catalogue.recordings import Recording
from archive.catalogue.watched import watched
from archive.catalogue.work import Job, JobState
from archive.errors import InvalidInputError
from archive.intake.choosing import take_chosen
from archive.intake.discovery import discovered
from archive.intake.taking_in import accept_address, discard
from archive.intake.watching import check_now, watch
from archive.jobs.claims import Claim
from archive.jobs.queue import FOUND
from ingest.entries import Entry
from ingest.notes import to_plain
from tests.support.archives import open_archive

PAGE = "https://events.example/playlist"
LISTED = tuple(
    Entry(address=f"https://events.example/{name}.mp4", title=f"Fokus {name}")
    for name in ("Georgien", "Irak", "Serbien")
)
GEORGIA, IRAQ, SERBIA = range(3)


@pytest.fixture
def services(tmp_path):
    """Open an archive that watches a page of two recordings; a third has come, and the first was discarded."""
    with open_archive(tmp_path / "var") as services:
        with services.database.writing() as session:
            job = watch(services, session, address=PAGE)
        found = checked(services, job, LISTED[:2])
        with services.database.writing() as session:
            session.get_one(Job, found.job_ids[GEORGIA]).state = JobState.FAILED
            discard(services, session, found.job_ids[GEORGIA])
        yield services


def checked(services, job, entries):
    """Do what the worker does when it looks at the watched page."""
    claim = Claim(job.id, 1, job.kind, job.arguments, None, job.account_id)
    with services.database.writing() as session:
        found = discovered(services, session, claim, entries)
        row = session.get_one(Job, job.id)
        row.state, row.dedupe_key, row.finished_at = JobState.DONE, None, services.clock()
    return found


def offered(services):
    """Let somebody add the address by hand; give the job that has found all three."""
    with services.database.writing() as session:
        job = accept_address(services, session, address=PAGE, choose=True)
        job.state, job.dedupe_key, job.result = JobState.DONE, None, {FOUND: to_plain(list(LISTED))}
        return job.id


def choose(services, job_id, *numbers):
    with services.database.writing() as session:
        return take_chosen(services, session, job_id, frozenset(numbers), account_id=None)


def titles(services):
    with services.database.reading() as session:
        return session.scalars(select(Recording.title).order_by(Recording.title)).all()


def watched_page(services):
    with services.database.reading() as session:
        [row] = watched(session)
        return row


def test_what_was_discarded_comes_back_when_a_person_ticks_it(services):
    assert titles(services) == ["Fokus Irak"]

    taken = choose(services, offered(services), GEORGIA)

    assert len(taken) == 1
    assert titles(services) == ["Fokus Georgien", "Fokus Irak"]


def test_what_nobody_ticked_is_not_taken_for_gone_from_the_page(services):
    before = watched_page(services).checked_at

    choose(services, offered(services), SERBIA)

    assert watched_page(services).gone == ()
    assert watched_page(services).checked_at == before


def test_what_nobody_ticked_still_comes_with_the_next_look_at_the_page(services):
    choose(services, offered(services), GEORGIA)
    with services.database.writing() as session:
        job = check_now(services, session, watched_page(services).source_id)

    found = checked(services, job, LISTED)

    assert (len(found.recording_ids), len(found.known)) == (1, 2)
    assert titles(services) == ["Fokus Georgien", "Fokus Irak", "Fokus Serbien"]


def test_what_is_here_already_is_no_choice(services):
    with pytest.raises(InvalidInputError) as caught:
        choose(services, offered(services), IRAQ)

    assert caught.value.fields == {"entry": "empty"}

"""Demonstration recordings are asked for once, however often the demonstration is started."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from archive.catalogue.events import State
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job, JobState
from archive.demo.arrivals import BASIS, Stand, bring_in, standing
from archive.demo.doors import Take, source_path
from archive.demo.filming import Footage
from archive.demo.texts import read_scripts
from archive.jobs.queue import DISCOVER, INGEST
from archive.publication import publishing, withdrawing
from archive.publication.rights import RightsGiven
from ingest.addresses import address_key
from tests.support.archives import open_archive
from tests.support.shelf import shelve_words

HOST = "127.0.0.1:4567"
ORIGIN = f"http://{HOST}"


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "archive", fetch_allow=(HOST,)) as opened:
        yield opened


@pytest.fixture
def takes(tmp_path):
    (tmp_path / "film.mp4").write_bytes(b"not looked into here")
    (tmp_path / "captions.vtt").write_text("WEBVTT\n", encoding="utf-8")
    made = {}
    for script in read_scripts():
        paths = {"film": tmp_path / "film.mp4", "captions": tmp_path / "captions.vtt", "chapters_file": tmp_path / "c"}
        made[script.slug] = Take(script, Footage(**paths, chapters=(), duration_seconds=60.0, sha512=script.slug))
    return made


def _stands(services, takes):
    with services.database.reading() as session:
        return {slug: standing(session, take, origin=ORIGIN).stand for slug, take in takes.items()}


def _state(services, recording_id):
    with services.database.reading() as session:
        return session.get_one(Recording, recording_id).state


def _jobs(services):
    with services.database.reading() as session:
        return list(session.scalars(select(Job).order_by(Job.created_at)))


def test_nothing_is_here_at_first(services, takes):
    assert set(_stands(services, takes).values()) == {Stand.EXPECTED}


def test_each_door_is_asked_once_and_everything_is_on_its_way(services, takes):
    bring_in(services, list(takes.values()), origin=ORIGIN)

    assert set(_stands(services, takes).values()) == {Stand.COMING}
    assert sorted(job.kind for job in _jobs(services)) == [DISCOVER] * 3 + [INGEST] * 2


def test_asking_again_asks_for_nothing(services, takes):
    bring_in(services, list(takes.values()), origin=ORIGIN)
    before = [job.id for job in _jobs(services)]

    bring_in(services, list(takes.values()), origin=ORIGIN)

    assert [job.id for job in _jobs(services)] == before
    with services.database.reading() as session:
        assert session.scalar(select(func.count(Recording.id))) == 2


def test_they_are_marked_and_come_with_the_basis_on_which_they_are_shown(services, takes):
    bring_in(services, list(takes.values()), origin=ORIGIN)

    with services.database.reading() as session:
        assert all(session.scalars(select(Recording.is_demonstration)))
    for job in _jobs(services):
        assert job.arguments["publish"]["basis"] == BASIS
        assert job.arguments.get("is_demonstration", True) is True


def test_captions_come_along_only_with_the_file_that_has_them(services, takes):
    bring_in(services, [takes["frankfurt"], takes["berlin"]], origin=ORIGIN)

    names = [path.name for path in services.incoming.rglob("*") if path.is_file()]
    assert len(names) == 3


def test_what_failed_is_tried_again_and_says_why_until_then(services, takes):
    bring_in(services, list(takes.values()), origin=ORIGIN)
    with services.database.writing() as session:
        for job in session.scalars(select(Job)):
            job.state, job.dedupe_key, job.error_code = JobState.FAILED, None, "nothing-found"
    assert set(_stands(services, takes).values()) == {Stand.FAILED}
    with services.database.reading() as session:
        assert standing(session, takes["berlin"], origin=ORIGIN).error_code == "nothing-found"

    bring_in(services, list(takes.values()), origin=ORIGIN)

    assert set(_stands(services, takes).values()) == {Stand.COMING}
    assert len(_jobs(services)) == 5


@pytest.mark.parametrize("slug", ["berlin", "irak"])
def test_of_a_text_that_changed_only_the_new_recording_is_shown_and_the_old_one_when_it_changes_back(
    services, takes, slug
):
    take = takes[slug]
    key = "demo berlin" if slug == "berlin" else address_key(ORIGIN + source_path(take.script))
    old = shelve_words(services, "Demonstration", "Guten Tag")
    with services.database.writing() as session:
        publishing.publish(services, session, old, rights=RightsGiven(BASIS, services.today()))
        session.get_one(Recording, old).original_sha512 = "of an earlier text"
        session.add(Source(kind="file", recording_id=old, address_key=key, created_at=services.clock()))

    bring_in(services, [take], origin=ORIGIN)

    assert _state(services, old) is State.WITHDRAWN
    assert _stands(services, {slug: take}) == {slug: Stand.COMING}

    with services.database.writing() as session:  # the new one was shelved
        for source in session.scalars(select(Source).where(Source.address_key == key)):
            session.get_one(Recording, source.recording_id).original_sha512 = slug
    earlier = replace(take, footage=replace(take.footage, sha512="of an earlier text"))
    bring_in(services, [earlier], origin=ORIGIN)

    assert _state(services, old) is State.PUBLISHED
    assert _stands(services, {slug: earlier}) == {slug: Stand.HERE}


def test_a_demonstration_that_a_person_withdrew_stays_withdrawn(services, takes):
    old = shelve_words(services, "Demonstration", "Guten Tag")
    with services.database.writing() as session:
        session.get_one(Recording, old).original_sha512 = "berlin"
        session.add(Source(kind="file", recording_id=old, address_key="demo berlin", created_at=services.clock()))
        withdrawing.withdraw(services, session, old, reason="Nobody likes it")

    bring_in(services, [takes["berlin"]], origin=ORIGIN)

    assert _state(services, old) is State.WITHDRAWN
    assert [job.kind for job in _jobs(services)] == ["index"]  # that of the withdrawal


def test_a_recording_of_which_only_a_part_is_here_is_still_coming(services, takes):
    bring_in(services, [takes["berlin"]], origin=ORIGIN)
    with services.database.writing() as session:
        session.scalars(select(Recording)).one().original_sha512 = "berlin"

    with services.database.reading() as session:
        assert standing(session, takes["berlin"], origin=ORIGIN).stand is Stand.COMING


def test_a_recording_is_known_by_its_bytes_wherever_it_came_from(services, takes):
    bring_in(services, [takes["berlin"]], origin=ORIGIN)
    with services.database.writing() as session:
        recording = session.scalars(select(Recording)).one()
        recording.original_sha512, recording.shelved_at = "berlin", services.clock()

    with services.database.reading() as session:
        found = standing(session, takes["berlin"], origin="http://127.0.0.1:9")

    assert found.stand is Stand.HERE
    assert found.is_over
    assert found.recording_id is not None

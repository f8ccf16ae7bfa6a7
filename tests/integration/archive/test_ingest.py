"""From an address or a file to a recording on the shelf, through real jobs; and what comes twice comes once only."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from archive.catalogue.events import Event, State
from archive.catalogue.recordings import Origin, Recording, Rendition, Source, Transcript
from archive.catalogue.viewing import VISITOR, visible_recording_ids
from archive.catalogue.work import Job, JobState
from archive.errors import AlreadyArchivedError
from archive.finding.indexing import completeness, cue_source
from archive.intake.taking_in import accept_address
from archive.publication.rights import RightsGiven
from search.results import SearchRequest
from tests.support.archives import job_of, open_archive, take, work_until_idle
from tests.support.clips import make_clip
from tests.support.loopback_site import running_site

STEPS = ("fetch", "inspect", "playable", "offered", "renditions", "pictures", "slides", "transcript", "shelve", "index")


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return make_clip(tmp_path_factory.mktemp("clip") / "Gespräch.mp4")


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


def accept(services, address, **more):
    with services.database.writing() as session:
        return accept_address(services, session, address=address, **more).id


def count(services, kind):
    with services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind))


def test_a_page_with_several_players_becomes_footage_of_the_events_under_its_headings(tmp_path, clip):
    with running_site(clip) as site, open_archive(tmp_path / "var", fetch_allow=(site.host,)) as services:
        rights = RightsGiven("Demonstration, self-made", dt.date(2024, 1, 2))
        job_id = accept(services, site.at("/events"), publish=rights)
        work_until_idle(services, seconds=120)
        again = accept(services, site.at("/events"))
        work_until_idle(services)

        with services.database.reading() as session:
            rows = session.scalars(select(Recording).order_by(Recording.id)).all()
            events = [row.event.seed_key for row in rows]
            georgia = rows[0]
            spoken = {(said.language, said.origin) for said in georgia.transcripts}
            chapters = [chapter.title for chapter in georgia.chapters]
            seen = visible_recording_ids(session, VISITOR)
            complete = completeness(session, services.index)
        assert events[:2] == ["virtual-georgia-2023-12-06", "virtual-turkiye-2023-11-02"]
        assert "virtual-serbia-2023-11-28" in events
        assert spoken == {("de", Origin.PLATFORM), ("en", Origin.PLATFORM)}
        assert chapters == ["Einleitung", "Fragen"]
        assert seen == {row.id for row in rows}
        assert complete.is_complete
        assert len(job_of(services, job_id).result["recordings"]) == len(rows) == 4
        assert len(job_of(services, again).result["known"]) == 4
        assert count(services, Recording) == 4


def test_the_same_bytes_under_another_name_end_at_the_recording_that_is_here(services, clip, tmp_path):
    first = take(services, clip)
    work_until_idle(services)
    other_name = tmp_path / "ganz anders.mp4"
    other_name.write_bytes(clip.read_bytes())
    events = count(services, Event)

    second = take(services, other_name)
    work_until_idle(services)

    job, known = job_of(services, second), job_of(services, first).recording_id
    assert (job.state, job.error_code, job.recording_id) == (JobState.FAILED, "already-archived", known)
    assert job.error_details == {"recording_id": known, "title": "Gespräch"}
    assert (count(services, Recording), count(services, Event), count(services, Rendition)) == (1, events, 2)
    assert list(services.work.iterdir()) == []


def test_the_same_bytes_from_another_address_end_there_too_and_that_address_is_known_from_then_on(tmp_path, clip):
    with running_site(clip) as site, open_archive(tmp_path / "var", fetch_allow=(site.host,)) as services:
        site.put("/copy.mp4", site.answers["/talk.mp4"].body)
        accept(services, site.at("/talk.mp4"))
        work_until_idle(services)
        accept(services, site.at("/copy.mp4"))
        work_until_idle(services)

        with services.database.reading() as session:
            failed = session.scalars(select(Job).where(Job.state == JobState.FAILED)).one()
            recording = session.scalars(select(Recording)).one()
            sources = session.scalar(select(func.count(Source.id)).where(Source.recording_id == recording.id))
        assert (failed.error_code, failed.recording_id, sources) == ("already-archived", recording.id, 2)
        with pytest.raises(AlreadyArchivedError):
            accept(services, site.at("/copy.mp4"))


def test_a_job_that_failed_half_way_is_tried_again_and_gives_one_recording(tmp_path, clip):
    with running_site(clip) as site, open_archive(tmp_path / "var", fetch_allow=(site.host,)) as services:
        talk = site.answers["/talk.mp4"]
        page = '<html><title>x</title><h2>Fokus Irak</h2><video src="/once.mp4"></video></html>'
        site.put("/once", page)
        accept(services, site.at("/once"))
        work_until_idle(services, retry_seconds=())
        with services.database.reading() as session:
            failed = session.scalars(select(Job).where(Job.kind == "ingest")).one()
        site.answers["/once.mp4"] = talk
        with services.database.writing() as session:
            services.jobs.retry(session, failed.id)
        work_until_idle(services)

        assert failed.error_code == "source-unavailable"
        assert job_of(services, failed.id).state == JobState.DONE
        assert (count(services, Recording), count(services, Rendition)) == (1, 2)


def test_a_word_of_the_captions_leads_to_its_second(services, clip):
    job_id = take(services, clip)
    work_until_idle(services)
    key = job_of(services, job_id).recording_id

    answer = services.index.search(
        SearchRequest(text="starthilfe"), allowed=frozenset({key}), cues=cue_source(services.database)
    )

    assert answer.hits[0].moments[0].start_seconds == 1.0


def test_a_recording_without_captions_and_without_a_model_says_so(services, clip):
    job_id = take(services, clip, captions=None)
    work_until_idle(services)

    with services.database.reading() as session:
        recording = session.get_one(Recording, job_of(services, job_id).recording_id)
        steps = [(step.name, step.finished_at is not None) for step in session.get_one(Job, job_id).steps]
    assert (recording.transcript_note, recording.state) == ("no-model", State.DRAFT)
    assert count(services, Transcript) == 0
    assert steps == [(name, True) for name in STEPS]

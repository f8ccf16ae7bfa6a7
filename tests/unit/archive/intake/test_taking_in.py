import pytest
from sqlalchemy import func, select

from archive.catalogue.events import Event
from archive.catalogue.recordings import Recording, Source
from archive.catalogue.work import Job, JobState
from archive.errors import AlreadyArchivedError, InvalidInputError, NotFoundError
from archive.intake.discovery import discovered, entry_from
from archive.intake.taking_in import accept_address, accept_file, discard, file_source, take_in
from archive.jobs.claims import Claim, Claims
from archive.jobs.presence import Presence
from archive.jobs.queue import MEDIA, may_retry
from ingest.entries import Entry
from ingest.errors import SourceRefusedError, TooLargeError
from ingest.sources import CaptionFile, GivenDetails
from media.errors import StoreFullError
from tests.support.archives import job_of, open_archive

PAGE = "https://events.example/rueckkehr"


@pytest.fixture
def services(tmp_path):
    with open_archive(tmp_path / "var") as services:
        yield services


def accept(services, address=PAGE, **more):
    with services.database.writing() as session:
        return accept_address(services, session, address=address, **more)


def discover(services, job, *entries):
    claim = Claim(job.id, 1, job.kind, job.arguments, None, job.account_id)
    with services.database.writing() as session:
        return discovered(services, session, claim, entries)


def entry(number, **more):
    return Entry(address=f"https://events.example/{number}.mp4", page_address=PAGE, **more)


def count(services, kind):
    with services.database.reading() as session:
        return session.scalar(select(func.count()).select_from(kind))


def test_an_address_that_is_looked_at_already_gives_the_same_job(services):
    assert accept(services).id == accept(services, "https://events.example/rueckkehr/?utm_source=x#top").id
    assert count(services, Source) == 1


def test_addresses_that_are_never_fetched_are_refused_before_anything_is_written(services):
    with pytest.raises(SourceRefusedError):
        accept(services, "http://127.0.0.1/secret.mp4")

    assert (count(services, Source), count(services, Job)) == (0, 0)


def test_each_entry_becomes_a_draft_with_a_source_and_a_job(services):
    job = accept(services, is_demonstration=True)
    heading = "Option Freiwillige Rückkehr - virtuelle Veranstaltung am 06.12.2023 Fokus Georgien"

    found = discover(services, job, entry(1, heading=heading), entry(2, title="Etwas anderes"))

    with services.database.reading() as session:
        first, second = (session.get_one(Recording, key) for key in found.recording_ids)
        source = session.scalars(select(Source).where(Source.recording_id == first.id)).one()
        page = session.scalars(select(Source).where(Source.parent_id.is_(None))).one()
        jobs = session.scalars(select(Job).where(Job.parent_id == job.id)).all()
        assert first.event.seed_key == "virtual-georgia-2023-12-06"
        assert (second.event.seed_key, second.event.title) == (None, "Etwas anderes")
        assert (source.parent_id, entry_from(source).heading) == (page.id, heading)
        assert {row.recording_id for row in jobs} == set(found.recording_ids)
        assert first.is_demonstration


def test_entries_that_are_here_already_are_passed_over_and_named(services):
    job = accept(services)
    first = discover(services, job, entry(1, title="Eins"))

    again = discover(services, job, entry(1, title="Eins"), entry(2, title="Zwei"))

    assert [(row.recording_id, row.title) for row in again.known] == [(first.recording_ids[0], "Eins")]
    assert (len(again.recording_ids), count(services, Recording)) == (1, 2)


def test_the_address_of_a_recording_that_is_here_is_refused_with_its_name(services):
    job = accept(services)
    found = discover(services, job, entry(1, title="Eins"))

    with pytest.raises(AlreadyArchivedError) as caught:
        accept(services, "https://events.example/1.mp4")
    with pytest.raises(AlreadyArchivedError):
        discover(services, job, entry(1, title="Eins"))

    assert (caught.value.recording_id, caught.value.title) == (found.recording_ids[0], "Eins")


def test_one_given_title_is_not_given_to_several_recordings(services):
    job = accept(services, given=GivenDetails(title="Alle", countries=("GE",)))

    found = discover(services, job, entry(1, title="Eins"), entry(2, title="Zwei"))

    with services.database.reading() as session:
        rows = [session.get_one(Recording, key) for key in found.recording_ids]
        assert [row.title for row in rows] == ["Eins", "Zwei"]
        assert [[place.country for place in row.event.countries] for row in rows] == [["GE"], ["GE"]]


def test_an_entry_without_any_name_is_called_by_its_file(services):
    found = discover(services, accept(services), Entry(address="https://events.example/a/Fokus%20Irak.mp4"))

    with services.database.reading() as session:
        assert session.get_one(Recording, found.recording_ids[0]).title == "Fokus Irak"


def test_a_file_keeps_its_captions_and_details_on_its_way_through_the_rows(services, tmp_path):
    (tmp_path / "talk.mp4").write_bytes(b"x" * 99)
    path = take_in(services, tmp_path / "talk.mp4")
    captions = (CaptionFile(path.with_name("c"), "de", "supplied", "talk.de.vtt"),)
    given = GivenDetails(title="Gespräch", countries=("GE",))

    with services.database.writing() as session:
        job = accept_file(services, session, path=path, name="../talk.mp4", captions=captions, given=given)

    with services.database.reading() as session:
        row = session.get_one(Source, job.arguments["source_id"])
        again = file_source(row, services.settings.data)
        assert session.get_one(Recording, job.recording_id).title == "Gespräch"
    assert (again.path, again.name, again.captions, again.given) == (path, "../talk.mp4", captions, given)
    assert path.is_relative_to(services.incoming)
    assert str(services.settings.data) not in str(row.payload)


def test_a_file_outside_the_data_folder_is_not_accepted(services, tmp_path):
    with services.database.writing() as session, pytest.raises(InvalidInputError):
        accept_file(services, session, path=tmp_path / "talk.mp4", name="talk.mp4")


def test_a_file_that_would_eat_the_reserve_is_not_copied(tmp_path):
    (tmp_path / "talk.mp4").write_bytes(b"x")
    with open_archive(tmp_path / "var", reserve_bytes=10**18) as services:
        with pytest.raises(StoreFullError):
            take_in(services, tmp_path / "talk.mp4")

        assert list(services.incoming.iterdir()) == []


def test_a_failed_draft_can_be_given_up_with_all_that_was_made_for_it(services, tmp_path):
    events = count(services, Event)
    (tmp_path / "talk.mp4").write_bytes(b"x")
    with services.database.writing() as session:
        job_id = accept_file(services, session, path=take_in(services, tmp_path / "talk.mp4"), name="talk.mp4").id
    with services.database.writing() as session, pytest.raises(InvalidInputError):
        discard(services, session, job_id)
    presence = Presence(services.jobs.folder)
    claims = Claims(services.jobs, presence)
    claim = claims.claim(MEDIA)
    with claims.writing(claim) as session:
        claims.end(session, claim, JobState.FAILED, code="not-playable", details={"reason": "empty"})
    presence.leave()

    with services.database.writing() as session:
        discard(services, session, job_id)

    job = job_of(services, job_id)
    assert (job.state, job.error_code, may_retry(job)) == (JobState.CANCELLED, "discarded", False)
    assert (count(services, Recording), count(services, Source), count(services, Event)) == (0, 0, events)


def test_nobody_gives_up_what_is_not_there(services):
    with services.database.writing() as session, pytest.raises(NotFoundError):
        discard(services, session, "none")


def test_a_file_larger_than_the_archive_takes_is_refused_before_it_is_copied(tmp_path):
    path = tmp_path / "endless.mp4"
    with path.open("wb") as file:
        file.truncate(1001)

    with open_archive(tmp_path / "small", max_media_bytes=1000) as services:
        with pytest.raises(TooLargeError) as refused:
            take_in(services, path)
        left = list(services.incoming.rglob("*"))

    assert refused.value.limit_bytes == 1000
    assert left == []

"""Uploads as rows: owners, room, completion exactly once, lapse."""

import datetime as dt
import os
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from archive.catalogue.database import Database
from archive.catalogue.people import Account, Purpose, Role, Upload
from archive.catalogue.work import Job, JobState
from archive.details.drafts import draft_recording
from archive.errors import AlreadyArchivedError, InvalidInputError, NotFoundError
from archive.intake.upload_files import UploadFiles
from archive.intake.upload_rules import LARGEST_CAPTIONS_BYTES, MOST_COMPANIONS, UploadLimits, shown_name
from archive.intake.uploads import Uploads
from ingest.errors import TooLargeError
from media.errors import NotPlayableError, StoreFullError
from tests.support.ingested import details

ERIKA, MAX = 1, 2


class WorldClock:
    """The real time, moved by what the test wants."""

    def __init__(self):
        self.moved = dt.timedelta()

    def __call__(self):
        return dt.datetime.now(dt.UTC) + self.moved


@pytest.fixture
def clock():
    return WorldClock()


@pytest.fixture
def database(tmp_path, clock):
    database = Database(f"sqlite:///{tmp_path / 'catalogue.sqlite'}")
    database.migrate(lock=tmp_path / "lock")
    with database.writing() as session:
        for name in ("erika", "max"):
            session.add(Account(name=name, password_hash="-", role=Role.EDITOR, created_at=clock()))
    yield database
    database.close()


@pytest.fixture
def uploads(database, tmp_path, clock):
    return Uploads(
        database,
        UploadFiles(tmp_path / "uploads"),
        clock=clock,
        limits=UploadLimits(
            largest_bytes=1000,
            reserve_bytes=0,
            most_unfinished=4,
            most_unfinished_bytes=2000,
            lifetime=dt.timedelta(days=7),
        ),
    )


def write(uploads, upload, content):
    with uploads.files.open(upload.id) as opened:
        opened.append(content)


def make_job(arrived):
    return lambda session: job_of(session, arrived)


def job_of(session, arrived):
    job = Job(
        id=f"{session.scalar(select(func.count(Job.id))):032}",
        queue="media",
        kind="ingest",
        arguments={
            "name": arrived.name,
            "captions": [row.name for row in arrived.captions],
            "documents": [row.name for row in arrived.documents],
        },
        state=JobState.QUEUED,
        run_at=dt.datetime.now(dt.UTC),
        created_at=dt.datetime.now(dt.UTC),
    )
    session.add(job)
    session.flush()
    return job


def refuse(_arrived):
    pytest.fail("no job was due")


def test_a_complete_upload_makes_exactly_one_job(uploads, database):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=3)
    write(uploads, upload, b"abc")

    first = uploads.finish(upload.id, accept=make_job)
    second = uploads.finish(upload.id, accept=refuse)

    assert first == second
    with database.reading() as session:
        assert session.scalars(select(Job.arguments)).all() == [{"name": "talk.mp4", "captions": [], "documents": []}]
        assert session.get(Upload, upload.id).finished_at is not None


def test_an_incomplete_upload_makes_no_job(uploads):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=3)
    write(uploads, upload, b"ab")

    assert uploads.finish(upload.id, accept=refuse) is None


def test_when_the_job_cannot_be_made_the_upload_stays_unmarked_and_can_be_finished_later(uploads, database):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)

    class DiesBeforeCommitError(Exception):
        """What a crash looks like from inside."""

    def die(arrived):
        def make_and_die(session):
            job_of(session, arrived)
            raise DiesBeforeCommitError

        return make_and_die

    with pytest.raises(DiesBeforeCommitError):
        uploads.finish(upload.id, accept=die)
    with database.reading() as session:
        jobs_after_crash = session.scalar(select(func.count(Job.id)))

    assert jobs_after_crash == 0
    assert uploads.finish(upload.id, accept=make_job) is not None


def companion(uploads, upload, name, content, purpose=Purpose.CAPTIONS):
    row = uploads.begin(ERIKA, file_name=name, size_bytes=len(content), purpose=purpose, with_id=upload.id)
    write(uploads, row, content)
    assert uploads.finish(row.id, accept=refuse) is None
    return row


def test_what_goes_with_a_recording_reaches_its_job_and_makes_none_of_its_own(uploads, database):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)
    companion(uploads, upload, "talk.de.vtt", b"WEBVTT")
    companion(uploads, upload, "talk.pdf", b"%PDF-1.7", Purpose.DOCUMENT)
    uploads.begin(ERIKA, file_name="late.vtt", size_bytes=9, purpose=Purpose.CAPTIONS, with_id=upload.id)

    uploads.finish(upload.id, accept=make_job)

    with database.reading() as session:
        arguments = session.scalars(select(Job.arguments)).one()
    assert (arguments["captions"], arguments["documents"]) == (["talk.de.vtt"], ["talk.pdf"])


def test_captions_sent_once_more_take_the_place_of_those_of_the_same_name(uploads, database):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)
    first = companion(uploads, upload, "talk.vtt", b"WEBVTT 1")
    second = companion(uploads, upload, "talk.vtt", b"WEBVTT 2")

    uploads.finish(upload.id, accept=make_job)

    with database.reading() as session:
        assert session.scalars(select(Job.arguments)).one()["captions"] == ["talk.vtt"]
    assert first.id not in set(uploads.files.ids())
    assert second.id in set(uploads.files.ids())


def test_captions_that_arrive_while_their_film_is_found_to_be_here_are_laid_aside_or_refused(
    uploads, database, clock, monkeypatch
):
    with database.writing() as session:
        known = draft_recording(session, details(), now=clock())
    film = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)
    row = uploads.begin(ERIKA, file_name="talk.vtt", size_bytes=6, purpose=Purpose.CAPTIONS, with_id=film.id)
    write(uploads, row, b"WEBVTT")
    was_taken = []

    def arrive_between():
        monkeypatch.undo()
        with suppress(NotFoundError):
            uploads.finish(row.id, accept=refuse)
            was_taken.append(row.id)

    def say_known(_arrived):
        monkeypatch.setattr(Database, "writing", and_then(Database.writing, arrive_between))
        raise AlreadyArchivedError(known.id, known.title)

    with pytest.raises(AlreadyArchivedError):
        uploads.finish(film.id, accept=say_known)

    assert list(uploads.files.ids()) == was_taken
    with database.reading() as session:
        assert session.scalars(select(Upload.id)).all() == was_taken


def and_then(writing, do):
    """Give transactions that are followed by something, as by another request that waited for them to end."""

    @contextmanager
    def followed(self, **named):
        with writing(self, **named) as session:
            yield session
        do()

    return followed


@pytest.mark.parametrize(
    ("name", "content", "purpose", "fault"),
    [
        ("meeting_saved_chat.txt", b"Hallo", Purpose.CAPTIONS, {"file": "chat"}),
        ("list.csv", b"Name,User Email,Join Time\n", Purpose.CAPTIONS, {"file": "participants"}),
        ("slides.pdf", b"PK\x03\x04", Purpose.DOCUMENT, {"document": "not-a-document"}),
        ("slides.pdf", b"only text", Purpose.DOCUMENT, {"document": "not-a-pdf"}),
    ],
)
def test_what_is_not_what_it_was_sent_as_is_refused_and_dropped(uploads, name, content, purpose, fault):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)

    with pytest.raises(InvalidInputError) as refused:
        companion(uploads, upload, name, content, purpose)

    assert refused.value.fields == fault
    assert list(uploads.files.ids()) == [upload.id]


def test_a_chat_that_somebody_wants_goes_along_as_a_document(uploads):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)

    companion(uploads, upload, "chat.txt", b"Hallo", Purpose.DOCUMENT)


def test_a_film_that_names_another_goes_with_none(uploads):
    first = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)
    second = uploads.begin(ERIKA, file_name="other.mp4", size_bytes=1, with_id=first.id)

    uploads.discard(first.id)

    assert list(uploads.files.ids()) == [second.id]


@pytest.mark.parametrize("whose", ["none", "somebody else's", "a finished one", "captions"])
def test_only_an_unfinished_recording_of_ones_own_can_be_gone_with(uploads, whose):
    own = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)
    with_id = {
        "none": lambda: None,
        "somebody else's": lambda: uploads.begin(MAX, file_name="talk.mp4", size_bytes=1).id,
        "a finished one": lambda: uploads.finish(own.id, accept=make_job) and own.id,
        "captions": lambda: "0" * 32,
    }[whose]()

    with pytest.raises(InvalidInputError) as refused:
        uploads.begin(ERIKA, file_name="talk.vtt", size_bytes=1, purpose=Purpose.CAPTIONS, with_id=with_id)

    assert refused.value.fields == {"file": "no-recording"}


def test_not_more_than_a_few_files_go_with_a_recording(uploads):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)
    for number in range(MOST_COMPANIONS):
        uploads.begin(ERIKA, file_name=f"{number}.vtt", size_bytes=1, purpose=Purpose.CAPTIONS, with_id=upload.id)

    with pytest.raises(InvalidInputError) as refused:
        uploads.begin(ERIKA, file_name="more.vtt", size_bytes=1, purpose=Purpose.CAPTIONS, with_id=upload.id)

    assert refused.value.fields == {"file": "too-many-companions"}


def test_a_file_whose_beginning_is_no_recording_is_refused_before_the_rest_is_sent(uploads):
    with pytest.raises(NotPlayableError):
        uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=900, beginning=b"%PDF-1.7")

    assert list(uploads.files.ids()) == []


def test_an_upload_exists_only_for_its_owner(uploads):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=3)

    assert uploads.owned(upload.id, ERIKA).id == upload.id
    with pytest.raises(NotFoundError):
        uploads.owned(upload.id, MAX)
    assert [entry.upload_id for entry in uploads.unfinished(ERIKA)] == [upload.id]
    assert uploads.unfinished(MAX) == ()


def test_what_is_too_large_is_refused_before_a_byte_arrives(uploads, database):
    with pytest.raises(TooLargeError):
        uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1001)
    with pytest.raises(TooLargeError):
        uploads.begin(ERIKA, file_name="a.vtt", size_bytes=LARGEST_CAPTIONS_BYTES + 1, purpose=Purpose.CAPTIONS)

    assert list(uploads.files.ids()) == []


def test_room_that_was_promised_to_others_counts_as_taken(uploads, monkeypatch):
    class DiskWithRoomFor(UploadFiles):
        def free_bytes(self):
            return 1500

    monkeypatch.setattr(uploads.files, "__class__", DiskWithRoomFor)
    uploads.begin(ERIKA, file_name="first.mp4", size_bytes=900)

    with pytest.raises(StoreFullError) as refused:
        uploads.begin(MAX, file_name="second.mp4", size_bytes=900)

    assert refused.value.details()["free_bytes"] == 1500


def test_the_reserve_is_left_alone(uploads, monkeypatch):
    reserve_bytes = uploads.files.free_bytes() + (1 << 40)
    monkeypatch.setattr(uploads, "limits", replace(uploads.limits, reserve_bytes=reserve_bytes))

    with pytest.raises(StoreFullError):
        uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)


@pytest.mark.parametrize(("sizes", "fault"), [([1, 1, 1, 1], "too-many-uploads"), ([1000, 999], "too-many-bytes")])
def test_one_account_has_only_so_much_on_its_way_and_others_are_not_kept_from_theirs(uploads, sizes, fault):
    for size_bytes in sizes:
        uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=size_bytes)

    with pytest.raises(InvalidInputError) as refused:
        uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=2)

    assert refused.value.fields == {"file": fault}
    assert uploads.begin(MAX, file_name="talk.mp4", size_bytes=2)


def test_an_upload_lapses_a_week_after_its_last_byte(uploads, clock):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=3)

    clock.moved = dt.timedelta(days=6, hours=23)
    before = uploads.is_expired(upload)
    clock.moved = dt.timedelta(days=7, minutes=1)

    assert (before, uploads.is_expired(upload)) == (False, True)
    assert uploads.unfinished(ERIKA) == ()


def test_sweeping_drops_what_lapsed_and_what_is_on_the_shelf_and_nothing_else(uploads, database, clock):
    lapsed = uploads.begin(ERIKA, file_name="lapsed.mp4", size_bytes=3)
    clock.moved = dt.timedelta(days=7, minutes=1)
    active = uploads.begin(ERIKA, file_name="active.mp4", size_bytes=3)
    os.utime(uploads.files.path(active.id), (clock().timestamp(), clock().timestamp()))
    shelved, failed = (uploads.begin(ERIKA, file_name=f"{name}.mp4", size_bytes=0) for name in ("shelved", "failed"))
    for upload, state in ((shelved, JobState.DONE), (failed, JobState.FAILED)):
        job_id = uploads.finish(upload.id, accept=make_job)
        with database.writing() as session:
            session.get(Job, job_id).state = state
    orphan = uploads.files.create()

    assert uploads.sweep() == 3

    assert set(uploads.files.ids()) == {active.id, failed.id}
    assert orphan not in uploads.files.ids()
    with database.reading() as session:
        assert set(session.scalars(select(Upload.id))) == {active.id, failed.id}
    assert lapsed.id != shelved.id


def test_a_folder_whose_row_is_not_written_yet_survives_the_sweep(uploads):
    fresh = uploads.files.create()

    uploads.sweep()

    assert fresh in uploads.files.ids()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("../../etc/cron.d/x.mp4", "x.mp4"),
        ("C:\\Users\\erika\\Fokus Georgien.mp4", "Fokus Georgien.mp4"),
        ("a\r\nSet-Cookie: x=1.mp4", "a Set-Cookie: x=1.mp4"),
        ("", "upload"),
        ("/", "upload"),
        ("日本語 <script>.mp4", "日本語 <script>.mp4"),
        ("x" * 5000 + ".webm", "x" * 195 + ".webm"),
    ],
)
def test_a_foreign_file_name_is_only_ever_shown(raw, shown):
    assert shown_name(raw) == shown

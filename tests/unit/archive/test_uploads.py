"""Uploads as rows: owners, room, completion exactly once, lapse."""

import datetime as dt
import os

import pytest
from sqlalchemy import func, select

from archive.catalogue.database import Database
from archive.catalogue.people import Account, Purpose, Role, Upload
from archive.catalogue.work import Job, JobState
from archive.errors import InvalidInputError, NotFoundError
from archive.upload_files import UploadFiles
from archive.uploads import LARGEST_CAPTIONS_BYTES, MOST_UNFINISHED, Uploads, shown_name
from ingest.errors import TooLargeError
from media.errors import StoreFullError

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
        max_bytes=1000,
        reserve_bytes=0,
        lifetime=dt.timedelta(days=7),
    )


def write(uploads, upload, content):
    with uploads.files.open(upload.id) as opened:
        opened.append(content)


def make_job(session, arrived):
    job = Job(
        id=f"{session.scalar(select(func.count(Job.id))):032}",
        queue="media",
        kind="ingest",
        arguments={"name": arrived.name, "captions": [name for _, name in arrived.captions]},
        state=JobState.QUEUED,
        run_at=dt.datetime.now(dt.UTC),
        created_at=dt.datetime.now(dt.UTC),
    )
    session.add(job)
    session.flush()
    return job


def refuse(session, arrived):
    pytest.fail("no job was due")


def test_a_complete_upload_makes_exactly_one_job(uploads, database):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=3)
    write(uploads, upload, b"abc")

    first = uploads.finish(upload.id, accept=make_job)
    second = uploads.finish(upload.id, accept=refuse)

    assert first == second
    with database.reading() as session:
        assert session.scalars(select(Job.arguments)).all() == [{"name": "talk.mp4", "captions": []}]
        assert session.get(Upload, upload.id).finished_at is not None


def test_an_incomplete_upload_makes_no_job(uploads):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=3)
    write(uploads, upload, b"ab")

    assert uploads.finish(upload.id, accept=refuse) is None


def test_when_the_job_cannot_be_made_the_upload_stays_unmarked_and_can_be_finished_later(uploads, database):
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0)

    class DiesBeforeCommitError(Exception):
        """What a crash looks like from inside."""

    def die(session, arrived):
        make_job(session, arrived)
        raise DiesBeforeCommitError

    with pytest.raises(DiesBeforeCommitError):
        uploads.finish(upload.id, accept=die)
    with database.reading() as session:
        jobs_after_crash = session.scalar(select(func.count(Job.id)))

    assert jobs_after_crash == 0
    assert uploads.finish(upload.id, accept=make_job) is not None


def test_captions_sent_along_reach_the_job_and_make_none_of_their_own(uploads, database):
    captions = uploads.begin(ERIKA, file_name="talk.de.vtt", size_bytes=2, purpose=Purpose.CAPTIONS)
    write(uploads, captions, b"ok")
    assert uploads.finish(captions.id, accept=refuse) is None
    upload = uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=0, captions=[captions.id])

    uploads.finish(upload.id, accept=make_job)

    with database.reading() as session:
        assert session.scalars(select(Job.arguments)).one()["captions"] == ["talk.de.vtt"]


def test_captions_of_somebody_else_cannot_be_named(uploads):
    captions = uploads.begin(MAX, file_name="talk.vtt", size_bytes=0, purpose=Purpose.CAPTIONS)

    with pytest.raises(InvalidInputError):
        uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1, captions=[captions.id])


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
    monkeypatch.setattr(uploads, "_reserve_bytes", uploads.files.free_bytes() + (1 << 40))

    with pytest.raises(StoreFullError):
        uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)


def test_one_account_cannot_open_uploads_without_end(uploads):
    for _ in range(MOST_UNFINISHED):
        uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)

    with pytest.raises(InvalidInputError) as refused:
        uploads.begin(ERIKA, file_name="talk.mp4", size_bytes=1)

    assert refused.value.fields == {"file": "too-many-uploads"}
    assert uploads.begin(MAX, file_name="talk.mp4", size_bytes=1)


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

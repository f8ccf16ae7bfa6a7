"""Uploads as rows: owners, room, completion exactly once, lapse."""

import datetime as dt
import os
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from archive.catalogue.people import Purpose, Upload
from archive.catalogue.work import Job, JobState
from archive.errors import InvalidInputError, NotFoundError
from archive.intake.upload_files import UploadFiles
from archive.intake.upload_rules import LARGEST_CAPTIONS_BYTES
from ingest.errors import TooLargeError
from media.errors import NotPlayableError, StoreFullError
from tests.support.uploaded import ERIKA, MAX, job_of, make_job, refuse, write


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

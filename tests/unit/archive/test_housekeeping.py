"""What a worker puts right besides the index, which test_indexing.py is about."""

import datetime as dt
import os
import shutil

from sqlalchemy import text

from archive.catalogue.people import Role, Upload
from archive.housekeeping import keep_house
from archive.identity import accounts
from archive.intake.accepting import uploads_of
from search.generations import POINTER
from tests.support.archives import open_archive


def test_an_upload_that_lapsed_is_swept_by_the_worker_although_nobody_opens_the_desk(tmp_path):
    with open_archive(tmp_path, upload_days=1) as services:
        with services.database.writing() as session:
            account = accounts.create(session, "anna", "lang genug fuer alle", Role.EDITOR, clock=services.clock)
        uploads = uploads_of(services)
        begun = uploads.begin(account_id=account.id, file_name="talk.mp4", size_bytes=1000)
        long_ago = services.clock() - dt.timedelta(days=2)
        with services.database.writing() as session:
            session.get_one(Upload, begun.id).created_at = long_ago
        for path in (tmp_path / "uploads").rglob("*"):
            os.utime(path, (long_ago.timestamp(), long_ago.timestamp()))

        keep_house(services)

        with services.database.reading() as session:
            assert session.get(Upload, begun.id) is None
        assert list(uploads.files.ids()) == []


def test_what_cannot_be_swept_does_not_keep_the_index_from_being_healed(tmp_path):
    with open_archive(tmp_path) as services:
        shutil.rmtree(services.work)
        shutil.rmtree(services.incoming)
        services.incoming.write_text("a file where the folder was")
        (services.index.folder / POINTER).write_text("damaged")

        keep_house(services)

        assert services.index.problem() is None


def test_a_bit_that_flipped_under_a_running_archive_is_found_by_the_house(tmp_path):
    with open_archive(tmp_path) as services:
        keep_house(services)
        assert services.index.problem() is None
        segment = next((tmp_path / "index").rglob("*.toc"))
        stat = segment.stat()
        content = bytearray(segment.read_bytes())
        content[len(content) // 2] ^= 4
        segment.write_bytes(content)
        os.utime(segment, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        damaged = services.index.generation()

        keep_house(services)

        assert services.index.check() is None
        assert services.index.generation() > damaged


def test_one_failing_task_of_the_house_does_not_stop_the_others(tmp_path, caplog):
    with open_archive(tmp_path) as services:
        (services.index.folder / POINTER).write_text("damaged")
        with services.database.writing() as session:
            session.execute(text("alter table source rename to elsewhere"))

        keep_house(services)

        assert services.index.problem() is None
        assert "sweep_incoming failed" in caplog.text

"""The bytes of uploads: the offset is the size, one writer at a time, nothing half-made is ever seen."""

import errno
import os
import threading
import time

import pytest

from archive.errors import NotFoundError, UploadBusyError
from archive.intake import upload_files
from archive.intake.upload_files import UploadFiles
from media.errors import StoreFullError


@pytest.fixture
def files(tmp_path):
    return UploadFiles(tmp_path / "uploads")


def test_a_new_upload_is_empty_and_has_an_id_of_32_hex_digits(files):
    upload_id = files.create()

    assert len(upload_id) == 32
    assert set(upload_id) <= set("0123456789abcdef")
    assert files.offset(upload_id) == 0


def test_what_was_appended_is_the_offset_and_the_content(files):
    upload_id = files.create()

    with files.open(upload_id) as upload:
        upload.append(b"one ")
        upload.append(b"two")
        assert upload.accept() == 7
    with files.open(upload_id) as upload:
        assert upload.offset == 7
        upload.append(b" three")

    assert files.path(upload_id).read_bytes() == b"one two three"
    assert files.offset(upload_id) == 13


def test_cutting_back_forgets_what_this_request_wrote(files):
    upload_id = files.create()
    with files.open(upload_id) as upload:
        upload.append(b"kept")

    with files.open(upload_id) as upload:
        upload.append(b"dropped")
        upload.cut_back()

    assert files.path(upload_id).read_bytes() == b"kept"


def test_held_back_bytes_never_count_before_they_are_accepted(files):
    upload_id = files.create()
    with files.open(upload_id) as upload:
        upload.append(b"sure ")

    with files.open(upload_id) as upload:
        upload.hold_back()
        upload.append(b"unsure")
        during = files.offset(upload_id)
        after = upload.accept()
    with files.open(upload_id) as upload:
        upload.hold_back()
        upload.append(b"never accepted")

    assert (during, after) == (5, 11)
    assert files.path(upload_id).read_bytes() == b"sure unsure"
    assert [path.name for path in files.path(upload_id).parent.iterdir()] == ["data"]


@pytest.mark.parametrize(
    "hostile", ["", "..", "../../etc/passwd", "0" * 31, "0" * 33, "G" * 32, "0" * 32, "0" * 31 + "/", "a" * 32 + "\n"]
)
def test_an_id_that_is_not_ours_is_no_path(files, hostile):
    files.create()

    with pytest.raises(NotFoundError):
        files.path(hostile)
    with pytest.raises(NotFoundError):
        files.open(hostile)
    files.remove(hostile)


def test_a_second_writer_asks_the_first_to_stop_and_gets_the_lock(files):
    upload_id = files.create()
    first = files.open(upload_id)

    def write_until_asked():
        with first:
            first.append(b"early ")
            while not first.is_stop_wanted():
                time.sleep(0.01)

    writer = threading.Thread(target=write_until_asked)
    writer.start()
    with files.open(upload_id) as second:
        assert second.offset == 6
        assert not second.is_stop_wanted()
    writer.join()


def test_a_writer_that_does_not_stop_leaves_the_upload_busy(files):
    upload_id = files.create()

    with files.open(upload_id), pytest.raises(UploadBusyError):
        files.open(upload_id, wait_seconds=0.2)


def test_a_full_disk_says_so_and_keeps_what_was_written(files, monkeypatch):
    class FillingDisk:
        """Takes ten bytes, then has no room."""

        def __init__(self):
            self.room = 10
            self.pwrite = os.pwrite

        def __call__(self, descriptor, content, position):
            if not self.room:
                raise OSError(errno.ENOSPC, "No space left on device")
            part = bytes(content)[: self.room]
            self.room -= len(part)
            return self.pwrite(descriptor, part, position)

    upload_id = files.create()
    monkeypatch.setattr(os, "pwrite", FillingDisk())
    with files.open(upload_id) as upload, pytest.raises(StoreFullError):
        upload.append(b"0123456789abcdef")

    assert files.path(upload_id).read_bytes() == b"0123456789"


def test_a_removed_upload_is_gone_and_removing_it_again_is_fine(files):
    upload_id = files.create()

    files.remove(upload_id)
    files.remove(upload_id)

    assert list(files.ids()) == []
    with pytest.raises(NotFoundError):
        files.offset(upload_id)


def test_leftovers_of_a_crash_are_cleared_once_they_are_old(files, tmp_path):
    root = tmp_path / "uploads"
    kept = files.create()
    for name in (".new-" + "a" * 32, ".gone-" + "b" * 32):
        (root / name).mkdir()

    files.clear_leftovers(older_than=time.time() - 3600)
    fresh = {path.name for path in root.iterdir()}
    files.clear_leftovers(older_than=time.time() + 1)

    assert len(fresh) == 3
    assert [path.name for path in root.iterdir()] == [kept]


def test_a_long_request_stops_when_others_have_eaten_into_the_reserve(tmp_path, monkeypatch):
    monkeypatch.setattr(upload_files, "FLUSH_BYTES", 4)
    files = UploadFiles(tmp_path, reserve_bytes=1 << 60)
    upload_id = files.create()

    with files.open(upload_id) as opened:
        opened.append(b"abc")
        with pytest.raises(StoreFullError):
            opened.append(b"def")

    assert files.offset(upload_id) == 6

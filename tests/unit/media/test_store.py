"""The store keeps what it is given, once, read-only, and says clearly when it cannot."""

import errno
import hashlib
import os
import stat
from pathlib import Path

import pytest

from media.errors import FileMissingError, StoreFullError
from media.store import LocalStore, make_folder, replace_durably, sha512_of, write_durably


@pytest.fixture
def store(tmp_path) -> LocalStore:
    return LocalStore(tmp_path / "store")


@pytest.fixture
def recording(tmp_path) -> Path:
    path = tmp_path / "so heißt das draußen;$(id).mp4"
    path.write_bytes(b"content" * 1000)
    return path


def files_under(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_under_the_hash_of_its_content(store, recording, tmp_path):
    digest = hashlib.sha512(recording.read_bytes()).hexdigest()

    stored = store.adopt(recording, suffix=".mp4")

    assert (stored.key, stored.sha512, stored.size_bytes) == (f"{digest[:2]}/{digest}.mp4", digest, 7000)
    assert store.path(stored.key).read_bytes() == recording.read_bytes()
    assert store.size(stored.key) == 7000
    assert files_under(tmp_path / "store") == [stored.key]


def test_a_stored_file_is_read_only_and_the_given_one_is_left_alone(store, recording):
    before = stat.S_IMODE(recording.stat().st_mode)

    stored = store.adopt(recording, suffix=".mp4")

    assert stat.S_IMODE(store.path(stored.key).stat().st_mode) == 0o444
    assert stat.S_IMODE(recording.stat().st_mode) == before
    assert not recording.samefile(store.path(stored.key))


def test_the_same_content_again_is_the_same_file(store, recording, tmp_path):
    first = store.adopt(recording, suffix=".mp4")
    inode = store.path(first.key).stat().st_ino

    second = store.adopt(recording, suffix=".mp4")

    assert second == first
    assert store.path(first.key).stat().st_ino == inode
    assert files_under(tmp_path / "store") == [first.key]


def test_our_own_finished_files_are_shared_not_copied(store, recording):
    stored = store.adopt(recording, suffix=".mp4", may_link=True)

    assert recording.samefile(store.path(stored.key))


@pytest.mark.parametrize("suffix", ["", ".MP4", "/../../x", ".a b", "mp4", ".toolongsuffix"])
def test_no_suffix_leads_out_of_the_store(store, recording, suffix, tmp_path):
    stored = store.adopt(recording, suffix=suffix)

    assert store.path(stored.key).is_relative_to(tmp_path / "store")
    assert stored.key.partition(".")[2] in {"", "mp4"}


@pytest.mark.parametrize(
    "key", ["", "..", "../x", "/etc/passwd", "ab/" + "a" * 128, "aa/" + "a" * 127, "aa/" + "a" * 128]
)
def test_foreign_and_unknown_keys_are_missing_files(store, key):
    with pytest.raises(FileMissingError) as caught:
        store.path(key)

    assert caught.value.details() == {"key": key}


def test_a_removed_file_is_gone_and_may_be_removed_again(store, recording):
    stored = store.adopt(recording, suffix=".mp4")

    store.remove(stored.key)
    store.remove(stored.key)

    with pytest.raises(FileMissingError):
        store.size(stored.key)


def test_a_file_that_vanished_is_missing(store, tmp_path):
    with pytest.raises(FileMissingError):
        store.adopt(tmp_path / "gone.mp4", suffix=".mp4")


def test_a_file_larger_than_the_disk_is_refused_before_it_is_copied(store, tmp_path):
    huge = tmp_path / "huge.mp4"
    with huge.open("wb") as file:
        file.truncate(store.free_bytes() + (1 << 40))

    with pytest.raises(StoreFullError) as caught:
        store.adopt(huge, suffix=".mp4")

    assert caught.value.retryable
    assert caught.value.needed_bytes > caught.value.free_bytes > 0
    assert files_under(tmp_path / "store") == []


def test_a_disk_that_fills_up_on_the_way_leaves_nothing_behind(store, recording, tmp_path, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    store.adopt(recording, suffix=".mp4")
    recording.write_bytes(b"other")
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StoreFullError):
        store.adopt(recording, suffix=".mp4")
    with pytest.raises(StoreFullError):
        write_durably(tmp_path / "note.json", b"{}")

    assert len(files_under(tmp_path / "store")) == 1
    assert not (tmp_path / "note.json").exists()
    assert not list(tmp_path.glob(".*.part"))


def test_a_written_file_is_there_as_a_whole_and_replaces_the_old(tmp_path):
    note = tmp_path / "fetch.json"

    write_durably(note, b"old")
    write_durably(note, b"new")

    assert note.read_bytes() == b"new"
    assert files_under(tmp_path) == ["fetch.json"]


def test_content_and_folder_reach_the_disk_before_the_name_is_told(tmp_path, monkeypatch):
    synced: list[str] = []
    real = os.fsync

    def watch(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watch)
    part = tmp_path / "x.part"
    part.write_bytes(b"x")

    replace_durably(part, tmp_path / "x.mp4")

    assert synced == ["x.part", tmp_path.name]


def test_folders_are_made_with_those_above_them(tmp_path):
    make_folder(tmp_path / "a" / "b" / "c")
    make_folder(tmp_path / "a" / "b" / "c")

    assert (tmp_path / "a" / "b" / "c").is_dir()


def test_the_hash_is_that_of_the_content(recording):
    assert sha512_of(recording) == hashlib.sha512(recording.read_bytes()).hexdigest()


def test_the_store_says_what_it_holds(tmp_path):
    store = LocalStore(tmp_path / "store")
    (tmp_path / "film.mp4").write_bytes(b"film")
    key = store.adopt(tmp_path / "film.mp4", suffix=".mp4").key

    assert store.holds(key)
    store.path(key).chmod(0o600)
    store.path(key).write_bytes(b"")
    assert not store.holds(key)
    store.path(key).unlink()
    assert not store.holds(key)
    assert not store.holds("../film.mp4")

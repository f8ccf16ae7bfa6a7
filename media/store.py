"""Where files rest: under the hash of their content, read-only, durable before anybody is told so.

The only place of temporary names, fsync and rename. Foreign names never reach the disk.
"""

import contextlib
import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from media.errors import FileMissingError, StoreFullError

PRIVATE = "private/"
"""Begins the keys of what is never served with recordings; a web server may be told to keep out of that folder."""
KEY = re.compile(rf"(?:{PRIVATE})?(?P<folder>[0-9a-f]{{2}})/(?P<sha512>[0-9a-f]{{128}})(?P<suffix>\.[a-z0-9]{{1,8}})?")
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
CHUNK_BYTES = 1024 * 1024
READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store."""

    key: str
    size_bytes: int
    sha512: str


class LocalStore:
    """Files in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    def adopt(
        self,
        path: Path,
        *,
        suffix: str,
        may_link: bool = False,
        sha512: str | None = None,
        is_private: bool = False,
    ) -> StoredFile:
        """Take a file in; the same content again gives the same key and no second copy. The file given stays.

        With `may_link` the store shares the file's blocks instead of copying them: only for files of our own that
        nobody writes again, since they become read-only. With `sha512`, taken while the file was written, a linked
        file is not read once more.

        Raises:
            FileMissingError: there is no such file.
            StoreFullError: the disk has no room for it.
        """
        tail = suffix.lower() if SUFFIX.fullmatch(suffix.lower()) else ""
        try:
            size_bytes = path.stat().st_size
            with _room_for(size_bytes, folder=self._root):
                make_folder(self._root)
                temporary = _temporary_beside(self._root / "incoming")
                with _removed_on_error(temporary):
                    digest = _link(path, temporary, sha512=sha512) if may_link else _copy(path, temporary)
                    key = f"{PRIVATE if is_private else ''}{digest[:2]}/{digest}{tail}"
                    self._settle(temporary, self._root / key)
        except FileNotFoundError as error:
            raise FileMissingError(path.name) from error
        return StoredFile(key=key, size_bytes=size_bytes, sha512=digest)

    def path(self, key: str) -> Path:
        """Return where a stored file lies.

        Raises:
            FileMissingError: the key is not one of ours, or nothing lies there.
        """
        found = self._place(key)
        if not found.is_file():
            raise FileMissingError(key)
        return found

    def size(self, key: str) -> int:
        """Return a stored file's size in bytes.

        Raises:
            FileMissingError: as in `path`.
        """
        return self.path(key).stat().st_size

    def touched_at(self, key: str) -> float:
        """Return the Unix time at which the file was last put here, by this content's first coming or a later one.

        Raises:
            FileMissingError: as in `path`.
        """
        return self.path(key).stat().st_ctime

    def remove(self, key: str) -> None:
        """Remove a file for good; one that is gone already is no error.

        Raises:
            FileMissingError: the key is not one of ours.
        """
        place = self._place(key)
        place.unlink(missing_ok=True)
        with contextlib.suppress(FileNotFoundError):
            _sync_folder(place.parent)

    def free_bytes(self) -> int:
        """Return how much room is left."""
        return _free_bytes(self._root)

    def _settle(self, temporary: Path, final: Path) -> None:
        if final.is_file() and final.stat().st_size == temporary.stat().st_size:
            temporary.unlink()
            final.chmod(READ_ONLY)  # touched: a sweep leaves it alone until there is a row for it
            return
        make_folder(final.parent)
        temporary.chmod(READ_ONLY)
        replace_durably(temporary, final)

    def holds(self, key: str) -> bool:
        """Say whether a file with something in it lies there; of a key that is not one of ours, none does."""
        try:
            return self.size(key) > 0
        except FileMissingError:
            return False

    def _place(self, key: str) -> Path:
        sha512_in(key)
        return self._root / key


def sha512_in(key: str) -> str:
    """Return the hash that a key promises of its content.

    Raises:
        FileMissingError: the key is not one of ours.
    """
    match = KEY.fullmatch(key)
    if match is None or not match["sha512"].startswith(match["folder"]):
        raise FileMissingError(key)
    return match["sha512"]


def sha512_of(path: Path) -> str:
    """Return the hexadecimal SHA-512 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()


def write_durably(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole, and after a power cut too, or not at all.

    Raises:
        StoreFullError: the disk has no room for it.
    """
    temporary = _temporary_beside(path)
    with _room_for(len(content), folder=path.parent), _removed_on_error(temporary):
        temporary.write_bytes(content)
        replace_durably(temporary, path)


def replace_durably(temporary: Path, final: Path) -> None:
    """Give a finished file its final name, once its content has reached the disk.

    Raises:
        StoreFullError: the disk has no room for it.
    """
    with _room_for(temporary.stat().st_size, folder=final.parent):
        _sync(temporary, os.O_RDONLY)
        temporary.replace(final)
        _sync_folder(final.parent)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, so that they outlive a power cut."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _temporary_beside(final: Path) -> Path:
    return final.with_name(f".{secrets.token_hex(8)}.part")


def _link(source: Path, temporary: Path, *, sha512: str | None) -> str:
    """Share the blocks when both lie on one file system, copy otherwise; return the content's hash."""
    try:
        temporary.hardlink_to(source)
    except FileNotFoundError:
        raise
    except OSError:
        return _copy(source, temporary)
    return sha512 or sha512_of(temporary)


def _copy(source: Path, temporary: Path) -> str:
    """Copy the content and return the hash of exactly what was written."""
    digest = hashlib.sha512()
    with source.open("rb") as reading:
        needed_bytes, free_bytes = os.fstat(reading.fileno()).st_size, _free_bytes(temporary.parent)
        if needed_bytes > free_bytes:
            raise StoreFullError(needed_bytes=needed_bytes, free_bytes=free_bytes)
        with temporary.open("xb") as writing:
            while chunk := reading.read(CHUNK_BYTES):
                digest.update(chunk)
                writing.write(chunk)
    return digest.hexdigest()


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    _sync(folder, os.O_DIRECTORY)


def _free_bytes(folder: Path) -> int:
    existing = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    room = os.statvfs(existing)
    return room.f_bavail * room.f_frsize


@contextlib.contextmanager
def _room_for(needed_bytes: int, *, folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise StoreFullError(needed_bytes=needed_bytes, free_bytes=_free_bytes(folder)) from error


@contextlib.contextmanager
def _removed_on_error(temporary: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

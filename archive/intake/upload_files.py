"""The bytes of uploads on disk: one folder each, `var/uploads/<32 hex>/data`. Knows no rows and no requests.

The offset of an upload *is* the size of its `data`: no second record can disagree with it after a crash.
Exactly one writer holds the lock of an upload. A client that lost its network comes back while the server
still reads its dead connection; the old writer is then asked to stop, by a file `stop`, so that this works
across processes too.
"""

import errno
import fcntl
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from archive.errors import NotFoundError, UploadBusyError
from media.errors import StoreFullError

FLUSH_BYTES = 64 << 20
"""So many bytes at most are acknowledged to nobody and not yet on the disk."""
ASK_EVERY_SECONDS = 0.1
TAKE_OVER_SECONDS = 6.0

_ID = re.compile(r"[0-9a-f]{32}")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class OpenUpload:
    """An upload that is being written, locked. Use it in a `with`; leaving it releases the lock."""

    def __init__(self, folder: Path, descriptor: int, *, reserve_bytes: int = 0) -> None:
        self._folder = folder
        self._reserve_bytes = reserve_bytes
        self._data = descriptor
        self._target = descriptor
        self._position = os.fstat(descriptor).st_size
        self._synced = self._position
        self.offset = self._position
        """Where the next byte belongs, as it was when the upload was opened."""

    def hold_back(self) -> None:
        """Keep what follows aside until `accept`: bytes whose checksum is not known to be right yet."""
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        self._target = os.open(self._folder / "unchecked", flags, 0o600)
        self._position = 0
        self._synced = 0

    def append(self, content: bytes) -> None:
        """Write at the end.

        Raises:
            StoreFullError: when the disk is full, or only the reserve is left; what was written before stays.
        """
        rest = memoryview(content)
        try:
            while rest:
                written = os.pwrite(self._target, rest, self._position)
                self._position += written
                rest = rest[written:]
            if self._position - self._synced >= FLUSH_BYTES:
                os.fdatasync(self._target)
                self._synced = self._position
                self._refuse_full()
        except OSError as exc:
            if exc.errno in _NO_ROOM:
                raise StoreFullError(len(rest), shutil.disk_usage(self._folder).free) from exc
            raise

    def _refuse_full(self) -> None:
        """Stop in the middle of a long request when others have taken the room meanwhile.

        Raises:
            StoreFullError: only the reserve is left.
        """
        free_bytes = shutil.disk_usage(self._folder).free
        if free_bytes < self._reserve_bytes:
            raise StoreFullError(FLUSH_BYTES, 0)

    def accept(self) -> int:
        """Make everything written durable and give the new offset.

        Raises:
            StoreFullError: when the disk is full.
        """
        if self._target != self._data:
            self._take_held_back()
        os.fdatasync(self._data)
        return os.fstat(self._data).st_size

    def cut_back(self) -> None:
        """Forget everything written since the upload was opened."""
        os.ftruncate(self._data, self.offset)
        os.fdatasync(self._data)

    def is_stop_wanted(self) -> bool:
        """Say whether another request waits to go on with this upload."""
        return (self._folder / "stop").exists()

    def _take_held_back(self) -> None:
        length, self._position, self._synced = self._position, self.offset, self.offset
        held, self._target = self._target, self._data
        try:
            for start in range(0, length, 1 << 20):
                self.append(os.pread(held, min(1 << 20, length - start), start))
        finally:
            os.close(held)
            (self._folder / "unchecked").unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._target != self._data:
            os.close(self._target)
            (self._folder / "unchecked").unlink(missing_ok=True)
        os.close(self._data)  # closing releases the lock


class UploadFiles:
    """The folder of all uploads."""

    def __init__(self, root: Path, *, reserve_bytes: int = 0) -> None:
        self._root = root
        self._reserve_bytes = reserve_bytes

    def create(self) -> str:
        """Make an empty upload that survives a power cut, and give its id."""
        self._root.mkdir(parents=True, exist_ok=True)
        upload_id = secrets.token_hex(16)
        fresh = self._root / f".new-{upload_id}"
        fresh.mkdir(mode=0o700)
        (fresh / "data").touch(mode=0o600)
        _sync_folder(fresh)
        fresh.rename(self._root / upload_id)
        _sync_folder(self._root)
        return upload_id

    def path(self, upload_id: str) -> Path:
        """Give the file that holds the bytes.

        Raises:
            NotFoundError: when there is no such upload, or the id is not one of ours.
        """
        path = self._root / upload_id / "data"
        if not _ID.fullmatch(upload_id) or not path.is_file():
            raise NotFoundError(kind="upload", key=upload_id)
        return path

    def offset(self, upload_id: str) -> int:
        """Count the bytes that have arrived.

        Raises:
            NotFoundError: when there is no such upload.
        """
        return self.path(upload_id).stat().st_size

    def last_written(self, upload_id: str) -> float:
        """Give the Unix time of the last byte.

        Raises:
            NotFoundError: when there is no such upload.
        """
        return self.path(upload_id).stat().st_mtime

    def open(self, upload_id: str, *, wait_seconds: float = TAKE_OVER_SECONDS) -> OpenUpload:
        """Lock an upload for writing; a writer that holds it already is asked to stop.

        Raises:
            NotFoundError: when there is no such upload.
            UploadBusyError: when the other writer does not stop in time.
        """
        path = self.path(upload_id)
        stop = path.with_name("stop")
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        deadline = time.monotonic() + wait_seconds
        while not _locked(descriptor):
            if time.monotonic() >= deadline:
                os.close(descriptor)
                raise UploadBusyError(upload_id)
            stop.touch()
            time.sleep(ASK_EVERY_SECONDS)
        stop.unlink(missing_ok=True)
        if not path.exists():  # removed while we waited
            os.close(descriptor)
            raise NotFoundError(kind="upload", key=upload_id)
        return OpenUpload(path.parent, descriptor, reserve_bytes=self._reserve_bytes)

    def remove(self, upload_id: str) -> None:
        """Drop an upload; nothing happens when it is gone already."""
        if not _ID.fullmatch(upload_id) or not (self._root / upload_id).is_dir():
            return
        doomed = self._root / f".gone-{upload_id}"
        (self._root / upload_id).rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)

    def free_bytes(self) -> int:
        """Say how much room the disk has."""
        self._root.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self._root).free

    def ids(self) -> Iterator[str]:
        """List all uploads on disk."""
        if self._root.is_dir():
            yield from sorted(folder.name for folder in self._root.iterdir() if _ID.fullmatch(folder.name))

    def clear_leftovers(self, *, older_than: float) -> None:
        """Drop what a crash left behind while an upload was made or removed, before the Unix time given."""
        if not self._root.is_dir():
            return
        for folder in self._root.iterdir():
            if folder.name.startswith((".new-", ".gone-")) and folder.stat().st_mtime < older_than:
                shutil.rmtree(folder, ignore_errors=True)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

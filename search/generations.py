"""The life of the index on disk: numbered generations, each a folder; a pointer says which one answers.

    index/lock                 held by the one writer (flock, so it is free when its holder dies)
    index/current              the pointer: number and hash of the manifest, replaced in one step
    index/generation-000012/   an index of Whoosh with its manifest; never changed once it is pointed to

A change starts from hard links to the files of the generation before. Until the pointer is replaced nothing of it can
be seen, so a writer may die at any point: the old generation still answers and the next writer sweeps up.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from search.errors import IndexBusyError, IndexUnavailableError, Unavailable
from search.manifest import NAME as MANIFEST
from search.manifest import HashedFiles, sync, write_manifest, write_synced

POINTER = "current"
LOCK = "lock"
_FOLDER = re.compile(r"generation-(\d{6,12})")
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Generation:
    """A state of the index."""

    number: int
    folder: Path
    manifest_sha256: str


def pointer_state(root: Path) -> tuple[int, int] | None:
    """Give something that differs after every publication, for the price of one stat; None without a pointer."""
    try:
        stat = (root / POINTER).stat()
    except FileNotFoundError:
        return None
    return stat.st_ino, stat.st_mtime_ns


def current(root: Path) -> Generation:
    """Give the generation that answers.

    Raises:
        IndexUnavailableError: there is none yet, or its pointer is damaged.
    """
    try:
        line, _, check = (root / POINTER).read_text(encoding="utf-8").rstrip("\n").partition("\n")
    except FileNotFoundError:
        raise IndexUnavailableError(Unavailable.MISSING) from None
    except UnicodeDecodeError as exc:
        raise IndexUnavailableError(Unavailable.DAMAGED, POINTER) from exc
    if hashlib.sha256(line.encode()).hexdigest() != check:
        raise IndexUnavailableError(Unavailable.DAMAGED, POINTER)
    said = json.loads(line)
    return Generation(said["number"], root / _folder_name(said["number"]), said["manifest_sha256"])


def publish(root: Path, draft: Path, files: HashedFiles) -> Generation:
    """Let a finished draft answer from now on: everything is on the disk before the pointer is replaced."""
    number = _number_of(draft)
    generation = Generation(number, draft, write_manifest(draft, files))
    line = json.dumps({"number": number, "manifest_sha256": generation.manifest_sha256})
    new_pointer = root / f"{POINTER}.new"
    sync(root)
    write_synced(new_pointer, f"{line}\n{hashlib.sha256(line.encode()).hexdigest()}\n".encode())
    new_pointer.replace(root / POINTER)
    sync(root)
    return generation


def draft_from(root: Path, base: Generation | None) -> Path:
    """Make the folder of the next generation, with links to the files of the one it starts from."""
    numbers = sorted(_number_of(path) for path in root.iterdir() if _FOLDER.fullmatch(path.name))
    draft = root / _folder_name(1 + max([*numbers, base.number if base else 0]))
    draft.mkdir()
    if base is not None:
        for path in base.folder.iterdir():
            if path.name != MANIFEST:
                _link_or_copy(path, draft / path.name)
    return draft


def sweep(root: Path, *, keeps_before: bool = True) -> None:
    """Remove what dead writers left, and all generations but the current one and the one before it.

    The one before stays, for a reader that read the pointer a moment ago, unless its words are to be nowhere: then
    such a reader goes on with what it has in memory. Call it with the lock held.
    """
    try:
        answering = current(root).number
    except IndexUnavailableError:
        return  # nothing is thrown away while nothing answers
    numbers = sorted(_number_of(path) for path in root.iterdir() if _FOLDER.fullmatch(path.name))
    before = max((number for number in numbers if number < answering), default=None)
    for number in numbers:
        if number != answering and not (keeps_before and number == before):
            shutil.rmtree(root / _folder_name(number), ignore_errors=True)
    (root / f"{POINTER}.new").unlink(missing_ok=True)


@contextmanager
def writing_lock(root: Path, *, timeout_seconds: float) -> Iterator[None]:
    """Hold the index for writing.

    Raises:
        IndexBusyError: another writer did not finish in time.
    """
    deadline = time.monotonic() + timeout_seconds
    root.mkdir(parents=True, exist_ok=True)  # somebody may have removed it to have the index made anew
    with (root / LOCK).open("ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise IndexBusyError(timeout_seconds) from None
                time.sleep(_POLL_SECONDS)
            else:
                break
        yield  # closing the file gives the lock back


def _folder_name(number: int) -> str:
    return f"generation-{number:06d}"


def _number_of(folder: Path) -> int:
    match = _FOLDER.fullmatch(folder.name)
    return int(match[1]) if match else 0


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)

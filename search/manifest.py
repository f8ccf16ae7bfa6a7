"""What a generation of the index consists of: every file with its size and hash, written last, checked before use.

Whoosh never syncs a file and does not notice a flipped bit (54 of 60 went unseen), and its files are pickles. So
nothing is opened that is not exactly what was published.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from search.errors import IndexUnavailableError, Unavailable
from search.schema import fingerprint

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """A file as the disk knows it; the files of an index never change once written."""

    device: int
    inode: int
    size_bytes: int
    modified_nanoseconds: int


class HashedFiles:
    """The hashes of files seen before, so that a commit costs the hashing of its new files only."""

    def __init__(self) -> None:
        self._known: dict[FileIdentity, str] = {}

    def sha256(self, path: Path) -> str:
        """Give the hash of a file."""
        stat = path.stat()
        identity = FileIdentity(stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
        known = self._known.get(identity)
        if known is None:
            with path.open("rb") as file:
                known = self._known[identity] = hashlib.file_digest(file, "sha256").hexdigest()
        return known

    def forget(self) -> None:
        """Hash every file anew from now on."""
        self._known.clear()


def write_manifest(folder: Path, files: HashedFiles) -> str:
    """Sync every file of the folder, then write and sync the manifest; give the manifest's own hash."""
    names = sorted(path.name for path in folder.iterdir() if path.name != NAME)
    for name in names:
        sync(folder / name)
    content = {"made_by": fingerprint(), "files": {name: files.sha256(folder / name) for name in names}}
    write_synced(folder / NAME, json.dumps(content, indent=1).encode())
    sync(folder)
    return files.sha256(folder / NAME)


def check_manifest(folder: Path, manifest_sha256: str, files: HashedFiles) -> None:
    """Make sure that a folder is exactly what its manifest says.

    Raises:
        IndexUnavailableError: a file is missing, strange or changed, or another version of the software made them.
        FileNotFoundError: the folder went away meanwhile.
    """
    if files.sha256(folder / NAME) != manifest_sha256:
        raise IndexUnavailableError(Unavailable.DAMAGED, NAME)
    content = json.loads((folder / NAME).read_bytes())
    if content["made_by"] != fingerprint():
        raise IndexUnavailableError(Unavailable.OUTDATED, content["made_by"])
    listed: Mapping[str, str] = content["files"]
    present = {path.name for path in folder.iterdir()} - {NAME}
    if present != set(listed):
        raise IndexUnavailableError(Unavailable.DAMAGED, ", ".join(sorted(present ^ set(listed))))
    for name, sha256 in listed.items():
        if files.sha256(folder / name) != sha256:
            raise IndexUnavailableError(Unavailable.DAMAGED, name)


def write_synced(path: Path, content: bytes) -> None:
    """Write a file so that it survives a loss of power once this returns."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Bring a file or a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Who is alive on this machine: each worker holds a lock on a file of its own, which the kernel drops at its death.

So a killed worker is known dead at once. Workers on other machines are judged by their lease alone.
"""

import fcntl
import os
import platform
import re
import uuid
from pathlib import Path
from typing import IO

SUFFIX = ".alive"


class Presence:
    """This process, as other workers see it."""

    def __init__(self, folder: Path) -> None:
        """Show ourselves; the file is visible only once it is locked."""
        host = re.sub(r"[^A-Za-z0-9-]", "-", platform.node())[:40]
        self.owner = f"{host}.{os.getpid()}.{uuid.uuid4().hex[:8]}"
        """Our name in the rows of jobs."""
        self._folder = folder / "alive"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._ours_begin_with = f"{host}."
        hidden = self._folder / f"{self.owner}.new"
        self._file: IO[str] = hidden.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        hidden.rename(self._folder / f"{self.owner}{SUFFIX}")

    def dead_neighbours(self) -> frozenset[str]:
        """Give the workers of this machine that died without a word."""
        files = self._folder.glob(f"{self._ours_begin_with}*{SUFFIX}")
        return frozenset(
            path.name.removesuffix(SUFFIX)
            for path in files
            if path.name != f"{self.owner}{SUFFIX}" and not _is_locked(path)
        )

    def forget(self, dead: frozenset[str]) -> None:
        """Remove the files of the dead, once their jobs were taken over."""
        for owner in dead:
            (self._folder / f"{owner}{SUFFIX}").unlink(missing_ok=True)

    def leave(self) -> None:
        """End in good order."""
        (self._folder / f"{self.owner}{SUFFIX}").unlink(missing_ok=True)
        self._file.close()


def is_anyone_alive(folder: Path) -> bool:
    """Say whether a worker runs on this machine, without becoming one."""
    return any(_is_locked(path) for path in (folder / "alive").glob(f"*{SUFFIX}"))


def _is_locked(path: Path) -> bool:
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:  # it left just now, in good order
        return True
    return False

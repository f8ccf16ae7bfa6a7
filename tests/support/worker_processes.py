"""Real worker processes that can be killed, born of a process that has imported the house once.

Importing costs a worker one and a half seconds of processor time; the tests start more than a hundred.
"""

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

from archive import worker
from archive.settings import Settings

_NURSERY = multiprocessing.get_context("forkserver")
_NURSERY.set_forkserver_preload([__name__])


class WorkerProcess:
    """A worker process, as the tests use it; it ends with the tests at the latest."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self._process = _NURSERY.Process(target=_be_a_worker, args=(settings, log), daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        """Give the number by which signals reach it."""
        return self._process.pid or 0

    def poll(self) -> int | None:
        """Give its exit code, negative after a signal; None while it runs."""
        return self._process.exitcode

    def wait(self, timeout_seconds: float | None = None) -> int:
        """Wait for its end and give the exit code.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        self._process.join(timeout_seconds)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(["worker"], timeout_seconds or 0.0)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()


def start_worker(settings: Settings, *, log: Path) -> WorkerProcess:
    """Start a real worker process, as `mitschnitt worker` does."""
    return WorkerProcess(settings, log)


def _be_a_worker(settings: Settings, log: Path) -> None:
    with log.open("ab") as stream:
        for descriptor in (1, 2):
            os.dup2(stream.fileno(), descriptor)
    sys.exit(worker.main(settings))

"""What work costs: processor seconds of this process and its children, and the most memory of all of them together."""

import resource
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

EVERY_SECONDS = 0.2


def spent() -> float:
    """Give the processor seconds so far, those of children that have ended included."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


class MemoryWatch:
    """Looks five times a second what this process and all below it hold.

    Proportional set size: what several of them share counts once (`/proc/PID/smaps_rollup`, proc(5)).
    """

    def __init__(self) -> None:
        self.peak_bytes = 0
        self.own_bytes = 0
        """Of this process, when all together held most."""
        self.cpu_seconds = 0.0
        """What looking cost: not part of the work."""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(EVERY_SECONDS):
            own, *below = [_held(process) for process in _tree(Path("/proc/self").resolve())]
            if own + sum(below) > self.peak_bytes:
                self.peak_bytes, self.own_bytes = own + sum(below), own
            self.cpu_seconds = time.thread_time()


def _tree(process: Path) -> Iterator[Path]:
    yield process
    for children in process.glob("task/*/children"):
        try:
            pids = children.read_text(encoding="ascii").split()
        except OSError:  # it ended meanwhile
            continue
        for pid in pids:
            yield from _tree(Path("/proc", pid))


def _held(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")), 0)

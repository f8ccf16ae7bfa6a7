"""`mitschnitt serve`: the web server and the worker as two children, either of them started again when it dies.

Children die with us: the kernel tells them, even after kill -9. Nothing else runs in this process.
"""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.logs import log_to
from archive.settings import Settings
from media.process import Child, spawn

HOUSE = Path(__file__).resolve().parents[1]
LOOK_SECONDS = 0.2
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.5, 10.0
LIVED_SECONDS = 10.0
"""A child that lived so long is started again without a longer wait."""
MOST_EARLY_DEATHS = 6
END_SECONDS = 9.0
MISUSED = 2
"""Exit code of our commands for wrong settings: starting them again would not help."""

log = logging.getLogger(__name__)
Start = Callable[[], Child]


@dataclass(slots=True)
class Part:
    """One child, and how it fared."""

    name: str
    start: Start
    child: Child | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    early_deaths: int = 0
    exit_codes: list[int] = field(default_factory=list)

    def look_after(self, now: float) -> None:
        """Start it when that is due; when it died, plan the next start."""
        if self.child is None:
            if now >= self.due_at:
                self.child, self.started_at = self.start(), now
                log.info("%s runs as process %d", self.name, self.child.pid)
            return
        code = self.child.poll()
        if code is None:
            return
        self.child = None
        self.exit_codes.append(code)
        self.early_deaths = 0 if now - self.started_at > LIVED_SECONDS else self.early_deaths + 1
        wait = min(FIRST_WAIT_SECONDS * 2 ** max(0, self.early_deaths - 1), LONGEST_WAIT_SECONDS)
        self.due_at = now + wait
        log.warning("%s ended with %d; started again in %.1f s", self.name, code, wait)

    @property
    def is_hopeless(self) -> bool:
        """Say whether starting it again makes no sense."""
        misused = bool(self.exit_codes) and self.exit_codes[-1] == MISUSED
        return self.child is None and (misused or self.early_deaths >= MOST_EARLY_DEATHS)


def serve(settings: Settings, *, names: Sequence[str] = ("web", "worker")) -> int:
    """Run the whole archive until SIGTERM or SIGINT; give the exit code."""
    log_to(sys.stderr)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    return supervise([Part(name, _start(name, settings)) for name in names], stop)


def supervise(parts: Sequence[Part], stop: threading.Event) -> int:
    """Keep the parts running until `stop`; 1 when one of them cannot be kept running."""
    try:
        while not stop.wait(LOOK_SECONDS):
            for part in parts:
                part.look_after(time.monotonic())
            hopeless = [part for part in parts if part.is_hopeless]
            if hopeless:
                log.error("%s does not stay up; giving up", ", ".join(part.name for part in hopeless))
                return MISUSED if all(part.exit_codes[-1] == MISUSED for part in hopeless) else 1
    finally:
        end([part.child for part in parts if part.child is not None])
    return 0


def end(children: Sequence[Child]) -> None:
    """End all children: asked first, all at once, and killed when they take too long."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + END_SECONDS
    for child in children:
        if child.wait(max(0.0, deadline - time.monotonic())) is None:
            log.warning("process %d did not end in time and is killed", child.pid)
            child.kill()
            child.wait()


def _start(name: str, settings: Settings) -> Start:
    # -P: what lies in the folder somebody stands in is not imported
    argv = [sys.executable, "-P", "-m", "archive.cli", name]
    environment = {**settings.child_environ(), "PYTHONPATH": str(HOUSE)}
    return lambda: spawn(argv, cwd=Path.cwd(), environment=environment)

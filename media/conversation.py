"""Listening to a running program without ever blocking on it, and ending it for good. Only `process.py` uses this."""

import collections
import contextlib
import os
import selectors
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol

TAIL_LINES = 50
TAIL_LINE_BYTES = 2000
CHUNK_BYTES = 65536
LAST_WORDS_SECONDS = 1.0


class StartedProgram(Protocol):
    """What we need of `subprocess.Popen`."""

    pid: int
    returncode: int
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None


@dataclass(frozen=True, slots=True)
class Usage:
    """How a program ended and what it cost."""

    exit_code: int
    cpu_seconds: float


class Conversation:
    """Reads both pipes of a program as they fill, keeps what is wanted, and ends the program's whole group."""

    def __init__(
        self,
        child: StartedProgram,
        on_line: Callable[[str], None] | None,
        stdout_limit_bytes: int,
        words_limit_bytes: int,
    ) -> None:
        self._child = child
        self._on_line = on_line
        self._stdout_limit_bytes = stdout_limit_bytes
        self._words_limit_bytes = words_limit_bytes
        self._heard_bytes = 0
        self._kept = bytearray()
        self._tail: collections.deque[bytes] = collections.deque(maxlen=TAIL_LINES)
        self._open_line = b""
        self._selector = selectors.DefaultSelector()
        for pipe, listener in ((child.stdout, self._hear_output), (child.stderr, self._hear_complaint)):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
                self._selector.register(pipe, selectors.EVENT_READ, listener)
        self.last_word = time.monotonic()

    @property
    def stdout(self) -> bytes:
        """What the program wrote, when nobody listened line by line."""
        return b"" if self._on_line else bytes(self._kept)

    @property
    def passed_limit_bytes(self) -> int | None:
        """Which limit the program has talked itself past: that of what is kept, or that of all it says."""
        limits = ((len(self._kept), self._stdout_limit_bytes), (self._heard_bytes, self._words_limit_bytes))
        return next((limit for many, limit in limits if many > limit), None)

    @property
    def stderr_tail(self) -> str:
        """The last lines of its complaints."""
        lines = [*self._tail, self._open_line] if self._open_line else list(self._tail)
        return b"\n".join(lines).decode(errors="replace")

    def turn(self, seconds: float) -> bool:
        """Listen for at most so many seconds; true when the program has ended."""
        self._listen(seconds)
        return _has_ended(self._child.pid)

    def end(self, grace_seconds: float) -> Usage:
        """End the program's group (TERM, then KILL after the grace period), hear its last words, and bury it."""
        if grace_seconds and not _has_ended(self._child.pid):
            _signal_group(self._child.pid, signal.SIGTERM)
            patience = time.monotonic() + grace_seconds
            while time.monotonic() < patience and not _has_ended(self._child.pid):
                with contextlib.suppress(Exception):  # the reason it ends is on its way already
                    self._listen(0.05)
        ended_by_itself = _has_ended(self._child.pid)
        _signal_group(self._child.pid, signal.SIGKILL)  # also what it left behind
        _, status, resources = os.wait4(self._child.pid, 0)
        self._child.returncode = os.waitstatus_to_exitcode(status)
        try:
            if ended_by_itself and not grace_seconds:
                self._hear_last_words()
        finally:
            self._selector.close()
            for pipe in (self._child.stdout, self._child.stderr):
                if pipe is not None:
                    pipe.close()
        return Usage(self._child.returncode, resources.ru_utime + resources.ru_stime)

    def _hear_last_words(self) -> None:
        patience = time.monotonic() + LAST_WORDS_SECONDS
        while self._selector.get_map() and time.monotonic() < patience:
            self._listen(0.05)
        if self._on_line and self._kept:
            self._on_line(self._kept.decode(errors="replace"))
            self._kept.clear()

    def _listen(self, seconds: float) -> None:
        if not self._selector.get_map():
            time.sleep(min(seconds, 0.02))
        for key, _ in self._selector.select(seconds) if self._selector.get_map() else ():
            chunk = os.read(key.fd, CHUNK_BYTES)
            if not chunk:
                self._selector.unregister(key.fileobj)
                continue
            self.last_word = time.monotonic()
            self._heard_bytes += len(chunk)
            key.data(chunk)

    def _hear_output(self, chunk: bytes) -> None:
        self._kept += chunk
        if self._on_line and b"\n" in chunk:
            *lines, rest = self._kept.split(b"\n")
            self._kept = rest
            for line in lines:
                self._on_line(line.rstrip(b"\r").decode(errors="replace"))

    def _hear_complaint(self, chunk: bytes) -> None:
        *lines, self._open_line = (self._open_line + chunk).replace(b"\r", b"\n").split(b"\n")
        self._open_line = self._open_line[:TAIL_LINE_BYTES]
        self._tail.extend(line[:TAIL_LINE_BYTES] for line in lines if line.strip())


def _has_ended(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)

"""Time limits, logs and error tails for outside programs. Nothing else in the house starts one.

Every program is started through `media/launch.py`, gets its arguments as a list, a session of its own and a bare
environment. It cannot reach the network unless asked to, cannot outlive us, and cannot block us by talking too much.
"""

import functools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from media.conversation import Conversation, Usage
from media.errors import (
    MediaError,
    ToolBrokenError,
    ToolCancelledError,
    ToolFailedError,
    ToolMissingError,
    ToolTimeoutError,
)

LAUNCHER = Path(__file__).with_name("launch.py").resolve()
STDOUT_LIMIT_BYTES = 64 * 1024 * 1024
WORDS_LIMIT_BYTES = 256 * 1024 * 1024
"""All that a program may say on both pipes: what a recording of twelve hours makes it say, several times over."""
TICK_SECONDS = 0.1
GRACE_SECONDS = 5.0
CANCEL_GRACE_SECONDS = 1.5
NO_MEMORY = re.compile(r"Cannot allocate memory|bad_alloc|MemoryError|[Oo]ut of memory|failed to allocate")
"""What C libraries, C++, Python and the recogniser say; it counts only where the program gave up."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the kernel allows an outside program; None means no limit."""

    cpu_seconds: int | None = None
    memory_bytes: int | None = None
    """Address space, not resident memory."""
    file_bytes: int | None = None
    """The largest single file it may write."""
    open_files: int = 256


@dataclass(frozen=True, slots=True)
class ToolResult:
    """How an outside program ended, and what it said."""

    exit_code: int
    stdout: bytes
    """Empty when the lines went to `on_line`."""
    stderr_tail: str
    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class ToolVersion:
    """Which version of a program this machine has; None for what is not there."""

    program: str
    version: str | None
    path: str | None


def never() -> bool:
    """Answer that nobody cancelled."""
    return False


def run(
    argv: Sequence[str | Path],
    *,
    cwd: Path,
    timeout_seconds: float,
    stall_seconds: float | None = None,
    limits: Limits = Limits(),
    on_line: Callable[[str], None] | None = None,
    cancelled: Callable[[], bool] = never,
    stdout_limit_bytes: int = STDOUT_LIMIT_BYTES,
    words_limit_bytes: int = WORDS_LIMIT_BYTES,
    network: bool = False,
    environment: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    called: str | None = None,
) -> ToolResult:
    """Run a program to its end, or end it.

    It is stopped after `timeout_seconds`, after `stall_seconds` without a word, when `cancelled()` turns true (asked
    ten times a second), and when an exception leaves `on_line`. `stdout_limit_bytes` is for what is kept of its
    output, `words_limit_bytes` for all it says. The environment holds PATH, locale and home only, plus what is given
    here. Errors name the program as it is `called`, else by its file.

    Raises:
        ToolMissingError: the program is not installed.
        ToolFailedError: it ended with an error of its own.
        ToolBrokenError: it died, had no memory left, wrote too large a file, or said more than one of the limits.
        ToolTimeoutError: it was too slow, or silent for too long.
        ToolCancelledError: `cancelled()` turned true.
    """
    program = called or Path(argv[0]).name
    started = time.monotonic()
    command = _launch(argv, mode="watch", network="keep" if network else "none", limits=limits)
    child = _start(command, cwd=cwd, environment={**_bare_environment(cwd), **(environment or {})}, stdin=stdin)
    conversation = Conversation(child, on_line, stdout_limit_bytes, words_limit_bytes)
    grace_seconds = 0.0
    try:
        while not conversation.turn(TICK_SECONDS):
            now = time.monotonic()
            waited = ((now - started, timeout_seconds), (now - conversation.last_word, stall_seconds))
            if cancelled():
                grace_seconds = CANCEL_GRACE_SECONDS
                raise ToolCancelledError(program)
            for seconds, limit_seconds in waited:
                if limit_seconds is not None and seconds > limit_seconds:
                    grace_seconds = GRACE_SECONDS
                    raise ToolTimeoutError(program, limit_seconds)
            if (limit_bytes := conversation.passed_limit_bytes) is not None:
                raise ToolBrokenError(program, "too-much-output", f"more than {limit_bytes} bytes")
    finally:
        usage = conversation.end(grace_seconds)
    if usage.exit_code:
        raise _meaning(usage, program=program, tail=conversation.stderr_tail, limits=limits)
    return ToolResult(
        exit_code=usage.exit_code,
        stdout=conversation.stdout,
        stderr_tail=conversation.stderr_tail,
        seconds=time.monotonic() - started,
        cpu_seconds=usage.cpu_seconds,
    )


class Child:
    """A long-running child of `mitschnitt serve`, leader of a group of its own."""

    def __init__(self, popen: subprocess.Popen[bytes]) -> None:
        self._popen = popen
        self.pid = popen.pid

    def poll(self) -> int | None:
        """Return the exit code, or None while it runs."""
        return self._popen.poll()

    def terminate(self) -> None:
        """Ask it to end; it tells its own children."""
        self._popen.terminate()

    def kill(self) -> None:
        """End its whole group at once."""
        if self._popen.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)

    def wait(self, timeout_seconds: float | None = None) -> int | None:
        """Wait for its end; None when it still runs after the timeout."""
        try:
            return self._popen.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            return None


def spawn(argv: Sequence[str | Path], *, cwd: Path, environment: Mapping[str, str] | None = None) -> Child:
    """Start a long-running part of ourselves, with our environment unless another is given.

    It gets SIGTERM when the *thread* that called this ends (the kernel counts threads): call it from the main thread.

    Raises:
        ToolMissingError: the program is not there.
    """
    command = _launch(argv, mode="become", network="keep", limits=Limits(open_files=0))
    popen = subprocess.Popen(  # noqa: S603 - a list, never a shell
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, start_new_session=True
    )
    return Child(popen)


def tool_version(program: str, version_arguments: Sequence[str] = ("-version",)) -> ToolVersion:
    """Ask a program which version it is."""
    path = shutil.which(program)
    if path is None:
        return ToolVersion(program, version=None, path=None)
    try:
        result = run([program, *version_arguments], cwd=Path("/"), timeout_seconds=20)
    except MediaError:
        return ToolVersion(program, version=None, path=path)
    first_lines = (result.stdout.decode(errors="replace") + "\n" + result.stderr_tail)[:400]
    number = re.search(r"version[: ]+(\S+)", first_lines) or re.search(r"\bv?(\d+(?:\.\d+)+\S*)", first_lines)
    return ToolVersion(program, version=number[1] if number else None, path=path)


@functools.cache
def may_isolate_network() -> bool:
    """Tell whether this system lets us take the network away from outside programs; asked once."""
    command = _launch(["true"], mode="watch", network="require-none", limits=Limits())
    answer = subprocess.run(  # noqa: S603 - our own words
        command, stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False
    )
    return answer.returncode == 0


def _meaning(usage: Usage, *, program: str, tail: str, limits: Limits) -> MediaError:
    """Tell what a bad end was: no time, no memory or no room left, a crash, or an error of the program's own.

    At the limit of processor time the kernel kills outright; otherwise only want of memory makes it kill.
    """
    killed_by = -usage.exit_code
    if limits.cpu_seconds and killed_by == signal.SIGKILL and round(usage.cpu_seconds) >= limits.cpu_seconds:
        return ToolTimeoutError(program, limits.cpu_seconds)
    if killed_by == signal.SIGKILL or NO_MEMORY.search(tail):
        return ToolBrokenError(program, "out-of-memory", tail)
    if killed_by == signal.SIGXFSZ:
        return ToolBrokenError(program, "too-much-output", tail)
    if killed_by > 0:
        return ToolBrokenError(program, "crashed", tail)
    return ToolFailedError(program, exit_code=usage.exit_code, tail=tail)


def _start(command: list[str], *, cwd: Path, environment: Mapping[str, str], stdin: bytes) -> subprocess.Popen[bytes]:
    with tempfile.TemporaryFile() as words:
        words.write(stdin)
        words.seek(0)
        return subprocess.Popen(  # noqa: S603 - a list, never a shell
            command,
            cwd=cwd,
            stdin=words if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env=environment,
        )


def _launch(argv: Sequence[str | Path], *, mode: str, network: str, limits: Limits) -> list[str]:
    command = [str(argument) for argument in argv]
    if shutil.which(command[0]) is None:
        raise ToolMissingError(Path(command[0]).name)
    numbers = (limits.cpu_seconds, limits.memory_bytes, limits.file_bytes, limits.open_files)
    launcher = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), mode, network]
    return [*launcher, *(str(number or 0) for number in numbers), "--", *command]


def _bare_environment(cwd: Path) -> dict[str, str]:
    return {
        "PATH": os.pathsep.join(os.get_exec_path()),
        "LANG": "C.UTF-8",
        "HOME": str(cwd),
        "TMPDIR": str(cwd),
        "AV_LOG_FORCE_NOCOLOR": "1",
    }

"""Stands between us and an outside program: limits first, then the program, and the whole group dies when we do.

Run by path as a script of its own (`python -I -S launch.py ...`), never imported by the house: whatever it sets must
not touch us. `media/process.py` is its only caller. It imports little, since every tool start pays for it.

    launch.py PARENT MODE NETWORK CPU_SECONDS MEMORY_BYTES FILE_BYTES OPEN_FILES -- PROGRAM ARGUMENT...

MODE `watch` stays as the program's parent and takes the whole process group along when our own parent is gone (a
program's children would outlive it otherwise); MODE `become` turns into the program. NETWORK is `keep`, `none` (an
empty network namespace where the system allows one) or `require-none`. Zero means no limit.
"""

import ctypes
import os
import resource
import signal
import sys
from types import FrameType
from typing import NoReturn

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
CANNOT_START = 127
NO_NAMESPACE = 126
IGNORED_BY_PYTHON = (signal.SIGPIPE, signal.SIGXFSZ)
PARENT_IS_GONE = signal.SIGUSR1

libc = ctypes.CDLL(None, use_errno=True)


def main(arguments: list[str]) -> NoReturn:
    """Set what was asked for, then run the program."""
    parent, mode, network, *limits = arguments[: arguments.index("--")]
    command = arguments[arguments.index("--") + 1 :]
    if network != "keep" and not leave_network() and network == "require-none":
        os._exit(NO_NAMESPACE)
    cpu_seconds, memory_bytes, file_bytes, open_files = (int(limit) for limit in limits)
    if mode == "become":
        die_with_parent(signal.SIGTERM, int(parent))
        execute(command)
    signal.signal(PARENT_IS_GONE, take_group_along)
    die_with_parent(PARENT_IS_GONE, int(parent))
    watcher = os.getpid()
    program = os.fork()
    if program == 0:
        die_with_parent(signal.SIGKILL, watcher)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        set_limit(resource.RLIMIT_CPU, cpu_seconds)
        set_limit(resource.RLIMIT_AS, memory_bytes)
        set_limit(resource.RLIMIT_FSIZE, file_bytes)
        set_limit(resource.RLIMIT_NOFILE, open_files)
        execute(command)
    watch(program)


def leave_network() -> bool:
    """Move into an empty network namespace, as root directly, otherwise inside a user namespace of our own."""
    if libc.unshare(CLONE_NEWNET) == 0:
        return True
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return False
    for name, content in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        try:
            with open(f"/proc/self/{name}", "w") as file:  # noqa: PTH123 - pathlib costs start-up time
                file.write(content)
        except OSError:  # files are still reached: the kernel compares its own ids
            continue
    return True


def die_with_parent(signal_number: int, parent: int) -> None:
    """Ask the kernel for a signal at the parent's death, and go at once if it died before we asked."""
    libc.prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def set_limit(kind: int, value: int) -> None:
    """Set a resource limit, never above what we were given ourselves."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if value:
        _, hard = resource.getrlimit(kind)
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (ceiling, ceiling))


def execute(command: list[str]) -> NoReturn:
    """Become the program, with the signal habits every program expects."""
    for number in (*IGNORED_BY_PYTHON, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    try:
        os.execvp(command[0], command)  # noqa: S606 - starting programs is what this file is for
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        sys.stderr.flush()
        os._exit(CANNOT_START)


def watch(program: int) -> NoReturn:
    """Wait for the program and end the way it ended."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the group gets TERM; the program answers it, we report
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    _, status = os.waitpid(program, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def take_group_along(_signal_number: int, _frame: FrameType | None) -> None:
    """Answer the death of our parent: nothing of this group may outlive it."""
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])

"""The runner of outside programs: it never hangs, never leaves anything behind, never talks to a shell."""

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from media.errors import (
    ToolBrokenError,
    ToolCancelledError,
    ToolFailedError,
    ToolMissingError,
    ToolTimeoutError,
)
from media.process import Limits, may_isolate_network, run, spawn, tool_version

REPOSITORY = Path(__file__).resolve().parents[3]


def shell(script: str, folder: Path, **options):
    return run(["sh", "-c", script], cwd=folder, **{"timeout_seconds": 20, **options})


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(condition, seconds: float = 5.0) -> bool:
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def pids_in(file: Path) -> list[int]:
    return [int(word) for word in file.read_text().split()] if file.exists() else []


def test_the_result_carries_output_complaints_and_cost(tmp_path):
    result = shell("echo out; echo complaint >&2", tmp_path)

    assert result.exit_code == 0
    assert result.stdout == b"out\n"
    assert result.stderr_tail == "complaint"
    assert 0 < result.cpu_seconds < 5
    assert 0 < result.seconds < 5


def test_a_failing_program_is_an_error_with_its_last_fifty_lines(tmp_path):
    with pytest.raises(ToolFailedError) as caught:
        shell("seq 1 1000 >&2; exit 3", tmp_path)

    assert caught.value.details() == {
        "program": "sh",
        "exit_code": 3,
        "tail": "\n".join(str(number) for number in range(951, 1001)),
    }


@pytest.mark.parametrize(
    ("script", "reason", "is_retryable"),
    [
        ("kill -SEGV $$", "crashed", False),
        ("kill -ABRT $$", "crashed", False),
        ("echo 'terminate called: std::bad_alloc' >&2; kill -ABRT $$", "out-of-memory", True),
        ("echo 'malloc: Cannot allocate memory' >&2; exit 244", "out-of-memory", True),
        ("kill -KILL $$", "out-of-memory", True),
    ],
)
def test_a_program_that_breaks_down_is_told_from_one_that_says_no(tmp_path, script, reason, is_retryable):
    with pytest.raises(ToolBrokenError) as caught:
        shell(script, tmp_path, called="the tool")

    assert (caught.value.program, caught.value.reason) == ("the tool", reason)
    assert caught.value.retryable is is_retryable
    assert "retryable" not in caught.value.details()


def test_megabytes_on_both_pipes_do_not_block(tmp_path):
    result = shell("head -c 5000000 /dev/zero >&2 & head -c 5000000 /dev/zero; wait", tmp_path)

    assert len(result.stdout) == 5_000_000
    assert len(result.stderr_tail) <= 50 * 2001


def test_lines_are_handed_over_as_they_come(tmp_path):
    lines: list[str] = []

    result = shell("printf 'a\\nb\\r\\n'; printf c", tmp_path, on_line=lines.append)

    assert lines == ["a", "b", "c"]
    assert result.stdout == b""


def test_arguments_are_never_read_by_a_shell(tmp_path):
    nasty = ["-i", "; id", "$(id)", "`id`", "a b", "%d", "*"]

    result = run(["printf", "%s\n", *nasty], cwd=tmp_path, timeout_seconds=10)

    assert result.stdout.decode().splitlines() == nasty


def test_standard_input_is_empty_unless_given(tmp_path):
    assert shell("cat", tmp_path).stdout == b""
    assert shell("cat", tmp_path, stdin=b"x" * 300_000).stdout == b"x" * 300_000


def test_a_missing_program_has_its_own_error(tmp_path):
    with pytest.raises(ToolMissingError) as caught:
        run(["no-such-program-here"], cwd=tmp_path, timeout_seconds=5)

    assert caught.value.details() == {"program": "no-such-program-here"}


def test_the_deadline_ends_the_program_and_its_children(tmp_path):
    pids = tmp_path / "pids"

    with pytest.raises(ToolTimeoutError):
        shell(f"sleep 300 & echo $$ $! > {pids}; wait", tmp_path, timeout_seconds=0.5)

    assert len(pids_in(pids)) == 2
    assert wait_until(lambda: not any(is_alive(pid) for pid in pids_in(pids)))


def test_silence_for_too_long_is_a_timeout_although_the_deadline_is_far(tmp_path):
    started = time.monotonic()

    with pytest.raises(ToolTimeoutError) as caught:
        shell("echo begun; sleep 300", tmp_path, stall_seconds=0.5)

    assert caught.value.seconds == 0.5
    assert time.monotonic() - started < 5


def test_words_now_and_then_keep_the_stall_watchdog_quiet(tmp_path):
    result = shell("for i in 1 2 3 4; do echo $i; sleep 0.3; done", tmp_path, stall_seconds=1.0)

    assert result.exit_code == 0


def test_cancel_ends_even_a_program_that_ignores_term_within_two_seconds(tmp_path):
    pids = tmp_path / "pids"
    asked: list[float] = []

    def cancelled() -> bool:
        if pids_in(pids):
            asked.append(time.monotonic())
        return bool(asked)

    with pytest.raises(ToolCancelledError):
        shell(f"trap '' TERM; echo $$ > {pids}; while :; do sleep 0.1; done", tmp_path, cancelled=cancelled)

    assert time.monotonic() - asked[0] < 2.0
    assert wait_until(lambda: not is_alive(pids_in(pids)[0]))  # killed already; the kernel may take a moment


def test_an_error_in_the_listener_ends_the_program(tmp_path):
    def listen(_line: str) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shell(f"echo $$ > {tmp_path}/pids; echo word; sleep 300", tmp_path, on_line=listen)

    assert wait_until(lambda: not is_alive(pids_in(tmp_path / "pids")[0]))


def test_children_left_behind_do_not_outlive_the_program(tmp_path):
    shell(f"sleep 300 & echo $! > {tmp_path}/pids", tmp_path)

    assert wait_until(lambda: not is_alive(pids_in(tmp_path / "pids")[0]))


def test_endless_output_ends_in_an_error_not_in_memory(tmp_path):
    with pytest.raises(ToolBrokenError, match="too-much-output: more than 100000 bytes"):
        run(["yes"], cwd=tmp_path, timeout_seconds=20, stdout_limit_bytes=100_000)


@pytest.mark.parametrize("pipe", ["stdout", "stderr"])
def test_a_flood_of_whole_lines_ends_in_an_error_and_is_not_kept(tmp_path, pipe):
    script = f"import sys\nwhile True: sys.{pipe}.write('a line of its own\\n' * 1000)"

    with pytest.raises(ToolBrokenError, match="too-much-output: more than 1000000 bytes"):
        run([sys.executable, "-c", script], cwd=tmp_path, timeout_seconds=20, on_line=len, words_limit_bytes=1_000_000)


def test_secrets_of_our_environment_stay_with_us(tmp_path, monkeypatch):
    monkeypatch.setenv("MITSCHNITT_SECRET", "4711")

    seen = run(["env"], cwd=tmp_path, timeout_seconds=5, environment={"GIVEN": "yes"}).stdout.decode()

    assert "4711" not in seen
    assert "GIVEN=yes" in seen
    assert f"HOME={tmp_path}" in seen


@pytest.mark.parametrize(
    ("limits", "script", "error"),
    [
        pytest.param(Limits(file_bytes=1000), "exec head -c 100000 /dev/zero > big", ToolBrokenError, id="file size"),
        pytest.param(Limits(cpu_seconds=1), "while :; do :; done", ToolTimeoutError, id="processor time"),
        pytest.param(
            Limits(memory_bytes=200 << 20), f"{sys.executable} -c 'bytearray(400 << 20)'", ToolBrokenError, id="memory"
        ),
        pytest.param(
            Limits(open_files=16),
            f"{sys.executable} -c '[open(\"/dev/null\") for _ in range(99)]'",
            ToolFailedError,
            id="files",
        ),
    ],
)
def test_the_kernel_enforces_the_limits(tmp_path, limits, script, error):
    with pytest.raises(error):
        shell(script, tmp_path, limits=limits)


def test_a_program_without_network_reaches_nothing_not_even_this_machine(tmp_path):
    if not may_isolate_network():
        pytest.skip("this system allows no network namespaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        port = server.getsockname()[1]
        knock = [sys.executable, "-c", f"import socket; socket.create_connection(('127.0.0.1', {port}), 2).close()"]

        with pytest.raises(ToolFailedError, match=r"unreachable|refused|assign"):
            run(knock, cwd=tmp_path, timeout_seconds=10)
        run(knock, cwd=tmp_path, timeout_seconds=10, network=True)

        server.accept()[0].close()
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_killed_parent_takes_the_program_and_its_children_along(tmp_path):
    pids = tmp_path / "pids"
    script = f"trap '' TERM HUP; sleep 300 & echo $$ $! > {pids}; wait"
    program = (
        "from pathlib import Path; from media.process import run; "
        f"run(['sh', '-c', {script!r}], cwd=Path({str(tmp_path)!r}), timeout_seconds=300)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=REPOSITORY) as parent:
        assert wait_until(lambda: len(pids_in(pids)) == 2)

        parent.kill()
        parent.wait()

    assert wait_until(lambda: not any(is_alive(pid) for pid in pids_in(pids)), 3)


def test_a_spawned_child_is_told_when_its_parent_is_killed(tmp_path):
    pids = tmp_path / "pids"
    script = f"trap 'echo told > {tmp_path}/told; exit' TERM; echo $$ > {pids}; while :; do sleep 0.05; done"
    program = (
        "import time; from pathlib import Path; from media.process import spawn; "
        f"spawn(['sh', '-c', {script!r}], cwd=Path({str(tmp_path)!r})); time.sleep(300)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=REPOSITORY) as parent:
        assert wait_until(lambda: bool(pids_in(pids)))

        parent.kill()
        parent.wait()

    assert wait_until(lambda: not is_alive(pids_in(pids)[0]), 3)
    assert (tmp_path / "told").exists()


def test_a_spawned_child_can_be_watched_and_ended(tmp_path):
    child = spawn(["sleep", "300"], cwd=tmp_path)
    assert child.poll() is None
    assert child.wait(0.05) is None

    child.terminate()

    assert child.wait(5) == -signal.SIGTERM
    child.kill()
    assert child.poll() == -signal.SIGTERM


def test_kill_ends_the_group_of_a_spawned_child(tmp_path):
    child = spawn(["sh", "-c", f"sleep 300 & echo $! > {tmp_path}/pids; wait"], cwd=tmp_path)
    assert wait_until(lambda: bool(pids_in(tmp_path / "pids")))

    child.kill()

    assert child.wait(5) == -signal.SIGKILL
    assert wait_until(lambda: not is_alive(pids_in(tmp_path / "pids")[0]))


def test_programs_run_side_by_side_from_several_threads(tmp_path):
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda n=number: results.append(shell(f"sleep 0.2; echo {n}", tmp_path).stdout))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [b"0\n", b"1\n", b"2\n", b"3\n"]


def test_no_descriptor_stays_open(tmp_path):
    shell("true", tmp_path)
    before = len(list(Path("/proc/self/fd").iterdir()))

    for _ in range(5):
        shell("echo x", tmp_path)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_versions_are_found_and_missing_programs_have_none():
    ffmpeg = tool_version("ffmpeg")

    assert ffmpeg.version is not None
    assert ffmpeg.version[0].isalnum()
    assert ffmpeg.path is not None
    assert tool_version("no-such-program-here").version is None

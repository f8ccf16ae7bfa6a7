"""`mitschnitt serve`: both parts run, either is started again after kill -9, and nothing outlives the whole."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from archive.supervisor import Part, supervise
from media.process import spawn
from tests.support.archives import settings_for, wait_for
from tests.support.house import ROOT


@pytest.fixture
def serving(tmp_path):
    """Start the whole service; give its process and settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = settings_for(tmp_path / "var", port=port, public_url=f"http://127.0.0.1:{port}")
    log = (tmp_path / "log").open("ab")
    environment = {**settings.child_environ(), "PYTHONPATH": str(ROOT)}
    service = subprocess.Popen(
        [sys.executable, "-m", "archive.cli", "serve"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=tmp_path,
    )
    wait_for(lambda: len(_children(service.pid)) == 2 and _answers(port), seconds=40)
    yield service, port
    service.kill()  # its parts go with it
    service.wait()
    log.close()


def test_web_and_worker_are_started_again_after_kill_9(serving):
    service, port = serving
    for name in ("web", "worker"):
        wait_for(lambda: len(_children(service.pid)) == 2)  # one that just begins is not named yet
        before = _children(service.pid)

        _kill(before[name])
        wait_for(lambda before=before, name=name: _children(service.pid).get(name, before[name]) != before[name])

        after = _children(service.pid)
        assert {other: after[other] for other in after if other != name} == {
            other: before[other] for other in before if other != name
        }
    wait_for(lambda: _answers(port))


def test_kill_9_of_the_supervisor_takes_both_along(serving):
    service, port = serving
    children = _children(service.pid)

    service.kill()
    service.wait()

    wait_for(lambda: not any(_is_running(pid) for pid in children.values()), seconds=12)
    assert not _answers(port)


def test_sigterm_ends_all_within_ten_seconds_and_with_0(serving):
    service, _ = serving
    children = _children(service.pid)
    asked = time.monotonic()

    service.send_signal(signal.SIGTERM)

    assert service.wait(12) == 0
    assert time.monotonic() - asked < 10
    assert not any(_is_running(pid) for pid in children.values())


def test_a_part_that_cannot_use_its_settings_ends_the_service_at_once(tmp_path):
    part = Part("web", lambda: spawn([sys.executable, "-c", "raise SystemExit(2)"], cwd=tmp_path))

    assert supervise([part], threading.Event()) == 2
    assert part.exit_codes == [2]


def test_a_part_that_dies_again_and_again_waits_longer_each_time_and_ends_the_service_at_last(tmp_path):
    part = Part("web", lambda: spawn([sys.executable, "-S", "-c", "raise SystemExit(3)"], cwd=tmp_path))
    now, waits = 0.0, []

    while not part.is_hopeless:
        part.look_after(now)
        if part.child is not None:
            part.child.wait(10)
            part.look_after(now)
            waits.append(part.due_at - now)
        now = max(now, part.due_at)

    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 10.0]


def test_a_part_that_lived_long_is_started_again_without_a_longer_wait(tmp_path):
    part = Part("web", lambda: spawn([sys.executable, "-S", "-c", "raise SystemExit(3)"], cwd=tmp_path))
    for now in (0.0, 100.0, 200.0, 300.0):
        part.look_after(now)
        assert part.child is not None
        part.child.wait(10)
        part.look_after(now + 50)

    assert (part.early_deaths, part.due_at) == (0, 350.5)


def _children(pid):
    """Give the living parts of a service by name, as the kernel knows them."""
    found = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
                words = (place / "cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError):
                continue
            if parent == pid and b"archive.cli" in words:
                found[words[words.index(b"archive.cli") + 1].decode()] = int(place.name)
    return {name: number for name, number in found.items() if name in {"web", "worker"}}


def _answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _is_running(pid):
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _kill(pid):
    os.kill(pid, signal.SIGKILL)

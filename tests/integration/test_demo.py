"""The whole demonstration, shortened: made, fetched, taken in, published, served, checked, ended; then once more."""

import contextlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from archive.catalogue.events import State
from archive.catalogue.recordings import Recording
from archive.demo.run import demo
from archive.demo.texts import read_scripts, shortened
from tests.support.archives import open_archive, settings_for
from tests.support.house import ROOT


@dataclass
class Shown:
    """A demonstration that ended, and what it said."""

    data: Path
    port: int
    code: int
    said: str


SCRIPTS = [shortened(script, slides=1) for script in read_scripts() if script.slug in {"georgien", "frankfurt"}]


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def _processes_of(data):
    """Give the processes whose environment names the data folder."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                environment = (entry / "environ").read_bytes()
            except OSError:
                continue
            if f"MITSCHNITT_DATA={data}".encode() in environment:
                found.append(int(entry.name))
    return found


def _demonstrated(data, port):
    """Run the demonstration with its self-check; give the exit code and what it said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = demo(settings_for(data), once=True, port=port, scripts=SCRIPTS)
    return code, said.getvalue()


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Run it for the first time."""
    data, port = tmp_path_factory.mktemp("demo"), _free_port()
    code, said = _demonstrated(data, port)
    return Shown(data, port, code, said)


def test_the_demonstration_checks_itself_and_ends_everything(shown):
    checks = {line.split(":")[0] for line in shown.said.splitlines() if line.startswith(("ok ", "failed "))}

    assert shown.code == 0, shown.said
    assert checks == {
        "ok health",
        "ok home in de",
        "ok home in en",
        "ok search in de",
        "ok search in en",
        "ok watching georgien",
        "ok watching frankfurt",
        "ok draft",
        "ok index",
    }
    assert f"http://127.0.0.1:{shown.port}" in shown.said
    assert "shown only this once" in shown.said
    assert _processes_of(shown.data) == []


def test_its_recordings_are_published_marked_and_on_the_events_that_ship(shown):
    with open_archive(shown.data) as services, services.database.reading() as session:
        rows = session.scalars(select(Recording).order_by(Recording.slug)).all()
        assert [(row.is_demonstration, row.state) for row in rows] == [(True, State.PUBLISHED)] * 2
        assert {row.event.seed_key for row in rows} == {"virtual-georgia-2023-12-06", "national-frankfurt-2022-11"}
        assert all(row.rights.basis == "Demonstration, self-made" for row in rows)
        assert [row.language for row in rows] == ["en", "de"]
        assert all(len(row.chapters) == 1 for row in rows if row.language == "de")


def test_a_second_start_takes_seconds_and_adds_nothing(shown):
    code, said = _demonstrated(shown.data, shown.port)

    assert code == 0, said
    assert "shown only this once" not in said
    assert "drawing and speaking" not in said
    with open_archive(shown.data) as services, services.database.reading() as session:
        assert len(session.scalars(select(Recording)).all()) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_outlives_a_demonstration_that_is_ended(tmp_path, number):
    command = (
        "import sys; from archive.demo.run import demo; from archive.settings import Settings;"
        f"sys.exit(demo(Settings.from_environ(), once=False, port={_free_port()}, scripts=()))"
    )
    environment = {**os.environ, **settings_for(tmp_path).as_environ(), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    for line in process.stdout:
        if "Ctrl+C" in line:
            break
    assert len(_processes_of(tmp_path)) >= 3

    process.send_signal(number)
    code = process.wait(15)

    process.stdout.close()
    assert code == (0 if number == signal.SIGTERM else -signal.SIGKILL)
    deadline = time.monotonic() + 12
    while _processes_of(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert _processes_of(tmp_path) == []

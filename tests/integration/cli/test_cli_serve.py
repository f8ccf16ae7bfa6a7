"""`mitschnitt web` and `mitschnitt serve` as programs: they serve, and they end when they are told."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.support.house import ROOT

START_SECONDS, END_SECONDS = 60.0, 10.0


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def environ(tmp_path, port):
    return {
        "MITSCHNITT_DATA": str(tmp_path / "var"),
        "MITSCHNITT_PORT": str(port),
        "MITSCHNITT_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8",
    }


@contextlib.contextmanager
def _running(command, environ):
    process = subprocess.Popen(
        [sys.executable, "-m", "archive.cli", command], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _status(port, path, timeout_seconds=START_SECONDS):
    end = time.monotonic() + timeout_seconds
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


@pytest.mark.parametrize("command", ["web", "serve"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_and_ends_in_time_when_it_is_told(command, number, environ, port):
    with _running(command, environ) as process:
        assert _status(port, "/healthz") == 200

        process.send_signal(number)
        began = time.monotonic()
        code = process.wait(timeout=2 * END_SECONDS)

        assert time.monotonic() - began < END_SECONDS
        assert code == 0
    with pytest.raises(ConnectionRefusedError):
        _status(port, "/healthz", timeout_seconds=0.0)


def test_a_port_that_is_taken_ends_it_with_1_and_a_reason(environ, port):
    with socket.create_server(("127.0.0.1", port)), _running("web", environ) as process:
        _, said = process.communicate(timeout=START_SECONDS)

        assert process.returncode == 1
        assert "address already in use" in said.lower()
        assert "Traceback" not in said


def test_no_address_of_a_visitor_reaches_the_log(environ, port):
    with _running("web", environ) as process:
        _status(port, "/healthz")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/de/", headers={"X-Forwarded-For": "203.0.113.9"})
        connection.getresponse().read()
        connection.close()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=2 * END_SECONDS)

    assert "203.0.113.9" not in said
    assert "GET /" not in said

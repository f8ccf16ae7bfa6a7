"""The web server of an archive as a process of its own, to be killed and started again on the same port."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

from archive.settings import Settings
from tests.support.archives import settings_for, wait_for
from tests.support.house import ROOT


class WebProcess:
    """`mitschnitt web` for the archive in a data folder, which must be ready before it starts."""

    def __init__(self, data: Path, **changes: object) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.here = f"http://127.0.0.1:{self.port}"
        self.settings: Settings = settings_for(data, port=self.port, public_url=self.here, **changes)
        self._log = data / "web.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; come back when it answers."""
        environment = {**self.settings.child_environ(), "PYTHONPATH": str(ROOT)}
        with self._log.open("ab") as stream:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "archive.cli", "web"], env=environment, stdout=stream, stderr=stream, cwd=ROOT
            )
        wait_for(self._answers, seconds=60)

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            os.kill(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise AssertionError(self._log.read_text())
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 0.5):
            return True
        return False

"""A web server as a process that takes uploads, and a line to it that kills it in the middle of them."""

import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select

from archive.catalogue.people import Role, Upload
from archive.catalogue.work import Job
from archive.identity import sessions
from tests.support.archives import open_archive
from tests.support.desk import session_for
from tests.support.web_process import WebProcess

PIECE_BYTES = 1 << 16


class UploadSite(WebProcess):
    """The web server of an archive with an editor who uploads."""

    def __init__(self, data: Path, **changes: object) -> None:
        super().__init__(data, **changes)
        with open_archive(data, port=self.port, public_url=self.here, **changes) as services:
            self.token = session_for(services, "erika", Role.EDITOR)

    @property
    def cookie_name(self) -> str:
        """Give the name of the cookie that holds the token."""
        return sessions.cookie_name(self.here)

    def stored(self, address: str) -> bytes:
        """Give what has arrived of an upload."""
        path: Path = self.settings.data / "uploads" / address.rsplit("/", 1)[1] / "data"
        return path.read_bytes()

    def largest_bytes(self) -> int:
        """Say how much has arrived of the largest upload."""
        found = (self.settings.data / "uploads").glob("*/data")
        return max((path.stat().st_size for path in found), default=0)

    def jobs_of(self, address: str) -> tuple[bool, list[str]]:
        """Say whether an upload is finished, and give the jobs that were made of it."""
        with open_archive(self.settings.data) as services, services.database.reading() as session:
            upload = session.get_one(Upload, address.rsplit("/", 1)[1])
            jobs = [job.id for job in session.scalars(select(Job)) if job.id == upload.job_id]
            return upload.finished_at is not None, jobs


class KillingLine:
    """A line to the server that lets so many bytes pass, then kills the server in the middle of a request."""

    def __init__(self, site: UploadSite, marks: Sequence[int]) -> None:
        self.offsets: list[int] = []
        """How much had arrived at each kill."""
        self._site, self._marks, self._passed = site, list(marks), 0
        self._killing = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.here = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        """End it; connections that are still open end with their servers."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        with near, suppress(OSError), self._to_server() as far:
            answering = threading.Thread(target=_copy, args=(far, near), daemon=True)
            answering.start()
            self._carry(near, far)
            far.shutdown(socket.SHUT_RDWR)
            answering.join()

    def _to_server(self) -> socket.socket:
        with self._killing:  # whoever comes meanwhile waits until it is there again
            return socket.create_connection(("127.0.0.1", self._site.port))

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        while content := near.recv(PIECE_BYTES):
            far.sendall(content)
            with self._killing:
                self._passed += len(content)
                if self._marks and self._passed >= self._marks[0] and self._has_got_on():
                    self._marks.pop(0)
                    self._site.kill()
                    self.offsets.append(self._site.largest_bytes())
                    near.close()
                    self._site.start()
                    return

    def _has_got_on(self) -> bool:
        """Say whether anything has arrived since the last kill; a busy machine may be slow to read."""
        return self._site.largest_bytes() > (self.offsets[-1] if self.offsets else 0)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(PIECE_BYTES):
            target.sendall(content)
        target.shutdown(socket.SHUT_RDWR)

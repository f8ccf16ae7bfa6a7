"""A small web site on 127.0.0.1, in a thread: the archive fetches demonstration recordings from it as from any other.

It keeps its port from one start to the next, so that work which was interrupted finds it again.
"""

import contextlib
import re
import threading
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from archive.demo.doors import Answer

HOST = "127.0.0.1"
_RANGE = re.compile(r"bytes=(\d+)-(\d*)")


class LoopbackSite:
    """The running site; what it answers may be changed while it runs."""

    def __init__(self, server: "_Server") -> None:
        self._server = server

    @property
    def host(self) -> str:
        """Give host and port, as the setting of hosts that may be fetched from names them."""
        return f"{HOST}:{self._server.server_address[1]}"

    @property
    def origin(self) -> str:
        """Give the beginning of all its addresses."""
        return f"http://{self.host}"

    def show(self, answers: Mapping[str, Answer]) -> None:
        """Say from now on what it answers at each path."""
        self._server.answers = dict(answers)


@contextlib.contextmanager
def loopback_site(port_file: Path) -> Iterator[LoopbackSite]:
    """Serve until the block ends, on the port of the last time when that is free."""
    server = _server_on(port_file)
    port_file.write_text(str(server.server_address[1]), encoding="ascii")
    thread = threading.Thread(target=server.serve_forever, name="loopback site", daemon=True)
    thread.start()
    try:
        yield LoopbackSite(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _server_on(port_file: Path) -> "_Server":
    with contextlib.suppress(OSError, ValueError, OverflowError):
        return _Server((HOST, int(port_file.read_text(encoding="ascii"))), _Handler)
    return _Server((HOST, 0), _Handler)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    answers: Mapping[str, Answer]

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.answers = {}

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent: a client that goes away is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  the name of the base class
        """Stay silent."""

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self._answer(with_body=False)

    def do_GET(self) -> None:
        """Answer; files in parts, too."""
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        answer = self.server.answers.get(urlsplit(self.path).path)
        if answer is None:
            self._send(HTTPStatus.NOT_FOUND, b"not here", {"Content-Type": "text/plain"}, with_body=with_body)
            return
        content = answer.content
        body = content.read_bytes() if isinstance(content, Path) else content.encode()
        headers = {"Content-Type": answer.media_type, "Accept-Ranges": "bytes"}
        wanted = _RANGE.fullmatch(self.headers.get("Range") or "")
        if wanted is None:
            self._send(HTTPStatus.OK, body, headers, with_body=with_body)
            return
        first, last = int(wanted[1]), min(int(wanted[2] or len(body)), len(body) - 1)
        if first > last:
            headers["Content-Range"] = f"bytes */{len(body)}"
            self._send(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, b"", headers, with_body=with_body)
            return
        headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
        self._send(HTTPStatus.PARTIAL_CONTENT, body[first : last + 1], headers, with_body=with_body)

    def _send(self, status: HTTPStatus, body: bytes, headers: Mapping[str, str], *, with_body: bool) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            with contextlib.suppress(ConnectionError):
                self.wfile.write(body)

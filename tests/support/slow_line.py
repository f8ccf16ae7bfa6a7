"""A line between a browser and a server that is slow in sending, and can be cut and joined again."""

import selectors
import socket
import threading
import time
from contextlib import suppress

PIECE_BYTES = 16 << 10
BUFFER_BYTES = 256 << 10
"""Little enough that what the browser calls sent is nearly what has arrived."""
LARGE_REQUEST_BYTES = 32 << 10
"""Ordinary requests pass at full speed; only what comes after so many bytes of a connection is slowed down."""


class SlowLine:
    """Listens on a port of its own and hands everything on to the server's."""

    def __init__(self, port: int) -> None:
        self.bytes_a_second: float | None = None
        self._port = port
        self._is_cut = False
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.here = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        self._is_cut = True
        for end in list(self._open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def join(self) -> None:
        """Let connections through again."""
        self._is_cut = False

    def close(self) -> None:
        """End everything."""
        self.cut()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError):
            if self._is_cut:
                return
            with socket.create_connection(("127.0.0.1", self._port)) as far, selectors.DefaultSelector() as waiting:
                ends = {near, far}
                self._open |= ends
                waiting.register(near, selectors.EVENT_READ, far)
                waiting.register(far, selectors.EVENT_READ, near)
                try:
                    self._hand_on(waiting, near)
                finally:
                    self._open -= ends

    def _hand_on(self, waiting: selectors.BaseSelector, near: socket.socket) -> None:
        sent_bytes = 0
        while not self._is_cut:
            for key, _ in waiting.select(0.1):
                source: socket.socket = key.fileobj  # type: ignore[assignment]  # we registered sockets
                content = source.recv(PIECE_BYTES)
                if not content:
                    return
                key.data.sendall(content)
                sent_bytes = sent_bytes + len(content) if source is near else 0
                if self.bytes_a_second and sent_bytes > LARGE_REQUEST_BYTES:
                    time.sleep(len(content) / self.bytes_a_second)

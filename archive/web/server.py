"""The web server: uvicorn with a deadline for what clients send, behind trusted proxies, without a log of visitors.

Knows no page; `archive.web.app` makes the application.
"""

import asyncio
import signal
from types import FrameType
from typing import Any, Literal

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from archive.settings import Settings

HEAD_SECONDS = 15.0
"""A request's line and headers must be here within this time; uvicorn itself would wait for ever."""
BODY_STALL_SECONDS = 60.0
"""Longest silence inside a request's body."""
GRACE_SECONDS = 8
"""Requests that still run when the server ends get this long; the process must be gone within ten seconds."""
MOST_AT_ONCE = 512
"""Connections and requests beyond this are answered with 503, so that the rest stays quick."""


class DeadlineProtocol(H11Protocol):
    """HTTP/1.1 that hangs up on clients who begin a request and do not go on (Slowloris)."""

    head_seconds = HEAD_SECONDS
    body_stall_seconds = BODY_STALL_SECONDS
    _deadline: asyncio.TimerHandle | None = None
    _waits_for: Literal["head", "body"] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came and see what is still to come."""
        super().data_received(data)
        self._wait_on()

    def on_response_complete(self) -> None:
        """Leave an idle connection to uvicorn's own keep-alive limit, but not half a pipelined request."""
        super().on_response_complete()
        if self.timeout_keep_alive_task is None:
            self._wait_on()

    def _wait_on(self) -> None:
        state = self.conn.their_state
        if self.transport.is_closing():
            self._stop_waiting()
        elif state is h11.SEND_BODY:
            self._wait("body", self.body_stall_seconds)  # every piece begins it anew
        elif state is h11.IDLE:
            if self._waits_for != "head":  # trickled bytes do not prolong it
                self._wait("head", self.head_seconds)
        else:
            self._stop_waiting()

    def _wait(self, part: Literal["head", "body"], seconds: float) -> None:
        self._stop_waiting()
        self._waits_for = part
        self._deadline = self.loop.call_later(seconds, self._hang_up)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self._waits_for = None

    def _hang_up(self) -> None:
        self._deadline = None
        if self._waits_for == "body" and self.flow.read_paused:
            self._wait("body", self.body_stall_seconds)  # it is us who do not read: the disk is slow
        elif not self.transport.is_closing():
            self.transport.abort()


def configuration(app: ASGIApp, settings: Settings, **changes: Any) -> uvicorn.Config:
    """Give uvicorn's configuration for this archive."""
    given: dict[str, Any] = {
        "host": settings.host,
        "port": settings.port,
        "http": DeadlineProtocol,
        "ws": "none",
        "proxy_headers": True,
        "forwarded_allow_ips": settings.trusted_proxies,
        "server_header": False,
        "access_log": False,  # addresses of visitors are personal data that nobody here needs
        "log_config": None,
        "limit_concurrency": MOST_AT_ONCE,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
    return uvicorn.Config(app, **{**given, **changes})


def serve(app: ASGIApp, settings: Settings) -> bool:
    """Serve until SIGTERM or SIGINT; say whether the server could start at all."""
    server = uvicorn.Server(configuration(app, settings))

    def end(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again at its end: that must not kill us
        signal.signal(number, end)
    try:
        server.run()
    except SystemExit:  # uvicorn's answer to a port that is taken; the reason is in the log
        return False
    return True

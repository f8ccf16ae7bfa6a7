"""Keeps the bytes of public pages for visitors, exactly as long as nothing that visitors see has changed.

One rule: what a browser without any cookie asked for by GET, and was answered with 200, is answered again with the
same bytes while nobody has committed a change of what visitors see (`catalogue/changes.py`), the index is of the same
generation, and a minute has not passed. What belongs to a person is never kept, since their browser sends a cookie.
Why, and what it costs: docs/decisions/0029-public-pages-are-kept.md.
"""

import functools
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from archive.bootstrap import Services
from archive.catalogue.changes import Changes
from archive.web.asking import address_of

KEPT_SECONDS = 60.0
"""For what is neither in the catalogue nor in the index: whether files are there, which day it is."""
MOST_BYTES = 32 * 1024 * 1024
MOST_BYTES_OF_A_PAGE = MOST_BYTES // 16
LONGEST_ADDRESS = 500
BYTES_BESIDE = 1_000
"""What a page takes besides its bytes: headers, address, places in tables."""

View = Callable[[Request], Response]
Afterwards = Callable[[Request], BackgroundTask | None]
"""What is to be done after an answer was sent, if anything; asked anew for each request."""
State = tuple[int, int]
Key = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer."""

    kept_at: float
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    afterwards: Afterwards | None

    @property
    def size_bytes(self) -> int:
        """Say how much of the memory it takes."""
        return len(self.body) + BYTES_BESIDE


class KeptPages:
    """The pages that are kept, of those asked for last. Threads may share it."""

    def __init__(self, services: Services, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._index = services.index
        self._changes = Changes.of(services.settings.database_url)
        self._clock = clock
        self._lock = threading.Lock()
        self._state: State | None = None
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self.size_bytes = 0

    def state(self) -> State | None:
        """Give what stays the same as long as nothing has changed; None where the database cannot say."""
        return None if self._changes is None else (self._changes.number(), self._index.generation())

    def find(self, key: Key, state: State) -> Kept | None:
        """Give a page that is still what would be made now."""
        with self._lock:
            if state != self._state:
                self._state, self.size_bytes = state, 0
                self._pages.clear()
            page = self._pages.get(key)
            if page is None:
                return None
            if self._clock() - page.kept_at > KEPT_SECONDS:
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, state: State, response: Response, afterwards: Afterwards | None) -> None:
        """Keep an answer that was begun in this state, and let go of those that nobody has asked for longest."""
        page = Kept(self._clock(), bytes(response.body), tuple(response.raw_headers), afterwards)
        if page.size_bytes > MOST_BYTES_OF_A_PAGE:
            return
        with self._lock:
            if state != self._state:
                return
            self._drop(key)
            self._pages[key] = page
            self.size_bytes += page.size_bytes
            while self.size_bytes > MOST_BYTES:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        self.size_bytes -= page.size_bytes if page else 0


def kept(view: View) -> View:
    """Let a page for everybody be kept. Its address must name the language, and no header may change its words."""

    @functools.wraps(view)
    def answer(request: Request) -> Response:
        pages: KeptPages = request.app.state.kept_pages
        state = pages.state() if _may_be_kept(request) else None
        if state is None:
            return view(request)
        key = address_of(request), "gzip" in request.headers.get("accept-encoding", "")
        found = pages.find(key, state)
        if found is not None:
            return _again(request, found)
        response = view(request)
        afterwards: Afterwards | None = getattr(request.state, "afterwards", None)
        if response.status_code == 200 and "set-cookie" not in response.headers:  # noqa: PLR2004  a page
            pages.keep(key, state, response, afterwards)
        return response

    return answer


def with_afterwards(request: Request, response: Response, afterwards: Afterwards) -> Response:
    """Say what is to be done after this answer, and after each time it is given again."""
    request.state.afterwards = afterwards
    response.background = afterwards(request)
    return response


def _may_be_kept(request: Request) -> bool:
    is_anybody = "cookie" not in request.headers and "authorization" not in request.headers
    return request.method == "GET" and is_anybody and len(address_of(request)) <= LONGEST_ADDRESS


def _again(request: Request, page: Kept) -> Response:
    response = Response(page.body, background=page.afterwards(request) if page.afterwards else None)
    response.raw_headers = list(page.headers)
    return response

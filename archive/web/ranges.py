"""One file over HTTP as RFC 9110 wants it: ranges, conditions, HEAD. Decides nothing about who may have it.

Starlette's FileResponse does the sending; it answers 400 to ranges that the RFC says to ignore, knows no 304, and reads
64 KiB at a time, which costs twice the processor time of 512 KiB.
"""

import re
from collections.abc import Mapping
from os import stat_result
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from archive.web.conditions import is_known

MOST_RANGES = 8
_SPEC = re.compile(r"(\d{1,18})-(\d{1,18})?|-(\d{1,18})", re.ASCII)
_KEPT_ON_304 = ("etag", "last-modified", "cache-control", "vary", "access-control-allow-origin")


class MediaFile(FileResponse):
    """The answer with a file, or with the parts of it that were asked for."""

    chunk_size = 512 * 1024

    def __init__(
        self, path: Path, *, media_type: str, etag: str, stat: stat_result, headers: Mapping[str, str]
    ) -> None:
        super().__init__(path, media_type=media_type, headers={"ETag": f'"{etag}"', **headers}, stat_result=stat)
        self._size_bytes = stat.st_size
        self._changed_at = int(stat.st_mtime)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what is asked for."""
        asked = Headers(scope=scope)
        if is_known(asked, etag=self.headers["etag"], changed_at=self._changed_at):
            kept = {name: self.headers[name] for name in _KEPT_ON_304 if name in self.headers}
            await Response(status_code=304, headers=kept)(scope, receive, send)
            return
        wanted = usable_range(asked.get("range"), self._size_bytes) if scope["method"] == "GET" else None
        others = [(name, value) for name, value in scope["headers"] if name != b"range"]
        ranged = [*others, (b"range", wanted.encode())] if wanted else others
        await super().__call__({**scope, "headers": ranged}, receive, send)


def usable_range(header: str | None, size_bytes: int) -> str | None:
    """Give the Range header to honour, without what lies behind the end; None when it is to be ignored.

    Ignored are other units, what cannot be read, ends before beginnings, and too many parts (RFC 9110, 14.2). Where
    nothing asked for exists, the header stays as it is, for a 416.
    """
    unit, _, listed = (header or "").partition("=")
    if unit.strip().lower() != "bytes":
        return None
    specs = [spec.strip() for spec in listed.split(",") if spec.strip()]
    if not specs or len(specs) > MOST_RANGES:
        return None
    satisfiable = []
    for spec in specs:
        match = _SPEC.fullmatch(spec)
        if match is None or (match[2] and int(match[2]) < int(match[1])):
            return None
        first = int(match[1]) if match[1] else None
        if (first is not None and first < size_bytes) or (first is None and int(match[3]) > 0):
            satisfiable.append(spec)
    return "bytes=" + ",".join(satisfiable or [f"{size_bytes}-"])

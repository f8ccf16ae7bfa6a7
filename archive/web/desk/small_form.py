"""A form with one small file, as browsers send it without scripts, held in memory and never written down.

Large files come by `uploads` and `plain_upload`. Nothing here knows pages.
"""

from collections.abc import AsyncGenerator

from python_multipart.exceptions import FormParserError
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from archive.errors import InvalidInputError
from archive.web.asking import number_of
from archive.web.form_bodies import is_in_utf8
from ingest.errors import TooLargeError

MOST_FIELDS = 10
ROOM_AROUND_BYTES = 64 << 10
"""For the other fields and the marks between them."""
PATIENCE = 10
"""How many times too large a form may be and still be listened to, so that the browser reads our answer."""


class _InMemory(MultiPartParser):
    """Starlette's parser, which neither writes to disk here nor takes a form that broke off for a whole one."""

    spool_max_size = 1 << 30
    is_whole = False

    def on_end(self) -> None:
        self.is_whole = True

    def drop(self) -> None:
        for file in self._files_to_close_on_error:
            file.close()


async def receive_small_form(request: Request, *, field: str, limit_bytes: int) -> FormData:
    """Take a form with at most one file; faults are named at its field.

    Raises:
        InvalidInputError: `not-a-form`.
        TooLargeError: the file is larger than the limit.
        ClientDisconnect: the browser went away.
    """
    content_type = request.headers.get("content-type", "")
    if not (content_type.startswith("multipart/form-data") and is_in_utf8(content_type)):
        raise InvalidInputError({field: "not-a-form"})
    body = await _body(request, limit_bytes)
    parser = _InMemory(request.headers, _once(body), max_files=1, max_fields=MOST_FIELDS)
    try:
        form = await parser.parse()
    except (MultiPartException, FormParserError) as exc:
        parser.drop()
        raise InvalidInputError({field: "not-a-form"}) from exc
    if not parser.is_whole:
        parser.drop()
        raise InvalidInputError({field: "not-a-form"})
    return form


async def _body(request: Request, limit_bytes: int) -> bytes:
    if (number_of(request.headers.get("content-length")) or 0) > limit_bytes * PATIENCE:
        raise TooLargeError(limit_bytes)
    body, seen_bytes = bytearray(), 0
    async for piece in request.stream():
        seen_bytes += len(piece)
        if seen_bytes <= limit_bytes + ROOM_AROUND_BYTES:
            body += piece
        elif seen_bytes > limit_bytes * PATIENCE:
            break
    if seen_bytes > limit_bytes + ROOM_AROUND_BYTES:
        raise TooLargeError(limit_bytes)
    return bytes(body)


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body

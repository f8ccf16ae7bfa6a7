"""A form with one small file, as browsers send it without scripts, held in memory and never written down.

Large files come by `uploads` and `plain_upload`. What is said of the form is the page's own.
"""

from collections.abc import AsyncGenerator, Callable, Mapping

from python_multipart.exceptions import FormParserError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

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


async def answer_small_form(
    request: Request,
    take: Callable[[Request, FormData], Response],
    refuse: Callable[[Request, Mapping[str, str], int], Response],
    *,
    field: str,
    limit_bytes: int,
) -> Response:
    """Hand over a form with at most one file; refuse what is none or too large with faults by field and a status."""
    try:
        form = await _received(request, field=field, limit_bytes=limit_bytes)
    except InvalidInputError as exc:
        return await run_in_threadpool(refuse, request, exc.fields, 422)
    except TooLargeError:
        return await run_in_threadpool(refuse, request, {field: "too-large"}, 413)
    except ClientDisconnect:
        return Response(status_code=400)
    try:
        return await run_in_threadpool(take, request, form)
    finally:
        await form.close()


async def _received(request: Request, *, field: str, limit_bytes: int) -> FormData:
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

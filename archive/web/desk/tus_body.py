"""Takes the body of a tus request to disk, piece by piece, and stops when the client or another request wants it to.

uvicorn sets no time limit on a body, so silence is counted here. Blocking writes run in a thread.
"""

import hashlib
import time
from collections.abc import AsyncIterator
from typing import cast

from anyio import move_on_after, to_thread
from starlette.requests import ClientDisconnect, Request

from archive.intake.upload_files import OpenUpload
from archive.web.desk.tus_headers import Checksum, Refusal
from media.errors import StoreFullError

IDLE_SECONDS = 60.0
"""A body that is silent for so long is given up; what arrived stays."""
LOOK_EVERY_SECONDS = 0.5
WRITE_BYTES = 1 << 20


async def receive(request: Request, upload: OpenUpload, *, size_bytes: int, checksum: Checksum | None) -> int:
    """Append the body to an open upload and give the new offset, once everything is durable.

    Raises:
        Refusal: 413 when the body is longer than announced, 460 when the checksum does not fit, 499 when the
            client went away (what came before stays, unless a checksum covers it).
        StoreFullError: when the disk is full (what was written stays, unless a checksum covers it).
    """
    sum_so_far = checksum.begin() if checksum else None
    if checksum:
        await to_thread.run_sync(upload.hold_back)
    try:
        await _append_all(request, upload, room_bytes=size_bytes - upload.offset, sum_so_far=sum_so_far)
    except ClientDisconnect as exc:
        if checksum is None:
            await to_thread.run_sync(upload.accept)
        raise Refusal(499, "client-went-away") from exc
    except Refusal:
        if checksum is None:
            await to_thread.run_sync(upload.cut_back)
        raise
    if checksum and sum_so_far and sum_so_far.digest() != checksum.digest:
        raise Refusal(460, "checksum-mismatch")
    return await to_thread.run_sync(upload.accept)


async def _append_all(
    request: Request, upload: OpenUpload, *, room_bytes: int, sum_so_far: "hashlib._Hash | None"
) -> None:
    waiting = bytearray()

    def write_down() -> None:
        content = bytes(waiting)
        waiting.clear()
        if sum_so_far:
            sum_so_far.update(content)
        upload.append(content)

    try:
        async for piece in _pieces(request, upload):
            room_bytes -= len(piece)
            if room_bytes < 0:
                raise Refusal(413, "longer-than-announced")
            waiting += piece
            if len(waiting) >= WRITE_BYTES:
                await to_thread.run_sync(write_down)
        if waiting:
            await to_thread.run_sync(write_down)
    except ClientDisconnect:
        if waiting:
            await to_thread.run_sync(_ignoring_a_full_disk, upload, bytes(waiting))
        raise


def _ignoring_a_full_disk(upload: OpenUpload, content: bytes) -> None:
    """Keep the last piece of a client that went away; nobody is there to be told that the disk is full."""
    try:
        upload.append(content)
    except StoreFullError:
        return


async def _pieces(request: Request, upload: OpenUpload) -> AsyncIterator[bytes]:
    heard = looked = time.monotonic()
    while True:
        message = None
        with move_on_after(LOOK_EVERY_SECONDS):
            message = await request.receive()
        now = time.monotonic()
        if now - looked >= LOOK_EVERY_SECONDS:
            looked = now
            if upload.is_stop_wanted():
                raise ClientDisconnect
        if message is None:
            if now - heard > IDLE_SECONDS:
                raise ClientDisconnect
            continue
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        heard = now
        yield cast("bytes", message.get("body", b""))
        if not message.get("more_body", False):
            return

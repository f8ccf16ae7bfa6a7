"""Answers that are only sent when they have changed: entity tags, dates, 304, compression (RFC 9110, 13).

For what is made for machines and looks the same to everybody. Decides nothing about who may have it.
"""

import datetime as dt
import gzip
import hashlib
from collections.abc import Mapping
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

KEPT = "public, no-cache"
"""May be kept by anybody, but is asked for again each time, so that a withdrawal works at once."""
WORTH_COMPRESSING_BYTES = 1000
_TAG_LENGTH = 32


def conditional(
    request: Request,
    content: bytes,
    *,
    media_type: str,
    changed_at: dt.datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with this content, or with 304 to whoever has it already."""
    sent = {"Cache-Control": KEPT, "Vary": "Accept-Encoding", **(headers or {})}
    sent["ETag"] = f'W/"{hashlib.sha256(content).hexdigest()[:_TAG_LENGTH]}"'
    if changed_at is not None:
        sent["Last-Modified"] = format_datetime(changed_at, usegmt=True)
    stamp = None if changed_at is None else int(changed_at.timestamp())
    if is_known(request.headers, etag=sent["ETag"], changed_at=stamp):
        return Response(status_code=304, headers=sent)
    if len(content) > WORTH_COMPRESSING_BYTES and "gzip" in request.headers.get("accept-encoding", ""):
        content = gzip.compress(content, compresslevel=5, mtime=0)
        sent["Content-Encoding"] = "gzip"
    return Response(content, media_type=media_type, headers=sent)


def is_known(asked: Headers, *, etag: str, changed_at: int | None) -> bool:
    """Say whether the asker has this very content already; an entity tag counts more than a date.

    `changed_at` is in seconds since 1970.
    """
    tags = asked.get("if-none-match")
    if tags is not None:
        mine = etag.removeprefix("W/")
        return tags.strip() == "*" or mine in {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    if changed_at is None:
        return False
    try:
        return parsedate_to_datetime(asked.get("if-modified-since", "")).timestamp() >= changed_at
    except (ValueError, TypeError, OverflowError):
        return False

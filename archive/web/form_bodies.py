"""Reads forms without files, few fields of bounded length, written as our own pages send them. Knows no field."""

from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request


async def read_form(request: Request, *, most_fields: int, longest_bytes: int) -> FormData:
    """Give the form of a request.

    Raises:
        HTTPException: 400 when it has files, too many fields, a field that is too long, or is not written in UTF-8.
    """
    if not is_in_utf8(request.headers.get("content-type", "")):
        raise HTTPException(400)
    return await request.form(max_files=0, max_fields=most_fields, max_part_size=longest_bytes)


def is_in_utf8(content_type: str) -> bool:
    """Say whether a form names no encoding but that of our pages.

    Starlette decodes by any that Python knows: some break at foreign bytes, others let halves of signs in, at which
    hashing, the catalogue and our answers break (RFC 7578, 5.1.2, knows no such parameter).
    """
    _, options = parse_options_header(content_type)
    return options.get(b"charset", b"utf-8").lower() in {b"utf-8", b"utf8"}

"""A file form as browsers send it without scripts: read piece by piece, each file straight into a folder of its own.

Starlette's own form parser would first write gigabytes to the system's temporary folder. Nothing here knows pages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyio import to_thread
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from archive.catalogue.people import Purpose, Upload
from archive.errors import InvalidInputError
from archive.intake.arrivals import Accept
from archive.intake.upload_files import OpenUpload
from archive.intake.upload_rules import MOST_COMPANIONS
from archive.intake.uploads import Uploads
from archive.web.asking import number_of
from ingest.errors import TooLargeError
from media.errors import StoreFullError

LARGEST_BYTES = 2 << 30
"""Whoever sends more needs scripts, since this way a broken connection means beginning again."""
FEED_BYTES = 1 << 20
MOST_PARTS = MOST_COMPANIONS + 4


@dataclass(slots=True)
class _Part:
    """A file of the form that is arriving."""

    upload_id: str
    file_name: str
    purpose: Purpose
    opened: OpenUpload
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class PlainUpload:
    """What a form brought: nothing of it is finished yet."""

    upload_id: str
    companions: tuple[tuple[str, str], ...]
    """Id and name of each file that goes with the recording."""


async def receive_form(
    request: Request, uploads: Uploads, *, account_id: int, replaces_in: int | None = None
) -> PlainUpload:
    """Take the form's recording and what goes with it; or a file that is to replace that of a recording.

    Raises:
        InvalidInputError: when no file was chosen, the form cannot be read, or the account has too much on its way.
        TooLargeError: when it is larger than this way can carry.
        StoreFullError: when there is no room.
        ClientDisconnect: when the browser went away; nothing is kept.
    """
    announced_bytes = number_of(request.headers.get("content-length")) or 0
    limit_bytes = min(LARGEST_BYTES, uploads.limits.largest_bytes)
    if announced_bytes > limit_bytes:
        raise TooLargeError(limit_bytes)
    await to_thread.run_sync(uploads.check_room, announced_bytes)
    beside = await to_thread.run_sync(uploads.on_their_way, account_id)
    reader = _Reader(uploads, request.headers.get("content-type", ""), limit_bytes=limit_bytes, beside=beside)
    waiting = bytearray()
    try:
        async for piece in request.stream():
            waiting += piece
            if len(waiting) >= FEED_BYTES:
                await to_thread.run_sync(reader.feed, bytes(waiting))
                waiting.clear()
        await to_thread.run_sync(reader.feed, bytes(waiting))
        return await to_thread.run_sync(reader.keep, account_id, replaces_in)
    except BaseException:
        reader.drop()
        raise


def finish_film(uploads: Uploads, brought: PlainUpload, *, accept: Accept) -> str | None:
    """Finish the film that a form brought, and give its job's id. Without room nothing is kept: no browser asks again.

    Raises:
        NotFoundError, AlreadyArchivedError, InvalidInputError, MediaError: as `Uploads.finish`.
    """
    try:
        return uploads.finish(brought.upload_id, accept=accept)
    except StoreFullError:
        uploads.discard(brought.upload_id)
        raise


class _Reader:
    """Parses the form and writes its files; blocking, so fed from a thread."""

    def __init__(self, uploads: Uploads, content_type: str, *, limit_bytes: int, beside: Sequence[Upload]) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise InvalidInputError({"file": "not-a-form"})
        self._uploads = uploads
        self._room_bytes = limit_bytes
        self._beside = beside
        self._parts: list[_Part] = []
        self._seen = 0
        self._field = b""
        self._headers: dict[bytes, bytes] = {}
        self._value = b""
        self._current: _Part | None = None
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._on_part_begin,
                "on_header_field": self._on_header_field,
                "on_header_value": self._on_header_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers_finished,
                "on_part_data": self._on_part_data,
                "on_part_end": self._on_part_end,
            },
        )

    def feed(self, content: bytes) -> None:
        self._room_bytes -= len(content)
        if self._room_bytes < 0:
            raise TooLargeError(LARGEST_BYTES)
        try:
            self._parser.write(content)
        except MultipartParseError as exc:
            raise InvalidInputError({"file": "not-a-form"}) from exc

    def keep(self, account_id: int, replaces_in: int | None) -> PlainUpload:
        try:
            self._parser.finalize()
        except MultipartParseError as exc:
            raise InvalidInputError({"file": "not-a-form"}) from exc
        recordings = [part for part in self._parts if part.purpose is Purpose.RECORDING]
        if self._current is not None or not recordings:
            raise InvalidInputError({"file": "empty"})
        first, *others = recordings
        for part in others:  # a form without scripts offers to choose one
            self._uploads.files.remove(part.upload_id)
        self._uploads.adopt(
            account_id,
            first.upload_id,
            file_name=first.file_name,
            purpose=Purpose.RECORDING if replaces_in is None else Purpose.REPLACEMENT,
            replaces_in=replaces_in,
        )
        companions = [part for part in self._parts if part.purpose is not Purpose.RECORDING]
        for part in companions:
            self._uploads.adopt(
                account_id, part.upload_id, file_name=part.file_name, purpose=part.purpose, with_id=first.upload_id
            )
        return PlainUpload(first.upload_id, tuple((part.upload_id, part.file_name) for part in companions))

    def drop(self) -> None:
        if self._current is not None:
            with self._current.opened:
                self._uploads.files.remove(self._current.upload_id)
            self._current = None
        for part in self._parts:
            self._uploads.discard(part.upload_id)
            self._uploads.files.remove(part.upload_id)

    def _on_part_begin(self) -> None:
        self._seen += 1
        self._headers, self._field, self._value = {}, b"", b""
        if self._seen > MOST_PARTS:
            raise InvalidInputError({"file": "not-a-form"})

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field, self._value = b"", b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition"))
        purpose = _PURPOSES.get(options.get(b"name", b""))
        file_name = options.get(b"filename", b"").decode(errors="replace")
        if purpose is None or not file_name:  # another field, or a file field left empty
            return
        upload_id = self._uploads.files.create()
        self._current = _Part(upload_id, file_name, purpose, self._uploads.files.open(upload_id))

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        part = self._current
        if part is None:
            return
        part.size_bytes += end - start
        self._uploads.limits.check_size(part.purpose, part.size_bytes)
        if part.purpose is Purpose.RECORDING:
            self._uploads.limits.check_share(self._beside, part.size_bytes)
        part.opened.append(data[start:end])

    def _on_part_end(self) -> None:
        if self._current is None:
            return
        with self._current.opened as opened:
            opened.accept()
        self._parts.append(self._current)
        self._current = None


_PURPOSES: Mapping[bytes, Purpose] = {
    b"file": Purpose.RECORDING,
    b"captions": Purpose.CAPTIONS,
    b"documents": Purpose.DOCUMENT,
}

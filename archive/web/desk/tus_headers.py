"""The headers of tus 1.0 as plain data. Reads and writes no file, knows no upload.

https://tus.io/protocols/resumable-upload: core, creation, creation-with-upload, termination, checksum, expiration.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from archive.web.asking import number_of

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
ALGORITHMS = ("sha256", "sha1", "md5")
CONTENT_TYPE = "application/offset+octet-stream"
LONGEST_METADATA = 8192


class Refusal(Exception):  # noqa: N818  an answer of the protocol, not a fault of ours
    """A request is answered with this status; `code` tells the page which words to show."""

    def __init__(self, status: int, code: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.code, self.headers = status, code, dict(headers or {})


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the body must hash to."""

    algorithm: str
    digest: bytes

    def begin(self) -> "hashlib._Hash":
        """Begin a hash to compare with; MD5 and SHA-1 find broken bytes here, they guard nothing."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def check_version(headers: Mapping[str, str]) -> None:
    """Refuse a client that speaks another version.

    Raises:
        Refusal: 412 with the version we speak.
    """
    if headers.get("tus-resumable") != VERSION:
        raise Refusal(412, "tus-version", {"Tus-Version": VERSION})


def count_of(headers: Mapping[str, str], name: str) -> int:
    """Read a length or an offset.

    Raises:
        Refusal: 400 when it is missing, negative or not a number.
    """
    count = number_of(headers.get(name))
    if count is None:
        raise Refusal(400, f"{name}-missing")
    return count


def check_content_type(headers: Mapping[str, str]) -> None:
    """Refuse a body that is not tus's own type.

    Raises:
        Refusal: 415.
    """
    if headers.get("content-type") != CONTENT_TYPE:
        raise Refusal(415, "content-type")


def metadata_of(headers: Mapping[str, str]) -> dict[str, str]:
    """Read `Upload-Metadata`: pairs of a key and a base64 value.

    Raises:
        Refusal: 400 when it cannot be read, 413 when it is too long.
    """
    raw = headers.get("upload-metadata", "")
    if len(raw) > LONGEST_METADATA:
        raise Refusal(413, "metadata-too-long")
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in raw.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value.encode(), validate=True).decode()
        except (binascii.Error, UnicodeError) as exc:
            raise Refusal(400, "metadata-unreadable") from exc
    return found


def bytes_of(value: str) -> bytes:
    """Read bytes out of a value of the metadata, which are text: base64 once more.

    Raises:
        Refusal: 400 when it cannot be read.
    """
    try:
        return base64.b64decode(value.encode(), validate=True)
    except binascii.Error as exc:
        raise Refusal(400, "metadata-unreadable") from exc


def written_metadata(pairs: Mapping[str, str]) -> str:
    """Write metadata as the protocol wants it back."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


def checksum_of(headers: Mapping[str, str]) -> Checksum | None:
    """Read `Upload-Checksum`, if the client sent one.

    Raises:
        Refusal: 400 when the algorithm is unknown or the digest unreadable.
    """
    raw = headers.get("upload-checksum")
    if raw is None:
        return None
    algorithm, _, digest = raw.partition(" ")
    if algorithm not in ALGORITHMS:
        raise Refusal(400, "checksum-algorithm")
    try:
        return Checksum(algorithm, base64.b64decode(digest, validate=True))
    except binascii.Error as exc:
        raise Refusal(400, "checksum-unreadable") from exc

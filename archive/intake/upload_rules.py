"""What may be uploaded: how much, how many, and of which kind, told by the first bytes. Keeps nothing."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.catalogue.people import Purpose, Upload
from archive.details.documents import LARGEST_DOCUMENT_BYTES, PDF, media_type_of
from archive.errors import InvalidInputError
from ingest.errors import TooLargeError
from ingest.meetings import meeting_file
from media.signatures import family_of

LARGEST_CAPTIONS_BYTES = 20 << 20
MOST_COMPANIONS = 16
"""Captions and documents that may go with one recording."""
LONGEST_NAME = 200
FILMS = frozenset({Purpose.RECORDING, Purpose.REPLACEMENT})
"""What is media; everything else goes with one of these."""


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How much may be on its way."""

    largest_bytes: int
    """Of a recording."""
    reserve_bytes: int
    """Free space that uploads leave alone."""
    most_unfinished: int
    """Recordings that one account may have on their way."""
    most_unfinished_bytes: int
    """All of them together; 0: no bound."""
    lifetime: dt.timedelta
    """How long an unfinished upload is kept after its last byte."""

    def check_size(self, purpose: Purpose, size_bytes: int) -> None:
        """Refuse a file that is too large for what it is.

        Raises:
            TooLargeError: it is.
        """
        largest = {Purpose.CAPTIONS: LARGEST_CAPTIONS_BYTES, Purpose.DOCUMENT: LARGEST_DOCUMENT_BYTES}
        limit_bytes = largest.get(purpose, self.largest_bytes)
        if size_bytes > limit_bytes:
            raise TooLargeError(limit_bytes)

    def check_share(self, unfinished: Sequence[Upload], size_bytes: int) -> None:
        """Refuse a recording that is more than one account may have on its way beside these.

        Raises:
            InvalidInputError: field `file`: `too-many-uploads` or `too-many-bytes`.
        """
        if len(unfinished) >= self.most_unfinished:
            raise InvalidInputError({"file": "too-many-uploads"})
        on_its_way = sum(row.size_bytes for row in unfinished)
        if 0 < self.most_unfinished_bytes < on_its_way + size_bytes:
            raise InvalidInputError({"file": "too-many-bytes"})


def check_beginning(purpose: Purpose, file_name: str, beginning: bytes) -> None:
    """Refuse a file that is not what it is sent as.

    Raises:
        NotPlayableError: it is no recording.
        InvalidInputError: field `file`: `chat` or `participants` instead of captions; `document`: it is none.
    """
    if purpose in FILMS:
        family_of(beginning)
        return
    meeting = meeting_file(file_name, beginning)
    if purpose is Purpose.CAPTIONS and meeting is not None:
        raise InvalidInputError({"file": meeting})
    if purpose is Purpose.DOCUMENT and media_type_of(beginning) != PDF and meeting is None:
        raise InvalidInputError({"document": "not-a-pdf"})


def shown_name(raw: str) -> str:
    """Give a foreign file name as it may be shown: its last part, printable, at most 200 signs, its ending kept."""
    last = re.split(r"[/\\]", raw)[-1]
    clean = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split())
    if len(clean) <= LONGEST_NAME:
        return clean or "upload"
    stem, dot, suffix = clean.rpartition(".")
    keep = f"{dot}{suffix}" if stem and len(suffix) <= 8 else ""  # noqa: PLR2004  the longest ending worth keeping
    return clean[: LONGEST_NAME - len(keep)] + keep

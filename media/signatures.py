"""The first bytes of a file say what it is, whatever its name claims. Asked before any decoder sees the file."""

import re
import stat
from pathlib import Path

from media.errors import FileMissingError, NotPlayableError

SAMPLE_BYTES = 4096
RECORDINGS = (
    ("mov", re.compile(rb".{4}(?:ftyp|moov|mdat|free|wide|skip|pnot|styp)", re.DOTALL)),
    ("matroska", re.compile(rb"\x1a\x45\xdf\xa3")),
    ("avi", re.compile(rb"RIFF.{4}AVI ", re.DOTALL)),
    ("wav", re.compile(rb"(?:RIFF|RF64).{4}WAVE|riff\x2e\x91\xcf\x11", re.DOTALL)),
    ("ogg", re.compile(rb"OggS")),
    ("flac", re.compile(rb"fLaC")),
    ("flv", re.compile(rb"FLV\x01")),
    ("asf", re.compile(rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11")),
    ("mp3", re.compile(rb"ID3|\xff[\xe2-\xe7\xea-\xef\xf2-\xf7\xfa-\xff]")),
    ("aac", re.compile(rb"\xff[\xf0\xf1\xf8\xf9]")),
    ("mpeg", re.compile(rb"\x00\x00\x01[\xba\xb3]")),
    ("mpegts", re.compile(rb"(?:.{4})?\x47.{187}(?:.{4})?\x47", re.DOTALL)),
)
OTHERS = (
    (
        "playlist",
        re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:#EXTM3U|ffconcat|\[playlist\]|<\?xml[^>]*>\s*<MPD|<MPD|v=0\r?\n)"),
    ),
    ("picture", re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\x00{4}|II\*\x00|MM\x00\*|RIFF.{4}WEBP", re.DOTALL)),
    ("svg", re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<svg", re.DOTALL)),
    ("PDF", re.compile(rb"%PDF")),
    ("archive", re.compile(rb"PK\x03\x04|\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ")),
    ("web page", re.compile(rb"\s*<(?:!doctype html|html)", re.IGNORECASE)),
)


def container_of(path: Path) -> str:
    """Return the family of containers the first bytes belong to.

    Raises:
        FileMissingError: there is no such file.
        NotPlayableError: it is empty, not a plain file, or no recording.
    """
    try:
        status = path.stat()
    except FileNotFoundError as error:
        raise FileMissingError(path.name) from error
    if not stat.S_ISREG(status.st_mode):  # a FIFO would hold ffprobe for ever
        raise NotPlayableError(reason="not-media", subject="not a plain file")
    with path.open("rb") as file:
        return family_of(file.read(SAMPLE_BYTES))


def family_of(beginning: bytes) -> str:
    """Return the family of containers these first bytes belong to.

    Raises:
        NotPlayableError: there are none, or they are those of no recording.
    """
    if not beginning:
        raise NotPlayableError(reason="empty")
    for family, shape in OTHERS:
        if shape.match(beginning):
            raise NotPlayableError(reason="format-not-allowed", subject=family)
    for family, shape in RECORDINGS:
        if shape.match(beginning):
            return family
    raise NotPlayableError(reason="not-media")

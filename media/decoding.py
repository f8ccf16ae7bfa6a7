"""Bytes of a caption file to text: finds the encoding nobody declared, and mends what was decoded wrongly before."""

import codecs
import re

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like the mark of UTF-16, so it is asked first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES = 4096
NUL_SHARE_OF_UTF_16 = 0.3
VALID_PER_BROKEN_SEQUENCE = 4
TWICE_ENCODED = re.compile("[ÂÃÄÅâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


def decode(raw: bytes) -> str:
    """Decode captions in whatever encoding they came, lines ended by a line feed only, without NUL."""
    text = _decode(raw).replace("\x00", "").lstrip("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    if TWICE_ENCODED.search(text):
        return "\n".join(_encoded_once(line) for line in text.split("\n"))
    return text


def _decode(raw: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace")
    sample = raw[:SAMPLE_BYTES]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample and sample[first::2].count(0) > NUL_SHARE_OF_UTF_16 * len(sample) / 2:
            return raw.decode(encoding, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _mostly_utf_8(raw) or raw.decode("cp1252", errors="replace")


def _mostly_utf_8(raw: bytes) -> str | None:
    """Return UTF-8 text with a few broken places (a cut last character, one foreign byte), or None when it is not."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    valid = sum(character > "\x7f" for character in text) - broken
    return text if valid >= VALID_PER_BROKEN_SEQUENCE * broken else None


def _encoded_once(line: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 and written as UTF-8 again, where that is what happened."""
    if not TWICE_ENCODED.search(line):
        return line
    try:
        return b"".join(_windows_byte(character) for character in line).decode("utf-8")
    except UnicodeError:
        return line


def _windows_byte(character: str) -> bytes:
    """Return the byte that stood for a character; the five bytes Windows-1252 leaves undefined pass as they are."""
    return bytes([ord(character)]) if "\x80" <= character <= "\x9f" else character.encode("cp1252")

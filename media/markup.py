"""The text inside a caption line: tags out, entities resolved once, voices and word times found. Text stays text."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

TAG = re.compile(
    r"</?(?:c|v|i|b|u|s|em|strong|lang|ruby|rt|font|span|script|img|p|div)(?:[.\s/][^<>\n]*)?>|\{\\[^}\n]*\}",
    re.IGNORECASE,
)
READING_AID = re.compile(r"<rt>([^<\n]+)(?:</rt>|(?=<))", re.IGNORECASE)
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>\n]+)>", re.IGNORECASE)
INLINE_TIME = re.compile(r"<((?:\d+:)?\d{1,2}:\d{1,2}[.,]\d{1,3})>")
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
NAME_WORD = r"(?:[^\W\d_a-zß-öø-ÿ][\w.'’\-]*|von|van|de|der|den|zu|al|el|bin)"
NAMED = re.compile(
    rf"^(?:>>\s*|[-–]\s+)?(?P<name>{NAME_WORD}(?:,? {NAME_WORD}){{0,4}}(?: \([^():]{{1,30}}\))?):[ \n]+(?=\S)"
)


@dataclass(frozen=True, slots=True)
class TimedPiece:
    """Words that begin at a time of their own; None is the time of the cue."""

    time: str | None
    text: str


def plain(line: str) -> str:
    """Return what a reader sees of a caption line: without tags, with its characters, with single spaces."""
    written_out = READING_AID.sub(r" (\1)", LINE_BREAK.sub("\n", line))
    without_tags = TAG.sub("", INLINE_TIME.sub("", written_out))
    return tidy(ENTITY.sub(lambda entity: html.unescape(entity[0]), without_tags))


def tidy(text: str) -> str:
    """Return text in one form: composed characters, single spaces, no empty lines, nothing invisible."""
    composed = unicodedata.normalize("NFC", visible(text))
    lines = (" ".join(line.split()) for line in composed.split("\n"))
    return "\n".join(line for line in lines if line)


def visible(text: str) -> str:
    """Return text without what commands a terminal, turns its direction around or cannot be written as UTF-8."""
    return INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Return plain text as WebVTT cue text."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("{\\", "&#123;\\")  # a style override to SubRip players, and to our own reader


def voices(lines: list[str]) -> tuple[str | None, list[str]]:
    """Return the voice of a cue (`<v Name>`), and its lines; a second voice is written out before its words."""
    first: str | None = None
    spoken: list[str] = []
    for line in lines:
        pieces = VOICE.split(line)
        for index, piece in enumerate(pieces):
            if index % 2 == 0:
                spoken.append(piece)
                continue
            name = plain(piece)
            if first is None and not any(plain(said) for said in spoken):
                first = name or None
            elif name != first:
                pieces[index + 1] = f"{escape(name)}&#58; {pieces[index + 1]}"
    return first, [line for line in spoken if plain(line)]


def named(text: str) -> str | None:
    """Return the name before the first colon, when the words before it look like a person's."""
    match = NAMED.match(text)
    return match["name"] if match else None


def without_name(text: str) -> str:
    """Return the text after the speaker's name and colon."""
    return NAMED.sub("", text, count=1)


def timed_pieces(line: str) -> Iterator[TimedPiece]:
    """Yield the pieces of a line that carry times of their own (karaoke times of platforms), if any does."""
    first, *rest = INLINE_TIME.split(line)
    if not rest:
        return
    yield TimedPiece(None, plain(first))
    for time, text in zip(rest[::2], rest[1::2], strict=True):
        yield TimedPiece(time, plain(text))

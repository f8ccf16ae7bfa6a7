"""Recordings that a page describes in JSON-LD (schema.org VideoObject and AudioObject). Pure, and never raises."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from ingest.entries import ChapterMark, PageRecording
from ingest.languages import language_code

DEEPEST = 12
RECORDING_TYPES = frozenset({"VideoObject", "AudioObject", "MediaObject", "Clip"})
_DURATION = re.compile(r"^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}")


def described_recordings(soup: BeautifulSoup, base: str) -> list[PageRecording]:
    """List what the page's JSON-LD describes; text that is not JSON is left out."""
    found = []
    for script in soup.find_all("script", type="application/ld+json"):
        try:
            document = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        found += [_recording(item, base) for item in _objects(document)]
    return found


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    """Find recordings wherever they stand (`@graph`, lists, inside events), but not clips inside a recording."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        if RECORDING_TYPES & set(_texts(value.get("@type"))) - {"Clip"}:
            yield value
        else:
            for item in value.values():
                yield from _objects(item, depth + 1)


def _recording(item: dict[str, object], base: str) -> PageRecording:
    files = _addresses(item.get("contentUrl"), base)
    players = _addresses(item.get("embedUrl"), base)
    return PageRecording(
        addresses=files or players,
        is_embed=bool(players) and not files,
        title=_text(item.get("name")) or _text(item.get("headline")),
        chapters=tuple(_chapters(item.get("hasPart"))),
        poster=next(iter(_addresses(item.get("thumbnailUrl"), base)), None),
        description=_text(item.get("description")),
        date=_date(item.get("uploadDate")) or _date(item.get("datePublished")),
        duration_seconds=_seconds(item.get("duration")),
        language=language_code(_name(item.get("inLanguage"), "alternateName")),
        uploader=_name(item.get("author")) or _name(item.get("publisher")),
    )


def _chapters(parts: object) -> Iterator[ChapterMark]:
    for part in parts if isinstance(parts, list) else [parts]:
        if not isinstance(part, dict):
            continue
        start, end, title = _number(part.get("startOffset")), _number(part.get("endOffset")), _text(part.get("name"))
        if start is not None and title:
            yield ChapterMark(start, end, title)


def _addresses(value: object, base: str) -> tuple[str, ...]:
    found = []
    for text in _texts(value):
        try:
            target = urljoin(base, text.strip())
            if urlsplit(target).scheme in {"http", "https"} and urlsplit(target).hostname:
                found.append(target)
        except ValueError:
            continue
    return tuple(found)


def _name(value: object, key: str = "name") -> str | None:
    if isinstance(value, dict):
        return _text(value.get(key)) or _text(value.get("name"))
    if isinstance(value, list):
        return _name(value[0], key) if value else None
    return _text(value)


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(item for item in values if isinstance(item, str) and item.strip())


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, str | int | float) else None
    except ValueError:
        return None


def _date(value: object) -> str | None:
    return value[:10] if isinstance(value, str) and _DATE.match(value) else None


def _seconds(value: object) -> float | None:
    match = _DURATION.match(value) if isinstance(value, str) else None
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + seconds

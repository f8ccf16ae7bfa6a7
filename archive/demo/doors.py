"""The doors through which the demonstration recordings come in: pages, a feed, and files. Pure: texts in, texts out.

One page shows several players under headings, as the page of the real events does; one page describes a single
recording as data (JSON-LD); a feed leads to a page; files come with captions beside them, or without.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from archive.demo.filming import Footage
from archive.demo.texts import Door, Script

SERIES_PAGE, FEED = "/veranstaltungen.html", "/aufzeichnungen.xml"
FILE_DOORS: tuple[Door, ...] = ("file", "file-with-captions")


@dataclass(frozen=True, slots=True)
class Take:
    """A text and the recording that was made of it."""

    script: Script
    footage: Footage


@dataclass(frozen=True, slots=True)
class Answer:
    """What the loopback site says at a path: a text, or a file."""

    media_type: str
    content: str | Path


def entrance(script: Script) -> str:
    """Give the path at which the archive is sent to look for a recording; for files there is none."""
    return {"page": SERIES_PAGE, "feed": FEED}.get(script.door, f"/aufzeichnungen/{script.slug}.html")


def source_path(script: Script) -> str:
    """Give the path under which a recording is found behind its door: of the file, or of the page a feed leads to."""
    return f"/aufzeichnungen/{script.slug}.html" if script.door == "feed" else _film(script)


def file_name(script: Script) -> str:
    """Give the name a file has where it comes from."""
    return f"{script.title.replace(':', ' -')}.mp4"


def site(takes: Sequence[Take], *, origin: str) -> dict[str, Answer]:
    """Give the whole loopback site for the recordings that are there so far."""
    answers: dict[str, Answer] = {}
    for take in takes:
        script, footage = take.script, take.footage
        if script.door in FILE_DOORS:
            continue
        answers[_film(script)] = Answer("video/mp4", footage.film)
        answers[_captions(script)] = Answer("text/vtt", footage.captions)
        answers[_chapters(script)] = Answer("text/vtt", footage.chapters_file)
        if script.door != "page":
            answers[f"/aufzeichnungen/{script.slug}.html"] = _html(single_page(take, origin=origin))
    if shown := [take for take in takes if take.script.door == "page"]:
        answers[SERIES_PAGE] = _html(series_page(shown))
    if listed := [take for take in takes if take.script.door == "feed"]:
        answers[FEED] = Answer("application/rss+xml; charset=utf-8", feed(listed, origin=origin))
    return answers


def series_page(takes: Sequence[Take]) -> str:
    """Write the page with a heading above each player."""
    name = "Demonstration: Virtuelle Veranstaltungsreihe 2023"
    players = "\n".join(f"<h2>{escape(take.script.title)}</h2>\n{_player(take.script)}" for take in takes)
    notice = "<p>Alles auf dieser Seite ist erfunden; sie besteht nur, solange die Demonstration läuft.</p>"
    return _page(name, f"<h1>{name}</h1>\n{notice}\n{players}", language="de")


def single_page(take: Take, *, origin: str) -> str:
    """Write the page of one recording, which describes it for machines too."""
    script = take.script
    described = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": script.title,
        "description": script.description,
        "inLanguage": script.language,
        "duration": f"PT{take.footage.duration_seconds:.0f}S",
        "contentUrl": f"{origin}{_film(script)}",
        "hasPart": [
            {"@type": "Clip", "name": mark.title, "startOffset": mark.start_seconds, "endOffset": mark.end_seconds}
            for mark in take.footage.chapters
        ],
    }
    data = json.dumps(described, ensure_ascii=False).replace("<", "\\u003c")
    body = f"<h1>{escape(script.title)}</h1>\n<p>{escape(script.description)}</p>\n{_player(script)}"
    head = f'<script type="application/ld+json">{data}</script>'
    return _page(script.title, body, language=script.language, head=head)


def feed(takes: Sequence[Take], *, origin: str) -> str:
    """Write the feed (RSS 2.0); each item leads to the page of a recording."""
    items = "".join(
        f"<item><title>{escape(take.script.title)}</title>"
        f"<link>{origin}{source_path(take.script)}</link>"
        f"<description>{escape(take.script.description)}</description></item>"
        for take in takes
    )
    head = f"<title>Demonstration</title><link>{origin}{SERIES_PAGE}</link><description>Demonstration</description>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}{items}</channel></rss>'


def _player(script: Script) -> str:
    return (
        f'<video controls preload="none"><source src="{_film(script)}" type="video/mp4">\n'
        f'<track kind="captions" src="{_captions(script)}" srclang="{script.language}">\n'
        f'<track kind="chapters" src="{_chapters(script)}" srclang="{script.language}"></video>'
    )


def _page(title: str, body: str, *, language: str, head: str = "") -> str:
    beginning = f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    return f"{beginning}{head}</head>\n<body>\n{body}\n</body></html>\n"


def _html(text: str) -> Answer:
    return Answer("text/html; charset=utf-8", text)


def _film(script: Script) -> str:
    return f"/medien/{quote(script.slug)}.mp4"


def _captions(script: Script) -> str:
    return f"/medien/{quote(script.slug)}.{script.language}.vtt"


def _chapters(script: Script) -> str:
    return f"/medien/{quote(script.slug)}.chapters.vtt"

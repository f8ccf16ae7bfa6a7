"""What a page says about the recordings it shows: headings, captions, embedded players, links, JSON-LD.

Pure: HTML text in, plain data out. yt-dlp finds players but not the heading above them; this is where it is read.
"""

import re
from collections import Counter
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from ingest.addresses import address_key
from ingest.entries import CaptionRef, Page, PageRecording
from ingest.languages import language_code
from ingest.linked_data import described_recordings
from ingest.sources import MEDIA_SUFFIXES

MOST_RECORDINGS = 200
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "summary")
CAPTION_KINDS = frozenset({"captions", "subtitles"})
_ONLY_SAYS_DOWNLOAD = re.compile(r"download|herunterladen|ansehen|abspielen|watch|play|\.mp[34]\b", re.IGNORECASE)
MEDIA_ADDRESS_ATTRIBUTES = ("src", "data-src", "data-video-src")


def read_page(html: str, address: str) -> Page:
    """Read a page, however broken its HTML is."""
    soup = BeautifulSoup(html, "html.parser")
    base = soup.find("base", href=True)
    base_address = urljoin(address, _attribute(base, "href") or "") if isinstance(base, Tag) else address
    described = described_recordings(soup, base_address)
    shown = _shown(soup, base_address)
    return Page(
        address=address,
        title=_text(soup.title) or _meta(soup, "og:title"),
        description=_meta(soup, "og:description") or _meta(soup, "description"),
        language=language_code(_attribute(soup.html, "lang")),
        refresh_address=_refresh(soup, base_address),
        recordings=tuple(_with_headings_of_their_own(_merged(shown, described)))[:MOST_RECORDINGS],
    )


def _shown(soup: BeautifulSoup, base: str) -> list[PageRecording]:
    """Walk the page as a reader does and note for each player the last heading above it."""
    heading: str | None = None
    shown: list[PageRecording] = []
    for tag in soup.find_all([*HEADINGS, "div", "p", "video", "audio", "iframe", "a"]):
        if tag.name in HEADINGS or tag.get("role") == "heading":
            heading = _text(tag) or heading
        elif tag.name in {"video", "audio"}:
            shown.extend(_player(tag, base, heading))
        elif tag.name == "iframe":
            shown.extend(_embed(tag, base, heading))
        elif tag.name == "a":
            shown.extend(_link(tag, base, heading))
    return shown


def _player(tag: Tag, base: str, heading: str | None) -> list[PageRecording]:
    addresses = [*_media_addresses(tag, base)]
    for source in tag.find_all("source"):
        addresses += _media_addresses(source, base)
    if not addresses:
        return []
    captions, chapters_address = [], None
    for track in tag.find_all("track", src=True):
        target = _web_address(track, "src", base)
        kind = (_attribute(track, "kind") or "subtitles").casefold()
        if target and kind in CAPTION_KINDS:
            captions.append(CaptionRef(target, language_code(_attribute(track, "srclang")), "platform"))
        elif target and kind == "chapters":
            chapters_address = target
    return [
        PageRecording(
            addresses=tuple(dict.fromkeys(addresses)),
            heading=heading,
            title=_own_title(tag),
            captions=tuple(captions),
            chapters_address=chapters_address,
            poster=_web_address(tag, "poster", base),
        )
    ]


def _embed(tag: Tag, base: str, heading: str | None) -> list[PageRecording]:
    target = _web_address(tag, "src", base) or _web_address(tag, "data-src", base)
    return [PageRecording((target,), is_embed=True, heading=heading, title=_own_title(tag))] if target else []


def _link(tag: Tag, base: str, heading: str | None) -> list[PageRecording]:
    target = _web_address(tag, "href", base)
    if target is None or not _names_a_media_file(target):
        return []
    title = _attribute(tag, "title") or _text(tag)
    says_what = title is not None and " " in title and not _ONLY_SAYS_DOWNLOAD.search(title)
    return [PageRecording((target,), heading=title if says_what else heading, title=title)]


def _media_addresses(tag: Tag, base: str) -> list[str]:
    found = (_web_address(tag, attribute, base) for attribute in MEDIA_ADDRESS_ATTRIBUTES)
    return [target for target in found if target]


def _merged(shown: list[PageRecording], described: list[PageRecording]) -> list[PageRecording]:
    """Make one recording of all that mean the same file: a player, its download link, its description."""
    merged: list[PageRecording] = []
    for recording in [*shown, *described]:
        keys = {address_key(address) for address in recording.addresses}
        for place, known in enumerate(merged):
            if keys & {address_key(address) for address in known.addresses}:
                merged[place] = _completed(known, recording)
                break
        else:
            merged.append(recording)
    only_described = len(described) == 1 and not described[0].addresses
    players = [recording for recording in merged if recording.addresses]
    if only_described and len(players) == 1:  # the description names no file, and there is but one
        return [_completed(players[0], described[0])]
    return players


def _completed(known: PageRecording, other: PageRecording) -> PageRecording:
    """Fill what the first does not say from the second; a description's title is better than a link's text."""
    return replace(
        known,
        addresses=tuple(dict.fromkeys(known.addresses + other.addresses)),
        heading=known.heading or other.heading,
        title=(other.title if other.date or other.description else known.title) or known.title or other.title,
        captions=known.captions or other.captions,
        chapters_address=known.chapters_address or other.chapters_address,
        chapters=known.chapters or other.chapters,
        poster=known.poster or other.poster,
        description=known.description or other.description,
        date=known.date or other.date,
        duration_seconds=known.duration_seconds or other.duration_seconds,
        language=known.language or other.language,
        uploader=known.uploader or other.uploader,
    )


def _with_headings_of_their_own(recordings: list[PageRecording]) -> list[PageRecording]:
    """A heading above several recordings names none of them: each takes its own title, or a number."""
    times = Counter(recording.heading for recording in recordings)
    numbers: Counter[str] = Counter()
    named = []
    for recording in recordings:
        heading = recording.heading
        if heading and times[heading] > 1:
            numbers[heading] += 1
            heading = recording.title or f"{heading} ({numbers[heading]})"
        named.append(replace(recording, heading=heading))
    return named


def _own_title(tag: Tag) -> str | None:
    figure = tag.find_parent("figure")
    caption = _text(figure.find("figcaption")) if figure else None
    return caption or _attribute(tag, "title") or _attribute(tag, "aria-label") or _attribute(tag, "data-title")


def _names_a_media_file(address: str) -> bool:
    path = urlsplit(address).path.casefold()
    return any(path.endswith(suffix) for suffix in MEDIA_SUFFIXES)


def _refresh(soup: BeautifulSoup, base: str) -> str | None:
    for tag in soup.find_all("meta", content=True):
        if (_attribute(tag, "http-equiv") or "").casefold() == "refresh":
            _, _, target = (_attribute(tag, "content") or "").partition("=")
            return urljoin(base, target.strip(" '\"")) if target else None
    return None


def _meta(soup: BeautifulSoup, name: str) -> str | None:
    tag = soup.find("meta", attrs={"property": name}) or soup.find("meta", attrs={"name": name})
    return _attribute(tag, "content")


def _web_address(tag: Tag, attribute: str, base: str) -> str | None:
    value = _attribute(tag, attribute)
    if not value:
        return None
    try:
        target = urljoin(base, value)
        return target if urlsplit(target).scheme in {"http", "https"} and urlsplit(target).hostname else None
    except ValueError:
        return None


def _attribute(tag: object, name: str) -> str | None:
    value = tag.get(name) if isinstance(tag, Tag) else None
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _text(tag: object) -> str | None:
    return " ".join(tag.get_text(" ").split()) or None if isinstance(tag, Tag) else None

"""The addresses of the site: how they are written, in one place. Knows no request but its path, and no page.

Language first, English path words. What has no language is for machines: media, captions, pictures, files of the look.
"""

import math
import re
from urllib.parse import quote, urlencode

from starlette.convertors import Convertor, register_url_convertor

from archive.i18n import LANGUAGES
from archive.slugs import name_slug

LONGEST_NUMBER = 18
"""Digits of a number that the catalogue can hold; it breaks at larger ones."""
MARK_LENGTH = 12
"""Signs of a file's hash in its address, so that a new file has a new address."""
_CLOCK = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6}(?:\.\d{1,6})?)", re.ASCII)
_CENTI = 100


class LanguageConvertor(Convertor[str]):
    """`{language:language}` in a route: one of the languages of the site, nothing else."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Give the language as it is."""
        return value

    def to_string(self, value: str) -> str:
        """Give the language as it is."""
        return value


class NumberConvertor(Convertor[int]):
    """`{recording_id:number}` in a route: a number that the catalogue can hold."""

    regex = f"[0-9]{{1,{LONGEST_NUMBER}}}"

    def convert(self, value: str) -> int:
        """Give the number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Write the number."""
        return str(value)


register_url_convertor("language", LanguageConvertor())
register_url_convertor("number", NumberConvertor())


def language_of(path: str) -> str | None:
    """Give the language that a path begins with."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else None


def in_language(path: str, language: str) -> str:
    """Give the same page in another language; the start page where the path names no language."""
    if language_of(path) is None:
        return f"/{language}/"
    rest = path.split("/", 2)[2] if path.count("/") > 1 else ""
    return f"/{language}/{quote(rest)}"


def page(language: str, *parts: str | int, **query: object) -> str:
    """Give the address of a page; what is empty or None in the query is left out, a tuple is repeated."""
    path = "/".join((f"/{language}", *(quote(str(part), safe="") for part in parts))) if parts else f"/{language}/"
    asked = urlencode({name: value for name, value in query.items() if value not in {None, ""}}, doseq=True)
    return f"{path}?{asked}" if asked else path


def speaker(language: str, name: str) -> str:
    """Give the address of the page of someone who speaks."""
    return page(language, "speakers", name_slug(name))


def second(seconds: float) -> str:
    """Write a position for an address: never later than it is, and in hundredths at most."""
    return f"{math.floor(max(seconds, 0) * _CENTI + 1e-6) / _CENTI:.2f}".rstrip("0").rstrip(".")


def seconds_of(text: str | None) -> float | None:
    """Read a position out of an address: 754, 754.25, 12:34 or 1:02:03; None when it is none of them."""
    match = _CLOCK.fullmatch(text or "")
    if match is None:
        return None
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def mark_of(key: str) -> str:
    """Give the part of a store key that stands in addresses."""
    return key.rpartition("/")[2][:MARK_LENGTH]


def rendition(slug: str, name: str, key: str) -> str:
    """Give the address of a playable file."""
    suffix = "m4a" if name.startswith("audio") else "mp4"
    return f"/media/{quote(slug)}/{quote(name)}-{mark_of(key)}.{suffix}"


def poster(slug: str, key: str) -> str:
    """Give the address of a recording's still picture."""
    return f"/media/{quote(slug)}/poster-{mark_of(key)}.jpg"


def slide(slug: str, position: int, key: str) -> str:
    """Give the address of a slide's picture."""
    return f"/media/{quote(slug)}/slide-{position}-{mark_of(key)}.jpg"


def storyboard(slug: str) -> str:
    """Give the address of the file that says which small picture belongs to which second."""
    return f"/media/{quote(slug)}/storyboard.vtt"


def storyboard_sheet(number: int, key: str) -> str:
    """Give the address of a sheet of small pictures, as that file names it: beside itself."""
    return f"storyboard-{number}-{mark_of(key)}.jpg"


def poster_frame(slug: str, frame_id: int, key: str) -> str:
    """Give the address of a frame that might be the poster; the desk's alone."""
    return f"/media/{quote(slug)}/frame-{frame_id}-{mark_of(key)}.jpg"


def captions(slug: str, language: str, *, suffix: str = "vtt") -> str:
    """Give the address of a transcript as a file."""
    return f"/media/{quote(slug)}/captions.{quote(language)}.{suffix}"


def document(slug: str, document_id: int, key: str) -> str:
    """Give the address of a document of a recording."""
    return f"/media/{quote(slug)}/document-{document_id}-{mark_of(key)}.{key.rpartition('.')[2]}"


def feed(language: str, *parts: str, form: str = "atom", **query: object) -> str:
    """Give the address of a feed: `atom`, or `rss` for podcasts."""
    path = "/".join(quote(part, safe="") for part in parts)
    asked = urlencode({name: value for name, value in query.items() if value})
    return f"/feeds/{language}/{path}.{form}" + (f"?{asked}" if asked else "")


def open_search(language: str) -> str:
    """Give the address of the description by which browsers add our search."""
    return f"/opensearch/{language}.xml"


def open_search_suggestions(language: str) -> str:
    """Give the address at which browsers ask what a text may become."""
    return f"/opensearch/{language}/suggestions"


def oembed(url: str) -> str:
    """Give the address that describes the page of a recording to sites that want to show it."""
    return f"/oembed?{urlencode({'url': url})}"


def embed(slug: str) -> str:
    """Give the address of a recording's player for other sites."""
    return f"/embed/{quote(slug)}"

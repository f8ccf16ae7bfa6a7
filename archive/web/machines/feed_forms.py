"""How feeds are written: Atom (RFC 4287), and RSS 2.0 with the words that podcast programs understand."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from xml.etree.ElementTree import Element

from archive.catalogue.listing import File, Listed
from archive.i18n import I18n
from archive.web import addresses
from archive.web.citing import Newer, superseded
from archive.web.markup import ATOM, ITUNES, PODCAST, document, element, optional

CATEGORY = "Government"
"""One of the categories that podcast directories know."""
_NAMES = uuid.UUID("6f1c1e0e-3f0c-5d5a-9a53-3b8a6a0c7f11")
"""Namespace of our names; never changed, so that names stay."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Recordings for programs that look for new ones."""

    i18n: I18n
    title: str
    language: str
    base: str
    """What stands before every path."""
    site_name: str
    cover: str
    """Path of the picture of a podcast: a square of 1400 pixels, as directories ask for."""
    page: str
    """Path of the page that shows the same."""
    address: str
    """Path of the feed itself."""
    changed_at: dt.datetime
    entries: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write feeds."""

    media_type: str
    write: Callable[[Feed], bytes]


def atom(feed: Feed) -> bytes:
    """Write a feed as Atom."""
    root = element(
        "feed",
        children=[
            element("title", f"{feed.title} · {feed.site_name}"),
            element("id", feed.base + feed.address),
            element("link", rel="self", type="application/atom+xml", href=feed.base + feed.address),
            element("link", rel="alternate", type="text/html", href=feed.base + feed.page),
            element("updated", feed.changed_at.isoformat()),
            element("author", children=[element("name", feed.site_name), element("uri", f"{feed.base}/")]),
            *(_atom_entry(feed, entry) for entry in feed.entries),
        ],
    )
    root.set("xml:lang", feed.language)
    return document(root, default=ATOM)


def podcast(feed: Feed) -> bytes:
    """Write a feed as a podcast: the recordings that can be heard."""
    channel = element(
        "channel",
        children=[
            element("title", f"{feed.title} · {feed.site_name}"),
            element("link", feed.base + feed.page),
            element("atom:link", rel="self", type="application/rss+xml", href=feed.base + feed.address),
            element("description", f"{feed.title} · {feed.site_name}"),
            element("language", feed.language),
            element("lastBuildDate", format_datetime(feed.changed_at)),
            element("itunes:author", feed.site_name),
            element("itunes:image", href=feed.base + feed.cover),
            _category(),
            element("itunes:explicit", "false"),
            *(_item(feed, entry) for entry in feed.entries if entry.sound),
        ],
    )
    root = element("rss", children=[channel], version="2.0")
    return document(root, prefixes={"atom": ATOM, "itunes": ITUNES, "podcast": PODCAST})


FORMS: Mapping[str, Form] = {
    "atom": Form("application/atom+xml", atom),
    "rss": Form("application/rss+xml", podcast),
}
"""By the end of the address."""


def name_of(entry: Listed) -> str:
    """Give the name of a recording for all times, also when the site moves to another host."""
    return uuid.uuid5(_NAMES, f"{entry.card.slug} {entry.created_at.isoformat()}").urn


def _atom_entry(feed: Feed, entry: Listed) -> Element:
    card = entry.card
    made = element(
        "entry",
        children=[
            element("title", card.title),
            element("id", name_of(entry)),
            element("link", rel="alternate", type="text/html", href=_page(feed, entry.card.slug)),
            _successor(feed, entry),
            *(
                element(
                    "link",
                    rel="enclosure",
                    type=file.media_type,
                    length=file.size_bytes,
                    href=_file(feed, entry, file.name, file.key),
                )
                for file in (entry.picture, entry.sound)
                if file
            ),
            element("published", entry.published_at.isoformat()),
            element("updated", entry.changed_at.isoformat()),
            *(element("author", children=[element("name", name)]) for name in entry.speakers),
            element("summary", _about(feed, entry)),
            *(element("category", term=code) for code in (*card.countries, *card.regions)),
        ],
    )
    if card.language != "und":
        made.set("xml:lang", card.language)
    return made


def _item(feed: Feed, entry: Listed) -> Element:
    card, sound = entry.card, entry.sound
    return element(
        "item",
        children=[
            element("title", card.title),
            element("guid", name_of(entry), isPermaLink="false"),
            element("link", _page(feed, entry.card.slug)),
            element("pubDate", format_datetime(entry.published_at)),
            element("description", _about(feed, entry)),
            _enclosure(feed, entry, sound) if sound else None,
            optional("itunes:duration", str(round(card.duration_seconds)) if card.duration_seconds else None),
            optional("itunes:author", ", ".join(entry.speakers)),
            _poster(feed, entry),
            element("itunes:explicit", "false"),
            *(
                element(
                    "podcast:transcript",
                    url=feed.base + addresses.captions(card.slug, about.language),
                    type="text/vtt",
                    language=about.language,
                    rel="captions",
                )
                for about in entry.transcripts
            ),
        ],
    )


def _enclosure(feed: Feed, entry: Listed, sound: File) -> Element:
    url = _file(feed, entry, sound.name, sound.key)
    return element("enclosure", url=url, length=sound.size_bytes, type=sound.media_type)


def _poster(feed: Feed, entry: Listed) -> Element | None:
    key = entry.card.poster_key
    return element("itunes:image", href=feed.base + addresses.poster(entry.card.slug, key)) if key else None


def _category() -> Element:
    made = element("itunes:category")
    made.set("text", CATEGORY)
    return made


def _successor(feed: Feed, entry: Listed) -> Element | None:
    """Link to what takes its place (RFC 5829)."""
    newer = entry.card.newer
    if newer is None:
        return None
    return element("link", rel="successor-version", type="text/html", href=_page(feed, newer.slug), title=newer.title)


def _about(feed: Feed, entry: Listed) -> str:
    """Say what it is: whether it is out of date, title and day of the event, then the description."""
    card, newer, notice = entry.card, entry.card.newer, ""
    if newer:
        named = Newer(newer.title, newer.starts, _page(feed, newer.slug))
        notice = f"{superseded(named, i18n=feed.i18n, language=feed.language)}, {named.url}"
    event = f"{card.event_title} ({card.starts})" if card.starts else card.event_title
    return "\n\n".join(filter(None, (notice, event, entry.description)))


def _page(feed: Feed, slug: str) -> str:
    return feed.base + addresses.page(feed.language, "watch", slug)


def _file(feed: Feed, entry: Listed, name: str, key: str) -> str:
    return feed.base + addresses.rendition(entry.card.slug, name, key)

"""The map of the site for search engines (sitemaps.org), with films and with each page's other languages.

Where there are more pages than one file may name, the map is a list of maps.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import listing, queries, topic_queries
from archive.catalogue.listing import Listed
from archive.catalogue.viewing import VISITOR
from archive.finding.topics import topics
from archive.i18n import LANGUAGES
from archive.slugs import name_slug
from archive.web import addresses, pages
from archive.web.asking import services_of
from archive.web.conditions import conditional
from archive.web.markup import SITEMAP, VIDEO, XHTML, document, element, optional

MOST_ADDRESSES = 50_000
"""In one file (sitemaps.org)."""
LONGEST_TITLE, LONGEST_DESCRIPTION = 100, 2048
LONGEST_FILM_SECONDS = 28_800
MEDIA_TYPE = "application/xml"
EVERYTHING = 10_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """A page in all languages of the site."""

    parts: tuple[str, ...]
    changed_at: dt.datetime | None = None
    recording: Listed | None = None


def whole(request: Request) -> Response:
    """Give the map, or the list of its parts."""
    base, found = services_of(request).settings.public_url, _pages(request)
    count = parts_of(found)
    if count == 1:
        return _sent(request, found)
    listed = (element("sitemap", children=[element("loc", f"{base}/sitemap-{n}.xml")]) for n in range(1, count + 1))
    return conditional(
        request, document(element("sitemapindex", children=listed), default=SITEMAP), media_type=MEDIA_TYPE
    )


def part(request: Request) -> Response:
    """Give a part of the map."""
    number, found, size = request.path_params["number"], _pages(request), MOST_ADDRESSES // len(LANGUAGES)
    if not 1 <= number <= parts_of(found):
        raise HTTPException(404)
    return _sent(request, found[(number - 1) * size : number * size])


def parts_of(found: Sequence[Page]) -> int:
    """Say how many files are needed."""
    return max(1, -(-len(found) * len(LANGUAGES) // MOST_ADDRESSES))


def _pages(request: Request) -> list[Page]:
    with services_of(request).database.reading() as session:
        return list(_listed(session))


def _listed(session: Session) -> Iterator[Page]:
    yield Page(())
    yield from (Page((name,)) for name in ("countries", "topics", "events", "compare", "help", *pages.TITLES))
    events = queries.events(session, VISITOR)
    for place in (*queries.country_places(events), *queries.region_places(events)):
        yield Page(("countries", place.code.lower()))
    spoken_of = {topic for found in topic_queries.topic_counts(session, VISITOR).values() for topic in found}
    yield from (Page(("topics", slug)) for slug in topics() if slug in spoken_of)
    yield from (Page(("series", slug)) for slug in sorted({event.series for event in events if event.series}))
    speaking = {name_slug(name) for name in queries.speaker_names(session, VISITOR).values()}
    yield from (Page(("speakers", slug)) for slug in sorted(speaking))
    yield from (Page(("events", event.slug)) for event in events)
    for entry in listing.listed(session, VISITOR, listing.EVERYTHING, limit=EVERYTHING):
        yield Page(("watch", entry.card.slug), entry.changed_at, entry)


def _sent(request: Request, found: Sequence[Page]) -> Response:
    base = services_of(request).settings.public_url
    root = element("urlset", children=(_url(base, page, language) for page in found for language in LANGUAGES))
    content = document(root, default=SITEMAP, prefixes={"video": VIDEO, "xhtml": XHTML})
    return conditional(request, content, media_type=MEDIA_TYPE)


def _url(base: str, page: Page, language: str) -> Element:
    others = {code: base + addresses.page(code, *page.parts) for code in LANGUAGES}
    return element(
        "url",
        children=[
            element("loc", others[language]),
            optional("lastmod", page.changed_at.isoformat() if page.changed_at else None),
            *(element("xhtml:link", rel="alternate", hreflang=code, href=url) for code, url in others.items()),
            element("xhtml:link", rel="alternate", hreflang="x-default", href=others[LANGUAGES[0]]),
            _video(base, page.recording) if page.recording else None,
        ],
    )


def _video(base: str, entry: Listed) -> Element | None:
    """Describe a film that is offered; without a picture there is none that a search engine would show."""
    card, film = entry.card, entry.picture
    if film is None or not card.poster_key:
        return None
    seconds = round(card.duration_seconds or 0)
    return element(
        "video:video",
        children=[
            element("video:thumbnail_loc", base + addresses.poster(card.slug, card.poster_key)),
            element("video:title", card.title[:LONGEST_TITLE]),
            element("video:description", (entry.description or card.event_title)[:LONGEST_DESCRIPTION]),
            element("video:content_loc", base + addresses.rendition(card.slug, film.name, film.key)),
            optional("video:duration", str(seconds) if 1 <= seconds <= LONGEST_FILM_SECONDS else None),
            element("video:publication_date", entry.published_at.isoformat()),
            element("video:live", "no"),
        ],
    )

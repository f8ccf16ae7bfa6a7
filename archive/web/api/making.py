"""Makes the API's answers out of what the catalogue read: recordings, their transcripts, pages of lists."""

from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from archive.catalogue.listing import Listed
from archive.catalogue.recordings import Chapter as ChapterRow
from archive.catalogue.watching import TranscriptAbout as AboutRow
from archive.i18n import LANGUAGES
from archive.web import addresses
from archive.web.api import models
from archive.web.api.endpoints import ROOT

PAGE_LANGUAGE = LANGUAGES[0]
"""Pages for people are named in this language of the site; each links to the others."""


def address(public_url: str, *parts: str) -> str:
    """Give the address of something in the API."""
    return "/".join((public_url + ROOT, *(quote(part, safe="") for part in parts)))


def page(public_url: str, *parts: str | int, **query: object) -> str:
    """Give the address of a page for people."""
    return public_url + addresses.page(PAGE_LANGUAGE, *parts, **query)


def links(public_url: str, asked: str, *, page: int, total: int, page_size: int) -> models.Links:
    """Name the other pages of a list that was asked for at this address."""
    last = max(1, -(-total // page_size))
    split = urlsplit(asked)
    kept = [(name, value) for name, value in parse_qsl(split.query, keep_blank_values=True) if name != "page"]

    def numbered(number: int) -> str:
        return f"{public_url}{split.path}?{urlencode([*kept, ('page', number)])}"

    return models.Links(
        first=numbered(1),
        previous=numbered(min(page - 1, last)) if page > 1 else None,
        next=numbered(page + 1) if page < last else None,
        last=numbered(last),
    )


def recording(public_url: str, listed: Listed) -> models.Recording:
    """Make the entry of a recording."""
    card = listed.card
    return models.Recording(
        slug=card.slug,
        title=card.title,
        language=card.language,
        url=address(public_url, "recordings", card.slug),
        page=page(public_url, "watch", card.slug),
        event=models.EventReference(card.event_slug, card.event_title, address(public_url, "events", card.event_slug)),
        starts=card.starts,
        ends=card.ends,
        as_of=card.as_of,
        kind=card.kind,
        place=card.place,
        countries=card.countries,
        regions=card.regions,
        duration_seconds=card.duration_seconds,
        poster=public_url + addresses.poster(card.slug, card.poster_key) if card.poster_key else None,
        is_demonstration=card.is_demonstration,
        superseded_by=reference(public_url, card.newer.slug, card.newer.title) if card.newer else None,
        transcripts=tuple(transcript_about(public_url, card.slug, about) for about in listed.transcripts),
        published_at=listed.published_at,
        changed_at=listed.changed_at,
    )


def reference(public_url: str, slug: str, title: str) -> models.RecordingReference:
    """Name a recording."""
    return models.RecordingReference(
        slug, title, address(public_url, "recordings", slug), page(public_url, "watch", slug)
    )


def transcript_about(public_url: str, slug: str, about: AboutRow) -> models.TranscriptAbout:
    """Make the entry of a transcript."""
    return models.TranscriptAbout(
        language=about.language,
        origin=about.origin,
        is_checked=about.is_checked,
        is_machine_text=about.is_machine_text,
        lines=about.lines,
        url=address(public_url, "recordings", slug, "transcripts", about.language),
        vtt=public_url + addresses.captions(slug, about.language),
    )


def renditions(public_url: str, listed: Listed) -> tuple[models.Rendition, ...]:
    """Make the entries of the playable files."""
    return tuple(
        models.Rendition(
            name=file.name,
            url=public_url + addresses.rendition(listed.card.slug, file.name, file.key),
            media_type=file.media_type,
            width=file.width,
            height=file.height,
            size_bytes=file.size_bytes,
            language=file.language,
        )
        for file in listed.files
    )


def chapters(public_url: str, listed: Listed, rows: list[ChapterRow]) -> tuple[models.Chapter, ...]:
    """Make the entries of the chapters; each ends where the next begins."""
    ends = [*(row.start_seconds for row in rows[1:]), listed.card.duration_seconds]
    return tuple(
        models.Chapter(
            start_seconds=row.start_seconds,
            end_seconds=end,
            title=row.title,
            is_suggestion=row.is_suggestion,
            page=page(public_url, "watch", listed.card.slug, t=addresses.second(row.start_seconds)),
        )
        for row, end in zip(rows, ends, strict=False)
    )

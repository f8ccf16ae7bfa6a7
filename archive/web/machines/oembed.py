"""oEmbed: tells other sites how to show the page of a recording (oembed.com, version 1.0).

Where the operator allows no site to show the player, a recording is described as a link with a picture.
"""

import json
from dataclasses import asdict, dataclass
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.recordings import Recording
from archive.catalogue.viewing import VISITOR
from archive.settings import Settings
from archive.web import addresses
from archive.web.access import shown_recording
from archive.web.api.endpoints import PREFLIGHT
from archive.web.api.parameters import Fault, ParametersError, Query, reader_of
from archive.web.api.problems import OPEN_TO_ALL
from archive.web.asking import services_of
from archive.web.conditions import conditional
from archive.web.describing import largest_film
from archive.web.markup import document, element
from archive.web.sharing import frame_code, frame_size

POSTER_WIDTH, POSTER_HEIGHT = 640, 360
LARGEST = 10_000
_PAGE_PARTS, _FRAME_PARTS = 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OEmbedQuery(Query):
    """What may be asked."""

    url: Annotated[str, Field(min_length=1, max_length=2000)]
    format: str = "json"
    maxwidth: Annotated[int | None, Field(ge=1, le=LARGEST)] = None
    maxheight: Annotated[int | None, Field(ge=1, le=LARGEST)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is answered; the names are those of the format, and what is None is left out."""

    type: str
    version: str = "1.0"
    title: str
    provider_name: str
    provider_url: str
    thumbnail_url: str | None = None
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None
    html: str | None = None
    width: int | None = None
    height: int | None = None


_read_query = reader_of(OEmbedQuery)


def describe(request: Request) -> Response:
    """Describe the recording that an address of this site shows: 404 for others, 410 for what is withdrawn."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=PREFLIGHT)
    asked, services = _read_query(request.query_params), services_of(request)
    if asked.format not in {"json", "xml"}:
        raise HTTPException(501)
    slug = slug_in(asked.url, services.settings.public_url)
    if slug is None:
        raise ParametersError([Fault("url", "foreign_address", {})])
    with services.database.reading() as session:
        described = _described(shown_recording(session, slug, VISITOR), services.settings, asked)
    values = {name: value for name, value in asdict(described).items() if value is not None}
    if asked.format == "json":
        content = json.dumps(values, ensure_ascii=False).encode()
        return conditional(request, content, media_type="application/json", headers=OPEN_TO_ALL)
    root = element("oembed", children=[element(name, str(value)) for name, value in values.items()])
    return conditional(request, document(root), media_type="text/xml", headers=OPEN_TO_ALL)


def slug_in(url: str, public_url: str) -> str | None:
    """Give the recording that an address of this site shows, on its page or in a frame; None for other addresses."""
    try:
        split = urlsplit(url)
    except ValueError:
        return None
    if f"{split.scheme}://{split.netloc}" != public_url:
        return None
    parts = [unquote(part) for part in split.path.strip("/").split("/")]
    if len(parts) == _PAGE_PARTS and parts[1] == "watch" and addresses.language_of(split.path):
        return parts[2]
    return parts[1] if len(parts) == _FRAME_PARTS and parts[0] == "embed" else None


def _described(recording: Recording, settings: Settings, asked: OEmbedQuery) -> Description:
    base, has_poster = settings.public_url, bool(recording.poster_key)
    is_framed = bool(settings.embed_hosts)
    size = frame_size(is_sound=largest_film(recording) is None, most_width=asked.maxwidth, most_height=asked.maxheight)
    return Description(
        type="video" if is_framed else "link",
        title=recording.title,
        provider_name=settings.site_name,
        provider_url=f"{base}/",
        thumbnail_url=base + addresses.poster(recording.slug, recording.poster_key or "") if has_poster else None,
        thumbnail_width=POSTER_WIDTH if has_poster else None,
        thumbnail_height=POSTER_HEIGHT if has_poster else None,
        html=frame_code(base, recording.slug, title=recording.title, size=size) if is_framed else None,
        width=size.width if is_framed else None,
        height=size.height if is_framed else None,
    )

"""What a recording's page tells those who pass it on: the head of the page, a frame for other sites, feeds."""

from dataclasses import dataclass
from html import escape

from starlette.requests import Request

from archive.catalogue.queries import EventAbout
from archive.catalogue.recordings import Recording
from archive.catalogue.watching import TranscriptAbout
from archive.i18n import LANGUAGES
from archive.web import addresses, describing, structured
from archive.web.asking import language_of, services_of

LONGEST_DESCRIPTION = 300
LOCALES = {"de": "de_DE", "en": "en_GB"}
"""Names of the site's languages in Open Graph."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Width and height of a frame on another site, in pixels."""

    width: int
    height: int


WITH_PICTURE, WITHOUT_PICTURE = Frame(640, 720), Frame(640, 420)
"""Player above, transcript below."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What stands in the head of the page, and below "Share"."""

    title: str
    description: str
    url: str
    """The page without what was asked of it."""
    image: str
    video: str
    video_type: str
    width: int
    height: int
    locale: str
    other_locales: tuple[str, ...]
    oembed: str
    frame: str
    """HTML of a frame for other sites."""
    hosts: tuple[str, ...]
    """Who may show it; empty where the operator has named nobody."""
    things: tuple[structured.Thing, ...]


def sharing_of(
    request: Request,
    recording: Recording,
    transcripts: tuple[TranscriptAbout, ...],
    event: EventAbout,
    *,
    text: str,
) -> Sharing:
    """Gather it for a loaded recording of this event; `text` is the transcript that the page shows."""
    services, language = services_of(request), language_of(request)
    settings, i18n, film = services.settings, services.i18n, describing.largest_film(recording)
    base = settings.public_url
    url = base + addresses.page(language, "watch", recording.slug)
    described = describing.media_object(
        recording, transcripts, event, i18n=i18n, base=base, language=language, site_name=settings.site_name, text=text
    )
    last = (recording.title, url)
    way = describing.way_to(event.card, i18n=i18n, base=base, language=language, last=last)
    return Sharing(
        title=recording.title,
        description=shortened(described.description),
        url=url,
        image=described.thumbnail_url,
        video=described.content_url if film else "",
        video_type=film.media_type if film else "",
        width=(film.width or 0) if film else 0,
        height=film.height if film else 0,
        locale=LOCALES[language],
        other_locales=tuple(LOCALES[code] for code in LANGUAGES if code != language),
        oembed=base + addresses.oembed(url),
        frame=frame_code(base, recording.slug, title=recording.title, size=frame_size(is_sound=film is None)),
        hosts=settings.embed_hosts,
        things=(described, way),
    )


def frame_size(*, is_sound: bool, most_width: int | None = None, most_height: int | None = None) -> Frame:
    """Give the size of a frame: the usual one, or what there is room for."""
    usual = WITHOUT_PICTURE if is_sound else WITH_PICTURE
    return Frame(min(usual.width, most_width or usual.width), min(usual.height, most_height or usual.height))


def frame_code(base: str, slug: str, *, title: str, size: Frame) -> str:
    """Write the frame that other sites put into their pages."""
    return (
        f'<iframe src="{escape(base + addresses.embed(slug))}" width="{size.width}" height="{size.height}"'
        f' title="{escape(" ".join(title.split()))}" loading="lazy" allow="fullscreen; picture-in-picture"></iframe>'
    )


def shortened(text: str, longest: int = LONGEST_DESCRIPTION) -> str:
    """Give the beginning of a text in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0] + "…"

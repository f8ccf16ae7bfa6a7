"""What feeds exist and what is in them: all recordings, those of a place, of a series, or of a search.

How they are written stands in `feed_forms.py`. A feed shows what anybody may see, whoever asks.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.bootstrap import Services
from archive.catalogue import listing, places, queries
from archive.catalogue.listing import Wanted
from archive.catalogue.viewing import VISITOR, visible_recording_ids
from archive.finding import searching
from archive.i18n import N_
from archive.web import addresses
from archive.web.asking import address_of, language_of, services_of
from archive.web.conditions import conditional
from archive.web.filters import asked_of
from archive.web.machines.feed_forms import FORMS, Feed

MOST_ENTRIES = 100
NEWEST = N_("Newest recordings")
SEARCHED = N_("Search: %(text)s")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a feed is about."""

    title: str
    page: str
    """Path of the page that shows the same."""
    wanted: Wanted


def recordings(request: Request) -> Response:
    """Give the feed of all recordings."""
    _begin(request)
    say = services_of(request).i18n.translations(language_of(request)).gettext
    page = addresses.page(language_of(request), "search", sort="newest")
    return _feed(request, Subject(say(NEWEST), page, listing.EVERYTHING))


def place(request: Request) -> Response:
    """Give the feed of a country or a region."""
    _begin(request)
    code, i18n, language = request.path_params["code"], services_of(request).i18n, language_of(request)
    page = addresses.page(language, "countries", code)
    if places.is_region(code):
        return _feed(request, Subject(i18n.region(code, language), page, Wanted(regions=(code,))))
    if code != code.lower() or not places.is_country(code.upper()):
        raise HTTPException(404)
    country = code.upper()
    return _feed(request, Subject(i18n.country(country, language), page, Wanted(countries=(country,))))


def series(request: Request) -> Response:
    """Give the feed of a series."""
    _begin(request)
    slug, language = request.path_params["slug"], language_of(request)
    with services_of(request).database.reading() as session:
        titles = queries.series_titles(session, [slug], language)
    if slug not in titles:
        raise HTTPException(404)
    page = addresses.page(language, "series", slug)
    return _feed(request, Subject(titles[slug], page, Wanted(series=(slug,))))


def search(request: Request) -> Response:
    """Give the feed of a search: the recordings that answer, what was published last first."""
    _begin(request)
    services, asked = services_of(request), asked_of(request)
    say = services.i18n.translations(language_of(request)).gettext
    with services.database.reading() as session:
        ids = _answering(services, session, request)
    title = say(SEARCHED) % {"text": asked.text} if asked.text else say(NEWEST)
    return _feed(request, Subject(title, asked.path(), Wanted(ids=ids)))


def _begin(request: Request) -> None:
    """Take language and sort of feed from the path."""
    request.state.language = request.path_params["language"]
    if request.path_params["form"] not in FORMS:
        raise HTTPException(404)


def _answering(services: Services, session: Session, request: Request) -> tuple[int, ...]:
    allowed = visible_recording_ids(session, VISITOR)
    question = replace(
        asked_of(request).request(), sort="newest", page=1, page_size=MOST_ENTRIES, moments_per_recording=0
    )
    answer = searching.find(services, session, question, allowed=allowed)
    return tuple(hit.recording_id for hit in answer.hits)


def _feed(request: Request, subject: Subject) -> Response:
    services, form = services_of(request), FORMS[request.path_params["form"]]
    with services.database.reading() as session:
        entries = listing.listed(session, VISITOR, subject.wanted, limit=MOST_ENTRIES)
        changed_at = listing.last_change(session) or services.clock()
    feed = Feed(
        i18n=services.i18n,
        title=subject.title,
        language=language_of(request),
        base=services.settings.public_url,
        site_name=services.settings.site_name,
        cover=request.app.state.pages.assets.cover.path,
        page=subject.page,
        address=address_of(request),
        changed_at=max((entry.changed_at for entry in entries), default=changed_at),
        entries=entries,
    )
    return conditional(request, form.write(feed), media_type=form.media_type, changed_at=changed_at)

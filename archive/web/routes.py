"""All routes of the site in one table: pages for visitors, media, what machines ask, and the desk."""

from functools import partial

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from archive.web import (
    addresses,
    compare,
    events,
    files,
    health,
    helping,
    pages,
    public,
    reporting,
    search,
    series,
    suggesting,
    topics,
    watch,
)
from archive.web.api import documented
from archive.web.desk.routes import DESK_ROUTES
from archive.web.identity.routes import ACCOUNT_ROUTES
from archive.web.keeping import kept
from archive.web.machines.routes import MACHINE_ROUTES
from archive.web.routing import LANGUAGE, Below

SITE = Below()


def begin(request: Request) -> Response:
    """Send a visitor without a language to the start page in the one the browser likes best."""
    target = addresses.page(request.state.language)
    return RedirectResponse(target, 302, headers={"Vary": "Accept-Language", "Cache-Control": "no-store"})


def without_slash(request: Request) -> Response:
    """Send an address with a slash too many to the page; it begins with a language, so it stays on this site."""
    asked = request.path_params
    parts = [part for part in asked.get("rest", "").split("/") if part]
    return RedirectResponse(addresses.page(asked["language"], *parts), 308)


PUBLIC_ROUTES: list[BaseRoute] = [
    SITE.page("/", kept(public.home), "home"),
    SITE.page("/search", kept(search.search), "search"),
    SITE.page("/search/suggest", suggesting.suggest, "suggest"),
    SITE.page("/help", helping.show, "help"),
    SITE.page("/countries", kept(public.countries), "countries"),
    SITE.page("/countries/{code:str}", kept(public.place), "place"),
    SITE.page("/topics", kept(topics.show_topics), "topics"),
    SITE.page("/topics/{slug:str}", kept(topics.show_topic), "topic"),
    SITE.page("/events", kept(events.events), "events"),
    SITE.page("/events/{slug:str}", kept(events.event), "event"),
    SITE.page("/series/{slug:str}", kept(series.show_series), "series"),
    SITE.page("/speakers/{slug:str}", kept(series.show_speaker), "speaker"),
    SITE.page("/compare", compare.compare, "compare"),
    SITE.page("/watch/{slug:str}", kept(watch.watch), "watch"),
    SITE.page("/watch/{slug:str}/report", reporting.show, "report"),
    SITE.form("/watch/{slug:str}/report", reporting.send, "report-form"),
    SITE.page("/api", documented.show, "api"),
    *(SITE.page(f"/{name}", partial(pages.show, name=name), name) for name in pages.TITLES),
    Route("/media/{slug:str}/{name:str}", files.media, name="media"),
    Route("/", begin, name="begin"),
    Route("/healthz", health.alive, name="alive"),
    Route("/readyz", health.ready, name="ready"),
    Route("/robots.txt", health.robots, name="robots"),
    Route("/favicon.ico", health.favicon, name="favicon"),
    Route("/static/{name:str}", health.asset, name="asset"),
]
ROUTES: list[BaseRoute] = [
    *PUBLIC_ROUTES,
    *MACHINE_ROUTES,
    *ACCOUNT_ROUTES,
    *DESK_ROUTES,
    Route(LANGUAGE, without_slash, name="start-without-slash"),
    Route(LANGUAGE + "/{rest:path}/", without_slash, name="without-slash"),
]
"""Every route; the first that fits answers."""

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
from archive.web.staff import FORM_BYTES

LANGUAGE = "/{language:language}"


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
    Route(LANGUAGE + "/", kept(public.home), name="home"),
    Route(LANGUAGE + "/search", kept(search.search), name="search"),
    Route(LANGUAGE + "/search/suggest", suggesting.suggest, name="suggest"),
    Route(LANGUAGE + "/help", helping.show, name="help"),
    Route(LANGUAGE + "/countries", kept(public.countries), name="countries"),
    Route(LANGUAGE + "/countries/{code:str}", kept(public.place), name="place"),
    Route(LANGUAGE + "/topics", kept(topics.show_topics), name="topics"),
    Route(LANGUAGE + "/topics/{slug:str}", kept(topics.show_topic), name="topic"),
    Route(LANGUAGE + "/events", kept(events.events), name="events"),
    Route(LANGUAGE + "/events/{slug:str}", kept(events.event), name="event"),
    Route(LANGUAGE + "/series/{slug:str}", kept(series.show_series), name="series"),
    Route(LANGUAGE + "/speakers/{slug:str}", kept(series.show_speaker), name="speaker"),
    Route(LANGUAGE + "/compare", compare.compare, name="compare"),
    Route(LANGUAGE + "/watch/{slug:str}", kept(watch.watch), name="watch"),
    Route(LANGUAGE + "/watch/{slug:str}/report", reporting.show, name="report"),
    Route(
        LANGUAGE + "/watch/{slug:str}/report",
        reporting.send,
        methods=["POST"],
        name="report-form",
        max_body_size=FORM_BYTES,
    ),
    Route(LANGUAGE + "/api", documented.show, name="api"),
    *(Route(f"{LANGUAGE}/{name}", partial(pages.show, name=name), name=name) for name in pages.TITLES),
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

"""What machines ask: is it alive, is it ready, what may be crawled, the files of the look."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from archive.bootstrap import Services
from archive.i18n import LANGUAGES
from archive.web.asking import services_of
from archive.web.assets import Asset, Assets

FOR_EVER = "public, max-age=31536000, immutable"
ONE_DAY = "public, max-age=86400"


def alive(_request: Request) -> Response:
    """Say that the process answers; asks nothing else, so that a slow database does not kill a healthy server."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


def ready(request: Request) -> Response:
    """Say whether visitors can be served: the catalogue answers in the right version, and the index too."""
    services = services_of(request)
    checks = {"catalogue": _catalogue_answers(services), "index": services.index.generation() > 0}
    status = 200 if checks["catalogue"] else 503
    return JSONResponse(checks, status, headers={"Cache-Control": "no-store"})


def robots(request: Request) -> Response:
    """Keep crawlers out of the desk and of endless lists of answers, and name the map of the rest."""
    closed = [f"Disallow: /{language}/{part}" for language in LANGUAGES for part in ("desk", "search")]
    services = services_of(request)
    sitemap = f"Sitemap: {services.settings.public_url}/sitemap.xml"
    return PlainTextResponse("\n".join(["User-agent: *", *closed, "", sitemap, ""]), headers={"Cache-Control": ONE_DAY})


def asset(request: Request) -> Response:
    """Give a file of the look; its name changes with its content."""
    assets: Assets = request.app.state.pages.assets
    found = assets.named(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return _sent(request, found, FOR_EVER)


def favicon(request: Request) -> Response:
    """Give the icon to browsers that ask without being told where it is."""
    assets: Assets = request.app.state.pages.assets
    return _sent(request, assets.icon, ONE_DAY)


def _sent(request: Request, found: Asset, cached: str) -> Response:
    headers = {"Cache-Control": cached, "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.compressed, media_type=found.media_type, headers={**headers, "Content-Encoding": "gzip"})
    return Response(found.content, media_type=found.media_type, headers=headers)


def _catalogue_answers(services: Services) -> bool:
    try:
        return services.database.answers() and services.database.is_current()
    except Exception:  # noqa: BLE001  whatever is wrong with the database, the answer is no
        return False

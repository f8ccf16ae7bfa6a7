"""Where somebody comes back to who has to sign in first: to the page that was asked for, or that the form stands on.

Gives only addresses of this site that can be read, so that nobody comes back to an address that takes forms alone.
"""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Match

_AREA_PARTS = 3
"""Of `/de/desk/…`: nothing, the language, and the part of the site, which a form does not lead out of."""


def way_back(request: Request) -> str:
    """Give path and question of the page; a form is not sent twice, so it leads to where it was filled in."""
    path = str(request.scope["path"])
    if is_read(request):
        return _with_query(path, request.scope["query_string"].decode("latin-1"))
    came_from = _page_of_form(request)
    if came_from and urlsplit(came_from).path == path:
        return came_from
    if _can_be_read(request, path):
        return path
    return came_from or _nearest_above(request, path)


def is_read(request: Request) -> bool:
    """Say whether a page is asked for; otherwise a form is sent."""
    return request.method in {"GET", "HEAD"}


def _page_of_form(request: Request) -> str:
    """Give the page that the browser names; empty unless it is ours, of the same part of the site, and can be read."""
    try:
        page = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    is_ours = page.netloc == request.headers.get("host") and _area(page.path) == _area(request.scope["path"])
    return _with_query(page.path, page.query) if is_ours and _can_be_read(request, page.path) else ""


def _nearest_above(request: Request, path: str) -> str:
    """Give the nearest page above a form's address; the front of its part of the site is one."""
    while len(path.split("/")) > _AREA_PARTS:
        path = path.rpartition("/")[0]
        if _can_be_read(request, path):
            break
    return path


def _can_be_read(request: Request, path: str) -> bool:
    scope = {**request.scope, "path": path, "method": "GET"}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def _area(path: str) -> list[str]:
    return path.split("/")[:_AREA_PARTS]


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path

"""The routes of the API: one for each address of the table, its description, and a kind word for all others."""

import json
from functools import cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from archive.web.api.endpoints import PREFLIGHT, ROOT, route
from archive.web.api.openapi import description
from archive.web.api.problems import OPEN_TO_ALL
from archive.web.api.table import ENDPOINTS
from archive.web.asking import services_of
from archive.web.conditions import conditional

OPENAPI_TYPE = "application/vnd.oai.openapi+json;version=3.1"


def described(request: Request) -> Response:
    """Give the API's description."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=PREFLIGHT)
    settings = services_of(request).settings
    content = _description(settings.site_name, settings.public_url)
    return conditional(request, content, media_type=OPENAPI_TYPE, headers=OPEN_TO_ALL)


def nothing(_request: Request) -> Response:
    """Answer for addresses that the API does not have.

    Raises:
        HTTPException: always.
    """
    raise HTTPException(404)


@cache
def _description(name: str, public_url: str) -> bytes:
    return json.dumps(description(ENDPOINTS, name=name, public_url=public_url), ensure_ascii=False).encode()


API_ROUTES: list[BaseRoute] = [
    *(route(endpoint) for endpoint in ENDPOINTS),
    Route(ROOT + "/openapi.json", described, methods=["GET", "OPTIONS"], name="api-openapi"),
    Route("/api/{rest:path}", nothing, name="api-nothing"),
]

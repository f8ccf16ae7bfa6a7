"""What an address of the API is: path, parameters, answer, and how it is read. Routes and OpenAPI are made of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.bootstrap import Services
from archive.web.api.models import Model
from archive.web.api.parameters import PagedQuery, Query, reader_of
from archive.web.api.problems import OPEN_TO_ALL
from archive.web.asking import address_of, services_of
from archive.web.conditions import conditional

ROOT = "/api/v1"
ONE_DAY = 86_400
PREFLIGHT = {
    **OPEN_TO_ALL,
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, If-None-Match",
    "Access-Control-Max-Age": str(ONE_DAY),
    "Allow": "GET, HEAD, OPTIONS",
}
Q = TypeVar("Q", bound=Query)


@dataclass(frozen=True, slots=True)
class Call(Generic[Q]):
    """One question to the API."""

    services: Services
    session: Session
    parts: Mapping[str, str]
    """What stands in the path."""
    query: Q
    address: str
    """The path and the query as they came."""

    @property
    def public_url(self) -> str:
        """Give what stands before every path."""
        return self.services.settings.public_url


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address of the API."""

    name: str
    path: str
    """Below the root, with the names of its parts in braces."""
    summary: str
    query: type[Query]
    answer: type[Model]
    read: Callable[[Call[Any]], Model]
    """What it is about; raises HTTPException or Withdrawn where there is nothing."""

    @property
    def is_paged(self) -> bool:
        """Say whether it comes in pages."""
        return issubclass(self.query, PagedQuery)


def route(endpoint: Endpoint) -> Route:
    """Make the route of an endpoint: GET, HEAD, and OPTIONS for browsers that ask first."""
    read_query, writer = reader_of(endpoint.query), TypeAdapter(endpoint.answer)

    def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        services = services_of(request)
        query = read_query(request.query_params)
        with services.database.reading() as session:
            found = endpoint.read(Call(services, session, request.path_params, query, address_of(request)))
        content = writer.dump_json(found)
        return conditional(request, content, media_type="application/json", headers={**OPEN_TO_ALL, **_link(found)})

    return Route(ROOT + endpoint.path, answer, methods=["GET", "OPTIONS"], name=f"api-{endpoint.name}")


def _link(found: Model) -> dict[str, str]:
    """Give the other pages of a list as a header too (RFC 8288)."""
    links = getattr(found, "links", None)
    if links is None:
        return {}
    pages = {"first": links.first, "prev": links.previous, "next": links.next, "last": links.last}
    return {"Link": ", ".join(f'<{url}>; rel="{rel}"' for rel, url in pages.items() if url)}

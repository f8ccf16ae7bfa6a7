"""The kinds of routes that pages in a language have: the page itself, a small form of it, a form that brings files."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.routing import Route

from archive.web.staff import FORM_BYTES

LANGUAGE = "/{language:language}"

Endpoint = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Below:
    """Routes whose addresses begin alike, behind the language."""

    beginning: str = ""

    def page(self, path: str, endpoint: Endpoint, name: str) -> Route:
        """Give the route of a page."""
        return Route(LANGUAGE + self.beginning + path, endpoint, name=name)

    def form(self, path: str, endpoint: Endpoint, name: str) -> Route:
        """Give the route of a form without files: its body is small, and refused otherwise."""
        address = LANGUAGE + self.beginning + path
        return Route(address, endpoint, methods=["POST"], name=name, max_body_size=FORM_BYTES)

    def files_form(self, path: str, endpoint: Endpoint, name: str) -> Route:
        """Give the route of a form that brings files: its endpoint reads them piece by piece, and bounds them."""
        return Route(LANGUAGE + self.beginning + path, endpoint, methods=["POST"], name=name)

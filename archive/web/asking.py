"""What public pages ask of a request: the services, who looks, numbers and words of the query."""

from starlette.requests import Request

from archive.bootstrap import Services
from archive.catalogue.viewing import Viewer
from search.query import MAX_CHARACTERS

LONGEST_VALUE = MAX_CHARACTERS + 1
"""One more than search reads: so it can say that a question was too long."""
MOST_VALUES = 20
"""Of one filter: every link of a page repeats them all."""
_STEERING = dict.fromkeys([*range(0x20), 0x7F], " ") | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Signs that no word has, and that turn round or break off what is written after them."""


def services_of(request: Request) -> Services:
    """Give the services of the application."""
    services: Services = request.app.state.services
    return services


def viewer_of(request: Request) -> Viewer:
    """Give who is asking."""
    viewer: Viewer = request.state.viewer
    return viewer


def language_of(request: Request) -> str:
    """Give the language of the page."""
    language: str = request.state.language
    return language


def address_of(request: Request) -> str:
    """Give the path and the query as they came."""
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def text_of(request: Request, name: str) -> str:
    """Give a value of the query on one line, without signs that steer, at bounded length; empty when it is missing."""
    return " ".join(request.query_params.get(name, "")[:LONGEST_VALUE].translate(_STEERING).split())


def texts_of(request: Request, name: str) -> tuple[str, ...]:
    """Give all different values of a name in the query, in their order."""
    listed = (value.strip()[:LONGEST_VALUE] for value in request.query_params.getlist(name)[:MOST_VALUES])
    return tuple(dict.fromkeys(value for value in listed if value))


def page_number(request: Request) -> int:
    """Give the number of the page that is asked for; 1 for everything that is none."""
    text = request.query_params.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1  # noqa: PLR2004  enough pages

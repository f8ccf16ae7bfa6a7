"""What pages ask of a request: the services, who looks, numbers and words of the query."""

import re

from starlette.requests import Request

from archive.bootstrap import Services
from archive.catalogue.viewing import Viewer
from archive.web.addresses import LONGEST_NUMBER
from search.query import MAX_CHARACTERS

LONGEST_VALUE = MAX_CHARACTERS + 1
"""One more than search reads: so it can say that a question was too long."""
MOST_VALUES = 20
"""Of one filter: every link of a page repeats them all."""
LAST_PAGE = 999_999
"""Of any list; a number behind it breaks the catalogue at last, since it is multiplied."""
_NUMBER = re.compile(f"[0-9]{{1,{LONGEST_NUMBER}}}")
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
    number = number_of(request.query_params.get("page"))
    return number if number and number <= LAST_PAGE else 1


def number_of(text: str | None) -> int | None:
    """Read a whole number that a form, an address or a header names by digits alone; None for everything else.

    Python's own reading takes signs, blanks, underscores and the digits of all scripts, breaks at `²`, which is a
    digit too, and at thousands of them.
    """
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None

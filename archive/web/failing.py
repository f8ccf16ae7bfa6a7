"""The pages of what went wrong: an honest sentence and a way on, never a trace of the inside."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.errors import NotFoundError
from archive.i18n import N_
from archive.web.addresses import language_of
from archive.web.middleware import SECURITY_HEADERS
from archive.web.rendering import render
from search.errors import SearchError


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an error page says."""

    status: int
    heading: str
    advice: str


@dataclass(frozen=True, slots=True)
class GonePage:
    """What was withdrawn: when and why."""

    title: str = ""
    withdrawn_at: dt.datetime | None = None
    because: str = ""
    """One of the usual reasons, by its code."""
    reason: str = ""
    """In words."""
    is_deleted: bool = False


class Withdrawn(HTTPException):
    """A recording or an event that was published once and is not any more."""

    def __init__(self, page: GonePage) -> None:
        super().__init__(410)
        self.page = page


SENTENCES = {
    400: (N_("This request cannot be understood"), N_("Please check the address, or begin on the start page.")),
    401: (N_("Please sign in"), N_("This page is for people who are signed in.")),
    403: (N_("You may not see this"), N_("Your account does not allow it. Someone with the right role can help.")),
    404: (
        N_("There is nothing here"),
        N_("The address may be mistyped, or the page was never published. Searching may find what you look for."),
    ),
    405: (N_("That does not work here"), N_("This address cannot be used in this way.")),
    410: (N_("This is no longer available"), N_("What was here was withdrawn.")),
    413: (N_("That is too large"), N_("What you sent is larger than this address takes.")),
    500: (
        N_("Something broke on our side"),
        N_("It has been noted. Please try again in a moment; if it happens again, tell the editors."),
    ),
    503: (
        N_("The search is being prepared"),
        N_("Its index is being built anew. Please try again in a minute; recordings can be watched meanwhile."),
    ),
}


STATUSES: Mapping[type[Exception], int] = {NotFoundError: 404, SearchError: 503}
"""How errors of the house are answered wherever nobody else answers them."""


def sentences_for(status: int) -> tuple[str, str]:
    """Give heading and advice for a status; where it has none of its own, those for whose fault it is."""
    return SENTENCES.get(status) or SENTENCES[400 if status < 500 else 500]  # noqa: PLR2004  the first of our own faults


def status_of(exc: Exception) -> int:
    """Give the status by which an error is answered; what nobody foresaw is our own fault."""
    if isinstance(exc, HTTPException):
        return exc.status_code
    return next((status for kind, status in STATUSES.items() if isinstance(exc, kind)), 500)


def show_http(request: Request, exc: Exception) -> Response:
    """Answer what a page refused."""
    if isinstance(exc, Withdrawn):
        return render(request, "errors/410.html", exc.page, status=410)
    headers = dict(exc.headers or {}) if isinstance(exc, HTTPException) else {}
    return _answer(request, status_of(exc), headers)


def show_missing(request: Request, _exc: Exception) -> Response:
    """Answer where what an address names is not there: views need not ask themselves."""
    return _answer(request, STATUSES[NotFoundError], {})


def show_search(request: Request, _exc: Exception) -> Response:
    """Answer while the index cannot: that passes."""
    return _answer(request, STATUSES[SearchError], {"Retry-After": "30"})


def show_broken(request: Request, _exc: Exception) -> Response:
    """Answer for our own faults. This runs outside of the guard, so the policy is put on here."""
    return _answer(request, 500, SECURITY_HEADERS)


class TooLargePage:
    """Puts our own page in the place of the bare line with which Starlette refuses a body that is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and watch what is answered; programs, at addresses without a language, keep the bare line."""
        is_replaced = False

        async def send_page(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start" and _is_bare_refusal(message):
                is_replaced = True
                await _answer(Request(scope), 413, {})(scope, receive, send)
            elif not is_replaced:
                await send(message)

        is_for_people = scope["type"] == "http" and language_of(scope["path"]) is not None
        await self._app(scope, receive, send_page if is_for_people else send)


HANDLERS = {HTTPException: show_http, NotFoundError: show_missing, SearchError: show_search, Exception: show_broken}


def _is_bare_refusal(message: Message) -> bool:
    return message["status"] == 413 and Headers(raw=message["headers"])["content-type"].startswith("text/plain")  # noqa: PLR2004


def _answer(request: Request, status: int, headers: dict[str, str]) -> Response:
    page = ErrorPage(status, *sentences_for(status))
    return render(request, "errors/error.html", page, status=status, headers=headers)

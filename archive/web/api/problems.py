"""What went wrong, told to programs: problem documents (RFC 9457), in the language that was asked for.

People get pages (`failing.py`); which of both an address answers with is decided here, once for the whole site.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.i18n import N_
from archive.web import addresses
from archive.web.api.parameters import Fault, ParametersError
from archive.web.asking import language_of, services_of
from archive.web.failing import HANDLERS as PAGES
from archive.web.failing import GonePage, Withdrawn, sentences_for, show_broken, status_of
from archive.web.middleware import SECURITY_HEADERS
from archive.web.words import BECAUSE
from search.errors import SearchError

MEDIA_TYPE = "application/problem+json"
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
}
"""Anybody's pages may read what anybody may see; credentials are never sent along (`*` forbids it)."""
CODES = {
    400: "parameters",
    404: "not-found",
    405: "method",
    410: "withdrawn",
    500: "broken",
    501: "format",
    503: "search-away",
}
"""The last part of a problem's type."""
FORMAT = (N_("This format is not offered"), N_("Please ask for json or xml."))
PARAMETERS = (N_("The parameters of this address cannot be used"), N_("See errors for each of them."))
FAULTS: Mapping[str, str] = {
    "unexpected_keyword_argument": N_("There is no such parameter here."),
    "missing": N_("This parameter is needed."),
    "string_too_long": N_("At most %(max_length)s characters are possible."),
    "string_too_short": N_("This must not be empty."),
    "too_long": N_("At most %(max_length)s values are possible."),
    "greater_than_equal": N_("It must be at least %(ge)s."),
    "less_than_equal": N_("It must be at most %(le)s."),
    "int_parsing": N_("A whole number is needed."),
    "literal_error": N_("Possible is: %(expected)s."),
    "enum": N_("Possible is: %(expected)s."),
    "string_type": N_("It can be given only once."),
    "int_type": N_("It can be given only once."),
    "foreign_address": N_("This is no address of a recording in this archive."),
}
"""By the code of a fault; what is not here cannot be used."""
OTHERWISE = N_("This value cannot be used.")
_NO_LIMITS = dict.fromkeys(("max_length", "ge", "le"), "")


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem document."""

    status: int
    title: str
    detail: str
    more: Mapping[str, object]


def is_for_machines(path: str) -> bool:
    """Say whether programs ask at this address, and not people."""
    return path.startswith("/api/") or path in {"/api", "/oembed"}


def problem(request: Request, exc: Exception) -> Response:
    """Answer with what went wrong."""
    found = _problem(request, exc)
    say = services_of(request).i18n.translations(language_of(request)).gettext
    public_url = services_of(request).settings.public_url
    kind = f"{public_url}{addresses.page('en', 'api')}#{CODES.get(found.status, 'parameters')}"
    document = {"type": kind, "title": say(found.title), "status": found.status, "detail": say(found.detail)}
    headers = {
        "Content-Language": language_of(request),
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
        **OPEN_TO_ALL,
    }
    if isinstance(exc, HTTPException):
        headers |= dict(exc.headers or {})
    elif isinstance(exc, SearchError):
        headers["Retry-After"] = "30"
    content = json.dumps({**document, **found.more}, ensure_ascii=False)
    return Response(content, found.status, headers=headers, media_type=MEDIA_TYPE)


def _reason(page: GonePage, translate: Callable[[str], str]) -> str:
    usual = translate(BECAUSE[page.because]) if page.because else ""
    return " ".join(filter(None, (usual, page.reason)))


def _problem(request: Request, exc: Exception) -> Problem:
    if isinstance(exc, ParametersError):
        say = services_of(request).i18n.translations(language_of(request)).gettext
        errors = [
            {"parameter": fault.parameter, "code": fault.code, "detail": _said(fault, say)} for fault in exc.faults
        ]
        return Problem(400, *PARAMETERS, {"errors": errors})
    if isinstance(exc, Withdrawn):
        services, at = services_of(request), exc.page.withdrawn_at
        translate = services.i18n.translations(language_of(request)).gettext
        day = None if at is None else services.day_of(at).isoformat()
        more = {"withdrawn_on": day, "reason": _reason(exc.page, translate)}
        return Problem(410, *sentences_for(410), more)
    status = status_of(exc)
    said = FORMAT if status == 501 else sentences_for(status)  # noqa: PLR2004  raised by oEmbed alone
    return Problem(status, *said, {})


def _said(fault: Fault, say: Callable[[str], str]) -> str:
    expected = ", ".join(re.findall(r"'([^']*)'", str(fault.limits.get("expected", ""))))  # without the English "or"
    return say(FAULTS.get(fault.code, OTHERWISE)) % {**_NO_LIMITS, **fault.limits, "expected": expected}


def _either(page: Callable[[Request, Exception], Response]) -> Callable[[Request, Exception], Response]:
    def answer(request: Request, exc: Exception) -> Response:
        return problem(request, exc) if is_for_machines(request.scope["path"]) else page(request, exc)

    return answer


def _broken(request: Request, exc: Exception) -> Response:
    """Answer for our own faults. This runs outside of the guard, so the policy is put on here."""
    if not is_for_machines(request.scope["path"]):
        return show_broken(request, exc)
    answer = problem(request, exc)
    answer.headers.update(SECURITY_HEADERS)
    return answer


HANDLERS = {kind: _either(page) for kind, page in PAGES.items()} | {ParametersError: problem, Exception: _broken}
"""By the class of what was raised; for the whole site."""

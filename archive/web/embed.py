"""The player with its transcript for other sites: what stands in a frame there, and who may hold such a frame.

Shown is what anybody may see, whoever asks: a frame on another site gets no cookie, and must not get anything by one.
"""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.viewing import VISITOR
from archive.i18n import LANGUAGES
from archive.settings import Settings
from archive.web import watch
from archive.web.asking import services_of, text_of
from archive.web.conditions import KEPT
from archive.web.failing import ErrorPage, sentences_for
from archive.web.middleware import policy
from archive.web.rendering import render

LANGUAGE = "language"
"""Parameter with the language of the player's buttons."""


def embed(request: Request) -> Response:
    """Show the player of a recording; in the frame, too, what is not there is said kindly: 404, or 410 if withdrawn."""
    request.state.viewer, request.state.account = VISITOR, None
    asked = text_of(request, LANGUAGE)
    if asked in LANGUAGES:
        request.state.language = asked
    headers = framing(services_of(request).settings)
    try:
        page = watch.page_of(request)
    except HTTPException as exc:
        said = ErrorPage(exc.status_code, *sentences_for(exc.status_code))
        return render(request, "errors/embed.html", said, status=exc.status_code, headers=headers)
    return render(request, "pages/embed.html", page, headers=headers)


def framing(settings: Settings) -> dict[str, str]:
    """Give the headers that say which sites may show the player: our own, and those that the operator names."""
    headers = {
        "Content-Security-Policy": policy(frame_ancestors=" ".join(("'self'", *settings.embed_hosts))),
        "Cache-Control": KEPT,
        "Vary": "Accept-Encoding, Accept-Language",
    }
    if settings.embed_hosts:
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return headers

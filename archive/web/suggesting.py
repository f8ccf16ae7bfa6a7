"""What the search box offers while somebody types. Without scripts nobody asks for it; nothing of it is kept."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from archive.catalogue.viewing import visible_recording_ids
from archive.finding.searching import complete
from archive.i18n import N_
from archive.web.asking import language_of, services_of, text_of, viewer_of
from search.errors import SearchError

KINDS: Mapping[str, str] = {
    "word": "",
    "title": N_("title"),
    "country": N_("country"),
    "speaker": N_("speaker"),
}
"""What is said beside a suggestion; nothing beside a word."""


def suggest(request: Request) -> Response:
    """Give the suggestions for what is typed, as the person who types may see them; none while search is away."""
    services = services_of(request)
    say = services.i18n.translations(language_of(request)).gettext
    typed = text_of(request, "q")
    try:
        with services.database.reading() as session:
            allowed = visible_recording_ids(session, viewer_of(request))
        found = complete(services, typed, allowed=allowed)
    except SearchError:
        found = ()
    labels = {kind: say(label) if label else "" for kind, label in KINDS.items()}
    listed = [{"text": completion.text, "kind": labels[completion.kind]} for completion in found]
    return JSONResponse(listed, headers={"Cache-Control": "private, no-store", "Vary": "Cookie"})

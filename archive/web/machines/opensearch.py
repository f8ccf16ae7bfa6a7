"""OpenSearch 1.1: lets browsers and programs add this site's search, with suggestions while somebody types."""

import json

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.viewing import VISITOR, visible_recording_ids
from archive.finding.searching import complete
from archive.i18n import N_
from archive.web import addresses
from archive.web.api.problems import OPEN_TO_ALL
from archive.web.asking import services_of, text_of
from archive.web.conditions import conditional
from archive.web.markup import OPEN_SEARCH, document, element
from search.errors import SearchError

LONGEST_SHORT_NAME = 16
DESCRIPTION = N_("Search every spoken word of the recordings on voluntary return and reintegration")
MEDIA_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS_TYPE = "application/x-suggestions+json"


def describe(request: Request) -> Response:
    """Describe the search in a language of the site."""
    services, language = services_of(request), request.path_params["language"]
    base, assets = services.settings.public_url, request.app.state.pages.assets
    page = f"{base}{addresses.page(language, 'search')}?q={{searchTerms}}"
    feed = f"{base}{addresses.feed(language, 'search')}?q={{searchTerms}}"
    suggestions = f"{base}{addresses.open_search_suggestions(language)}?q={{searchTerms}}"
    name = services.settings.site_name
    root = element(
        "OpenSearchDescription",
        children=[
            element("ShortName", name[:LONGEST_SHORT_NAME].strip()),
            element("LongName", name[:48]),
            element("Description", services.i18n.translations(language).gettext(DESCRIPTION)),
            element("Url", type="text/html", template=page),
            element("Url", type="application/atom+xml", template=feed),
            element("Url", type=SUGGESTIONS_TYPE, rel="suggestions", template=suggestions),
            element("Url", type=MEDIA_TYPE, rel="self", template=base + addresses.open_search(language)),
            element("Image", base + assets.icon.path, width=16, height=16, type="image/svg+xml"),
            element("Language", language),
            element("InputEncoding", "UTF-8"),
            element("OutputEncoding", "UTF-8"),
        ],
    )
    return conditional(request, document(root, default=OPEN_SEARCH), media_type=MEDIA_TYPE)


def suggest(request: Request) -> Response:
    """Give what a text may become, as browsers want it: the text, then the completions; none while search is away."""
    services, typed = services_of(request), text_of(request, "q")
    try:
        with services.database.reading() as session:
            allowed = visible_recording_ids(session, VISITOR)
        found = complete(services, typed, allowed=allowed)
    except SearchError:
        found = ()
    content = json.dumps([typed, [completion.text for completion in found]], ensure_ascii=False).encode()
    return conditional(request, content, media_type=SUGGESTIONS_TYPE, headers=OPEN_TO_ALL)

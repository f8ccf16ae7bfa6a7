"""Which requests of a recording's page count as a view, and the counting of them after the answer was sent."""

import logging

from starlette.background import BackgroundTask
from starlette.requests import Request

from archive.viewing_counts import ViewCounter
from archive.web.asking import services_of, viewer_of

log = logging.getLogger(__name__)
_MACHINES = ("bot", "crawl", "spider", "preview", "curl", "wget", "python")
"""Parts of the names by which programs that read pages call themselves; the name itself is not kept."""


def counting_view(request: Request, recording_id: int, *, is_public: bool) -> BackgroundTask | None:
    """Give what counts this view, if it is one: by a person who is none of the desk, of what is public."""
    is_read_ahead = "prefetch" in request.headers.get("sec-purpose", "")
    name = request.headers.get("user-agent", "").lower()
    is_machine = not name or any(part in name for part in _MACHINES)
    is_wanted = services_of(request).settings.count_views and is_public and request.method == "GET"
    if not is_wanted or viewer_of(request).is_staff or is_read_ahead or is_machine:
        return None
    return BackgroundTask(_count, request.app.state.views, recording_id)


def _count(views: ViewCounter, recording_id: int) -> None:
    try:
        views.count(recording_id)
    except Exception:
        log.exception("a view was not counted")

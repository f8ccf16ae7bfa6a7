"""The desk's list of questions that found nothing, and the counting of them after an answer was sent."""

import logging
from dataclasses import dataclass

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from archive.bootstrap import Services
from archive.finding.unanswered import DAYS_UNTIL_KEPT, count_unanswered, unanswered
from archive.web.asking import services_of
from archive.web.rendering import render
from archive.web.staff import for_staff

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that found nothing."""

    text: str
    days: int
    times: int
    last_day: str


@dataclass(frozen=True, slots=True)
class UnansweredPage:
    """The list."""

    rows: tuple[QuestionRow, ...]
    days_until_kept: int


@for_staff
def show(request: Request) -> Response:
    """Show what was asked on several days and found nothing."""
    with services_of(request).database.reading() as session:
        rows = tuple(
            QuestionRow(row.text, row.days, row.times, row.last_day.isoformat()) for row in unanswered(session)
        )
    return render(request, "desk/unanswered.html", UnansweredPage(rows, DAYS_UNTIL_KEPT))


def counting(services: Services, text: str) -> BackgroundTask:
    """Count a question after its answer has been sent; nobody waits for it, and nobody misses one that is lost."""
    return BackgroundTask(_count, services, text)


def _count(services: Services, text: str) -> None:
    try:
        count_unanswered(services, text)
    except Exception:
        log.exception("a question that found nothing was not counted")

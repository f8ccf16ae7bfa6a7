"""The desk's list of lines that readers say are wrong: correct them, or close the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import InvalidInputError, LinesChangedError, NotFoundError
from archive.transcripts.reporting import Reported, open_reports, settle
from archive.web.asking import number_of, services_of
from archive.web.rendering import render
from archive.web.speaking import notice_of
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The list."""

    notice: str
    reports: Sequence[Reported]


@for_staff
def show(request: Request) -> Response:
    """Show what waits."""
    with services_of(request).database.reading() as session:
        reports = open_reports(session)
    return render(request, "desk/reports.html", ReportsPage(notice_of(request), reports))


@staff_form
def answer(request: Request, form: FormData) -> Response:
    """Take the line as it is written in the field, or only close the report."""
    services = services_of(request)
    text = text_of(form, "text") if form.get("what") == "correct" else None
    version = number_of(text_of(form, "version"))
    back = _page_before(request, text_of(form, "transcript"))
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            has_changed = settle(services, session, request.path_params["report_id"], text=text, version=version)
    except (
        NotFoundError,
        InvalidInputError,
        LinesChangedError,
    ):  # somebody else was quicker, the line is gone, or the field was empty
        return see_other(f"{back}?done=unchanged")
    return see_other(f"{back}?done={'line-corrected' if has_changed else 'report-closed'}")


def _page_before(request: Request, named: str) -> str:
    """Give the page that the form stands on: the editor of the transcript that it names by numbers, or the list."""
    recording, _, transcript = named.partition(" ")
    recording_id, transcript_id = number_of(recording), number_of(transcript)
    if recording_id is None or transcript_id is None:
        return desk_path(request, "reports")
    return desk_path(request, "recordings", recording_id, "transcripts", transcript_id)

"""What was found at an address, on the page of the job that looked: ticked one by one before anything is fetched."""

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.work import Job
from archive.errors import InvalidInputError
from archive.intake.choosing import Found, found_by, take_chosen, take_none
from archive.web.asking import number_of, services_of
from archive.web.staff import account_id_of, desk_path, see_other, staff_form, texts_of

NONE = "none"


@dataclass(frozen=True, slots=True)
class FoundView:
    """A recording that can be ticked."""

    number: int
    title: str
    starts: str | None
    """YYYY-MM-DD, YYYY-MM or YYYY."""
    duration_seconds: float | None
    captions: tuple[str, ...]
    """Languages of its captions, in words."""
    size_bytes: int | None
    address: str
    recording_id: int | None
    """The recording that it is already."""


def found_views(request: Request, job_id: str) -> tuple[FoundView, ...]:
    """List what a job found; nothing for jobs that find nothing, or took everything at once."""
    services = services_of(request)
    with services.database.reading() as session:
        job = session.get(Job, job_id)
        found = () if job is None else found_by(services, session, job)
    return tuple(_view(request, row) for row in found)


@staff_form
def take(request: Request, form: FormData) -> Response:
    """Bring in what was ticked, or nothing of it."""
    services = services_of(request)
    job_id = request.path_params["job_id"]
    page = desk_path(request, "jobs", job_id)
    typed = (number_of(text) for text in texts_of(form, "entry"))
    numbers = frozenset(number for number in typed if number is not None)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            if form.get(NONE) is not None:
                take_none(session, job_id)
                return see_other(desk_path(request) + "?done=none-chosen")
            taken = take_chosen(services, session, job_id, numbers, account_id=account_id_of(request))
    except InvalidInputError:
        return see_other(page + "?done=nothing-ticked")
    return see_other(desk_path(request, "jobs", taken[0]) if len(taken) == 1 else page + "?done=chosen")


def _view(request: Request, row: Found) -> FoundView:
    services = services_of(request)
    language = request.state.language
    named = [services.i18n.language_name(one.language, language) for one in row.entry.captions if one.language]
    return FoundView(
        number=row.number,
        title=row.details.title.value,
        starts=None if row.details.date is None else row.details.date.value,
        duration_seconds=row.entry.duration_seconds,
        captions=tuple(dict.fromkeys(named)),
        size_bytes=row.entry.size_bytes,
        address=row.entry.page_address or row.entry.address,
        recording_id=row.recording_id,
    )

"""The desk's page on which a recording is said to be superseded by a newer one."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import succession_queries
from archive.catalogue.recordings import Recording
from archive.catalogue.succession_queries import NewerRecording
from archive.details.succeeding import supersede
from archive.errors import InvalidInputError
from archive.web.asking import number_of, services_of
from archive.web.rendering import render
from archive.web.speaking import say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of


@dataclass(frozen=True, slots=True)
class SuccessionPage:
    """The recording, and those that may take its place."""

    recording: Recording
    choices: tuple[NewerRecording, ...]
    chosen: int | None
    faults: Mapping[str, str]


@for_staff
def show(request: Request) -> Response:
    """Ask which recording takes the place of this one."""
    return _page(request, {})


@staff_form
def save(request: Request, form: FormData) -> Response:
    """Take the choice; an empty one takes the note away."""
    recording_id = request.path_params["recording_id"]
    try:
        newer_id = _chosen(text_of(form, "newer"))
        with services_of(request).database.writing(by=account_id_of(request)) as session:
            if session.get(Recording, recording_id) is None:
                raise HTTPException(404)
            supersede(session, recording_id, newer_id=newer_id)
    except InvalidInputError as exc:
        return _page(request, say_faults(request, exc.fields), status=422)
    return see_other(desk_path(request, "recordings", recording_id) + "?done=saved")


def _chosen(typed: str) -> int | None:
    if not typed:
        return None
    number = number_of(typed)
    if number is None:
        raise InvalidInputError({"newer": "not-published"})
    return number


def _page(request: Request, faults: Mapping[str, str], *, status: int = 200) -> Response:
    recording_id = request.path_params["recording_id"]
    with services_of(request).database.reading() as session:
        recording = session.get(Recording, recording_id)
        if recording is None:
            raise HTTPException(404)
        page = SuccessionPage(
            recording=recording,
            choices=succession_queries.possible_successors(session, recording_id),
            chosen=succession_queries.successor_of(session, recording_id),
            faults=faults,
        )
    return render(request, "desk/succession.html", page, status=status)

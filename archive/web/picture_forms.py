"""The forms for poster and chapters, parts of the page of a recording at the desk."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.bootstrap import Services
from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError, NotFoundError
from archive.picturing import choose_poster, correct_chapters
from archive.web.pictures import chapters_in
from archive.web.recording_page import render_recording
from archive.web.speaking import say_faults
from archive.web.staff import account_id_of, desk_path, lines_of, see_other, staff_form, text_of

LONGEST_NUMBER = 18


@staff_form
def poster(request: Request, form: FormData) -> Response:
    """Take the frame that was chosen to stand for the recording."""
    services: Services = request.app.state.services
    recording_id, chosen = request.path_params["recording_id"], text_of(form, "frame")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) <= LONGEST_NUMBER):
        return see_other(desk_path(request, "recordings", recording_id) + "?done=unchanged")
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            choose_poster(session, recording_id, frame_id=int(chosen))
    except NotFoundError as exc:
        raise HTTPException(404) from exc
    return see_other(desk_path(request, "recordings", recording_id) + "?done=poster")


@staff_form
def chapters(request: Request, form: FormData) -> Response:
    """Take the chapters as they were typed; what is wrong is said at the field, and nothing is changed then."""
    services: Services = request.app.state.services
    recording_id, typed = request.path_params["recording_id"], lines_of(form, "chapters")
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            recording = session.get(Recording, recording_id)
            if recording is None:
                raise HTTPException(404)
            marks = chapters_in(typed, duration_seconds=recording.duration_seconds)
            correct_chapters(session, recording_id, marks)
    except InvalidInputError as exc:
        faults = say_faults(request, exc.fields)
        return render_recording(request, chapters=typed, pictures_faults=faults, status=422)
    return see_other(desk_path(request, "recordings", recording_id) + "?done=chapters")

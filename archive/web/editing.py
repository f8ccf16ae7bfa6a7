"""The details of a recording, corrected by hand on its page at the desk."""

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive import shelving
from archive.bootstrap import Services
from archive.catalogue import desk_queries
from archive.errors import InvalidInputError
from archive.shelving import Correction
from archive.web.forms import changes_between, details_of, faults_of, typed_details, unknown_countries
from archive.web.recording_page import country_names, render_recording
from archive.web.speaking import say_faults
from archive.web.staff import desk_path, for_staff, see_other, staff_form


@for_staff
def show(request: Request) -> Response:
    """Show the details."""
    return render_recording(request)


@staff_form
def correct(request: Request, form: FormData) -> Response:
    """Take corrections; what is wrong is said at its field, and nothing is changed then."""
    services: Services = request.app.state.services
    recording_id = request.path_params["recording_id"]
    codes = services.i18n.country_names()
    typed = typed_details(form)
    faults = faults_of(typed, codes)
    if not faults:
        try:
            with services.database.writing() as session:
                recording = desk_queries.recording(session, recording_id)
                if recording is None:
                    raise HTTPException(404)
                changes = changes_between(details_of(recording, country_names(request)), typed, codes)
                if changes == Correction():
                    return see_other(desk_path(request, "recordings", recording_id) + "?done=unchanged")
                if typed.version not in {"", str(recording.version)}:
                    typed, faults = replace(typed, version=str(recording.version)), {"title": "changed-meanwhile"}
                else:
                    shelving.correct(services, session, recording_id, changes=changes)
        except InvalidInputError as exc:
            faults = exc.fields
        if not faults:
            return see_other(desk_path(request, "recordings", recording_id) + "?done=saved")
    unknown = unknown_countries(typed, codes)
    said = say_faults(request, faults, names=", ".join(unknown))
    return render_recording(request, typed=replace(typed, faults=said, unknown_countries=unknown), status=422)

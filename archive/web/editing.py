"""The details of a recording, corrected by hand on its page at the desk."""

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive import amending
from archive.amending import Correction
from archive.bootstrap import Services
from archive.catalogue import desk_queries
from archive.catalogue.events import Kind
from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError
from archive.i18n import N_
from archive.web.desk_words import KINDS
from archive.web.forms import (
    DetailsForm,
    changes_between,
    details_of,
    faults_of,
    iso_date,
    typed_details,
    unknown_countries,
)
from archive.web.recording_page import country_names, render_recording
from archive.web.speaking import say, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form

SAVED_NOW = N_("Saved here by now: %(value)s")
EMPTY_NOW = N_("Saved here by now: nothing")


@for_staff
def show(request: Request) -> Response:
    """Show the details."""
    return render_recording(request)


def _beside(request: Request, recording: Recording, typed: DetailsForm) -> DetailsForm:
    """Give what was typed, and beside each field that differs what somebody else has saved there meanwhile."""
    saved = details_of(recording, country_names(request))
    language = request.state.language
    i18n = request.app.state.services.i18n
    pairs = {
        "title": (typed.title, saved.title, saved.title),
        "starts": (iso_date(typed), iso_date(saved), i18n.date(iso_date(saved), language)),
        "countries": (typed.countries, saved.countries, ", ".join(saved.countries)),
        "kind": (typed.kind, saved.kind, say(request, KINDS[Kind(saved.kind)]) if saved.kind else ""),
        "place": (typed.place, saved.place, saved.place),
        "language": (typed.language, saved.language, i18n.language_name(saved.language, language)),
        "description": (typed.description, saved.description, saved.description),
    }
    differing = {field: shown for field, (mine, theirs, shown) in pairs.items() if mine != theirs}
    said = say_faults(request, {"recording": "changed-meanwhile"})
    for field, shown in differing.items():
        said[field] = say(request, SAVED_NOW, value=shown) if shown else say(request, EMPTY_NOW)
    return replace(typed, version=str(recording.version), faults=said)


@staff_form
def correct(request: Request, form: FormData) -> Response:
    """Take corrections; what is wrong is said at its field, and nothing is changed then."""
    services: Services = request.app.state.services
    recording_id = request.path_params["recording_id"]
    codes = services.i18n.country_names()
    typed = typed_details(form)
    faults, clash = faults_of(typed, codes), None
    if not faults:
        try:
            with services.database.writing(by=account_id_of(request)) as session:
                recording = desk_queries.recording(session, recording_id)
                if recording is None:
                    raise HTTPException(404)
                changes = changes_between(details_of(recording, country_names(request)), typed, codes)
                if changes == Correction():
                    return see_other(desk_path(request, "recordings", recording_id) + "?done=unchanged")
                if typed.version not in {"", str(recording.version)}:
                    clash = _beside(request, recording, typed)
                else:
                    amending.correct(services, session, recording_id, changes=changes)
        except InvalidInputError as exc:
            faults = exc.fields
        if clash is not None:
            return render_recording(request, typed=clash, status=422)
        if not faults:
            return see_other(desk_path(request, "recordings", recording_id) + "?done=saved")
    unknown = unknown_countries(typed, codes)
    said = say_faults(request, faults, names=", ".join(unknown))
    return render_recording(request, typed=replace(typed, faults=said, unknown_countries=unknown), status=422)

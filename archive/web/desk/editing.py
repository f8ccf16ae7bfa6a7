"""The details of a recording, corrected by hand on its page at the desk."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import desk_queries
from archive.catalogue.recordings import Recording
from archive.details import amending
from archive.details.event_details import series_named
from archive.errors import InvalidInputError
from archive.web.asking import language_of, services_of
from archive.web.desk.clashes import saved_by_now
from archive.web.desk.desk_words import KINDS
from archive.web.desk.details_form import (
    DetailsForm,
    correction_of,
    details_of,
    faults_of,
    made_from,
    typed_details,
    values_of,
)
from archive.web.desk.event_fields import NEW_SERIES, unknown_countries
from archive.web.desk.merging import Merge, merge
from archive.web.desk.recording_page import country_names, render_recording
from archive.web.desk.suggestions import taken_over
from archive.web.speaking import say, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of


@for_staff
def show(request: Request) -> Response:
    """Show the details."""
    return render_recording(request)


@staff_form
def correct(request: Request, form: FormData) -> Response:
    """Take corrections, or put a suggestion into its field; what is wrong is said there, and nothing is changed."""
    services = services_of(request)
    recording_id, codes = request.path_params["recording_id"], services.i18n.country_names()
    typed = typed_details(form)
    if field := text_of(form, "take"):
        return _with_suggestion(request, typed, field)
    faults = faults_of(typed, codes)
    if faults:
        return _faulty(request, typed, faults)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            recording = desk_queries.recording(session, recording_id)
            if recording is None:
                raise HTTPException(404)
            saved = details_of(recording, country_names(request))
            values = values_of(typed, codes)
            found = merge(typed.made_from, values, values_of(saved, codes))
            if not found.clashing and not found.changed:
                return see_other(desk_path(request, "recordings", recording_id) + "?done=unchanged")
            if not found.clashing:
                changes = correction_of(_with_new_series(session, typed, values, found), found.changed)
                amending.correct(services, session, recording_id, changes=changes)
    except InvalidInputError as exc:
        return _faulty(request, typed, exc.fields)
    if found.clashing:
        return render_recording(request, typed=_beside(request, typed, saved, found), status=422)
    return see_other(desk_path(request, "recordings", recording_id) + "?done=saved")


def _with_suggestion(request: Request, typed: DetailsForm, field: str) -> Response:
    recording = _recording(request)
    return render_recording(request, typed=taken_over(typed, recording, field, country_names(request)), taken=field)


def _faulty(request: Request, typed: DetailsForm, faults: Mapping[str, str]) -> Response:
    unknown = unknown_countries(typed.countries, services_of(request).i18n.country_names())
    said = say_faults(request, faults, names=", ".join(unknown))
    return render_recording(request, typed=replace(typed, faults=said, unknown_countries=unknown), status=422)


def _with_new_series(
    session: Session, typed: DetailsForm, values: Mapping[str, str], found: Merge
) -> Mapping[str, str]:
    if "series" not in found.changed or typed.series != NEW_SERIES:
        return values
    series = series_named(session, title_de=typed.series_de, title_en=typed.series_en)
    return {**values, "series": series.slug}


def _beside(request: Request, typed: DetailsForm, saved: DetailsForm, found: Merge) -> DetailsForm:
    """Give what was typed, and beside each field that both changed what somebody else has saved there meanwhile.

    Sent again it is the person's answer to what is saved by now. What only the other one changed is shown as it is.
    """
    shown = {field: _in_words(request, saved, field) for field in _in_order(saved, found.clashing)}
    said = saved_by_now(request, "recording", shown)
    kept = {field: getattr(saved, field) for field in found.theirs}
    marks = made_from(saved, services_of(request).i18n.country_names())
    return replace(typed, **kept, made_from=marks, faults=said)


def _in_order(form: DetailsForm, fields: Iterable[str]) -> list[str]:
    wanted = set(fields)
    return [field for field in values_of(form, {}) if field in wanted]


def _in_words(request: Request, form: DetailsForm, field: str) -> str:
    i18n, language = services_of(request).i18n, language_of(request)
    value = getattr(form, field)
    if field in {"starts", "ends", "as_of"}:
        return i18n.date(value.iso, language) if value.iso else ""
    if isinstance(value, tuple):
        return ", ".join(value)
    if field == "kind":
        return say(request, KINDS[value]) if value else ""
    if field == "language":
        return i18n.language_name(value, language)
    return str(value)


def _recording(request: Request) -> Recording:
    with services_of(request).database.reading() as session:
        recording = desk_queries.recording(session, request.path_params["recording_id"])
    if recording is None:
        raise HTTPException(404)
    return recording

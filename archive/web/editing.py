"""The desk's page of a recording: its details with where they came from, corrected by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive import shelving
from archive.bootstrap import Services
from archive.catalogue import desk_queries
from archive.catalogue.desk_queries import TranscriptRow
from archive.catalogue.events import Kind, State
from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError
from archive.i18n import N_, country_codes
from archive.shelving import Correction
from archive.web.desk_words import KINDS, NO_TRANSCRIPT, ORIGINS, STATES, TRANSCRIPT_ORIGINS
from archive.web.forms import (
    DetailsForm,
    changes_between,
    details_of,
    faults_of,
    typed_details,
    unknown_countries,
)
from archive.web.rendering import render
from archive.web.speaking import notice_of, say, say_faults
from archive.web.staff import desk_path, for_staff, see_other, staff_form

COMMON_LANGUAGES = ("de", "en", "ar", "fa", "fr", "ka", "ku", "ru", "so", "sq", "sr", "ti", "tr", "uk")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a list."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """A transcript in words."""

    language: str
    origin: str
    is_checked: bool
    cues: int


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """What the page of a recording shows."""

    notice: str
    recording: Recording
    state_words: str
    form: DetailsForm
    origins: Mapping[str, str]
    """Where each detail came from, in words, by field."""
    kinds: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    country_names: tuple[str, ...]
    transcripts: tuple[TranscriptView, ...]
    no_transcript: str
    siblings: tuple[str, ...]
    """Other recordings of the event, which share date, kind, countries and place."""
    job_id: str | None
    """The job that is still bringing it in."""

    @property
    def is_public(self) -> bool:
        """Say whether visitors can see it."""
        return self.recording.state is State.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        """Say whether it was taken back."""
        return self.recording.state is State.WITHDRAWN


@for_staff
def show(request: Request) -> Response:
    """Show the details."""
    return render(request, "desk/recording.html", _page(request, typed=None))


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
                changes = changes_between(details_of(recording, _names(request)), typed, codes)
                if changes == Correction():
                    return see_other(desk_path(request, "recordings", recording_id) + "?done=unchanged")
                shelving.correct(services, session, recording_id, changes=changes)
        except InvalidInputError as exc:
            faults = exc.fields
        else:
            return see_other(desk_path(request, "recordings", recording_id) + "?done=saved")
    unknown = unknown_countries(typed, codes)
    said = say_faults(request, faults, names=", ".join(unknown))
    return render(
        request,
        "desk/recording.html",
        _page(request, typed=replace(typed, faults=said, unknown_countries=unknown)),
        status=422,
    )


def _page(request: Request, *, typed: DetailsForm | None) -> RecordingPage:
    services: Services = request.app.state.services
    recording_id = request.path_params["recording_id"]
    with services.database.reading() as session:
        recording = desk_queries.recording(session, recording_id)
        if recording is None:
            raise HTTPException(404)
        transcripts = desk_queries.transcripts(session, recording_id)
        siblings = desk_queries.siblings(session, recording.event_id, besides=recording_id)
        job_id = desk_queries.living_job_of(session, recording_id)
    names = _names(request)
    return RecordingPage(
        notice=notice_of(request),
        recording=recording,
        state_words=say(request, STATES[recording.state]),
        form=typed or details_of(recording, names),
        origins={row.field: say(request, ORIGINS.get(row.origin, row.origin)) for row in recording.details},
        kinds=(*(Choice(kind.value, say(request, KINDS[kind])) for kind in Kind),),
        languages=_languages(request, recording.language),
        country_names=tuple(sorted(names.values(), key=str.casefold)),
        transcripts=tuple(_transcript(request, row) for row in transcripts),
        no_transcript=say(request, NO_TRANSCRIPT.get(recording.transcript_note, "")),
        siblings=siblings,
        job_id=job_id,
    )


def _names(request: Request) -> dict[str, str]:
    services: Services = request.app.state.services
    return {code: services.i18n.country(code, request.state.language) for code in country_codes()}


def _languages(request: Request, present: str) -> tuple[Choice, ...]:
    services: Services = request.app.state.services
    first = services.settings.languages
    others = {*COMMON_LANGUAGES, present} - {*first, "und", ""}
    named = {code: services.i18n.language_name(code, request.state.language) for code in (*first, *others)}
    ordered = [*first, *sorted(others, key=lambda code: named[code].casefold())]
    unknown = Choice("und", say(request, N_("not known, or several")))
    return (*(Choice(code, named[code]) for code in ordered), unknown)


def _transcript(request: Request, row: TranscriptRow) -> TranscriptView:
    services: Services = request.app.state.services
    return TranscriptView(
        language=services.i18n.language_name(row.language, request.state.language),
        origin=say(request, TRANSCRIPT_ORIGINS.get(row.origin, row.origin)),
        is_checked=row.is_checked,
        cues=row.cues,
    )

"""The page of a recording's details at the desk, put together. Its forms are read elsewhere."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import desk_queries, succession_queries
from archive.catalogue.events import Kind
from archive.catalogue.known_names import KnownNames, known_names
from archive.catalogue.recordings import Recording
from archive.catalogue.watched import gone_since
from archive.details.field_checks import UNKNOWN_LANGUAGE
from archive.i18n import N_, country_codes
from archive.web.asking import services_of
from archive.web.desk.desk_words import KINDS
from archive.web.desk.details_form import DetailsForm, details_of, made_from
from archive.web.desk.event_fields import NEW_SERIES
from archive.web.desk.language_choices import Choice, language_choices
from archive.web.desk.rendition_views import RenditionView, rendition_views
from archive.web.desk.suggestions import SuggestionView, suggestions_of
from archive.web.desk.words_page import TranscriptView, transcript_views
from archive.web.rendering import render
from archive.web.speaking import notice_of, say


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """What the page of a recording shows."""

    notice: str
    recording: Recording
    form: DetailsForm
    transcripts: tuple[TranscriptView, ...]
    suggestions: Mapping[str, SuggestionView]
    """Where each detail came from, and what was extracted, by field."""
    taken: str
    """The field that a suggestion was just put into; nothing is saved yet."""
    kinds: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    country_names: tuple[str, ...]
    speaker_names: tuple[str, ...]
    organiser_names: tuple[str, ...]
    series: tuple[Choice, ...]
    newer_title: str
    """The recording that takes the place of this one; empty while it is valid."""
    siblings: tuple[str, ...]
    """Other recordings of the event, which share date, kind, countries and place."""
    job_id: str | None
    """The job that is still bringing it in, or makes its files anew."""
    renditions: tuple[RenditionView, ...]
    gone_since: dt.datetime | None
    """Since when its source does not show it any more."""

    @property
    def faults(self) -> Mapping[str, str]:
        """Give what is wrong in the form."""
        return self.form.faults


def render_recording(
    request: Request,
    *,
    typed: DetailsForm | None = None,
    taken: str = "",
    status: int = 200,
) -> Response:
    """Show the page; after a fault with what was typed, and what is wrong with it."""
    services = services_of(request)
    recording_id = request.path_params["recording_id"]
    with services.database.reading() as session:
        recording = desk_queries.recording(session, recording_id)
        if recording is None:
            raise HTTPException(404)
        transcripts = transcript_views(request, session, recording_id)
        siblings = desk_queries.siblings(session, recording.event_id, besides=recording_id)
        job_id = desk_queries.living_job_of(session, recording_id, "ingest", *desk_queries.MAKING_ANEW)
        gone = gone_since(session, recording_id)
        known = known_names(session)
        newer = succession_queries.newer_recordings(session, request.state.viewer, (recording_id,)).get(recording_id)
    names = country_names(request)
    form = typed or shown_details(request, recording)
    unknown = Choice(UNKNOWN_LANGUAGE, say(request, N_("not known, or several")))
    page = RecordingPage(
        notice=notice_of(request),
        recording=recording,
        form=form,
        transcripts=transcripts,
        suggestions=suggestions_of(request, recording, form, names),
        taken=taken,
        kinds=(*(Choice(kind.value, say(request, KINDS[kind])) for kind in Kind),),
        languages=(*language_choices(request, recording.language), unknown),
        country_names=tuple(sorted(names.values(), key=str.casefold)),
        speaker_names=known.speakers,
        organiser_names=known.organisers,
        series=series_choices(request, known),
        newer_title=newer.title if newer else "",
        siblings=siblings,
        job_id=job_id,
        renditions=rendition_views(request, recording),
        gone_since=gone,
    )
    return render(request, "desk/recording.html", page, status=status)


def shown_details(request: Request, recording: Recording) -> DetailsForm:
    """Fill the form with what is saved, marked so that a later edit by somebody else is noticed."""
    form = details_of(recording, country_names(request))
    return replace(form, made_from=made_from(form, services_of(request).i18n.country_names()))


def series_choices(request: Request, known: KnownNames) -> tuple[Choice, ...]:
    """List the series to choose from, none first and a new one last."""
    here = [Choice(row.slug, row.titles[request.state.language]) for row in known.series]
    none, new = Choice("", say(request, N_("none"))), Choice(NEW_SERIES, say(request, N_("A new one, named below")))
    return (none, *here, new)


def country_names(request: Request) -> dict[str, str]:
    """Map the codes of countries to names in the page's language."""
    services = services_of(request)
    return {code: services.i18n.country(code, request.state.language) for code in country_codes()}

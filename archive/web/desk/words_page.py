"""The page of the desk on which a recording without words, or with poor ones, comes by better ones.

Its forms are read by `captions.py`; the lines themselves are the transcript editor's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import desk_queries
from archive.catalogue.cut_queries import cut_of
from archive.catalogue.desk_queries import TranscriptRow
from archive.catalogue.recordings import Recording
from archive.details.field_checks import UNKNOWN_LANGUAGE
from archive.i18n import N_
from archive.transcripts.recognising import usable_options
from archive.web.asking import services_of
from archive.web.desk.desk_words import NO_TRANSCRIPT, TRANSCRIPT_ORIGINS, TRANSCRIPT_PROBLEMS
from archive.web.desk.job_views import Reason, reason_of
from archive.web.desk.language_choices import Choice, language_choices
from archive.web.rendering import render
from archive.web.speaking import notice_of, say
from archive.web.staff import for_staff
from ingest.errors import SpeechModelError
from ingest.transcripts import LARGEST_CAPTIONS_BYTES


@dataclass(frozen=True, slots=True)
class TranscriptView:
    """A transcript in words."""

    transcript_id: int
    language: str
    origin: str
    is_current: bool
    is_checked: bool
    cues: int
    remarks: tuple[str, ...]
    """What has to be known of how it was read."""


@dataclass(frozen=True, slots=True)
class WordsView:
    """The spoken words of a recording, and how to come by better ones."""

    transcripts: tuple[TranscriptView, ...]
    missing: str
    """Why there are none, in words."""
    can_recognise: bool
    advice: Reason | None
    """What speech recognition still needs."""
    job_id: str | None
    """The job that is listening just now."""
    languages: tuple[Choice, ...]
    language: str
    """The chosen one; empty: found out."""
    max_bytes: int
    is_trimmed: bool
    """The times of captions count from the beginning that people see."""
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WordsPage:
    """What the page shows."""

    notice: str
    recording: Recording
    words: WordsView

    @property
    def faults(self) -> Mapping[str, str]:
        """Give what is wrong in the form."""
        return self.words.faults


@for_staff
def show(request: Request) -> Response:
    """Show the transcripts that there are, and the ways to another."""
    return render_words(request)


def render_words(
    request: Request, *, faults: Mapping[str, str] | None = None, language: str | None = None, status: int = 200
) -> Response:
    """Show the page; after a fault with the language that was chosen, and what is wrong."""
    with services_of(request).database.reading() as session:
        recording = desk_queries.recording(session, request.path_params["recording_id"])
        if recording is None:
            raise HTTPException(404)
        words = _words(request, session, recording, faults=faults or {}, language=language)
    return render(request, "desk/words.html", WordsPage(notice_of(request), recording, words), status=status)


def transcript_views(request: Request, session: Session, recording_id: int) -> tuple[TranscriptView, ...]:
    """Give the transcripts of a recording in words."""
    return tuple(_transcript(request, row) for row in desk_queries.transcripts(session, recording_id))


def _words(
    request: Request, session: Session, recording: Recording, *, faults: Mapping[str, str], language: str | None
) -> WordsView:
    services = services_of(request)
    transcripts = transcript_views(request, session, recording.id)
    job_id = desk_queries.living_job_of(session, recording.id, "transcribe")
    may_help = not any(transcript.is_current for transcript in transcripts) and recording.transcript_note != "no-audio"
    advice = None
    if may_help:
        try:
            usable_options(services)
        except SpeechModelError as exc:
            advice = reason_of(request, exc.code, exc.details())
    known = "" if recording.language == UNKNOWN_LANGUAGE else recording.language
    return WordsView(
        transcripts=transcripts,
        missing=say(request, NO_TRANSCRIPT.get(recording.transcript_note, NO_TRANSCRIPT[""])),
        can_recognise=may_help and advice is None and job_id is None,
        advice=advice,
        job_id=job_id,
        languages=(
            Choice("", say(request, N_("found out from the words"))),
            *language_choices(request, recording.language),
        ),
        language=known if language is None else language,
        max_bytes=LARGEST_CAPTIONS_BYTES,
        is_trimmed=cut_of(session, recording.id).is_trimmed,
        faults=faults,
    )


def _transcript(request: Request, row: TranscriptRow) -> TranscriptView:
    services = services_of(request)
    return TranscriptView(
        transcript_id=row.id,
        language=services.i18n.language_name(row.language, request.state.language),
        origin=say(request, TRANSCRIPT_ORIGINS.get(row.origin, row.origin)),
        is_current=row.is_current,
        is_checked=row.is_checked,
        cues=row.cues,
        remarks=tuple(
            say(request, words, count=row.problems.count(code))
            for code, words in TRANSCRIPT_PROBLEMS.items()
            if code in row.problems
        ),
    )

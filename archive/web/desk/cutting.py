"""The desk's page on which staff redact a span of a recording, and trim its ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.cut_queries import film_seen, original_seconds, redactions_of
from archive.catalogue.recordings import Recording
from archive.catalogue.work import Job
from archive.errors import InvalidInputError
from archive.shelf.redacting import redact
from archive.shelf.trimming import ends_of, trim
from archive.transcripts.transcribing import shelved
from archive.web import addresses
from archive.web.asking import services_of
from archive.web.desk.pictures import film_of
from archive.web.desk.typed_times import written_time
from archive.web.rendering import render
from archive.web.speaking import notice_of, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of

NO_TIME = -1.0
"""What is typed and is no time; no recording has such a second."""


@dataclass(frozen=True, slots=True)
class RedactedSpan:
    """A span that was redacted, at the times of the original as they are typed."""

    start: str
    end: str
    is_blurred: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of both forms, as they were typed."""

    start: str = ""
    end: str = ""
    blurs: bool = False
    begins_at: str = ""
    ends_at: str = ""


@dataclass(frozen=True, slots=True)
class CutPage:
    """What is cut out, and what can be."""

    notice: str
    recording: Recording
    film: str
    """Address of the smallest file with a picture, or else of its sound; empty while there is none."""
    is_sound: bool
    original_seconds: float
    redacted: tuple[RedactedSpan, ...]
    typed: Typed
    seen: str
    """Names the film that the times were read off."""
    faults: Mapping[str, str] = field(default_factory=dict)


@for_staff
def show(request: Request) -> Response:
    """Show both forms, and what is redacted."""
    return _page(request)


@staff_form
def redact_span(request: Request, form: FormData) -> Response:
    """Redact what is between two times that were read off the player."""
    typed = Typed(start=text_of(form, "start"), end=text_of(form, "end"), blurs=text_of(form, "blurs") == "yes")

    def work(session: Session, recording_id: int) -> Job:
        _check_film(session, recording_id, text_of(form, "seen"), "start")
        return redact(
            services_of(request),
            session,
            recording_id,
            start_seconds=_seconds(typed.start),
            end_seconds=_seconds(typed.end),
            blurs_picture=typed.blurs,
        )

    return _done(request, typed, work)


@staff_form
def trim_ends(request: Request, form: FormData) -> Response:
    """Let the recording begin and end at other seconds of its original."""
    typed = Typed(begins_at=text_of(form, "begins_at"), ends_at=text_of(form, "ends_at"))

    def work(session: Session, recording_id: int) -> Job | None:
        _check_film(session, recording_id, text_of(form, "seen"), "begins_at")
        return trim(
            services_of(request),
            session,
            recording_id,
            begins_at=_seconds(typed.begins_at),
            ends_at=_seconds(typed.ends_at),
        )

    return _done(request, typed, work)


def _check_film(session: Session, recording_id: int, seen: str, field_name: str) -> None:
    """Refuse times of a film that another has taken the place of: a wrong second could not be taken back."""
    if seen != film_seen(session, shelved(session, recording_id)):
        raise InvalidInputError({field_name: "other-film"})


def _done(request: Request, typed: Typed, work: Callable[[Session, int], Job | None]) -> Response:
    """Lead to the job that was asked for, or back to the form with what is wrong."""
    try:
        with services_of(request).database.writing(by=account_id_of(request)) as session:
            job = work(session, request.path_params["recording_id"])
            if job is None:
                return see_other(_here(request) + "?done=unchanged")
            job.account_id = account_id_of(request)
            return see_other(desk_path(request, "jobs", job.id))
    except InvalidInputError as exc:
        return _page(request, typed=typed, faults=say_faults(request, exc.fields))


def _page(request: Request, *, typed: Typed | None = None, faults: Mapping[str, str] | None = None) -> Response:
    with services_of(request).database.reading() as session:
        recording = session.get(Recording, request.path_params["recording_id"])
        if recording is None:
            raise HTTPException(404)
        ends, length = ends_of(session, recording.id), original_seconds(session, recording)
        rows = redactions_of(session, recording.id)
        film, is_sound = film_of(recording)
        seen = film_seen(session, recording)
    page = CutPage(
        notice=notice_of(request),
        recording=recording,
        film=film,
        is_sound=is_sound,
        original_seconds=length,
        redacted=tuple(
            RedactedSpan(written_time(row.start_seconds), written_time(row.end_seconds), row.blurs_picture)
            for row in rows
        ),
        typed=_filled(typed or Typed(), ends.begins_at, length if ends.ends_at is None else ends.ends_at),
        seen=seen,
        faults=faults or {},
    )
    return render(request, "desk/cut.html", page, status=422 if faults else 200)


def _filled(typed: Typed, begins_at: float, ends_at: float) -> Typed:
    if typed.begins_at or typed.ends_at:
        return typed
    return Typed(typed.start, typed.end, typed.blurs, written_time(begins_at), written_time(ends_at))


def _seconds(text: str) -> float:
    seconds = addresses.seconds_of(text)
    return NO_TIME if seconds is None else seconds


def _here(request: Request) -> str:
    return desk_path(request, "recordings", request.path_params["recording_id"], "cut")

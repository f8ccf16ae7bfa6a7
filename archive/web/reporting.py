"""The small page on which readers say that a line is wrong: without an account, without scripts, without a name."""

from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.catalogue import watching
from archive.catalogue.recordings import Recording
from archive.catalogue.watching import Line, TranscriptAbout
from archive.errors import InvalidInputError, NotFoundError
from archive.identity.attempts import network_of
from archive.plain_text import one_line
from archive.transcripts.reporting import LONGEST_SUGGESTION, Report, report_line
from archive.web import addresses
from archive.web.access import shown_recording
from archive.web.asking import language_of, services_of, text_of, viewer_of
from archive.web.form_bodies import read_form
from archive.web.rendering import render
from archive.web.speaking import say_faults
from archive.web.transcript_part import TRANSCRIPT, chosen_transcript

LINES_AROUND = 3
LINE, SUGGESTION = "line", "suggestion"


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A few lines to choose from, and what was filled in."""

    slug: str
    title: str
    language: str
    """Of the transcript; empty where there is none."""
    lines: tuple[Line, ...]
    chosen: str
    suggestion: str
    longest: int
    back: str
    """The place in the transcript."""
    faults: dict[str, str]
    wait_minutes: int = 0
    is_done: bool = False


def show(request: Request) -> Response:
    """Show the lines around a second, or around one that is named."""
    with services_of(request).database.reading() as session:
        recording = shown_recording(session, request.path_params["slug"], viewer_of(request))
        page = _page(request, session, recording, key=text_of(request, LINE), is_done="done" in request.query_params)
    return render(request, "pages/report.html", page)


async def send(request: Request) -> Response:
    """Take what was filled in."""
    form = await read_form(request, most_fields=10, longest_bytes=16_384)
    return await run_in_threadpool(_take, request, form)


def _take(request: Request, form: FormData) -> Response:
    services = services_of(request)
    key, language, suggestion = (_text(form, name) for name in (LINE, TRANSCRIPT, SUGGESTION))
    faults: dict[str, str] = {}
    wait_seconds = 0
    with services.database.writing() as session:
        recording = shown_recording(session, request.path_params["slug"], viewer_of(request))
        report = Report(recording.id, language, key, suggestion)
        network = network_of(request.client.host if request.client else "")
        try:
            wait_seconds = report_line(services, session, report, network=network)
        except InvalidInputError as exc:
            faults = say_faults(request, exc.fields)
        except NotFoundError:
            faults = say_faults(request, {LINE: "not-there"})
        if faults or wait_seconds:
            minutes = -(-wait_seconds // 60)
            page = _page(
                request, session, recording, key=key, suggestion=suggestion, faults=faults, wait_minutes=minutes
            )
            answer = render(request, "pages/report.html", page, status=422 if faults else 429)
            if wait_seconds:
                answer.headers["Retry-After"] = str(wait_seconds)
            return answer
    done = addresses.page(
        language_of(request), "watch", recording.slug, "report", line=key, transcript=language, done="yes"
    )
    return RedirectResponse(done, status_code=303, headers={"Cache-Control": "no-store"})


def _page(
    request: Request,
    session: Session,
    recording: Recording,
    *,
    key: str,
    suggestion: str = "",
    faults: dict[str, str] | None = None,
    wait_minutes: int = 0,
    is_done: bool = False,
) -> ReportPage:
    about = chosen_transcript(request, recording, watching.transcripts(session, recording.id)).about
    lines, chosen = _around(request, session, about, key)
    at = next((line.start_seconds for line in lines if line.key == chosen), None)
    back = addresses.page(
        language_of(request),
        "watch",
        recording.slug,
        transcript=about.language if about else None,
        t=None if at is None else addresses.second(at),
    )
    return ReportPage(
        slug=recording.slug,
        title=recording.title,
        language=about.language if about else "",
        lines=lines,
        chosen=chosen,
        suggestion=suggestion,
        longest=LONGEST_SUGGESTION,
        back=f"{back}#line-{chosen}" if chosen else back,
        faults=faults or {},
        wait_minutes=wait_minutes,
        is_done=is_done,
    )


def _around(
    request: Request, session: Session, about: TranscriptAbout | None, key: str
) -> tuple[tuple[Line, ...], str]:
    """Give the lines around the one that is named, or around the asked second, and the key of that one."""
    lines = watching.lines(session, about.transcript_id) if about else ()
    second = addresses.seconds_of(text_of(request, "t").partition(",")[0]) or 0.0
    begun = [number for number, line in enumerate(lines) if line.start_seconds <= second + 0.02]
    at = next((number for number, line in enumerate(lines) if line.key == key), begun[-1] if begun else 0)
    return lines[max(0, at - LINES_AROUND) : at + LINES_AROUND + 1], lines[at].key if lines else ""


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return one_line(value) if isinstance(value, str) else ""

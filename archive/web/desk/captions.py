"""The desk's ways to words for a recording without them, or with poor ones: captions from a file, recognised speech.

Both stand on the page `words_page.py`.
"""

from pathlib import PurePath

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from archive.auditing import record_about
from archive.bootstrap import Services
from archive.catalogue import desk_queries
from archive.catalogue.cut_queries import original_seconds
from archive.catalogue.recordings import Recording
from archive.details.field_checks import UNKNOWN_LANGUAGE
from archive.errors import InvalidInputError
from archive.intake.upload_rules import shown_name
from archive.transcripts.recognising import ask_for_speech
from archive.transcripts.transcribing import Laid, add_captions
from archive.web.asking import number_of
from archive.web.desk.language_choices import language_codes
from archive.web.desk.small_form import receive_small_form
from archive.web.desk.words_page import render_words
from archive.web.speaking import say_faults
from archive.web.staff import account_id_of, desk_path, see_other, staff_form, staff_stream, text_of
from archive.wording import explain
from ingest.errors import SpeechModelError, TooLargeError
from ingest.languages import language_code
from ingest.transcripts import LARGEST_CAPTIONS_BYTES, transcript_of
from media.errors import TimedTextError

FILE, LANGUAGE = "captions", "captions_language"


@staff_stream
async def add(request: Request) -> Response:
    """Take captions from a file; what is wrong with it is said at its field."""
    try:
        form = await receive_small_form(request, field=FILE, limit_bytes=LARGEST_CAPTIONS_BYTES)
    except InvalidInputError as exc:
        return await run_in_threadpool(_refuse, request, say_faults(request, exc.fields))
    except TooLargeError:
        return await run_in_threadpool(_too_large, request)
    except ClientDisconnect:
        return Response(status_code=400)
    try:
        return await run_in_threadpool(_add, request, form)
    finally:
        await form.close()


@staff_form
def recognise(request: Request, _form: FormData) -> Response:
    """Ask for the speech to be recognised; where that cannot be, the page says why."""
    services: Services = request.app.state.services
    recording_id = request.path_params["recording_id"]
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            job_id = ask_for_speech(services, session, recording_id, account_id=account_id_of(request)).id
            record_about(session, "speech.requested", session.get_one(Recording, recording_id))
    except (InvalidInputError, SpeechModelError):  # somebody else was quicker, or the settings have changed
        return see_other(_page(request) + "?done=unchanged")
    return see_other(desk_path(request, "jobs", job_id))


def language_named(file_name: str, offered: tuple[str, ...]) -> str | None:
    """Give the language in `talk.de.vtt`; `talk.neu.vtt` names none, though there is a code for it."""
    parts = PurePath(file_name).stem.rpartition(".")
    named = language_code(parts[2]) if parts[1] else None
    return named if named in offered else None


def _add(request: Request, form: FormData) -> Response:
    file, chosen = form.get(FILE), text_of(form, LANGUAGE)
    if not isinstance(file, UploadFile) or not file.filename:
        return _refuse(request, say_faults(request, {FILE: "empty"}), language=chosen)
    name = shown_name(file.filename)
    try:
        laid = read_and_lay(request, name, file.file.read(), chosen=chosen)
    except InvalidInputError as exc:
        return _refuse(request, say_faults(request, exc.fields), language=chosen)
    except TimedTextError as exc:
        return _refuse(request, {FILE: _said(request, exc, name)}, language=chosen)
    done = "captions-added" if laid.is_current else "captions-beside"
    return see_other(_page(request) + f"?done={done}&lines={laid.lines}")


def read_and_lay(request: Request, name: str, raw: bytes, *, chosen: str = "", is_of_original: bool = False) -> Laid:
    """Bring captions in; the file's name knows the language best, then the person, then the words.

    Those of the original (`is_of_original`) are told by its seconds, others by those that people see.

    Raises:
        TimedTextError: they cannot be read.
        InvalidInputError: the language is none, the recording is not on the shelf yet, or nothing of it is seen.
        HTTPException: there is no such recording.
    """
    services: Services = request.app.state.services
    recording_id = request.path_params["recording_id"]
    with services.database.reading() as session:
        recording = desk_queries.recording(session, recording_id)
        if recording is None:
            raise HTTPException(404)
        length = original_seconds(session, recording) if is_of_original else recording.duration_seconds
    offered = language_codes(services, recording.language)
    if chosen and chosen not in offered:
        raise InvalidInputError({LANGUAGE: "not-a-language"})
    if len(raw) > LARGEST_CAPTIONS_BYTES:
        raise TimedTextError(reason="too-large")
    is_known = recording.language != UNKNOWN_LANGUAGE
    found = transcript_of(
        raw,
        name=name,
        language=language_named(name, offered) or chosen or None,
        otherwise=recording.language if is_known else services.settings.languages[0],
        recording_seconds=length,
    )
    with services.database.writing(by=account_id_of(request)) as session:
        laid = add_captions(services, session, recording_id, found, is_of_original=is_of_original)
        record_about(session, "captions.added", recording, language=found.language, lines=laid.lines)
    return laid


def _too_large(request: Request) -> Response:
    services: Services = request.app.state.services
    size_bytes = number_of(request.headers.get("content-length")) or LARGEST_CAPTIONS_BYTES
    size = services.i18n.size(size_bytes, request.state.language)
    return _refuse(request, {FILE: _said(request, TimedTextError(reason="too-large"), size)}, status=413)


def _said(request: Request, error: TimedTextError, subject: str) -> str:
    services: Services = request.app.state.services
    translations = services.i18n.translations(request.state.language)
    return str(explain(error.code, {**error.details(), "subject": subject}, translations))


def _refuse(request: Request, faults: dict[str, str], *, language: str | None = None, status: int = 422) -> Response:
    return render_words(request, faults=faults, language=language, status=status)


def _page(request: Request) -> str:
    return desk_path(request, "recordings", request.path_params["recording_id"], "transcripts", "new")

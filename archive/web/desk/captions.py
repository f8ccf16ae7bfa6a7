"""The desk's ways to words for a recording without them, or with poor ones: captions from a file, recognised speech.

Both stand on the page `words_page.py`.
"""

from collections.abc import Mapping

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from archive.auditing import record_about
from archive.catalogue.recordings import Recording
from archive.errors import InvalidInputError
from archive.intake.upload_rules import shown_name
from archive.transcripts.caption_files import read_captions
from archive.transcripts.recognising import ask_for_speech
from archive.transcripts.transcribing import Laid, add_captions
from archive.web.asking import number_of, services_of
from archive.web.desk.small_form import answer_small_form
from archive.web.desk.words_page import render_words
from archive.web.speaking import say_faults
from archive.web.staff import account_id_of, desk_path, see_other, staff_form, staff_stream, text_of
from archive.wording import explain
from ingest.errors import SpeechModelError
from ingest.transcripts import LARGEST_CAPTIONS_BYTES
from media.errors import TimedTextError

FILE, LANGUAGE = "captions", "captions_language"


@staff_stream
async def add(request: Request) -> Response:
    """Take captions from a file; what is wrong with it is said at its field."""
    return await answer_small_form(request, _add, _refuse_form, field=FILE, limit_bytes=LARGEST_CAPTIONS_BYTES)


@staff_form
def recognise(request: Request, _form: FormData) -> Response:
    """Ask for the speech to be recognised; where that cannot be, the page says why."""
    services = services_of(request)
    recording_id = request.path_params["recording_id"]
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            job_id = ask_for_speech(services, session, recording_id, account_id=account_id_of(request)).id
            record_about(session, "speech.requested", session.get_one(Recording, recording_id))
    except (InvalidInputError, SpeechModelError):  # somebody else was quicker, or the settings have changed
        return see_other(_page(request) + "?done=unchanged")
    return see_other(desk_path(request, "jobs", job_id))


def _add(request: Request, form: FormData) -> Response:
    file, chosen = form.get(FILE), text_of(form, LANGUAGE)
    if not isinstance(file, UploadFile) or not file.filename:
        return _refuse(request, say_faults(request, {FILE: "empty"}), language=chosen)
    services, recording_id, name = services_of(request), request.path_params["recording_id"], shown_name(file.filename)
    try:
        found = read_captions(services, recording_id, file.file.read(), name=name, chosen=chosen)
        with services.database.writing(by=account_id_of(request)) as session:
            laid = add_captions(services, session, recording_id, found)
    except InvalidInputError as exc:
        return _refuse(request, say_faults(request, exc.fields), language=chosen)
    except TimedTextError as exc:
        return _refuse(request, {FILE: _said(request, exc, name)}, language=chosen)
    return see_other(f"{_page(request)}?done={done_with(laid)}")


def done_with(laid: Laid) -> str:
    """Give the notice of what became of captions, as it stands in an address."""
    return f"{'captions-added' if laid.is_current else 'captions-beside'}&lines={laid.lines}"


def _refuse_form(request: Request, faults: Mapping[str, str], status: int) -> Response:
    if faults != {FILE: "too-large"}:
        return _refuse(request, say_faults(request, faults), status=status)
    services = services_of(request)
    size_bytes = number_of(request.headers.get("content-length")) or LARGEST_CAPTIONS_BYTES
    size = services.i18n.size(size_bytes, request.state.language)
    return _refuse(request, {FILE: _said(request, TimedTextError(reason="too-large"), size)}, status=status)


def _said(request: Request, error: TimedTextError, subject: str) -> str:
    services = services_of(request)
    translations = services.i18n.translations(request.state.language)
    return str(explain(error.code, {**error.details(), "subject": subject}, translations))


def _refuse(request: Request, faults: dict[str, str], *, language: str | None = None, status: int = 422) -> Response:
    return render_words(request, faults=faults, language=language, status=status)


def _page(request: Request) -> str:
    return desk_path(request, "recordings", request.path_params["recording_id"], "transcripts", "new")

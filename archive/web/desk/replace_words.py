"""The desk's page for replacing words in one or all transcripts: first what would change, then only what was ticked."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.recordings import Recording, Transcript
from archive.errors import InvalidInputError, NotFoundError
from archive.transcripts.correction_history import take_back_everywhere
from archive.transcripts.line_saving import LONGEST_REQUEST_ID, new_request_id
from archive.transcripts.replacing import MOST_AT_ONCE, Chosen, Found, Place, Wanted, find_places, replace_in, wanted_of
from archive.transcripts.word_changes import Words, compared_words
from archive.web.asking import number_of, services_of, text_of
from archive.web.rendering import render
from archive.web.speaking import notice_of, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, texts_of
from archive.web.staff import text_of as typed_text


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A line that would change."""

    place: Place
    value: str
    """What its tick sends."""
    words: tuple[Words, ...]
    is_first: bool
    """The first of its recording."""


@dataclass(frozen=True, slots=True)
class ReplacePage:
    """The question, and what it found."""

    notice: str
    recording: Recording | None
    """None for all transcripts."""
    edited: Transcript | None
    back: str
    find: str
    replacement: str
    is_whole_word: bool
    is_case_kept: bool
    found: Found | None
    places: tuple[PlaceView, ...]
    most: int
    undo: str
    """The name of the replacement that was just made; it can be taken back."""
    faults: Mapping[str, str]


@for_staff
def show(request: Request) -> Response:
    """Show the form, and what it found."""
    names = ("find", "replacement", "whole", "case")
    asked = {name: text_of(request, name) for name in names}
    return _page(request, asked, is_asked="find" in request.query_params)


@staff_form
def take(request: Request, form: FormData) -> Response:
    """Replace in the lines that were ticked."""
    asked = {name: typed_text(form, name) for name in ("find", "replacement", "whole", "case")}
    chosen = [one for value in texts_of(form, "line") if (one := _chosen(value)) is not None]
    wanted = _wanted(asked)
    if isinstance(wanted, InvalidInputError) or not chosen:
        faults = wanted.fields if isinstance(wanted, InvalidInputError) else {"lines": "none-ticked"}
        return _page(request, asked, is_asked=True, faults=say_faults(request, faults), status=422)
    services, name = services_of(request), new_request_id()
    with services.database.writing(by=account_id_of(request)) as session:
        done = replace_in(services, session, wanted, chosen[:MOST_AT_ONCE], request_id=name)
    if not done.lines:
        faults = say_faults(request, {"lines": "changed-meanwhile"})
        return _page(request, asked, is_asked=True, faults=faults, status=422)
    notice = "words-replaced" if not done.skipped else "words-replaced-partly"
    return see_other(f"{_here(request)}?done={notice}&lines={done.lines}&made={name}")


@staff_form
def undo(request: Request, form: FormData) -> Response:
    """Take a replacement back wherever nobody has worked on its lines since."""
    services = services_of(request)
    name = typed_text(form, "made")[:LONGEST_REQUEST_ID]
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            _undone, refused = take_back_everywhere(services, session, name)
    except NotFoundError:
        return see_other(f"{desk_path(request, 'replace')}?done=unchanged")
    notice = "replacement-undone-partly" if refused else "replacement-undone"
    return see_other(f"{desk_path(request, 'replace')}?done={notice}")


def _here(request: Request) -> str:
    path: str = request.scope["path"]
    return path


def _wanted(asked: Mapping[str, str]) -> Wanted | InvalidInputError:
    try:
        return wanted_of(
            asked["find"],
            asked["replacement"],
            is_whole_word=bool(asked["whole"]),
            is_case_kept=bool(asked["case"]),
        )
    except InvalidInputError as exc:
        return exc


def _chosen(value: str) -> Chosen | None:
    """Read a tick: transcript, line, edit."""
    transcript, _, rest = value.partition(" ")
    key, _, version = rest.partition(" ")
    transcript_id, version_seen = number_of(transcript), number_of(version)
    return None if transcript_id is None or version_seen is None else Chosen(transcript_id, key, version_seen)


def _page(
    request: Request,
    asked: Mapping[str, str],
    *,
    is_asked: bool,
    faults: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    transcript_id = request.path_params.get("transcript_id")
    wanted = _wanted(asked) if is_asked else None
    if isinstance(wanted, InvalidInputError):
        faults = faults or say_faults(request, wanted.fields)
    with services_of(request).database.reading() as session:
        edited = session.get(Transcript, transcript_id) if transcript_id is not None else None
        if transcript_id is not None and (edited is None or edited.recording_id != request.path_params["recording_id"]):
            raise HTTPException(404)
        recording = session.get(Recording, edited.recording_id) if edited else None
        found = find_places(session, wanted, transcript_id=transcript_id) if isinstance(wanted, Wanted) else None
    places = found.places if found else ()
    page = ReplacePage(
        notice=notice_of(request),
        recording=recording,
        edited=edited,
        back=_here(request).rpartition("/")[0],
        find=asked["find"],
        replacement=asked["replacement"],
        is_whole_word=bool(asked["whole"]) or not is_asked,
        is_case_kept=bool(asked["case"]) or not is_asked,
        found=found,
        places=tuple(
            PlaceView(
                place,
                f"{place.transcript_id} {place.key} {place.version}",
                compared_words(place.text, place.replaced),
                number == 0 or places[number - 1].transcript_id != place.transcript_id,
            )
            for number, place in enumerate(places)
        ),
        most=MOST_AT_ONCE,
        undo=text_of(request, "made")[:LONGEST_REQUEST_ID],
        faults=faults or {},
    )
    return render(request, "desk/replace.html", page, status=status)

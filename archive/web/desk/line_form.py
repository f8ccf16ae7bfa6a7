"""One line of a transcript as a plain form: for browsers without scripts, and for links to a single line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import watching
from archive.catalogue.recordings import Recording, Transcript
from archive.errors import InvalidInputError, LinesChangedError
from archive.transcripts.edited_lines import EditedLine, Lines
from archive.transcripts.line_edits import Check, LineEdit, MergeNext, Remove, SetSpeaker, SetTimes, Split, WriteText
from archive.transcripts.line_saving import Saving, lines_of, new_request_id, save
from archive.web.asking import number_of, services_of
from archive.web.desk.transcript_editor import PlayerAbout, base_of, edited_transcript
from archive.web.desk.transcript_saving import said_faults
from archive.web.desk.typed_times import typed_time, written_time
from archive.web.player import PlayerView, player_view
from archive.web.rendering import render
from archive.web.spans import Span
from archive.web.speaking import say_faults
from archive.web.staff import account_id_of, for_staff, see_other, staff_form, text_of
from archive.web.staff import lines_of as several_lines_of


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line as it stands in the form."""

    text: str
    speaker: str
    start: str
    end: str
    is_checked: bool
    version: int


@dataclass(frozen=True, slots=True)
class LineFormPage:
    """The form, with the sound of its line."""

    recording: Recording
    about: PlayerAbout
    player: PlayerView
    transcript: None
    offers_files: bool
    edited: Transcript
    base: str
    key: str
    typed: TypedLine
    saved: TypedLine | None
    """What somebody else has saved here meanwhile."""
    previous: str
    following: str
    """Keys of the lines beside it; empty where there is none."""
    faults: Mapping[str, str]


@for_staff
def show(request: Request) -> Response:
    """Show the form."""
    return _page(request)


@staff_form
def take(request: Request, form: FormData) -> Response:
    """Save what was typed; or show it again, with what is wrong, or with what somebody else has saved meanwhile."""
    key = request.path_params["key"]
    typed = _typed(form)
    try:
        with services_of(request).database.writing(by=account_id_of(request)) as session:
            _save(request, session, typed, what=text_of(form, "what"))
    except InvalidInputError as exc:
        said = {field: said_faults(request, [code]) for field, code in exc.fields.items()}
        return _page(request, typed=typed, faults=said, status=422)
    except LinesChangedError:
        faults = say_faults(request, {"line-clash": "changed-meanwhile"})
        return _page(request, typed=typed, faults=faults, is_clash=True, status=409)
    return see_other(f"{base_of(request)}#line-{key}")


def _save(request: Request, session: Session, typed: TypedLine, *, what: str) -> None:
    transcript = edited_transcript(request, session, is_changing=True)
    beside = _beside(lines_of(session, transcript), request.path_params["key"])
    if beside.line is None:
        raise HTTPException(404)
    edits = _edits(beside.line, typed, what=what, following=beside.following)
    if edits and typed.version != beside.line.version:
        raise LinesChangedError((beside.line.key,))
    if edits:
        saving = Saving(edits, new_request_id(), transcript.last_edit)
        save(services_of(request), session, transcript, saving)


def _edits(line: EditedLine, typed: TypedLine, *, what: str, following: EditedLine | None) -> list[LineEdit]:
    """Say what is to be done: what differs from the line, and then what the button says.

    Raises:
        InvalidInputError: a time is none, or nothing says where to split.
    """
    key, version = line.key, typed.version
    if what == "remove":
        return [Remove(key, version)]
    edits: list[LineEdit] = []
    if what == "split":
        first, _, second = typed.text.partition("\n")
        if not first.strip() or not second.strip():
            raise InvalidInputError({"text": "no-line-break"})
        edits.append(Split(key, version, first, second))
    elif typed.text != line.text:
        edits.append(WriteText(key, version, typed.text))
    elif typed.is_checked != line.is_checked:
        edits.append(Check(key, is_up_to=False, is_checked=typed.is_checked))
    if typed.speaker != (line.speaker or ""):
        edits.append(SetSpeaker(key, version, typed.speaker))
    if what != "split" and (typed.start, typed.end) != _times(line):
        edits.append(SetTimes(key, version, *_typed_times(typed)))
    if what == "merge" and following is not None:
        edits.append(MergeNext(key, version, following.key, following.version))
    return edits


def _times(line: EditedLine) -> tuple[str, str]:
    return written_time(line.start_seconds), written_time(line.end_seconds)


def _typed_times(typed: TypedLine) -> tuple[float, float]:
    start, end = typed_time(typed.start), typed_time(typed.end)
    if start is None or end is None:
        wrong = [name for name, seconds in (("start", start), ("end", end)) if seconds is None]
        raise InvalidInputError(dict.fromkeys(wrong, "not-a-position"))
    return start, end


def _typed(form: FormData) -> TypedLine:
    version = number_of(text_of(form, "version"))
    return TypedLine(
        text=several_lines_of(form, "text"),
        speaker=text_of(form, "speaker"),
        start=text_of(form, "start"),
        end=text_of(form, "end"),
        is_checked="checked" in form,
        version=-1 if version is None else version,
    )


def _shown(line: EditedLine) -> TypedLine:
    start, end = _times(line)
    return TypedLine(line.text, line.speaker or "", start, end, line.is_checked, line.version)


@dataclass(frozen=True, slots=True)
class _Beside:
    line: EditedLine | None
    previous: EditedLine | None
    following: EditedLine | None


def _beside(lines: Lines, key: str) -> _Beside:
    """Give a line, also by the name of one that was merged into it, and its neighbours."""
    place = next((at for at, line in enumerate(lines) if key == line.key or key in line.former_keys), None)
    if place is None:
        return _Beside(None, None, None)
    following = lines[place + 1] if place + 1 < len(lines) else None
    return _Beside(lines[place], lines[place - 1] if place else None, following)


def _page(
    request: Request,
    *,
    typed: TypedLine | None = None,
    faults: Mapping[str, str] | None = None,
    is_clash: bool = False,
    status: int = 200,
) -> Response:
    with services_of(request).database.reading() as session:
        transcript = edited_transcript(request, session)
        recording = watching.recording(session, transcript.recording_id)
        beside = _beside(lines_of(session, transcript), request.path_params["key"])
        line = beside.line
        if line is None or recording is None:
            raise HTTPException(404)
        present = _shown(line)
        span = Span(line.start_seconds, line.end_seconds)
        page = LineFormPage(
            recording=recording,
            about=PlayerAbout(recording.slug, recording.title, recording.event.title),
            player=player_view(recording, watching.transcripts(session, recording.id), span=span, found_seconds=()),
            transcript=None,
            offers_files=False,
            edited=transcript,
            base=base_of(request),
            key=line.key,
            typed=replace(typed, version=present.version) if typed else present,
            saved=present if is_clash else None,
            previous=beside.previous.key if beside.previous else "",
            following=beside.following.key if beside.following else "",
            faults=faults or {},
        )
    return render(request, "desk/transcript-line.html", page, status=status)

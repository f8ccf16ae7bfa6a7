"""The page on which staff check and correct a transcript beside its player. Saving is `transcript_saving.py`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import watching
from archive.catalogue.recordings import Recording, Transcript
from archive.transcripts.correction_history import Steps, steps_of
from archive.transcripts.edited_lines import EditedLine
from archive.transcripts.line_saving import lines_of
from archive.transcripts.reporting import Reported, open_reports
from archive.web.asking import services_of
from archive.web.desk.edit_requests import doubts_of
from archive.web.player import PlayerView, player_view
from archive.web.rendering import render
from archive.web.speaking import notice_of
from archive.web.staff import account_id_of, desk_path, for_staff, see_other

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line, with doubt of all its words or of none."""

    text: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class EditedLineView:
    """A line in the list."""

    line: EditedLine
    pieces: tuple[Piece, ...]
    is_said_anew: bool
    """Somebody else than in the line before speaks."""


@dataclass(frozen=True, slots=True)
class TranscriptChoice:
    """A transcript of the same recording."""

    transcript_id: int
    language: str
    origin: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PlayerAbout:
    """What the player says of the recording."""

    slug: str
    title: str
    event_title: str


@dataclass(frozen=True, slots=True)
class TranscriptEditorPage:
    """A transcript and what may be done to it."""

    notice: str
    recording: Recording
    about: PlayerAbout
    player: PlayerView
    transcript: None
    """No captions are the usual ones here."""
    offers_files: bool
    edited: Transcript
    base: str
    """The address of the editor, for all that lies below it."""
    lines: tuple[EditedLineView, ...]
    checked: int
    speakers: tuple[str, ...]
    others: tuple[TranscriptChoice, ...]
    reports: Sequence[Reported]
    steps: Steps


@for_staff
def show(request: Request) -> Response:
    """Show the lines."""
    services = services_of(request)
    with services.database.reading() as session:
        transcript = edited_transcript(request, session)
        recording = watching.recording(session, transcript.recording_id)
        if recording is None:
            raise HTTPException(404)
        lines = lines_of(session, transcript)
        reports = open_reports(session, recording_id=recording.id, language=transcript.language)
        page = TranscriptEditorPage(
            notice=notice_of(request),
            recording=recording,
            about=PlayerAbout(recording.slug, recording.title, recording.event.title),
            player=player_view(recording, watching.transcripts(session, recording.id), span=None, found_seconds=()),
            transcript=None,
            offers_files=False,
            edited=transcript,
            base=base_of(request),
            lines=tuple(_views(lines)),
            checked=sum(line.is_checked for line in lines),
            speakers=tuple(sorted({line.speaker for line in lines if line.speaker}, key=str.casefold)),
            others=_others(session, transcript),
            reports=reports if transcript.is_current else (),
            steps=steps_of(session, transcript.id, account_id_of(request)),
        )
    return render(request, "desk/transcript.html", page)


@for_staff
def choose(request: Request) -> Response:
    """Lead to the transcript that is in use, or to the ways to one where there is none."""
    recording_id = request.path_params["recording_id"]
    with services_of(request).database.reading() as session:
        recording = session.get(Recording, recording_id)
        if recording is None:
            raise HTTPException(404)
        rows = session.execute(
            select(Transcript.id, Transcript.language)
            .where(Transcript.recording_id == recording_id)
            .order_by(Transcript.is_current.desc(), Transcript.id)
        ).all()
    spoken = [key for key, language in rows if language == recording.language]
    chosen = next(iter([*spoken, *(key for key, _ in rows)]), None)
    if chosen is None:
        return see_other(desk_path(request, "recordings", recording_id, "transcripts", "new"))
    return see_other(desk_path(request, "recordings", recording_id, "transcripts", chosen))


def edited_transcript(request: Request, session: Session, *, is_changing: bool = False) -> Transcript:
    """Give the transcript that the address names; to change it, others who do so wait.

    Raises:
        HTTPException: 404, there is none, or the recording is another.
    """
    transcript = session.get(Transcript, request.path_params["transcript_id"], with_for_update=is_changing)
    if transcript is None or transcript.recording_id != request.path_params["recording_id"]:
        raise HTTPException(404)
    return transcript


def base_of(request: Request) -> str:
    """Give the address of the editor of the transcript that the address names."""
    names = request.path_params
    return desk_path(request, "recordings", names["recording_id"], "transcripts", names["transcript_id"])


def pieces_of(line: EditedLine) -> tuple[Piece, ...]:
    """Cut a line where the recogniser was in doubt."""
    doubts = doubts_of(line)
    if not doubts:
        return (Piece(line.text, is_doubtful=False),)
    pieces: list[Piece] = []
    at = 0
    for number, word in enumerate(_WORD.finditer(line.text)):
        if number in doubts:
            pieces += [Piece(line.text[at : word.start()], is_doubtful=False), Piece(word[0], is_doubtful=True)]
            at = word.end()
    return (*(piece for piece in pieces if piece.text), Piece(line.text[at:], is_doubtful=False))


def _views(lines: Sequence[EditedLine]) -> Sequence[EditedLineView]:
    speaking = [None, *(line.speaker for line in lines)]
    return [
        EditedLineView(line, pieces_of(line), bool(line.speaker) and line.speaker != before)
        for line, before in zip(lines, speaking, strict=False)
    ]


def _others(session: Session, transcript: Transcript) -> tuple[TranscriptChoice, ...]:
    rows = session.scalars(
        select(Transcript).where(Transcript.recording_id == transcript.recording_id).order_by(Transcript.id)
    )
    return tuple(TranscriptChoice(row.id, row.language, row.origin, row.is_current) for row in rows)

"""The history of a transcript at the desk: who changed how much and when, two states compared, one brought back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.edits import EditKind
from archive.catalogue.recordings import Recording, Transcript
from archive.errors import LinesChangedError, NotFoundError
from archive.i18n import N_
from archive.transcripts.correction_history import MOST_SHOWN, Entry, entries, lines_at
from archive.transcripts.correction_history import restore as bring_back
from archive.transcripts.line_saving import Saving, new_request_id
from archive.transcripts.word_changes import ChangedLine, compared_lines
from archive.web.asking import number_of, services_of, text_of
from archive.web.desk.transcript_editor import base_of, edited_transcript
from archive.web.rendering import render
from archive.web.speaking import notice_of, say
from archive.web.staff import account_id_of, for_staff, see_other, staff_form
from archive.web.staff import text_of as typed_text

KINDS: Mapping[EditKind, str] = {
    EditKind.LINES: N_("Lines corrected"),
    EditKind.REPLACED: N_("Words replaced"),
    EditKind.REPORTED: N_("Reported line answered"),
    EditKind.UNDONE: N_("Change %(number)s taken back"),
    EditKind.REDONE: N_("Change %(number)s made again"),
    EditKind.RESTORED: N_("State %(number)s brought back"),
}
MOST_COMPARED = 500
"""Lines on one page."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """A change in words."""

    entry: Entry
    what: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states and the lines that differ."""

    first: int
    second: int
    lines: Sequence[ChangedLine]
    total: int


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What was done to a transcript."""

    notice: str
    recording: Recording
    edited: Transcript
    base: str
    entries: tuple[EntryView, ...]
    earlier: int | None
    """From which number on the list goes on; None at its end."""
    begins_whole: bool
    """The list ends with the transcript as it came: nothing was forgotten on purpose."""
    comparison: Comparison | None
    is_lost: bool
    """A state was asked for that is not kept."""


@for_staff
def show(request: Request) -> Response:
    """Show the changes, the latest first, and two states side by side where they are asked for."""
    with services_of(request).database.reading() as session:
        transcript = edited_transcript(request, session)
        recording = session.get_one(Recording, transcript.recording_id)
        found = entries(session, transcript.id, before=number_of(text_of(request, "before")))
        first, second = (number_of(text_of(request, name)) for name in ("first", "second"))
        comparison, is_lost = None, False
        if first is not None and second is not None:
            comparison = _compared(session, transcript, *sorted((first, second)))
            is_lost = comparison is None
        page = HistoryPage(
            notice=notice_of(request),
            recording=recording,
            edited=transcript,
            base=base_of(request),
            entries=tuple(EntryView(one, say(request, KINDS[one.kind], number=one.refers_to)) for one in found),
            earlier=found[-1].number if len(found) == MOST_SHOWN else None,
            begins_whole=bool(found) and found[-1].number == 1,
            comparison=comparison,
            is_lost=is_lost,
        )
    return render(request, "desk/transcript-history.html", page)


@staff_form
def restore(request: Request, form: FormData) -> Response:
    """Bring a state back; that is a change of its own, which can be taken back too."""
    number = number_of(typed_text(form, "number"))
    services = services_of(request)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            transcript = edited_transcript(request, session, is_changing=True)
            saving = Saving((), new_request_id(), transcript.last_edit, EditKind.RESTORED)
            done = bring_back(services, session, transcript, number=-1 if number is None else number, saving=saving)
    except (NotFoundError, LinesChangedError):
        return see_other(f"{base_of(request)}/history?done=unchanged")
    return see_other(f"{base_of(request)}/history?done={'state-restored' if done.changed else 'unchanged'}")


def _compared(session: Session, transcript: Transcript, first: int, second: int) -> Comparison | None:
    try:
        lines = compared_lines(lines_at(session, transcript, first), lines_at(session, transcript, second))
    except (NotFoundError, LinesChangedError):
        return None
    return Comparison(first, second, lines[:MOST_COMPARED], len(lines))

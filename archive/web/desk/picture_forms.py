"""The desk's page of what can be seen in a recording: the picture that stands for it, and its chapters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import desk_queries
from archive.catalogue.recordings import Recording
from archive.details.chaptering import correct_chapters, decide_suggestions
from archive.details.picturing import choose_poster
from archive.errors import InvalidInputError
from archive.web.asking import number_of, services_of
from archive.web.desk.merging import marks, merge
from archive.web.desk.pictures import (
    SPARE_ROWS,
    ChapterRow,
    FrameView,
    SuggestedChapter,
    chapter_rows,
    chapters_in,
    checked_rows,
    film_of,
    frames_of,
    suggested_chapters,
    typed_rows,
    written,
)
from archive.web.rendering import render
from archive.web.speaking import notice_of, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of


@dataclass(frozen=True, slots=True)
class PicturesPage:
    """What can be chosen and corrected."""

    notice: str
    recording: Recording
    film: str
    """Address of the smallest file with a picture, or else of its sound; empty while there is none."""
    is_sound: bool
    frames: tuple[FrameView, ...]
    rows: tuple[ChapterRow, ...]
    suggested: tuple[SuggestedChapter, ...]
    made_from: str
    saved_by_now: tuple[ChapterRow, ...] = ()
    """What somebody else has saved meanwhile."""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_rows(self) -> tuple[ChapterRow, ...]:
        """Give the rows of the form, with some to spare."""
        return (*self.rows, *(ChapterRow("", ""),) * SPARE_ROWS)


@for_staff
def show(request: Request) -> Response:
    """Show frames and chapters."""
    return _page(request, _recording(request))


@staff_form
def poster(request: Request, form: FormData) -> Response:
    """Take the frame that was chosen to stand for the recording."""
    recording_id, chosen = request.path_params["recording_id"], number_of(text_of(form, "frame"))
    if chosen is None:
        return see_other(_here(request) + "?done=unchanged")
    with services_of(request).database.writing(by=account_id_of(request)) as session:
        choose_poster(session, recording_id, frame_id=chosen)
    return see_other(_here(request) + "?done=poster")


@staff_form
def chapters(request: Request, form: FormData) -> Response:
    """Take the chapters as they were typed; what is wrong is said at the field, and nothing is changed then."""
    rows, made_from = typed_rows(form), text_of(form, "made_from")
    recording_id = request.path_params["recording_id"]
    saved = _recording(request)
    try:
        wanted = chapters_in(rows, duration_seconds=saved.duration_seconds)
        with services_of(request).database.writing(by=account_id_of(request)) as session:
            recording = session.get(Recording, recording_id)
            if recording is None:
                raise HTTPException(404)
            there = chapter_rows(recording)
            found = merge(made_from, {"chapters": written(rows)}, {"chapters": written(there)})
            if not found.clashing:
                if not found.changed:
                    return see_other(_here(request) + "?done=unchanged")
                correct_chapters(session, recording_id, wanted)
    except InvalidInputError as exc:
        checked = checked_rows(rows, duration_seconds=saved.duration_seconds)
        return _page(request, saved, rows=checked, made_from=made_from, faults=say_faults(request, exc.fields))
    if found.clashing:
        faults = say_faults(request, {"chapters": "changed-meanwhile"})
        return _page(request, saved, rows=rows, saved_by_now=there, faults=faults)
    return see_other(_here(request) + "?done=chapters")


@staff_form
def suggestions(request: Request, form: FormData) -> Response:
    """Confirm or take away chapters that the slides suggest: one of them, or all."""
    recording = _recording(request)
    listed = {row.chapter_id for row in suggested_chapters(recording)}
    everything = {"confirm": text_of(form, "all") == "confirm", "dismiss": text_of(form, "all") == "dismiss"}
    wanted = {
        button: {row for row in listed if everything[button] or row == number_of(text_of(form, button))}
        for button in ("confirm", "dismiss")
    }
    with services_of(request).database.writing(by=account_id_of(request)) as session:
        count = decide_suggestions(session, recording.id, confirmed=wanted["confirm"], dismissed=wanted["dismiss"])
    return see_other(_here(request) + f"?done={'chapters-decided' if count else 'unchanged'}#suggested")


def _page(
    request: Request,
    recording: Recording,
    *,
    rows: tuple[ChapterRow, ...] | None = None,
    made_from: str = "",
    saved_by_now: tuple[ChapterRow, ...] = (),
    faults: Mapping[str, str] | None = None,
) -> Response:
    there = chapter_rows(recording)
    film, is_sound = film_of(recording)
    page = PicturesPage(
        notice=notice_of(request),
        recording=recording,
        film=film,
        is_sound=is_sound,
        frames=frames_of(recording),
        rows=there if rows is None else rows,
        suggested=suggested_chapters(recording),
        made_from=made_from or marks({"chapters": written(there)}),
        saved_by_now=saved_by_now,
        faults=faults or {},
    )
    return render(request, "desk/pictures.html", page, status=422 if faults else 200)


def _recording(request: Request) -> Recording:
    with services_of(request).database.reading() as session:
        recording = desk_queries.recording(session, request.path_params["recording_id"])
    if recording is None:
        raise HTTPException(404)
    return recording


def _here(request: Request) -> str:
    return desk_path(request, "recordings", request.path_params["recording_id"], "pictures")

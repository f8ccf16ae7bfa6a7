"""Publishing a recording: what it still needs, whom it is shown to, at once or at a time, and review before that."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.events import Visibility
from archive.catalogue.recordings import Recording
from archive.catalogue.viewing import UNFINISHED
from archive.errors import InvalidInputError, NotPublishableError
from archive.publication import publishing
from archive.publication.publishing import LONGEST_CAPTIONS_REASON, Check, Standing, checklist
from archive.shelving import known_recording
from archive.web.asking import services_of
from archive.web.desk.clashes import saved_by_now
from archive.web.desk.desk_words import MISSING
from archive.web.desk.merging import marks, merge
from archive.web.desk.publishing_words import CHECKS, VISIBILITIES, WHERE
from archive.web.rendering import render
from archive.web.speaking import notice_of, say, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form, text_of

NOW, LATER, SAVE = "now", "later", "save"
"""The buttons of the form."""
REVIEW: Mapping[str, tuple[Callable[[Session, int], object], str]] = {
    "ask": (publishing.ask_for_review, "submitted"),
    "back": (publishing.take_back, "returned"),
}
DONE = {NOW: "published", LATER: "scheduled", SAVE: "saved"}
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class CheckView:
    """A line of the checklist."""

    label: str
    todo: str
    """What is to be done; empty where all is well."""
    path: str
    standing: str


@dataclass(frozen=True, slots=True)
class PublishForm:
    """The form as it was typed."""

    visibility: str
    offers_files: str
    captions_reason: str
    day: str = ""
    time: str = ""
    made_from: str = ""
    """Marks of the values it was made from (`merging.py`)."""


@dataclass(frozen=True, slots=True)
class PublishPage:
    """What is looked through before a recording is shown, and what can be said of it."""

    recording: Recording
    notice: str
    checks: tuple[CheckView, ...]
    form: PublishForm
    visibilities: tuple[tuple[str, str], ...]
    time_zone: str
    planned: str
    """When it is to be published; empty when nothing is planned."""
    is_overdue: bool
    needs_captions_reason: bool
    faults: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()


@for_staff
def show_publish(request: Request) -> Response:
    """Show the checklist and the form."""
    return _page(request)


@staff_form
def publish(request: Request, form: FormData) -> Response:
    """Save what was said, and publish now or plan it, as the button says."""
    typed, wanted = _typed(form), text_of(form, "do")
    faults, at = _faults(request, typed, wanted)
    if faults:
        return _page(request, typed, faults=say_faults(request, faults), status=422)
    services = services_of(request)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            recording = known_recording(session, request.path_params["recording_id"])
            saved = _saved(recording)
            found = merge(typed.made_from, {name: getattr(typed, name) for name in saved}, saved)
            # shown again, it is made from what is saved by now: sent again, it is the person's answer to that
            typed = replace(typed, **{name: saved[name] for name in found.theirs}, made_from=marks(saved))
            if not found.clashing:
                _save(session, recording, typed, found.changed)
                if wanted == NOW:
                    publishing.publish(services, session, recording.id)
                elif at is not None:
                    publishing.schedule(services, session, recording.id, at=at)
    except NotPublishableError as exc:
        missing = tuple(say(request, MISSING[code]) for code in exc.missing if code != "captions")
        lacking = {"captions_reason": "empty"} if "captions" in exc.missing else {}
        return _page(request, typed, faults=say_faults(request, lacking), missing=missing, status=422)
    except InvalidInputError as exc:
        return _page(request, typed, faults=say_faults(request, exc.fields), status=422)
    if found.clashing:
        words = {**saved, "visibility": say(request, VISIBILITIES[Visibility(saved["visibility"])])}
        shown = {name: words[name] for name in saved if name in found.clashing}
        return _page(request, typed, faults=saved_by_now(request, "recording", shown), status=422)
    return _onward(request, DONE.get(wanted, "saved"))


def _save(session: Session, recording: Recording, typed: PublishForm, changed: frozenset[str]) -> None:
    """Write what this person changed; what somebody else changed meanwhile stays."""
    if "visibility" in changed:
        publishing.set_visibility(session, recording.id, Visibility(typed.visibility))
    if "offers_files" in changed:
        recording.offers_files = typed.offers_files != "no"
    if "captions_reason" in changed:
        recording.captions_reason = typed.captions_reason


def _saved(recording: Recording) -> dict[str, str]:
    return {
        "visibility": recording.visibility.value,
        "offers_files": "yes" if recording.offers_files else "no",
        "captions_reason": recording.captions_reason,
    }


@staff_form
def review(request: Request, form: FormData) -> Response:
    """Ask for a second look, or take the recording back."""
    wanted = REVIEW.get(text_of(form, "do"))
    return _onward(request, "unchanged") if wanted is None else _turned(request, *wanted)


@staff_form
def unschedule(request: Request, _form: FormData) -> Response:
    """Plan nothing any more."""
    return _turned(request, publishing.unschedule, "unscheduled")


def written_moment(day: str, time: str, zone: ZoneInfo) -> dt.datetime | None:
    """Read day and time of a place, written as 2026-12-06 and 08:30; None where there is no such moment."""
    clock = _TIME.fullmatch(time)
    try:
        date = dt.date.fromisoformat(day)
    except ValueError:
        return None
    if clock is None:
        return None
    at = dt.datetime(date.year, date.month, date.day, int(clock[1]), int(clock[2]), tzinfo=zone)
    is_skipped = at.astimezone(dt.UTC).astimezone(zone).time() != at.time()  # the hour that summer time takes
    return None if is_skipped else at


def _typed(form: FormData) -> PublishForm:
    return PublishForm(
        visibility=text_of(form, "visibility"),
        offers_files=text_of(form, "offers_files"),
        captions_reason=text_of(form, "captions_reason"),
        day=text_of(form, "publish_on"),
        time=text_of(form, "publish_time"),
        made_from=text_of(form, "made_from"),
    )


def _faults(request: Request, typed: PublishForm, wanted: str) -> tuple[dict[str, str], dt.datetime | None]:
    """Name what is wrong with the form, and give the time that was planned."""
    faults, at = {}, None
    if typed.visibility not in set(Visibility):
        faults["visibility"] = "not-a-visibility"
    if len(typed.captions_reason) > LONGEST_CAPTIONS_REASON:
        faults["captions_reason"] = "too-long"
    if wanted == LATER:
        at = written_moment(typed.day, typed.time, services_of(request).settings.time_zone)
        if at is None:
            faults["publish_at"] = "not-a-time" if typed.day and typed.time else "empty"
    return faults, at


def _turned(request: Request, turn: Callable[[Session, int], object], done: str) -> Response:
    try:
        with services_of(request).database.writing(by=account_id_of(request)) as session:
            turn(session, request.path_params["recording_id"])
    except InvalidInputError:  # somebody else was quicker
        done = "unchanged"
    return _onward(request, done)


def _onward(request: Request, done: str) -> Response:
    return see_other(desk_path(request, "recordings", request.path_params["recording_id"], "publish") + f"?done={done}")


def _page(
    request: Request,
    typed: PublishForm | None = None,
    *,
    faults: Mapping[str, str] | None = None,
    missing: tuple[str, ...] = (),
    status: int = 200,
) -> Response:
    services = services_of(request)
    zone = services.settings.time_zone
    with services.database.reading() as session:
        recording = known_recording(session, request.path_params["recording_id"])
        checks = checklist(session, recording, today=services.today())
        has_words = any(row.is_current for row in recording.transcripts)
    planned = recording.publish_at if recording.state in UNFINISHED else None
    local = None if planned is None else planned.astimezone(zone)
    saved = PublishForm(
        **_saved(recording),
        made_from=marks(_saved(recording)),
        day=f"{local:%Y-%m-%d}" if local else "",
        time=f"{local:%H:%M}" if local else "",
    )
    formats = services.i18n.formats(request.state.language)
    page = PublishPage(
        recording=recording,
        notice=notice_of(request),
        checks=tuple(_check_view(request, recording, check) for check in checks),
        form=typed or saved,
        visibilities=tuple((value.value, say(request, words)) for value, words in VISIBILITIES.items()),
        time_zone=str(zone),
        planned=formats.day_and_time(planned, long=True) if planned else "",
        is_overdue=planned is not None and planned <= services.clock(),
        needs_captions_reason=not has_words,
        faults=faults or {},
        missing=missing,
    )
    return render(request, "desk/publish.html", page, status=status)


def _check_view(request: Request, recording: Recording, check: Check) -> CheckView:
    label, advice = CHECKS[check.item]
    todo = "" if check.standing is Standing.FINE else say(request, MISSING.get(check.code, advice))
    place = WHERE.get(check.item)
    path = "" if place is None else desk_path(request, "recordings", recording.id, *place)
    return CheckView(say(request, label), todo, path, check.standing.value)

"""The desk's pages of the glossary: the list, a group of words to change, and what a change would find."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue.glossary import GlossaryGroup
from archive.catalogue.viewing import visible_recording_ids
from archive.errors import InvalidInputError
from archive.finding.glossary_editing import (
    TermEdit,
    checked_terms,
    groups,
    meaning,
    remove_group,
    reset_group,
    save_group,
)
from archive.finding.glossary_preview import preview
from archive.web.asking import page_number, services_of, text_of, viewer_of
from archive.web.desk.found_moments import FoundMoment, found_moments
from archive.web.desk.glossary_form import GroupForm, form_of, typed_group
from archive.web.desk.merging import merge
from archive.web.rendering import render
from archive.web.speaking import notice_of, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form
from archive.web.staff import text_of as typed_text
from search.errors import SearchError

ON_A_PAGE = 60
SPARE_ROWS = 4


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in the list."""

    group_id: int
    words: tuple[str, ...]
    is_enabled: bool
    is_changed: bool
    """Staff changed what was shipped, or made it."""


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """The list."""

    notice: str
    words: str
    rows: tuple[GroupRow, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Count the pages."""
        return max(1, -(-self.total // ON_A_PAGE))


@dataclass(frozen=True, slots=True)
class Count:
    """What a word finds now, and would find."""

    text: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a change would find."""

    counts: tuple[Count, ...]
    moments: tuple[FoundMoment, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group of words to change."""

    notice: str
    group_id: int | None
    is_shipped: bool
    heading: str
    form: GroupForm
    found: Found | None = None
    """None until it was asked for."""
    is_search_away: bool = False
    saved_by_now: tuple[TermEdit, ...] = ()
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_rows(self) -> tuple[TermEdit, ...]:
        """Give the rows of the form, with some to spare."""
        kept = (row for row in self.form.rows if row.text or row.term_id)
        return (*kept, *(TermEdit(None, "", "de"),) * SPARE_ROWS)


@for_staff
def show_list(request: Request) -> Response:
    """Show the groups."""
    words, number = text_of(request, "q"), page_number(request)
    with services_of(request).database.reading() as session:
        found = groups(session, words=words)
        shown = found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        rows = tuple(_row(group) for group in shown)
    return render(request, "desk/glossary.html", GlossaryPage(notice_of(request), words, rows, len(found), number))


@for_staff
def show(request: Request) -> Response:
    """Show a group, or the empty form of a new one."""
    with services_of(request).database.reading() as session:
        group = _group(session, request)
        return render(request, "desk/glossary-group.html", _page(request, group, form_of(group)))


@staff_form
def save(request: Request, form: FormData) -> Response:
    """Save a group, or show what the change would find."""
    services, typed = services_of(request), typed_group(form)
    try:
        wanted = checked_terms(typed.rows)
    except InvalidInputError as exc:
        return _again(request, typed, exc.fields)
    if typed_text(form, "what") == "preview":
        return _previewed(request, typed, wanted)
    with services.database.writing(by=account_id_of(request)) as session:
        group = _group(session, request)
        saved, sent = form_of(group), GroupForm(wanted, typed.is_enabled)
        found = merge(typed.made_from, {"group": sent.written}, {"group": saved.written})
        group_id = group.id if group else None
        if found.changed:
            group_id = save_group(session, group_id, wanted, is_enabled=typed.is_enabled, at=services.clock()).id
    if found.clashing:
        return _again(request, replace(typed, made_from=saved.made_from), {"terms": "changed-meanwhile"}, saved)
    if not found.changed:
        return see_other(_here(request) + "?done=unchanged")
    return see_other(desk_path(request, "glossary", group_id or "") + "?done=glossary-saved")


@staff_form
def reset(request: Request, _form: FormData) -> Response:
    """Bring a shipped group back to how it was shipped."""
    with services_of(request).database.writing(by=account_id_of(request)) as session:
        reset_group(session, request.path_params["group_id"])
    return see_other(_here(request) + "?done=glossary-reset")


@staff_form
def remove(request: Request, _form: FormData) -> Response:
    """Remove a group that staff made."""
    with services_of(request).database.writing(by=account_id_of(request)) as session:
        remove_group(session, request.path_params["group_id"])
    return see_other(desk_path(request, "glossary") + "?done=glossary-removed")


def _previewed(request: Request, typed: GroupForm, wanted: tuple[TermEdit, ...]) -> Response:
    services = services_of(request)
    with services.database.reading() as session:
        group = _group(session, request)
        page = _page(request, group, typed)
        allowed = visible_recording_ids(session, viewer_of(request), drafts=True)
        terms = meaning(wanted) if typed.is_enabled else []
        try:
            told = preview(services, session, group.id if group else None, terms, allowed=allowed)
        except SearchError:
            return render(request, "desk/glossary-group.html", replace(page, is_search_away=True))
        counts = tuple(Count(asked.text, asked.before, asked.after) for asked in told.asked)
        found = Found(counts, found_moments(request, session, told.moments))
    return render(request, "desk/glossary-group.html", replace(page, found=found))


def _again(request: Request, typed: GroupForm, faults: Mapping[str, str], saved: GroupForm | None = None) -> Response:
    with services_of(request).database.reading() as session:
        page = _page(request, _group(session, request), typed)
    told = replace(page, faults=say_faults(request, faults), saved_by_now=saved.rows if saved else ())
    return render(request, "desk/glossary-group.html", told, status=422)


def _page(request: Request, group: GlossaryGroup | None, form: GroupForm) -> GroupPage:
    return GroupPage(
        notice=notice_of(request),
        group_id=group.id if group else None,
        is_shipped=group is not None and group.seed_key is not None,
        heading=group.terms[0].text if group and group.terms else "",
        form=form,
    )


def _row(group: GlossaryGroup) -> GroupRow:
    return GroupRow(
        group_id=group.id,
        words=tuple(row.text for row in group.terms if row.is_enabled),
        is_enabled=group.is_enabled,
        is_changed=any(row.origin.value == "staff" for row in group.terms),
    )


def _group(session: Session, request: Request) -> GlossaryGroup | None:
    if "group_id" not in request.path_params:
        return None
    group = session.get(GlossaryGroup, request.path_params["group_id"])
    if group is None:
        raise HTTPException(404)
    return group


def _here(request: Request) -> str:
    return desk_path(request, "glossary", request.path_params.get("group_id", "new"))

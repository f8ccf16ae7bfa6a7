"""The desk's pages of events as such: the list, one to change, a new one, a draft brought into another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import event_queries, places
from archive.catalogue.event_queries import EventRow
from archive.catalogue.events import Event, Kind, State, Visibility
from archive.catalogue.known_names import known_names
from archive.details.event_details import series_named
from archive.details.event_editing import CHOSEN_STATES, change_event, make_event, merge_event, remove_event
from archive.errors import InvalidInputError
from archive.web.asking import language_of, number_of, services_of, text_of
from archive.web.desk.clashes import saved_by_now
from archive.web.desk.desk_words import KINDS, STATES
from archive.web.desk.editing_words import EVENT_VISIBILITIES
from archive.web.desk.event_fields import NEW_SERIES, event_faults, unknown_countries
from archive.web.desk.event_form import EventForm, fields_of, form_of, typed_event, values_of
from archive.web.desk.language_choices import Choice
from archive.web.desk.merging import Merge, marks, merge
from archive.web.desk.recording_page import country_names, series_choices
from archive.web.rendering import render
from archive.web.speaking import notice_of, say, say_faults
from archive.web.staff import account_id_of, desk_path, for_staff, see_other, staff_form
from archive.web.staff import text_of as typed_text

_NAMED: Mapping[str, Mapping[str, str]] = {
    "kind": {kind.value: name for kind, name in KINDS.items()},
    "state": {state.value: name for state, name in STATES.items()},
    "visibility": {visibility.value: name for visibility, name in EVENT_VISIBILITIES.items()},
}


@dataclass(frozen=True, slots=True)
class EventsPage:
    """All events."""

    words: str
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event, or one that is to be."""

    notice: str
    event: Event | None
    """None: it is to be made."""
    form: EventForm
    kinds: tuple[Choice, ...]
    states: tuple[Choice, ...]
    visibilities: tuple[Choice, ...]
    regions: tuple[Choice, ...]
    country_names: tuple[str, ...]
    organiser_names: tuple[str, ...]
    series: tuple[Choice, ...]
    others: tuple[EventRow, ...]
    """Into which of them a draft can be brought."""
    suggestions: Mapping[str, str] = field(default_factory=dict)
    taken: str = ""


@for_staff
def show_list(request: Request) -> Response:
    """List all events, also those that nobody else sees."""
    words = text_of(request, "q")
    with services_of(request).database.reading() as session:
        page = EventsPage(words, event_queries.events(session, words=words))
    return render(request, "desk/events.html", page)


@for_staff
def show(request: Request) -> Response:
    """Show an event."""
    with services_of(request).database.reading() as session:
        return _page(request, session, _event(session, request))


@for_staff
def show_new(request: Request) -> Response:
    """Ask for what makes an event."""
    with services_of(request).database.reading() as session:
        return _page(request, session, None)


@staff_form
def make(request: Request, form: FormData) -> Response:
    """Make an event."""
    typed, codes = typed_event(form), services_of(request).i18n.country_names()
    faults = event_faults(typed, codes)
    if faults:
        return _faulty(request, typed, faults)
    try:
        with services_of(request).database.writing(by=account_id_of(request)) as session:
            values = _with_new_series(session, typed, values_of(typed, codes))
            event_id = make_event(session, fields_of(values, frozenset(values))).id
    except InvalidInputError as exc:
        return _faulty(request, typed, exc.fields)
    return see_other(desk_path(request, "events", event_id) + "?done=event-made")


@staff_form
def change(request: Request, form: FormData) -> Response:
    """Change an event; what somebody else changed meanwhile is not undone in silence."""
    services, codes = services_of(request), services_of(request).i18n.country_names()
    typed = typed_event(form)
    faults = event_faults(typed, codes)
    if faults:
        return _faulty(request, typed, faults)
    try:
        with services.database.writing(by=account_id_of(request)) as session:
            event = _event(session, request)
            saved = form_of(event, country_names(request))
            values = values_of(typed, codes)
            found = merge(typed.made_from, values, values_of(saved, codes))
            if not found.clashing and found.changed:
                fields = fields_of(_with_new_series(session, typed, values), found.changed)
                change_event(services, session, event.id, fields)
    except InvalidInputError as exc:
        return _faulty(request, typed, exc.fields)
    if found.clashing:
        with services.database.reading() as session:
            return _page(request, session, _event(session, request), typed=_beside(request, typed, saved, found))
    return see_other(_here(request) + f"?done={'event-saved' if found.changed else 'unchanged'}")


@staff_form
def bring_into(request: Request, form: FormData) -> Response:
    """Let the recordings of a draft belong to another event."""
    into_id = number_of(typed_text(form, "into")) or 0

    def merged(session: Session) -> str:
        event_id = request.path_params["event_id"]
        into = merge_event(services_of(request), session, event_id, into_id=into_id)
        return desk_path(request, "events", into.id) + "?done=event-merged"

    return _done(request, merged)


@staff_form
def remove(request: Request, _form: FormData) -> Response:
    """Remove an event that has no footage and did not ship."""

    def removed(session: Session) -> str:
        remove_event(session, request.path_params["event_id"])
        return desk_path(request, "events")

    return _done(request, removed)


def _done(request: Request, act: Callable[[Session], str]) -> Response:
    try:
        with services_of(request).database.writing(by=account_id_of(request)) as session:
            path = act(session)
    except InvalidInputError as exc:
        with services_of(request).database.reading() as session:
            event = _event(session, request)
            shown = replace(form_of(event, country_names(request)), faults=say_faults(request, exc.fields))
            return _page(request, session, event, typed=shown)
    return see_other(path)


def _page(request: Request, session: Session, event: Event | None, *, typed: EventForm | None = None) -> Response:
    codes, names = services_of(request).i18n.country_names(), country_names(request)
    form = typed or (form_of(event, names) if event else EventForm())
    if not form.made_from and event is not None:
        form = replace(form, made_from=marks(values_of(form_of(event, names), codes)))
    known = known_names(session)
    i18n, language = services_of(request).i18n, language_of(request)
    is_draft = event is not None and event.state is State.DRAFT and event.seed_key is None
    page = EventPage(
        notice=notice_of(request),
        event=event,
        form=form,
        kinds=tuple(Choice(kind.value, say(request, KINDS[kind])) for kind in Kind),
        states=tuple(Choice(state.value, say(request, STATES[state])) for state in CHOSEN_STATES),
        visibilities=tuple(Choice(row.value, say(request, EVENT_VISIBILITIES[row])) for row in Visibility),
        regions=tuple(Choice(code, i18n.region(code, language)) for code in places.regions()),
        country_names=tuple(sorted(names.values(), key=str.casefold)),
        organiser_names=known.organisers,
        series=series_choices(request, known),
        others=event_queries.events(session, besides=event.id) if event is not None and is_draft else (),
    )
    return render(request, "desk/event.html", page, status=422 if form.faults else 200)


def _faulty(request: Request, typed: EventForm, faults: Mapping[str, str]) -> Response:
    unknown = unknown_countries(typed.countries, services_of(request).i18n.country_names())
    said = say_faults(request, faults, names=", ".join(unknown))
    shown = replace(typed, faults=said, unknown_countries=unknown)
    with services_of(request).database.reading() as session:
        event = _event(session, request) if "event_id" in request.path_params else None
        return _page(request, session, event, typed=shown)


def _beside(request: Request, typed: EventForm, saved: EventForm, found: Merge) -> EventForm:
    """Give what was typed, and beside each field that both changed what somebody else has saved there meanwhile."""
    codes = services_of(request).i18n.country_names()
    theirs = values_of(saved, codes)
    shown = {name: _in_words(request, saved, name) for name in theirs if name in found.clashing}
    said = saved_by_now(request, "event", shown)
    kept = {name: getattr(saved, name) for name in found.theirs}
    return replace(typed, **kept, made_from=marks(theirs), faults=said)


def _in_words(request: Request, form: EventForm, name: str) -> str:
    i18n, language = services_of(request).i18n, language_of(request)
    value = getattr(form, name)
    if name in {"starts", "ends"}:
        return i18n.date(value.iso, language) if value.iso else ""
    if name == "regions":
        return ", ".join(i18n.region(code, language) for code in value)
    if isinstance(value, tuple):
        return ", ".join(value)
    said = _NAMED.get(name, {}).get(value)
    return say(request, said) if said else str(value)


def _with_new_series(session: Session, typed: EventForm, values: Mapping[str, str]) -> Mapping[str, str]:
    if typed.series != NEW_SERIES:
        return values
    series = series_named(session, title_de=typed.series_de, title_en=typed.series_en)
    return {**values, "series": series.slug}


def _event(session: Session, request: Request) -> Event:
    event = event_queries.event(session, request.path_params["event_id"])
    if event is None:
        raise HTTPException(404)
    return event


def _here(request: Request) -> str:
    return desk_path(request, "events", request.path_params["event_id"])

"""Who sees what, over every combination of states, visibilities, and people."""

import datetime as dt
from itertools import product

import pytest
from sqlalchemy import select

from archive.catalogue.database import Database
from archive.catalogue.events import Event, State, Visibility
from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.catalogue.viewing import (
    VISITOR,
    Access,
    Viewer,
    access,
    event_access,
    find_recording,
    may_see_event,
    visible_recording_ids,
)

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
VIEWERS = {
    "visitor": VISITOR,
    "reader": Viewer(1, Role.READER),
    "editor": Viewer(2, Role.EDITOR),
    "admin": Viewer(3, Role.ADMIN),
}
COMBINATIONS = list(product(State, Visibility, State, Visibility, (False, True)))
LETS_IN = {
    "visitor": {Visibility.PUBLIC},
    "reader": {Visibility.PUBLIC, Visibility.SIGNED_IN},
    "editor": set(Visibility),
    "admin": set(Visibility),
}
UNFINISHED = {State.DRAFT, State.IN_REVIEW}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """One recording for every combination; its slug tells which."""
    folder = tmp_path_factory.mktemp("catalogue")
    database = Database(f"sqlite:///{folder / 'catalogue.sqlite'}")
    database.migrate(lock=folder / "lock")
    with database.writing() as session:
        for combination in COMBINATIONS:
            state, visibility, event_state, event_visibility, was_published = combination
            name = _name(combination)
            session.add(
                Recording(
                    slug=name,
                    title=name,
                    state=state,
                    visibility=visibility,
                    created_at=NOW,
                    published_at=NOW if was_published else None,
                    event=Event(slug=name, title=name, state=event_state, visibility=event_visibility),
                )
            )
    with database.reading() as session:
        yield session
    database.close()


def _name(combination):
    return "-".join(map(str, combination)).lower()


def _expected(person, combination):
    state, visibility, event_state, event_visibility, was_published = combination
    if not {visibility, event_visibility} <= LETS_IN[person]:
        return Access.MISSING
    if State.WITHDRAWN in {state, event_state}:
        return Access.GONE if was_published else Access.MISSING
    if {state, event_state} & UNFINISHED:
        return Access.SHOWN if person in {"editor", "admin"} else Access.MISSING
    return Access.SHOWN


@pytest.mark.parametrize("person", VIEWERS)
def test_every_combination_is_shown_missing_or_gone_as_the_rule_says(session, person):
    told = {combination: access(session, _name(combination), VIEWERS[person]) for combination in COMBINATIONS}

    assert told == {combination: _expected(person, combination) for combination in COMBINATIONS}


@pytest.mark.parametrize("person", VIEWERS)
def test_search_finds_exactly_the_published_that_are_shown(session, person):
    found = visible_recording_ids(session, VIEWERS[person])

    names = set(session.scalars(select(Recording.slug).where(Recording.id.in_(found))))
    assert names == {
        _name(combination)
        for combination in COMBINATIONS
        if combination[0] is combination[2] is State.PUBLISHED and _expected(person, combination) is Access.SHOWN
    }


@pytest.mark.parametrize("person", VIEWERS)
def test_drafts_are_added_for_staff_only(session, person):
    viewer = VIEWERS[person]

    with_drafts = visible_recording_ids(session, viewer, drafts=True)

    shown = {
        recording_id
        for recording_id, slug in session.execute(select(Recording.id, Recording.slug))
        if access(session, slug, viewer) is Access.SHOWN
    }
    assert with_drafts == (shown if viewer.is_staff else visible_recording_ids(session, viewer))


def test_a_preview_shows_the_withdrawn_to_staff_only(session):
    name = _name((State.WITHDRAWN, Visibility.PUBLIC, State.PUBLISHED, Visibility.PUBLIC, True))

    told = {person: access(session, name, viewer, preview=True) for person, viewer in VIEWERS.items()}

    assert told == {
        "visitor": Access.GONE,
        "reader": Access.GONE,
        "editor": Access.SHOWN,
        "admin": Access.SHOWN,
    }


def test_ids_and_slugs_name_the_same_recording(session):
    by_slug = find_recording(session, _name(COMBINATIONS[0]))

    assert by_slug is not None
    assert find_recording(session, by_slug.id) is by_slug


def test_what_never_was_is_missing(session):
    assert access(session, "never-was", VISITOR) is Access.MISSING
    assert access(session, 10**9, VIEWERS["admin"]) is Access.MISSING
    assert event_access(None, VISITOR) is Access.MISSING


@pytest.mark.parametrize("drafts", [False, True])
@pytest.mark.parametrize("person", VIEWERS)
def test_lists_of_events_agree_with_the_page_of_each(session, person, drafts):
    viewer = VIEWERS[person]

    listed = set(session.scalars(select(Event.slug).where(may_see_event(viewer, drafts=drafts))))

    wanted_states = {State.PUBLISHED} | (UNFINISHED if drafts and viewer.is_staff else set())
    assert listed == {
        event.slug
        for event in session.scalars(select(Event))
        if event_access(event, viewer) is Access.SHOWN and event.state in wanted_states
    }


def test_a_withdrawn_event_is_gone_for_those_it_was_for():
    event = Event(slug="e", title="E", state=State.WITHDRAWN, visibility=Visibility.SIGNED_IN)

    assert event_access(event, VISITOR) is Access.MISSING
    assert event_access(event, VIEWERS["reader"]) is Access.GONE
    assert event_access(event, VIEWERS["editor"], preview=True) is Access.SHOWN


def test_an_event_made_for_footage_shows_to_whom_some_of_it_does_and_one_of_the_catalogue_to_all():
    def made(*recordings, seed_key=None):
        footage = [Recording(state=state, visibility=visibility) for state, visibility in recordings]
        return Event(seed_key=seed_key, state=State.PUBLISHED, visibility=Visibility.PUBLIC, recordings=footage)

    restricted, public = (State.PUBLISHED, Visibility.SIGNED_IN), (State.PUBLISHED, Visibility.PUBLIC)

    assert event_access(made(restricted), VISITOR) is Access.MISSING
    assert event_access(made(restricted), VIEWERS["reader"]) is Access.SHOWN
    assert event_access(made(restricted, public), VISITOR) is Access.SHOWN
    assert event_access(made(restricted, seed_key="virtual-georgia"), VISITOR) is Access.SHOWN
    assert event_access(made(), VISITOR) is Access.SHOWN
    assert event_access(made((State.DRAFT, Visibility.STAFF)), VISITOR) is Access.SHOWN

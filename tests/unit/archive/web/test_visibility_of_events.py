"""A recording is never seen by more people than its event: what drafts, withdrawn and restricted events hide.

Also after both were deleted for good. All other states are in `test_visibility_matrix.py`.
"""

import pytest

from archive.catalogue.events import State
from archive.catalogue.people import Role
from tests.support.desk import client_for
from tests.support.lives import (
    FOR_MACHINES,
    FOR_STAFF,
    PUBLIC,
    ROLES,
    SIGNED_IN,
    STAFF,
    THINGS,
    WORD,
    Life,
    lived,
)

LIVES = (
    Life("Ananas", "AO", "published"),
    Life("Brombeere", "BJ", "published", PUBLIC, PUBLIC, State.IN_REVIEW),
    Life("Erdbeere", "BW", "published", PUBLIC, PUBLIC, State.WITHDRAWN),
    Life("Feige", "CM", "draft", PUBLIC, PUBLIC, State.WITHDRAWN),
    Life("Granatapfel", "GA", "published", PUBLIC, SIGNED_IN),
    Life("Himbeere", "KE", "published", SIGNED_IN, FOR_STAFF),
    Life("Johannisbeere", "TG", "published", SIGNED_IN, PUBLIC, State.WITHDRAWN),
    Life("Kirsche", "ML", "published", PUBLIC, FOR_STAFF, State.WITHDRAWN),
    Life("Limette", "NP", "withdrawn", PUBLIC, FOR_STAFF, State.WITHDRAWN),
    Life("Mandarine", "PE", "deleted", PUBLIC, SIGNED_IN, State.WITHDRAWN),
    Life("Nektarine", "RW", "deleted", PUBLIC, FOR_STAFF, State.WITHDRAWN),
    Life("Orange", "SN", "deleted", SIGNED_IN, PUBLIC, State.WITHDRAWN),
    Life("Pfirsich", "TD", "withdrawn draft", PUBLIC, PUBLIC, State.WITHDRAWN),
)
LISTS = (
    "/de/",
    "/de/events",
    "/de/countries",
    "/de/topics/return-programmes",
    "/de/series/obst",
    "/de/speakers/ana-muster",
    f"/de/compare?q={WORD}",
    f"/de/search?q={WORD}",
    "/de/search/suggest?q=Run",
    "/de/watch/runde-ananas",
    "/de/events/treffen-0",
)
LISTS_FOR_MACHINES = (
    "/api/v1/recordings",
    "/api/v1/events",
    f"/api/v1/search?q={WORD}",
    "/feeds/de/recordings.atom",
    "/feeds/de/series/obst.atom",
    "/sitemap-1.xml",
)
PLACES = tuple(enumerate(LIVES))
ONE_FORM_OF_EACH = [thing for thing in THINGS + FOR_MACHINES if thing not in {"captions srt", "captions txt"}]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with lived(tmp_path_factory.mktemp("events"), LIVES) as archive:
        yield archive


@pytest.fixture(scope="module")
def clients(archive):
    return {role: client_for(archive.services, role) for role in ROLES}


def called(life):
    return f"{life.fate}-{life.visibility}-in-{life.event_state}-{life.of_event}"


@pytest.mark.parametrize("life", LIVES, ids=called)
def test_every_address_of_a_recording_answers_by_the_stricter_of_it_and_its_event(archive, clients, life):
    for thing in ONE_FORM_OF_EACH:
        answers = {role: clients[role].get(archive.addresses[life][thing]) for role in ROLES}

        expected = {role: life.answers(None if thing in FOR_MACHINES else role) for role in ROLES}
        assert {role: answer.status_code for role, answer in answers.items()} == expected, thing
        refused = [answer for role, answer in answers.items() if expected[role] != 200]
        assert all(WORD not in answer.text and life.fruit not in answer.text for answer in refused), thing


@pytest.mark.parametrize(("number", "life"), PLACES, ids=[called(life) for life in LIVES])
def test_the_page_of_an_event_answers_those_who_could_see_its_footage_and_nobody_else(clients, number, life):
    answers = {role: clients[role].get(f"/de/events/treffen-{number}").status_code for role in ROLES}

    assert answers == {role: of_event(life, role) for role in ROLES}
    assert clients[Role.ADMIN].get(f"/api/v1/events/treffen-{number}").status_code == of_event(life, None)


def of_event(life, role):
    """Give the status of the page of an event that has this recording alone."""
    if life.event_state is State.WITHDRAWN:
        footage_was_for = life.lets_in if life.was_published else STAFF
        return 410 if role in footage_was_for else 404
    return 200 if role in life.lets_in and (life.event_state is State.PUBLISHED or role in STAFF) else 404


@pytest.mark.parametrize("path", LISTS + LISTS_FOR_MACHINES)
def test_no_list_tells_of_an_event_or_a_recording_that_somebody_may_not_see(clients, path):
    for role in ROLES:
        asks_as = None if path in LISTS_FOR_MACHINES else role
        answer = clients[role].get(path)

        assert answer.status_code == 200
        told = {life for life in LIVES if life.fruit.lower() in answer.text.lower()}
        told |= {life for number, life in PLACES if f'/events/treffen-{number}"' in answer.text}
        assert told <= {life for life in LIVES if life.is_listed(asks_as)}, role


def test_what_somebody_may_see_is_found(clients):
    for role in ROLES:
        text = clients[role].get(f"/de/search?q={WORD}").text

        assert {life for life in LIVES if life.fruit in text} == {life for life in LIVES if life.is_listed(role)}, role

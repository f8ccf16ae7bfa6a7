"""Who gets what: every route of the site, as every role, for every state and visibility; and no list tells of more.

A new route fails `test_every_route_is_walked` until it has a place here.
"""

import pytest
from sqlalchemy import select
from starlette.routing import Match, Route

from archive.catalogue.people import Role
from archive.catalogue.recordings import Recording
from archive.web.desk.routes import DESK_ROUTES
from archive.web.identity.routes import ACCOUNT_ROUTES
from archive.web.machines.routes import MACHINE_ROUTES
from archive.web.routes import ROUTES
from tests.support.desk import HERE, client_for
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
    Life("Ananas", "AO", "draft"),
    Life("Brombeere", "BJ", "in review"),
    Life("Dattel", "BO", "scheduled"),
    Life("Erdbeere", "BW", "published"),
    Life("Feige", "CM", "withdrawn"),
    Life("Granatapfel", "GA", "withdrawn draft"),
    Life("Himbeere", "KE", "restored"),
    Life("Johannisbeere", "TG", "deleted"),
    Life("Kirsche", "ML", "draft", SIGNED_IN),
    Life("Limette", "NP", "published", SIGNED_IN),
    Life("Mandarine", "PE", "withdrawn", SIGNED_IN),
    Life("Nektarine", "RW", "deleted", SIGNED_IN),
    Life("Orange", "SN", "published", FOR_STAFF),
    Life("Pfirsich", "TD", "withdrawn", FOR_STAFF),
    Life("Quitte", "UG", "deleted", FOR_STAFF),
    Life("Rhabarber", "ZM", "published", PUBLIC, FOR_STAFF),
)
NAMES = (
    *("Angola", "Benin", "Bolivien", "Botsuana", "Kamerun", "Gabun", "Kenia", "Togo"),
    *("Mali", "Nepal", "Peru", "Ruanda", "Senegal", "Tschad", "Uganda", "Sambia"),
)
COUNTRIES = {life.country: name for life, name in zip(LIVES, NAMES, strict=True)}
ONLY_RESTRICTED_IS_THERE = "/de/countries/np"
LISTS = (
    "/de/",
    "/en/",
    "/de/events",
    "/de/events/treffen-3",
    "/de/countries",
    "/de/countries/bw",
    ONLY_RESTRICTED_IS_THERE,
    "/de/topics",
    "/de/topics/return-programmes",
    "/en/topics/return-programmes?country=bw",
    "/de/series/obst",
    "/de/speakers/ana-muster",
    f"/de/compare?q={WORD}",
    "/de/help",
    f"/de/search?q={WORD}",
    "/en/search?q=Runde",
    "/de/search/suggest?q=Run",
    "/de/watch/runde-erdbeere",
    "/de/watch/runde-erdbeere/report",
)
LISTS_FOR_MACHINES = (
    "/api/v1/events",
    "/api/v1/events/treffen-3",
    "/api/v1/countries",
    "/api/v1/topics",
    "/api/v1/recordings",
    f"/api/v1/search?q={WORD}",
    "/api/v1/search?q=Runde",
    "/api/v1/recordings/runde-erdbeere",
    "/api/v1/recordings/runde-erdbeere/transcripts/de",
    "/feeds/de/recordings.atom",
    "/feeds/de/recordings.rss",
    "/feeds/de/countries/bw.atom",
    "/feeds/de/series/obst.atom",
    f"/feeds/de/search.atom?q={WORD}",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/opensearch/de/suggestions?q=Run",
    f"/oembed?url={HERE}/de/watch/runde-erdbeere",
    "/embed/runde-erdbeere",
)
ABOUT_NO_RECORDING = {
    "about", "accessibility", "alive", "api", "api-entry", "api-openapi", "asset", "begin", "easy", "favicon",
    "imprint", "opensearch", "privacy", "ready", "robots", "sign-language", "start-without-slash", "without-slash",
}  # fmt: skip
GUARDED = {route.name for route in [*DESK_ROUTES, *ACCOUNT_ROUTES] if isinstance(route, Route)}
"""Walked as every role by `test_routes_guarded.py`."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with lived(tmp_path_factory.mktemp("matrix"), LIVES) as archive:
        yield archive


@pytest.fixture(scope="module")
def services(archive):
    return archive.services


@pytest.fixture(scope="module")
def addresses(archive):
    return archive.addresses


@pytest.fixture(scope="module")
def clients(services):
    return {role: client_for(services, role) for role in ROLES}


def named_in(text):
    """Give the fruits that a text tells of, by title, address or words."""
    return {life.fruit for life in LIVES if life.fruit.lower() in text.lower()}


@pytest.mark.parametrize("thing", THINGS + FOR_MACHINES)
@pytest.mark.parametrize("life", LIVES, ids=lambda life: f"{life.fate}-{life.visibility}")
def test_every_address_of_a_recording_answers_by_state_visibility_and_role(addresses, clients, life, thing):
    address = addresses[life][thing]

    answers = {role: clients[role].get(address) for role in ROLES}

    asked_as = {role: None if thing in FOR_MACHINES else role for role in ROLES}
    expected = {role: life.answers(asked_as[role]) for role in ROLES}
    assert {role: answer.status_code for role, answer in answers.items()} == expected
    refused = [answer for role, answer in answers.items() if expected[role] != 200]
    assert all(WORD not in answer.text and life.fruit not in answer.text for answer in refused)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: f"{life.fate}-{life.visibility}")
def test_asking_for_the_head_alone_or_sending_a_form_tells_no_more(addresses, clients, life):
    for role in (None, Role.READER):
        assert clients[role].head(addresses[life]["rendition"]).status_code == life.answers(role)
        sent = clients[role].post(addresses[life]["report"], data={"line": "de0000"})
        assert sent.status_code in {200: (200, 303, 422)}.get(life.answers(role), (life.answers(role),))


@pytest.mark.parametrize("life", LIVES, ids=lambda life: f"{life.fate}-{life.visibility}")
@pytest.mark.parametrize("thing", ["frame", "chat"])
def test_what_is_for_the_desk_is_for_staff_alone(addresses, clients, life, thing):
    answers = {role: clients[role].get(addresses[life][thing]).status_code for role in ROLES}

    hidden = {200: 404}
    assert answers == {
        role: life.answers(role) if role in STAFF else hidden.get(life.answers(role), life.answers(role))
        for role in ROLES
    }


@pytest.mark.parametrize("path", LISTS + LISTS_FOR_MACHINES)
def test_no_list_tells_of_what_somebody_may_not_see(clients, path):
    for role in ROLES:
        answer = clients[role].get(path)

        asks_as = None if path in LISTS_FOR_MACHINES else role
        may_tell = {life.fruit for life in LIVES if life.is_listed(asks_as)}
        assert answer.status_code == (404 if path == ONLY_RESTRICTED_IS_THERE and role is None else 200)
        assert named_in(answer.text) <= may_tell, role


@pytest.mark.parametrize("number", [3, 6, 9, 12])
def test_an_event_that_was_made_for_a_recording_is_there_for_those_who_may_see_it(clients, number):
    for role in ROLES:
        life, page = LIVES[number], clients[role].get(f"/de/events/treffen-{number}")
        listed = clients[role].get("/de/events").text

        assert page.status_code == (200 if life.is_listed(role) else 404)
        assert (f'/events/treffen-{number}"' in listed) == life.is_listed(role)
        told = clients[role].get(f"/api/v1/events/treffen-{number}").status_code
        assert told == (200 if life.is_listed(None) else 404)


@pytest.mark.parametrize("path", [f"/de/search?q={WORD}", "/en/search?q=Runde", "/api/v1/search?q=Runde"])
def test_what_somebody_may_see_is_found(clients, path):
    for role in ROLES:
        asks_as = None if path.startswith("/api") else role
        assert named_in(clients[role].get(path).text) == {life.fruit for life in LIVES if life.is_listed(asks_as)}, role


def test_filters_and_their_counts_know_only_what_somebody_may_see(clients):
    for role in ROLES:
        text = clients[role].get(f"/de/search?q={WORD}").text

        offered = {code for code, name in COUNTRIES.items() if name in text}
        assert offered == {life.country for life in LIVES if life.is_listed(role)}, role


@pytest.mark.parametrize("life", LIVES, ids=lambda life: f"{life.fate}-{life.visibility}")
def test_no_completion_and_no_correction_gives_a_word_away(clients, life):
    said, mistyped = f"{life.fruit.lower()}saft", f"{life.fruit.lower()}sft"
    for role in ROLES:
        completed = clients[role].get(f"/de/search/suggest?q={said[:-2]}").text
        meant = clients[role].get(f"/de/search?q={mistyped}").text

        assert (said in completed, said in meant) == (life.is_listed(role), life.is_listed(role)), role


def test_programs_that_complete_words_are_told_what_visitors_are(clients):
    for life in LIVES:
        said = f"{life.fruit.lower()}saft"
        answer = clients[Role.ADMIN].get(f"/opensearch/de/suggestions?q={said[:-2]}")
        assert (said in answer.text.replace(said[:-2] + '"', "")) == life.is_listed(None)


def test_every_route_is_walked(addresses):
    walked = [path.partition("?")[0] for path in [*LISTS, *LISTS_FOR_MACHINES]]
    walked += [address.partition("?")[0] for address in addresses[LIVES[3]].values()]
    posted = [addresses[LIVES[3]]["report"]]

    def is_walked(route):
        asked = [*(("GET", path) for path in walked), *(("POST", path) for path in posted)]
        scopes = ({"type": "http", "method": method, "path": path} for method, path in asked)
        return any(route.matches(scope)[0] is Match.FULL for scope in scopes)

    unplaced = {route.name for route in ROUTES if isinstance(route, Route) and not is_walked(route)}
    assert unplaced - GUARDED == ABOUT_NO_RECORDING
    assert {route.name for route in MACHINE_ROUTES} & GUARDED == set()


def test_what_was_withdrawn_or_deleted_says_since_when_and_why_but_not_what_it_was(clients):
    withdrawn = clients[None].get("/en/watch/runde-feige").text
    deleted = clients[None].get("/en/watch/runde-johannisbeere").text

    assert "was withdrawn on 1 March 2026" in withdrawn
    assert "Somebody who took part has asked for it." in withdrawn
    assert "was withdrawn on 1 March 2026 and has been deleted" in deleted
    assert clients[None].get("/api/v1/recordings/runde-johannisbeere").status_code == 410
    assert clients[None].get("/de/events/treffen-7").status_code == 410


def test_shared_caches_ask_again_each_time_for_what_is_public_and_keep_nothing_else(addresses, clients):
    kept = {
        (life.fruit, thing): clients[Role.EDITOR].get(addresses[life][thing]).headers["cache-control"]
        for life in LIVES
        for thing in THINGS
        if life.answers(Role.EDITOR) == 200
    }

    is_public = {life.fruit: life.is_listed(None) for life in LIVES}
    for (fruit, thing), cached in kept.items():
        if thing in {"watch", "report"}:
            assert cached.startswith("private"), (fruit, thing)
        else:
            assert cached == ("public, no-cache" if is_public[fruit] else "private, no-store"), (fruit, thing)


def test_a_kept_copy_of_what_was_withdrawn_is_not_confirmed(services, addresses, clients):
    life = LIVES[3]
    for thing in ("rendition", "poster", "captions vtt"):
        fresh = clients[None].get(addresses[life][thing])
        tag = fresh.headers.get("etag", "none")
        with services.database.writing() as session:
            recording = session.scalars(select(Recording).where(Recording.slug == "runde-erdbeere")).one()
            recording.visibility = FOR_STAFF
        again = clients[None].get(addresses[life][thing], headers={"If-None-Match": tag})
        with services.database.writing() as session:
            recording = session.scalars(select(Recording).where(Recording.slug == "runde-erdbeere")).one()
            recording.visibility = PUBLIC

        assert (fresh.status_code, again.status_code) == (200, 404)

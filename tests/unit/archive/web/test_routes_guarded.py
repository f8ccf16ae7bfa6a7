"""Every route of the site, walked: nothing unsafe from other sites, nothing of the desk for those who may not."""

import re

import pytest
from starlette.routing import Route

from archive.catalogue.events import State
from archive.catalogue.people import Role
from archive.web.desk import uploads
from archive.web.desk.routes import DESK_ROUTES
from archive.web.routes import ROUTES
from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for
from tests.support.shelf import shelve_words

SAFE = {"GET", "HEAD", "OPTIONS"}
OPEN_TO_ALL = {"desk-sign-in"}
"""Leads on to where the sign-in page is now."""
VALUES = {
    "language": "de",
    "job_id": "0" * 32,
    "upload_id": "0" * 32,
    "state": "published",
}
"""Parts of addresses that are more than a word or a number."""
FOREIGN = (
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://127.0.0.1:9999"},
    {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
)


def test_every_route_has_a_name_of_its_own():
    names = [route.name for route in ROUTES if isinstance(route, Route)]

    assert [name for name in names if names.count(name) > 1] == []


def address(route):
    return re.sub(r"\{(\w+)(?::(\w+))?\}", _part, route.path)


def _part(match):
    name, kind = match.groups()
    return VALUES.get(name) or ("1" if kind == "number" else "x")


def with_methods(routes, wanted):
    return [
        pytest.param(route, method, id=f"{method} {route.path}")
        for route in routes
        if isinstance(route, Route)
        for method in sorted(route.methods)
        if wanted(method)
    ]


UNSAFE = with_methods(ROUTES, lambda method: method not in SAFE)
DESK = with_methods(
    [route for route in DESK_ROUTES if route.name not in OPEN_TO_ALL], lambda method: method != "OPTIONS"
)


FOR_ADMINS = [given for given in DESK if re.search(r"/desk/(?:accounts|log)\b|/delete$", given.values[0].path)]


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """Give an archive at which only those knock who may not."""
    with open_archive(tmp_path_factory.mktemp("guarded") / "var") as services:
        shelve_words(services, "Fokus Georgien", "Guten Tag", state=State.DRAFT)
        yield services


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("walk") / "var") as services:
        shelve_words(services, "Fokus Georgien", "Guten Tag", state=State.DRAFT)
        yield services


@pytest.fixture
def editor(services, request):
    return client_for(services, Role.EDITOR, name=request.node.name[-120:])


@pytest.fixture(scope="module")
def misused(guarded):
    """Give an admin's browser in which another site has its page open."""
    return client_for(guarded, Role.ADMIN)


@pytest.fixture(scope="module")
def visitor(guarded):
    return client_for(guarded)


@pytest.fixture(scope="module")
def reader(guarded):
    return client_for(guarded, Role.READER)


@pytest.fixture(scope="module")
def kept_out(guarded):
    """Give an editor's browser for what only admins may."""
    return client_for(guarded, Role.EDITOR)


@pytest.mark.parametrize(("route", "method"), FOR_ADMINS)
def test_editors_are_refused_where_only_admins_may(kept_out, route, method):
    assert kept_out.request(method, address(route)).status_code == 403


def test_the_walk_meets_unsafe_routes_of_every_sort():
    assert {"DELETE", "PATCH", "POST"} <= {method for parameter in UNSAFE for method in [parameter.values[1]]}
    assert len(UNSAFE) >= 15


@pytest.mark.parametrize(("route", "method"), UNSAFE)
def test_what_another_site_sends_is_refused_even_with_a_session(misused, route, method):
    answers = {misused.request(method, address(route), headers=headers).status_code for headers in FOREIGN}

    assert answers == {403}


@pytest.mark.parametrize(("route", "method"), UNSAFE)
def test_what_our_own_pages_send_gets_past_the_guard(editor, route, method):
    answer = editor.request(method, address(route), headers={"Origin": HERE, "Sec-Fetch-Site": "same-origin"})

    assert "another site" not in answer.text


@pytest.mark.parametrize(("route", "method"), DESK)
def test_visitors_are_sent_to_sign_in(visitor, route, method):
    answer = visitor.request(method, address(route), headers={"Tus-Resumable": "1.0.0"})

    if route.path.startswith(uploads.PATH):
        assert answer.status_code == 401
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/de/sign-in?next=%2Fde%2Fdesk")


@pytest.mark.parametrize(("route", "method"), DESK)
def test_readers_are_refused(reader, route, method):
    answer = reader.request(method, address(route), headers={"Tus-Resumable": "1.0.0"})

    assert answer.status_code == 403


@pytest.mark.parametrize(("route", "method"), with_methods(DESK_ROUTES, lambda method: method == "GET"))
def test_no_page_of_the_desk_is_kept_by_caches(editor, route, method):
    answer = editor.request(method, address(route))

    assert "no-store" in answer.headers["cache-control"] or "private" in answer.headers["cache-control"]


def test_nothing_was_changed_by_those_who_may_not(guarded):
    with guarded.database.reading() as session:
        assert session.connection().exec_driver_sql("select count(*) from job").scalar() == 0
        assert session.connection().exec_driver_sql("select state from recording").scalar() == "draft"

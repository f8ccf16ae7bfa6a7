"""All pages of the desk, with one of each: walks leave none out, and each answers in both languages."""

import pytest
from bs4 import BeautifulSoup
from starlette.routing import Match, Route

from archive.catalogue.people import Role
from archive.web.desk.routes import DESK_ROUTES
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.furnished_desk import furnish

NO_PAGES = {"desk-sign-in", "desk-transcripts", "desk-job-stream", "desk-proof-file", "desk-log-export", "uploads"}
"""They lead on, or give files and streams."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("desk") / "var") as services:
        yield client_for(services, Role.ADMIN, name="erika"), furnish(services)


def names_of(path):
    scope = {"type": "http", "method": "GET", "path": f"/en/desk{path}".partition("?")[0]}
    routes = [route for route in DESK_ROUTES if isinstance(route, Route)]
    return next(route.name for route in routes if route.matches(scope)[0] is Match.FULL)


def test_walks_through_the_desk_leave_no_page_out(desk):
    pages = {route.name for route in DESK_ROUTES if isinstance(route, Route) and "GET" in route.methods} - NO_PAGES

    assert pages - {names_of(path) for path in desk[1].values()} == set()


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_of_the_desk_answers_with_one_heading_and_each_id_once(desk, language):
    editor, places = desk
    wrong = {}

    for name, path in places.items():
        answer = editor.get(f"/{language}/desk{path}")
        page = BeautifulSoup(answer.text, "html.parser")
        ids = [element["id"] for element in page.select("[id]")]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if (answer.status_code, len(page.find_all("h1")), twice) != (200, 1, []):
            wrong[name] = answer.status_code, len(page.find_all("h1")), twice

    assert wrong == {}

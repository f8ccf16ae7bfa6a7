"""Every form of the site, sent by an admin with what no browser sends: it is refused or taken, and nothing breaks.

What SQLite takes and PostgreSQL would break at counts as broken: texts longer than their column, and NUL.
"""

import re
import sqlite3

import pytest
from sqlalchemy import event
from starlette.routing import Route

from archive.catalogue.people import Role
from archive.identity import passwords
from archive.web.routes import ROUTES
from tests.support.accounts import QUICK
from tests.support.archives import open_archive
from tests.support.desk import client_for
from tests.support.furnished_desk import furnish
from tests.support.hostile_forms import Form, every_field, forms_on, hostile, too_long

TAKERS = [route for route in ROUTES if isinstance(route, Route) and "POST" in route.methods]
PAGES = ("/de/account", "/de/account/second-factor", "/de/watch/fokus-irak/report")
OF_VISITORS = {
    "sign-in-form": ("name", "password", "next"),
    "sign-in-code": ("ticket", "code", "next"),
    "choose-password-form": ("password",),
}
"""Fields of forms that are not shown to those who are signed in."""
PARTS = {"language": "de", "key": "de0001", "slug": "housing"}


class Desk:
    """An archive with one of each, put back before each route is tried."""

    def __init__(self, services):
        places = furnish(services)
        self.services = services
        self.admin = client_for(services, Role.ADMIN, name="anna")
        self.forms = forms_on(self.admin, [f"/de/desk{path}" for path in places.values()] + list(PAGES), TAKERS)
        self.broken = []
        self._as_it_was = sqlite3.connect(":memory:")
        self._live = sqlite3.connect(services.database.engine.url.database, timeout=30)
        self._live.backup(self._as_it_was)
        self._cookies = dict(self.admin.cookies)
        event.listen(services.database.engine, "before_cursor_execute", self._look)

    def put_back(self):
        self._as_it_was.backup(self._live)
        self.admin.cookies.update(self._cookies)
        self.broken.clear()

    def form_of(self, route):
        if route.name in self.forms:
            return self.forms[route.name]
        path = re.sub(r"\{(\w+):\w+\}", lambda match: PARTS.get(match[1], "1"), route.path)
        return Form(path, dict.fromkeys(OF_VISITORS.get(route.name, every_field()), "1"))

    def close(self):
        self._live.close()
        self._as_it_was.close()

    def _look(self, _connection, _cursor, statement, parameters, *_):
        if "\\x00" in repr(parameters):
            self.broken.append(f"NUL: {statement}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, open_archive(tmp_path_factory.mktemp("hostile") / "var") as services:
        patch.setattr(passwords, "HASHER", QUICK)
        desk = Desk(services)
        yield desk
        desk.close()


@pytest.mark.parametrize("route", TAKERS, ids=lambda route: route.name)
def test_no_form_breaks_whatever_is_sent(desk, route):
    form = desk.form_of(route)
    desk.put_back()
    wrong, is_taken = {}, False

    for sent in hostile(form):
        answer = desk.admin.post(form.path, content=sent.body, headers={"content-type": sent.content_type})
        if answer.status_code >= 500 or "Traceback" in answer.text:
            wrong[sent.about] = answer.status_code
        is_taken |= answer.is_success or answer.is_redirect

    assert wrong == {}
    assert desk.broken == []
    assert not is_taken or too_long(desk.services) == []


def test_the_walk_fills_in_what_pages_show(desk):
    shown = [route.name for route in TAKERS if route.name in desk.forms]

    assert len(shown) >= 45
    assert {"title", "description", "country"} <= desk.forms["desk-correct"].fields.keys()

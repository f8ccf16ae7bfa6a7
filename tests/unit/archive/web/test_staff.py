import pytest
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from archive.catalogue.people import Role
from archive.catalogue.viewing import Viewer
from archive.web.staff import admin_form, for_admin


class Comes:
    """Stands for the part of the site that knows who is asking."""

    def __init__(self, app: ASGIApp, viewer: Viewer) -> None:
        self.app, self.viewer = app, viewer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {}).update(viewer=self.viewer, language="de")
        await self.app(scope, receive, send)


@for_admin
def ledger(request: Request) -> Response:
    return PlainTextResponse("ledger")


@admin_form
def enter(request: Request, form: FormData) -> Response:
    return PlainTextResponse(str(form["line"]))


def asking(viewer: Viewer) -> TestClient:
    routes = [Route("/de/desk/ledger", ledger), Route("/de/desk/ledger", enter, methods=["POST"])]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Comes, viewer=viewer)]), follow_redirects=False)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_a_page_for_admins_is_refused_to_everybody_else(role):
    client = asking(Viewer(1, role))

    assert client.get("/de/desk/ledger").status_code == 403
    assert client.post("/de/desk/ledger", data={"line": "5"}).status_code == 403


def test_a_visitor_is_sent_to_sign_in_and_back():
    answer = asking(Viewer()).get("/de/desk/ledger")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/de/sign-in?next=%2Fde%2Fdesk%2Fledger"


def test_an_admin_reads_the_page_and_sends_its_form():
    client = asking(Viewer(1, Role.ADMIN))

    assert client.get("/de/desk/ledger").text == "ledger"
    assert client.post("/de/desk/ledger", data={"line": "5"}).text == "5"

"""Signing in and out over HTTP: cookies, onward addresses, refusals, many at once."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from archive.catalogue.people import Role
from archive.identity import accounts, passwords
from archive.web.app import create_app
from archive.web.identity.safe_paths import safe_next
from tests.support.accounts import PASSWORD, QUICK
from tests.support.archives import open_archive
from tests.support.desk import HERE, client_for


@pytest.fixture
def services(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    with open_archive(tmp_path / "var") as services:
        with services.database.writing() as session:
            accounts.create(session, "erika", PASSWORD, Role.EDITOR, clock=services.clock)
        yield services


@pytest.fixture
def client(services):
    return client_for(services)


def sign_in(client, *, password=PASSWORD, onward="", path="/de/sign-in"):
    return client.post(path, data={"name": "Erika", "password": password, "next": onward})


def test_signing_in_leads_to_the_desk_with_a_cookie_that_scripts_cannot_read(client):
    answer = sign_in(client)

    assert (answer.status_code, answer.headers["location"]) == (303, "/de/desk")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("mitschnitt=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert client.get("/de/desk").status_code == 200


def test_on_https_the_cookie_is_secure_and_bound_to_the_host(tmp_path, monkeypatch):
    monkeypatch.setattr(passwords, "HASHER", QUICK)
    with open_archive(tmp_path / "var", public_url="https://mediathek.example") as services:
        with services.database.writing() as session:
            accounts.create(session, "erika", PASSWORD, Role.EDITOR, clock=services.clock)
        client = TestClient(create_app(services), base_url="https://mediathek.example", follow_redirects=False)

        cookie = sign_in(client).headers["set-cookie"]

    assert cookie.startswith("__Host-mitschnitt=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_wrong_password_says_so_and_keeps_the_name(client, language):
    answer = sign_in(client, password="wrong", path=f"/{language}/sign-in")

    assert answer.status_code == 422
    assert 'value="Erika"' in answer.text
    assert 'role="alert"' in answer.text
    assert "set-cookie" not in answer.headers


def test_too_many_attempts_say_how_long_to_wait(client):
    for _ in range(5):
        sign_in(client, password="wrong")

    answer = sign_in(client)

    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 901
    assert 'role="alert"' in answer.text


def test_a_planted_cookie_is_replaced_and_never_becomes_a_session(client):
    client.cookies.set("mitschnitt", "planted")

    answer = sign_in(client)

    assert "mitschnitt=planted" not in answer.headers["set-cookie"]
    stranger = TestClient(client.app, base_url=HERE, cookies={"mitschnitt": "planted"}, follow_redirects=False)
    assert stranger.get("/de/desk").status_code == 303


def test_after_signing_out_the_old_cookie_is_worthless(client):
    sign_in(client)
    token = client.cookies["mitschnitt"]

    answer = client.post("/de/sign-out")

    assert answer.headers["location"] == "/de/sign-in?done=signed-out"
    replay = TestClient(client.app, base_url=HERE, cookies={"mitschnitt": token}, follow_redirects=False)
    assert replay.get("/de/desk").status_code == 303


def test_a_page_that_asked_to_sign_in_is_where_one_arrives(client):
    turned_away = client.get("/de/desk/add")
    form = client.get(turned_away.headers["location"])

    assert 'name="next" value="/de/desk/add"' in form.text
    assert sign_in(client, onward="/de/desk/add").headers["location"] == "/de/desk/add"


HOSTILE = [
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "http:evil.example",
    "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "javascript:alert(1)",
    "data:text/html,x", "evil.example", "", "/ /evil.example", "/\r\nSet-Cookie: x=1", "///evil.example",
    "/\u2028/evil", "@evil.example", "//evil.example%2f..", "https:///evil.example", "/" + "a" * 600, "/a\\b", "/ä",
]  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_onward_address_never_leads_off_the_site(client, hostile):
    assert safe_next(hostile) is None
    assert sign_in(client, onward=hostile).headers["location"] == "/de/desk"


@pytest.mark.parametrize("path", ["/de/desk", "/de/desk/jobs/1?done=saved", "/en/watch/x?t=3#l", "/", "/%2f%2fevil"])
def test_paths_of_the_site_pass(path):
    assert safe_next(path) == path


def test_who_is_signed_in_is_not_asked_again(client):
    sign_in(client)

    assert client.get("/de/sign-in").headers["location"] == "/de/desk"


def test_many_sign_ins_at_once_leave_the_other_pages_quick(services, monkeypatch):
    class SlowHasher(PasswordHasher):
        def verify(self, stored, password):
            time.sleep(0.1)
            return super().verify(stored, password)

    monkeypatch.setattr(passwords, "HASHER", SlowHasher(time_cost=1, memory_cost=1024, parallelism=1))
    app = create_app(services)
    with TestClient(app, base_url=HERE, follow_redirects=False) as client, ThreadPoolExecutor(45) as pool:
        tries = [
            pool.submit(client.post, "/de/sign-in", data={"name": f"n{number}", "password": "x"})
            for number in range(40)
        ]
        slowest = 0.0
        for _ in range(5):
            begun = time.monotonic()
            assert client.get("/de/sign-in").status_code == 200
            slowest = max(slowest, time.monotonic() - begun)
        answers = {attempt.result().status_code for attempt in tries}

    assert slowest < 1.0
    assert answers == {422}

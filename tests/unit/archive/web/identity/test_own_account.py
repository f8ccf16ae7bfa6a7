"""One's own account: the password, the browsers that are signed in, the second factor from set-up to turning off."""

import dataclasses
import re
from html import unescape

import pytest
from pyotp import TOTP
from starlette.testclient import TestClient

from archive.identity import accounts
from archive.web.app import create_app
from archive.web.desk import uploads
from tests.support.accounts import (
    PASSWORD,
    is_in,
    sign_in,
    signed_in,
)
from tests.support.desk import client_for
from tests.support.overtaken import overtaken

NEW = "another long password"


def test_the_own_password_is_changed_with_the_present_one_and_other_browsers_go(services, erika):
    other = signed_in(services, "erika")

    answer = erika.post("/en/account/password", data={"old_password": PASSWORD, "password": NEW})

    assert answer.headers["location"] == "/en/account?done=password-changed"
    assert (is_in(erika), is_in(other)) == (True, False)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"old_password": "wrong wrong wrong", "password": NEW}, "old_password"),
        ({"old_password": PASSWORD, "password": "short"}, "password"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(erika, visitor, data, field):
    answer = erika.post("/en/account/password", data=data)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert sign_in(visitor, "erika").status_code == 303


@pytest.mark.parametrize("old_password", ["", PASSWORD])
def test_whoever_has_no_password_cannot_get_one_by_being_signed_in(services, erika, visitor, old_password):
    with services.database.writing() as session:
        accounts.find(session, "erika").password_hash = ""

    answer = erika.post("/en/account/password", data={"old_password": old_password, "password": NEW})

    assert answer.status_code == 422
    assert "An administrator can give you a link to choose one." in answer.text
    assert sign_in(visitor, "erika", NEW).status_code == 422


def test_a_password_that_a_link_has_changed_meanwhile_stays(services, erika, visitor):
    def use_a_link():
        with services.database.writing() as session:
            accounts.set_password(session, accounts.find(session, "erika"), "chosen by a link")

    erika.app.state.services = overtaken(services, use_a_link)

    answer = erika.post("/en/account/password", data={"old_password": PASSWORD, "password": NEW})

    assert answer.status_code == 422
    assert sign_in(visitor, "erika", "chosen by a link").status_code == 303


def test_guessing_the_present_password_is_limited_and_the_page_says_how_long(erika):
    wrong = {"old_password": "guess guess guess", "password": NEW}
    for _ in range(5):
        assert erika.post("/en/account/password", data=wrong).status_code == 422

    answer = erika.post("/en/account/password", data={"old_password": PASSWORD, "password": NEW})

    assert answer.status_code == 429
    assert "Please wait 16 minutes" in answer.text


def test_the_list_of_browsers_names_each_coarsely_marks_this_one_and_ends_one(services, erika):
    other = signed_in(services, "erika")
    page = erika.get("/en/account").text
    assert page.count("Firefox, Windows") >= 2
    assert page.count("this one") == 1
    key = re.search(r'name="key" value="(\w+)"', page)[1]

    answer = erika.post("/en/account/sessions", data={"key": key})

    assert answer.headers["location"] == "/en/account?done=session-ended"
    assert (is_in(erika), is_in(other)) == (True, False)
    assert erika.post("/en/account/sessions", data={"key": key}).status_code == 404


def test_nobody_ends_a_session_of_somebody_else(services, anna, erika):
    signed_in(services, "anna")
    key = re.search(r'name="key" value="(\w+)"', anna.get("/en/account").text)[1]

    assert erika.post("/en/account/sessions", data={"key": key}).status_code == 404


def test_all_other_browsers_are_signed_out_at_once(services, erika):
    others = [signed_in(services, "erika") for _ in range(2)]

    erika.post("/en/account/sessions")

    assert is_in(erika)
    assert not any(map(is_in, others))


def secret_on(page):
    return re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)[1].replace(" ", "")


def set_up(client, clock):
    """Set the second factor up; give the secret and the recovery codes."""
    secret = secret_on(client.post("/en/account/second-factor"))
    codes = client.post(
        "/en/account/second-factor/confirm", data={"old_password": PASSWORD, "code": TOTP(secret).at(clock.now)}
    )
    assert codes.status_code == 200
    clock.goes_on(seconds=60)
    return secret, re.findall(r"<code>([a-z2-7-]{19})</code>", codes.text)


def enter(client, name, code):
    ticket = re.search(r'name="ticket" value="([\w-]+)"', sign_in(client, name).text)[1]
    return client.post("/en/sign-in/code", data={"ticket": ticket, "code": code, "next": "/en/desk/add"})


def test_a_second_factor_is_set_up_and_then_asked_for(services, erika, visitor, clock):
    other = signed_in(services, "erika")
    secret, codes = set_up(erika, clock)

    assert (is_in(erika), is_in(other)) == (True, False)
    assert len(codes) == 10
    assert codes[0] not in erika.get("/en/account/second-factor").text
    wrong = enter(visitor, "erika", "000000")
    assert wrong.status_code == 422
    assert 'role="alert"' in wrong.text
    assert enter(visitor, "erika", TOTP(secret).at(clock.now)).headers["location"] == "/en/desk/add"
    assert enter(client_for(services), "erika", codes[0]).status_code == 303


def test_the_picture_is_drawn_without_a_style_of_its_own_and_says_what_it_is(erika):
    answer = erika.post("/de/account/second-factor")

    page = answer.text
    picture = re.search(r"<svg.*?</svg>", page, re.DOTALL)[0]
    assert "style" not in picture
    assert 'role="img"' in page
    assert secret_on(answer) not in unescape(picture)


@pytest.mark.parametrize("password", ["", "wrong"])
def test_who_finds_a_browser_open_locks_nobody_out_by_a_second_factor(erika, clock, password):
    code = TOTP(secret_on(erika.post("/en/account/second-factor"))).at(clock.now)

    answer = erika.post("/en/account/second-factor/confirm", data={"old_password": password, "code": code})

    assert answer.status_code == 422
    assert 'id="old_password-fault"' in answer.text
    assert "Begin" in erika.get("/en/account/second-factor").text


def test_nobody_goes_on_with_a_secret_that_somebody_else_saw(erika):
    seen = secret_on(erika.post("/en/account/second-factor"))

    later = erika.get("/en/account/second-factor").text
    begun = secret_on(erika.post("/en/account/second-factor"))

    assert "<code>" not in later
    assert begun != seen


def test_a_wrong_first_code_keeps_the_picture(erika):
    before = secret_on(erika.post("/en/account/second-factor"))

    answer = erika.post("/en/account/second-factor/confirm", data={"old_password": PASSWORD, "code": "000000"})

    assert answer.status_code == 422
    assert secret_on(answer) == before


def test_turning_it_off_asks_for_password_and_code(erika, visitor, clock):
    secret, codes = set_up(erika, clock)
    code = TOTP(secret).at(clock.now)
    for data in ({"code": code}, {"old_password": "wrong wrong wrong", "code": code}, {"old_password": PASSWORD}):
        assert erika.post("/en/account/second-factor/off", data=data).status_code == 422

    off = erika.post("/en/account/second-factor/off", data={"old_password": PASSWORD, "code": codes[0]})

    assert off.headers["location"] == "/en/account?done=second-factor-off"
    assert sign_in(visitor, "erika").status_code == 303


def test_new_recovery_codes_are_shown_once_after_password_and_code(erika, clock):
    secret, codes = set_up(erika, clock)

    answer = erika.post(
        "/en/account/second-factor/codes", data={"old_password": PASSWORD, "code": TOTP(secret).at(clock.now)}
    )

    fresh = re.findall(r"<code>([a-z2-7-]{19})</code>", answer.text)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)


def test_an_admin_turns_it_off_for_whoever_lost_the_telephone(services, anna, erika, visitor, clock):
    set_up(erika, clock)
    account_id = re.search(r"/accounts/(\d+)\">erika<", anna.get("/en/desk/accounts").text)[1]

    anna.post(f"/en/desk/accounts/{account_id}/second-factor")

    assert not is_in(erika)
    assert sign_in(visitor, "erika").status_code == 303


def test_after_ten_minutes_the_code_comes_too_late_and_the_way_begins_again(erika, visitor, clock):
    secret, _ = set_up(erika, clock)
    ticket = re.search(r'name="ticket" value="([\w-]+)"', sign_in(visitor, "erika").text)[1]
    clock.goes_on(minutes=10)

    late = visitor.post("/en/sign-in/code", data={"ticket": ticket, "code": TOTP(secret).at(clock.now)})

    assert late.headers["location"] == "/en/sign-in?done=begin-again"


def test_too_many_codes_say_how_long_to_wait(erika, visitor, clock):
    set_up(erika, clock)
    for _ in range(5):
        enter(visitor, "erika", "000000")

    answer = enter(visitor, "erika", "000000")

    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 901
    assert "Please wait" in answer.text


def test_an_admin_who_owes_a_second_factor_is_led_to_it_before_anything_else(services, clock):
    settings = dataclasses.replace(services.settings, admin_totp=True)
    anna = signed_in(dataclasses.replace(services, settings=settings), "anna")

    for path in ("/en/desk", "/en/desk/accounts", "/en/desk/add"):
        assert anna.get(path).headers["location"] == "/en/account/second-factor"
    assert anna.post("/en/desk/accounts/invite", data={"name": "x"}).headers["location"] == "/en/account/second-factor"
    assert anna.post(uploads.PATH, headers={"Tus-Resumable": "1.0.0"}).status_code == 403
    assert "administrators need a second factor" in anna.get("/en/account/second-factor").text
    set_up(anna, clock)
    assert anna.get("/en/desk/accounts").status_code == 200


def test_on_https_every_cookie_is_secure(services):
    settings = dataclasses.replace(services.settings, public_url="https://mediathek.example")
    app = create_app(dataclasses.replace(services, settings=settings))
    client = TestClient(app, base_url="https://mediathek.example", follow_redirects=False)
    sign_in(client, "erika")

    out = client.post("/de/sign-out")

    assert "Secure" in out.headers["set-cookie"]
    assert out.headers["location"] == "/de/sign-in?done=signed-out"

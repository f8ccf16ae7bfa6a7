"""Accounts in a browser: signing in, inviting, setting up a second factor; axe and width on every page on the way."""

import re

import pytest
from playwright.sync_api import expect
from pyotp import TOTP

from archive.catalogue.people import Role
from archive.identity import accounts, passwords
from tests.support.access import violations
from tests.support.accounts import PASSWORD, QUICK
from tests.support.desk import live_desk

pytestmark = pytest.mark.browser

WORDS = {
    "de": {"link": "Link erstellen", "begin": "Beginnen", "copy": "Kopieren", "copied": "Kopiert"},
    "en": {"link": "Make a link", "begin": "Begin", "copy": "Copy", "copied": "Copied"},
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", QUICK)
        with live_desk(tmp_path_factory.mktemp("accounts") / "var", works=False) as (services, here):
            yield services, here


@pytest.fixture(params=[("de", "light", 1280), ("en", "dark", 360)], ids=["de-light-1280", "en-dark-360"])
def look(request):
    return request.param


@pytest.fixture
def page(browser, look):
    _, scheme, width = look
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield context.new_page()
    context.close()


def faults_of(page):
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{over} px too wide"] * (over > 0) + violations(page)


def send(page, **fields):
    """Fill in a form, and send it from its last field."""
    for field, value in fields.items():
        page.locator(f"#{field}").fill(value)
    page.locator(f"#{[*fields][-1]}").press("Enter")


def sign_in(page, name):
    send(page, name=name, password=PASSWORD)


@pytest.fixture
def judge(desk, page, look):
    """Give what opens a page and looks at it; at the end nothing may have been found on any of them."""
    found = {}

    def judged(what, path=""):
        if path:
            page.goto(f"{desk[1]}/{look[0]}{path}")
        expect(page.locator("h1")).to_be_visible()
        found[what] = faults_of(page)

    yield judged
    assert {what: faults for what, faults in found.items() if faults} == {}


def make_admin(services, name):
    with services.database.writing() as session:
        accounts.create(session, name, PASSWORD, Role.ADMIN, clock=services.clock)


def test_the_pages_of_accounts_and_links_are_for_everyone(desk, page, look, judge):
    services, _ = desk
    language, *_ = look
    words, name = WORDS[language], f"anna {language}"
    make_admin(services, name)

    judge("sign in", "/sign-in")
    sign_in(page, name)
    page.wait_for_url("**/desk")
    judge("accounts", "/desk/accounts")
    judge("invite", "/desk/accounts/invite")
    send(page, name=name, email="max@")
    expect(page.locator("#name-fault")).to_be_visible()
    judge("invite wrongly")
    send(page, name=f"max {language}", email="")
    judge("link")
    page.get_by_role("button", name=words["copy"]).click()
    expect(page.get_by_role("status")).to_have_text(words["copied"])
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.locator("#link").input_value()
    page.locator(".over a").click()
    judge("account of somebody")
    page.context.clear_cookies()
    page.goto(link)
    judge("choose a password")
    send(page, password="short")
    judge("choose a password that is too short")
    send(page, password=PASSWORD)
    page.wait_for_url("**/sign-in?*")
    judge("the password is chosen")
    sign_in(page, f"max {language}")
    page.wait_for_url("**/desk")
    page.context.clear_cookies()
    judge("a link that is worn", "/password/made-up")


def test_the_pages_of_ones_own_account_and_its_second_factor_are_for_everyone(desk, page, look, judge):
    services, here = desk
    language, *_ = look
    words, name = WORDS[language], f"otto {language}"
    make_admin(services, name)
    page.goto(f"{here}/{language}/sign-in")
    sign_in(page, name)
    page.wait_for_url("**/desk")

    judge("own account", "/account")
    send(page, old_password="wrong wrong wrong", password="another password")
    expect(page.locator("#old_password-fault")).to_be_visible()
    judge("own account, wrongly")
    judge("second factor, off", "/account/second-factor")
    page.get_by_role("button", name=words["begin"]).click()
    judge("second factor, being set up")
    secret = re.sub(r"\s", "", page.locator(".secret").inner_text())
    send(page, old_password=PASSWORD, code=TOTP(secret).at(services.clock()))
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    judge("recovery codes")
    judge("second factor, on", "/account/second-factor")
    page.context.clear_cookies()
    page.goto(f"{here}/{language}/sign-in")
    sign_in(page, name)
    judge("code")
    send(page, code="wrong")
    expect(page.locator("#code-fault")).to_be_visible()
    judge("code, wrongly")


def test_the_secret_stays_on_the_page_without_scripts(desk, browser):
    services, here = desk
    with services.database.writing() as session:
        accounts.create(session, "paula plain", PASSWORD, Role.READER, clock=services.clock)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{here}/en/sign-in")
    sign_in(page, "paula plain")
    page.get_by_role("link", name="paula plain").click()
    page.get_by_role("link", name="Set up a second factor").click()
    page.get_by_role("button", name="Begin").click()

    expect(page.locator(".secret code")).to_have_text(re.compile(r"^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$"))
    expect(page.locator("svg.qr")).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    context.close()

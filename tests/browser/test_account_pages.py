"""Accounts in a browser: signing in, inviting, setting up a second factor; axe and width on every page on the way."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pyotp import TOTP

from archive.catalogue.people import Role
from archive.identity import accounts, passwords
from tests.support.accounts import PASSWORD, QUICK
from tests.support.desk import live_desk

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
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
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{over} px too wide"] * (over > 0) + [
        (one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found
    ]


def sign_in(page, name):
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")


def test_from_signing_in_to_recovery_codes_every_page_is_for_everyone(desk, page, look):
    services, here = desk
    language, *_ = look
    words, name, found = WORDS[language], f"anna {language}", {}
    with services.database.writing() as session:
        accounts.create(session, name, PASSWORD, Role.ADMIN, clock=services.clock)

    def judge(what, path=""):
        if path:
            page.goto(f"{here}/{language}{path}")
        expect(page.locator("h1")).to_be_visible()
        found[what] = faults_of(page)

    judge("sign in", "/sign-in")
    sign_in(page, name)
    page.wait_for_url("**/desk")
    judge("accounts", "/desk/accounts")
    judge("invite", "/desk/accounts/invite")
    page.locator("#name").fill(name)
    page.locator("#email").fill("max@")
    page.locator("#email").press("Enter")
    expect(page.locator("#name-fault")).to_be_visible()
    judge("invite wrongly")
    page.locator("#name").fill(f"max {language}")
    page.locator("#email").fill("")
    page.locator("#email").press("Enter")
    judge("link")
    page.get_by_role("button", name=words["copy"]).click()
    expect(page.get_by_role("status")).to_have_text(words["copied"])
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.locator("#link").input_value()
    page.locator(".over a").click()
    judge("account of somebody")
    judge("own account", "/account")
    page.locator("#old_password").fill("wrong wrong wrong")
    page.locator("#password").fill("another password")
    page.locator("#password").press("Enter")
    expect(page.locator("#old_password-fault")).to_be_visible()
    judge("own account, wrongly")
    judge("second factor, off", "/account/second-factor")
    page.get_by_role("button", name=words["begin"]).click()
    judge("second factor, being set up")
    secret = re.sub(r"\s", "", page.locator(".secret").inner_text())
    page.locator("#code").fill(TOTP(secret).at(services.clock()))
    page.locator("#code").press("Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    judge("recovery codes")
    judge("second factor, on", "/account/second-factor")
    page.context.clear_cookies()
    page.goto(link)
    judge("choose a password")
    judge("a link that is worn", "/password/made-up")
    page.goto(f"{here}/{language}/sign-in")
    sign_in(page, name)
    judge("code")
    page.locator("#code").fill("wrong")
    page.locator("#code").press("Enter")
    expect(page.locator("#code-fault")).to_be_visible()
    judge("code, wrongly")

    assert {what: faults for what, faults in found.items() if faults} == {}


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

"""The search box while somebody types: by keyboard, for screen readers, and without scripts."""

import pytest

from tests.support.access import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def typing(browser, site):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{site}/de/")
    page.locator("#ask").press_sequentially("krank")
    page.wait_for_selector('.suggestions [role="option"]')
    yield page
    context.close()


def test_a_suggestion_is_chosen_with_the_arrow_keys(typing):
    field = typing.locator("#ask")
    assert field.get_attribute("aria-expanded") == "true"

    typing.keyboard.press("ArrowDown")
    chosen = typing.locator(f"#{field.get_attribute('aria-activedescendant')}")

    assert chosen.get_attribute("aria-selected") == "true"
    assert typing.evaluate("document.activeElement.id") == "ask"
    typing.keyboard.press("Enter")
    typing.wait_for_url("**/de/search?q=Krankenversicherung")


def test_escape_closes_and_enter_searches_what_was_typed(typing):
    typing.keyboard.press("Escape")

    assert typing.locator("#ask").get_attribute("aria-expanded") == "false"
    assert typing.locator("#ask").input_value() == "krank"
    typing.keyboard.press("Enter")
    typing.wait_for_url("**/de/search?q=krank")


def test_the_number_of_suggestions_is_said_and_axe_finds_nothing(typing):
    assert "Vorschläge" in typing.locator('search-box [role="status"]').text_content()
    assert violations(typing) == []


def test_the_list_stays_within_a_small_screen(typing):
    assert not typing.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_without_scripts_the_form_searches(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/de/")

    page.fill("#ask", "Krankenversicherung")
    page.keyboard.press("Enter")
    page.wait_for_url("**/de/search?q=Krankenversicherung")

    assert page.locator(".expansions a").get_attribute("href").endswith("without=krankenversicherung")
    context.close()

"""Whether a page is for everyone: what axe finds wrong, and whether it scrolls sideways."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""Of what is right, axe then describes no more than one place, which takes a third less time."""


def violations(page: Page, within: str | dict[str, list[list[str]]] | None = None) -> list[tuple[str, list[str]]]:
    """Name each rule that is broken, with the beginnings of the elements that break it.

    `within` leaves parts of the page out, as axe's context does: a selector, or what to exclude.
    """
    found = Axe().run(page, context=within, options=RULES).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]


def assert_is_for_everyone(page: Page) -> None:
    """Fail where axe finds something, or the page is wider than the window."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

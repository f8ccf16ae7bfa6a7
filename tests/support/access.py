"""Whether a page is for everyone: what axe finds wrong, and whether it scrolls sideways."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ASKED = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
"""What axe is asked. Of what is right, it then describes no more than one place, which takes a third less time."""


def violations(page: Page, within: str | dict[str, list[list[str]]] | None = None) -> list[tuple[str, list[str]]]:
    """Name each rule that is broken, with the beginnings of the elements that break it.

    `within` is the context of axe: a selector of the part to look at, or what to leave out.
    """
    found = Axe().run(page, context=within, options=ASKED).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]


def assert_is_for_everyone(page: Page) -> None:
    """Fail where axe finds something, or the page is wider than the window."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

"""Pages with the player, for browser tests: a site to visit, fresh browsers that hear consoles, what a person does."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.support.desk import live_desk
from tests.support.rich_recording import show_rich_recording


@contextmanager
def player_site(folder: Path) -> Iterator[str]:
    """Give the address of an archive with a recording that has everything, and one that has not."""
    with live_desk(folder / "var", works=False) as (services, here):
        show_rich_recording(services, folder / "clips")
        yield here


class Visits:
    """Opens pages in fresh browsers, which must say nothing on their consoles."""

    def __init__(self, browser: Browser) -> None:
        self.said: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def __call__(self, address: str, *, before: Callable[[Page], None] | None = None, **wishes: object) -> Page:
        """Open a page that has a film; `before` is done to it first, `wishes` are those of the browser."""
        wanted = {"viewport": {"width": 1440, "height": 900}, "locale": "de-DE", **wishes}
        context = self._browser.new_context(**wanted)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        if before:
            before(page)
        page.goto(address)
        page.wait_for_function("() => document.querySelector('video')")
        return page

    def end(self) -> None:
        """Close them all; what was said, and not taken out of `said`, is a failure."""
        for context in self._contexts:
            context.close()
        assert self.said == []


@contextmanager
def visits(browser: Browser) -> Iterator[Visits]:
    """Give what opens pages; close them at the end, and look what they said."""
    begun = Visits(browser)
    try:
        yield begun
    finally:
        begun.end()


def ready(page: Page) -> Page:
    """Wait until the film can be shown."""
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    return page


def of_video(page: Page, what: str) -> Any:
    """Give a property of the film."""
    return page.locator("video").evaluate(f"(video) => video.{what}")


def seconds(page: Page) -> Any:
    """Give the second that is shown."""
    return of_video(page, "currentTime")


def play(page: Page) -> None:
    """Press the triangle; wait until the film moves."""
    page.locator("button.play").click()
    page.wait_for_function("(at) => document.querySelector('video').currentTime > at + .2", arg=seconds(page))


def kept(page: Page) -> Any:
    """Give what the player keeps on the device."""
    return json.loads(page.evaluate("localStorage.getItem('player')") or "{}")


def tell(page: Page, name: str, **detail: object) -> None:
    """Ask the player as the other parts of the page do."""
    page.locator("event-player").evaluate(
        "(player, [name, detail]) => player.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }))",
        [name, detail],
    )


def open_settings(page: Page) -> Locator:
    """Open the sheet of settings."""
    page.locator("button.more-controls:visible").click()
    page.get_by_role("button", name="Einstellungen des Players").click()
    return page.get_by_role("dialog", name="Einstellungen des Players")

"""The system's Chromium for browser tests, told to keep to itself. MITSCHNITT_CHROMIUM names another one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from archive.identity import sessions

CHROMIUM = os.environ.get("MITSCHNITT_CHROMIUM") or "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium, and end it again."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


def sign_in(context: BrowserContext, here: str, token: str) -> None:
    """Let a browser be that of somebody who is signed in at this address already."""
    context.add_cookies([{"name": sessions.cookie_name(here), "value": token, "url": here}])

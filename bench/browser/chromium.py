"""A real browser on a ledger: signed in without a password, with the clock that pages carry."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from bench import ledgers
from finance_app import db
from finance_app.services import auth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
WINDOW = {"width": 1440, "height": 900}
WATCH = Path(__file__).with_name("watch.js")
MS = 1000


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the system's Chromium, else Playwright's own."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def token() -> str:
    """Sign the owner of the ledger in use in, and return the session's token."""
    now = datetime.now(UTC)
    with db.write() as session:
        attempt = auth.begin(session, ledgers.EMAIL, "192.0.2.1", now)
        return auth.finish(session, attempt, now, right=True)


@contextmanager
def visiting(browser: Browser, url: str, session: str = "") -> Iterator[BrowserContext]:
    """Give a browser without a past: nothing in its cache, one cookie if somebody is signed in."""
    with browser.new_context(base_url=url, viewport=WINDOW, bypass_csp=True) as fresh:  # type: ignore[arg-type]  # a size
        if session:
            fresh.add_cookies([{"name": "finance", "value": session, "url": url}])
        fresh.add_init_script(path=WATCH)
        yield fresh


def timed(page: Page, kind: str, mark: str, value: object, act: Callable[[], object]) -> float:
    """Return the seconds from a user's next event to what it brings into the DOM.

    Args:
        kind: of the event that starts the clock: `click`, `keydown`.
        mark: one of `watch.js`.
        act: does what a user does; its own time does not count.
    """
    page.evaluate("([kind, mark, value]) => bench.await(kind, mark, value)", [kind, mark, value])
    act()
    taken: float = page.evaluate("bench.taken")
    return taken / MS

"""A real browser for tests: the system's Chromium, else Playwright's own."""

from __future__ import annotations

import os
import shutil
from collections import deque
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from playwright.sync_api import Browser, BrowserContext, Response

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = ["--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
PAST: deque[str] = deque(maxlen=40)  # what the browser of the test at hand did last


@pytest.fixture(scope="module")  # its event loop is in the way of other modules' async tests
def browser() -> Iterator[Browser]:
    """A Chromium; a failing test says which pages it saw."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        followed(chromium)
        yield chromium
        chromium.close()


def followed(chromium: Browser) -> None:
    """Write down which pages each new context sees."""
    make = chromium.new_context

    def new_context(**options: Any) -> BrowserContext:
        context = make(**options)
        context.on("response", answered)
        context.on(
            "requestfailed",
            lambda one: PAST.append(f"failed: {one.method} {one.url} {one.failure}"),
        )
        context.on("page", lambda page: page.on("framenavigated", lambda at: PAST.append(at.url)))
        context.on("weberror", lambda one: PAST.append(str(one.error)))
        return context

    chromium.new_context = new_context  # type: ignore[method-assign]


def answered(response: Response) -> None:
    request = response.request
    if request.is_navigation_request() or response.status >= 400:
        PAST.append(f"{response.status} {request.method} {response.url}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001  its name says which hook it is
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "setup":
        PAST.clear()
    elif report.failed and PAST:
        report.sections.append(("Browser", "\n".join(PAST)))
    return report

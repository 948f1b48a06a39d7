"""The floor: a plain page with such a table and chart, and a websocket that only echoes."""

from __future__ import annotations

import shutil
import sys
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bench import ledgers, server
from bench.browser.chromium import timed, visiting
from bench.browser.loads import Opened, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

PAGE = Path(__file__).with_name("plain.html")
PLOTLY = ledgers.ROOT / "finance_app" / "adapters" / "reports" / "plotly-basic-3.7.0.min.js"
ECHO = (sys.executable, "-m", "granian", "--interface", "asgi", "bench.browser.echo:app", "--port")


def loads(browser: Browser, runs: int) -> tuple[Opened, Opened]:
    """Open the plain page, cold and warm."""
    with _pages() as url:
        return opened(browser, url, "", runs)


def echoes(browser: Browser, rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds from a click over the echo into the DOM: a word, and 50 rows."""
    with (
        _pages() as url,
        server.running(ECHO, "/") as echo,
        visiting(browser, url) as context,
    ):
        page = context.new_page()
        page.goto(f"/?echo={echo.url.rpartition(':')[2]}")
        page.locator("body[data-open]").wait_for()
        word = page.get_by_role("button", name="Echo").click
        rows = partial(word, modifiers=["Shift"])
        words = [timed(page, "click", "echo", str(n + 1), word) for n in range(rounds)]
        after = range(rounds, 2 * rounds)
        return words, [timed(page, "click", "echo", str(n + 1), rows) for n in after]


@contextmanager
def _pages() -> Iterator[str]:
    with TemporaryDirectory() as name:
        shutil.copy(PAGE, Path(name) / "index.html")
        shutil.copy(PLOTLY, Path(name) / "plotly.js")
        with server.serving_files(Path(name)) as plain:
            yield plain.url

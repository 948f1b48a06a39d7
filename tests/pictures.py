"""`make pictures`: every screen as `docs/screens` shows it, one sheet a screen.

A row each for an empty, a typical and a crowded book; light and dark, on a desk and on a phone.
"""

from __future__ import annotations

import base64
import shutil
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

from finance_app.services import accounts, demo
from finance_app.ui import links
from tests.browser import FLAGS, PROGRAMS
from tests.e2e.books import opened
from tests.e2e.conftest import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, StorageState

    from tests.e2e.conftest import Server

FOLDER = ROOT / "docs" / "screens"
BOOKS = {"empty": 0, "typical": 900, "crowded": 20_000}  # entries
SCREENS = {
    "dashboard": links.DASHBOARD,
    "arranging": links.dashboard(arrange="1"),
    "entries": links.ENTRIES,
    "entry": links.new_entry(),
    "accounts": links.ACCOUNTS,
    "register": links.ACCOUNT,
    "categories": links.CATEGORIES,
    "payees": links.PAYEES,
    "tags": links.TAGS,
    "import": links.IMPORT,
    "reports": links.REPORTS,
    "activity": links.ACTIVITY,
    "trash": links.TRASH,
    "rates": links.RATES,
    "settings": links.SETTINGS,
    "welcome-1": links.WELCOME,
    "welcome-2": links.welcome("account"),
    "welcome-3": links.welcome("done"),
}
type Theme = Literal["light", "dark"]

DESK, PHONE = (1440, 900), (390, 844)
THEMES: tuple[Theme, ...] = ("light", "dark")
LOOKS = [(theme, size) for size in (DESK, PHONE) for theme in THEMES]
SETTLED = 600  # milliseconds until charts are drawn and nothing moves
README = ("dashboard", "typical")

type Shots = dict[tuple[str, str], list[bytes]]


def main() -> None:
    """Take all pictures anew."""
    shots: Shots = {}
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with (
        TemporaryDirectory() as folder,
        serving(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for book, entries in BOOKS.items():
            _take(browser, server, book, entries, shots)
        FOLDER.mkdir(exist_ok=True)
        for name in SCREENS:
            rows = {book: shots[name, book] for book in BOOKS if (name, book) in shots}
            _sheet(browser, name, rows)
        browser.close()
    for (theme, size), picture in zip(LOOKS, shots[README], strict=True):
        if size == DESK:
            (FOLDER / f"dashboard-{theme}.png").write_bytes(picture)


def _take(browser: Browser, server: Server, name: str, entries: int, shots: Shots) -> None:
    """Sign somebody new in whose book has so many entries, and look at every screen."""
    with (
        browser.new_context() as signed_in,
        opened(server, signed_in, f"{name}@example.org") as book,
    ):
        if entries:
            book.do(partial(demo.fill, entries=entries))
        account = next((str(one.id) for one in book.do(accounts.everything)), "")
        cookies = signed_in.storage_state()
        for theme, size in LOOKS:
            with _tab(browser, server, theme, size, cookies) as page:
                for screen, path in SCREENS.items():
                    if screen == "register" and not account:
                        continue
                    page.goto(links.account(account) if screen == "register" else path)
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(SETTLED)
                    shots.setdefault((screen, name), []).append(page.screenshot())


@contextmanager
def _tab(
    browser: Browser, server: Server, theme: Theme, size: tuple[int, int], cookies: StorageState
) -> Iterator[Page]:
    thumb = size == PHONE
    with browser.new_context(
        base_url=server.url,
        storage_state=cookies,
        color_scheme=theme,
        viewport={"width": size[0], "height": size[1]},
        has_touch=thumb,
        is_mobile=thumb,
        reduced_motion="reduce",
    ) as context:
        yield context.new_page()


def _sheet(browser: Browser, name: str, rows: dict[str, list[bytes]]) -> None:
    """Put the pictures of a screen on one page and take a picture of that."""
    drawn = "".join(
        f"<h2>{book}</h2><div>{''.join(map(_image, pictures))}</div>"
        for book, pictures in rows.items()
    )
    page = browser.new_page(viewport={"width": 1660, "height": 900})
    page.set_content(f"<style>{STYLE}</style>{drawn}")
    sheet = page.screenshot(full_page=True, type="jpeg", quality=82)
    (FOLDER / f"{name}.jpg").write_bytes(sheet)
    page.close()


STYLE = """
body { margin: 0; padding: 16px 24px; background: #d6d5d0; font: 600 14px sans-serif; }
div { display: flex; gap: 16px; }
img { height: 372px; border-radius: 6px; }
h2 { margin: 12px 0 8px; font-size: 14px; }
"""


def _image(picture: bytes) -> str:
    return f'<img src="data:image/png;base64,{base64.b64encode(picture).decode()}">'


if __name__ == "__main__":
    main()

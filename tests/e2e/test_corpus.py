"""A book full of hostile names in a browser: it shows them, and nothing of them happens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import expect

from tests.corpus import COMPUTED, CORPUS, FOREIGN, MADE, RAN, words
from tests.e2e.books import DAY, Book, opened
from tests.e2e.conftest import watched
from tests.hostile_book import fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.conftest import Server

PAGES = {
    "/?period=2026-11": ("categories",),
    "/accounts": ("accounts",),
    "/categories": ("categories",),
    "/payees": ("payees",),
    "/entries?period=2026-11": ("payees", "notes"),
    "/activity": (),
    "/reports?period=2026-11": (),
    "/trash": (),
    "/tags": (),
    "/import": (),
    "/rates": (),
    "/settings": (),
    "/profile": (),
    "/members": (),
}
"""What is looked at, and what of the book stands there whole; charts and cards shorten names."""

PAGE = 50  # payees
OFTEN = 6  # of these are looked at each time
SHOWN_WHOLE = frozenset({"/accounts", "/categories", "/payees"})
TRACES = f"""() => {{
  const made = document.querySelectorAll(
    "{MADE}, [href^='javascript:' i], [onerror], " +
    "[onload], [onfocus], [onclick], [onbegin], [onmouseover], iframe, object, embed, base");
  const leads = [...document.querySelectorAll("[href], [src]")].filter(
    (one) => new URL(one.getAttribute("href") ?? one.getAttribute("src"), location).host
      === "{FOREIGN}");
  return [...made, ...leads].map((one) => one.outerHTML.slice(0, 200))
    .concat("{RAN}" in window ? ["a script ran"] : []);
}}"""


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


@pytest.fixture
def happened(page: Page, server: Server) -> list[str]:
    """What must not: dialogs, and requests to others."""
    found: list[str] = []
    own = urlsplit(server.url).netloc

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.netloc != own:
            found.append(url)

    page.on("request", lambda request: asked(request.url))
    page.on("websocket", lambda socket: asked(socket.url))
    page.on("dialog", lambda dialog: found.append(dialog.message))
    return found


def test_pages_show_them_and_do_nothing(
    page: Page, book: Book, happened: list[str], pytestconfig: pytest.Config
) -> None:
    named = fill(book.do, DAY, whole=bool(pytestconfig.getoption("--soak")))
    pages = PAGES if pytestconfig.getoption("--soak") else dict(list(PAGES.items())[:OFTEN])
    for address, kinds in pages.items():
        page.goto(address)
        main = page.get_by_role("main")
        expect(page.locator(".bone")).to_have_count(0)
        expect(main).to_be_visible()
        if address in SHOWN_WHOLE:
            expect(main).to_contain_text(named[kinds[0]][0])
            said = words(main.inner_text())
            missing = [one for kind in kinds for one in named[kind] if one not in said]
            assert missing == [] or len(named[kinds[0]]) - len(missing) >= PAGE, address
        assert page.evaluate(TRACES) == [], address
        assert COMPUTED not in main.inner_text()
    assert happened == []


def test_addresses_and_searches_are_text(
    page: Page, book: Book, happened: list[str], pytestconfig: pytest.Config
) -> None:
    book.add(book.account())
    texts = list(CORPUS.values())
    for text in texts if pytestconfig.getoption("--soak") else texts[::50]:
        asked = quote(text.encode("utf-8", "ignore"))
        page.goto(f"/entries?text={asked}&period={asked}")
        expect(page.get_by_role("main")).to_be_visible()
        assert page.evaluate(TRACES) == [], text
    assert happened == []


def test_what_is_refused_says_it_as_text(page: Page, book: Book, happened: list[str]) -> None:
    name = CORPUS["image"]
    book.account(name=name)
    page.goto("/accounts")
    page.get_by_role("button", name="Open account").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Open account").click()
    expect(page.get_by_role("dialog")).to_contain_text("already")
    assert page.evaluate(TRACES) == []
    assert happened == []


def test_a_report_on_its_own_is_text(
    browser: Browser, page: Page, book: Book, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    fill(book.do, DAY, whole=bool(pytestconfig.getoption("--soak")))
    page.goto("/reports?period=2026-11")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download").click()
    coming.value.save_as(tmp_path / "report.html")
    with browser.new_context() as other:
        tab = other.new_page()
        troubles, asked = watched(tab), list[str]()
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto((tmp_path / "report.html").as_uri())
        expect(tab.locator(".drawn .main-svg").first).to_be_visible()
        assert tab.evaluate(TRACES) == []
        assert tab.locator("svg a").count() == 0
        assert troubles == []
        assert [url for url in asked if not url.startswith(("data:", "file:"))] == []

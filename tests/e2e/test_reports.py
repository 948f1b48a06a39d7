"""The report in a browser: what the page says of it, the file, the file on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.books import Book, findings, opened
from tests.e2e.conftest import watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.conftest import Server


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        somebodys.add(somebodys.account(name="<b>Purse</b>"), "<script>alert(1)</script>")
        yield somebodys


@pytest.fixture
def report(page: Page, book: Book, tmp_path: Path) -> Path:
    """The report of a month, downloaded."""
    assert book
    page.goto("/reports?period=2026-11")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download").click()
    assert coming.value.suggested_filename == "finance-2026-11-01-to-2026-11-30.html"
    coming.value.save_as(tmp_path / "report.html")
    return tmp_path / "report.html"


def test_the_page_says_what_is_inside(page: Page, book: Book) -> None:
    assert book
    page.goto("/reports?period=2026-11")
    main = page.get_by_role("main")
    for part in ("Nov 1, 2026 – Nov 30, 2026", "12.50", "Spending by category", "Largest payees"):
        expect(main).to_contain_text(part)
    assert findings(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_file_stands_on_its_own(browser: Browser, report: Path, theme: str) -> None:
    with browser.new_context(color_scheme=theme) as offline:  # type: ignore[arg-type]  # one of them
        offline.set_offline(True)
        tab = offline.new_page()
        troubles, asked = watched(tab), list[str]()
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(report.as_uri())
        expect(tab.locator(".drawn .main-svg").first).to_be_visible()
        expect(tab.get_by_text("<script>alert(1)</script>").first).to_be_visible()
        assert troubles == []
        assert [url for url in asked if not url.startswith("data:")] == [report.as_uri()]


def test_the_file_says_its_figures_without_a_script(browser: Browser, report: Path) -> None:
    with browser.new_context(java_script_enabled=False) as plain:
        tab = plain.new_page()
        tab.goto(report.as_uri())
        expect(tab.get_by_role("cell", name="12.50 EUR").first).to_be_visible()
        expect(tab.locator(".drawn").first).to_be_hidden()


def test_the_file_prints_in_light_colours(browser: Browser, report: Path) -> None:
    with browser.new_context(color_scheme="dark") as dark:
        tab = dark.new_page()
        tab.goto(report.as_uri())
        expect(tab.locator(".drawn .main-svg").first).to_be_visible()
        tab.emulate_media(media="print")
        tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        expect(tab.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        expect(tab.locator(".xtick text").first).to_have_css("fill", "rgb(106, 104, 97)")
        assert tab.pdf().startswith(b"%PDF")

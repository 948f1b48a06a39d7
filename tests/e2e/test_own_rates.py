"""The page of rates, and a book's own: by keyboard, by thumb, from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.services import own_rates
from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.e2e.conftest import Server


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        somebodys.account("EUR")
        yield somebodys


def rows(page: Page) -> Locator:
    return page.locator("main [data-span='7'] li.row")


def test_a_rate_is_added_by_keyboard_found_off_confirmed_and_undone(page: Page, book: Book) -> None:
    book.account("USD")
    book.account("KWD")
    page.goto("/accounts")
    page.get_by_role("navigation", name="What there is").get_by_text("Rates").click()
    expect(page.get_by_role("heading", name="KWD in EUR")).to_be_visible()
    expect(page.get_by_text("No rate", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Add rate").first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Rate", exact=True)).to_be_focused()
    page.keyboard.type("2.8")
    page.keyboard.press("Tab")
    expect(dialog.get_by_text("1 KWD = 2.8000 EUR")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Added 1 KWD = 2.8000 EUR.")).to_be_visible()
    expect(page.locator(".money", has_text="1 KWD = 2.8000 EUR")).to_be_visible()
    expect(page.locator("main table")).to_contain_text("Own")
    rows(page).get_by_role("button", name="1 KWD = 2.8000 EUR", exact=True).click()
    dialog.get_by_label("Rate", exact=True).fill("28")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Changed to 1 KWD = 28.0000 EUR.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_contain_text("1 KWD = 2.8000 EUR")
    rows(page).get_by_role("button", name="1 KWD = 2.8000 EUR", exact=True).click()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_rate_far_from_what_is_known_asks_first(page: Page, book: Book) -> None:
    book.account("USD")
    page.goto("/rates?origin=DEM&target=EUR")
    page.get_by_role("button", name="Add rate").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Rate", exact=True).fill("5.1")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("is far from 0.511292")).to_be_visible()
    assert findings(page) == []
    dialog.get_by_label("1 DEM = 5.1000 EUR is right").check()
    dialog.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Added 1 DEM = 5.1000 EUR.")).to_be_visible()


def test_a_file_is_looked_at_added_at_once_and_got_back(
    page: Page, book: Book, tmp_path: Path
) -> None:
    book.account("USD")
    file = tmp_path / "rates.csv"
    file.write_text("day;from;to;rate\n2.11.2026;USD;EUR;0,9\n3.11.2026;USD;EUR;abc\n")
    page.goto("/rates")
    page.get_by_role("button", name="Add from CSV").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("A file").set_input_files(file)
    expect(dialog.get_by_label("Rates", exact=True)).to_have_value(file.read_text())
    dialog.get_by_role("button", name="Look").click()
    expect(dialog.get_by_text("1 rate understood; 1 line cannot be used")).to_be_visible()
    expect(dialog.get_by_text("“abc” is not a rate.")).to_be_visible()
    assert findings(page) == []
    assert book.do(own_rates.everything) == []
    dialog.get_by_role("button", name="Add 1 rate").click()
    expect(page.get_by_text("Added 1 rate.")).to_be_visible()
    expect(rows(page)).to_contain_text("1 USD = 0.9000 EUR")
    page.get_by_label("More about own rates").click()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Download as CSV").click()
    content = downloaded.value.path().read_text()
    assert content.splitlines() == ["day,from,to,rate,until", "2026-11-02,USD,EUR,0.9000,"]


@pytest.mark.parametrize("width", [390, 1440])
def test_the_page_can_be_used_by_everybody(page: Page, book: Book, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto("/rates")
    expect(page.get_by_text("so nothing has to be converted")).to_be_visible()
    assert findings(page) == []
    page.locator("#pair-origin").select_option("USD")
    expect(page.get_by_role("heading", name="USD in EUR")).to_be_visible()
    page.get_by_role("link", name="The other way round").click()
    expect(page.get_by_role("heading", name="EUR in USD")).to_be_visible()
    for code in ("USD", "CHF", "ARS"):
        book.account(code)
    page.goto("/rates?origin=USD&target=EUR&span=all")
    expect(page.locator(".js-plotly-plot, .chart svg").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert findings(page) == []

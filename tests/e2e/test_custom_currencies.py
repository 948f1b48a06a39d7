"""Currencies of a book's own: by keyboard, by thumb, and in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.currencies import CustomCurrency
from finance_app.services import currency_checks, custom_currencies
from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

    from tests.e2e.conftest import Server


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        somebodys.account("EUR")
        yield somebodys


def test_one_is_added_by_keyboard_and_holds_an_account(page: Page, book: Book) -> None:
    page.goto("/rates")
    page.get_by_role("button", name="Add currency").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Code")).to_be_focused()
    page.keyboard.type("btc")
    expect(dialog.get_by_label("Decimals")).to_have_value("8")
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_text("Added BTC · Bitcoin.")).to_be_visible()
    expect(page.get_by_text("In steps of 0.00000001 BTC")).to_be_visible()
    assert findings(page) == []
    book.do(lambda session, actor: currency_checks.learn(session, actor.book_id))
    wallet = book.account("BTC", "Wallet")
    book.add(wallet, "Exchange", 12_345_678)
    page.goto("/accounts")
    expect(page.get_by_text("0.12345678").first).to_be_visible()
    page.goto("/rates")
    page.get_by_label("More about BTC").click()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Delete", exact=True)).to_have_count(0)


def test_its_pair_is_chosen_and_its_first_rate_stated(page: Page, book: Book) -> None:
    book.do(custom_currencies.add, CustomCurrency("BTC", "Bitcoin", 8))
    page.goto("/rates?origin=BTC&target=EUR")
    expect(page.get_by_label("One unit of")).to_have_value("BTC")
    chip = page.locator(".card-title > .chip", has_text="No rate").bounding_box()
    assert chip is not None
    assert chip["width"] < 90
    page.get_by_role("button", name="Add rate").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("One unit of")).to_have_value("BTC")
    dialog.get_by_label("Rate").fill("60000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Added 1\N{NO-BREAK SPACE}BTC").first).to_be_visible()


def test_one_is_deleted_by_thumb_and_got_back(server: Server, browser: Browser) -> None:
    size: ViewportSize = {"width": 390, "height": 844}
    with (
        browser.new_context(
            base_url=server.url, viewport=size, has_touch=True, is_mobile=True
        ) as phone,
        opened(server, phone) as book,
    ):
        book.do(custom_currencies.add, CustomCurrency("MIL", "Air miles", 0))
        page = phone.new_page()
        page.goto("/rates")
        more = page.get_by_label("More about MIL")
        expect(more).to_be_visible()
        box = more.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        more.tap()
        page.get_by_role("button", name="Delete", exact=True).tap()
        expect(page.get_by_text("Deleted MIL · Air miles.")).to_be_visible()
        page.get_by_role("button", name="Undo").tap()
        expect(more).to_be_visible()
        assert findings(page) == []

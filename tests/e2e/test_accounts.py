"""Accounts in a browser: opening, changing, deleting them, and going to their entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.services import accounts
from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.e2e.conftest import Server


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


def rows(page: Page) -> Locator:
    return page.locator("main li.row")


def choose(page: Page, action: str) -> None:
    page.locator("main li.row .menu summary").first.click()
    page.get_by_role("button", name=action).click()


def test_an_account_is_opened_with_what_was_on_it(page: Page, book: Book) -> None:
    page.goto("/accounts")
    expect(page.get_by_text("No accounts yet.")).to_be_visible()
    page.get_by_role("button", name="Open account").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("Visa")
    dialog.get_by_label("Kind").select_option("Card")
    dialog.get_by_label("Opening balance").fill("-250,00,")
    dialog.get_by_role("button", name="Open account").click()
    expect(dialog.get_by_text("Write an amount like 12.50.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("Visa")
    dialog.get_by_label("Opening balance").fill("-250")
    dialog.get_by_role("button", name="Open account").click()
    expect(page.get_by_role("heading", name="Cards")).to_be_visible()
    expect(rows(page)).to_contain_text("−250.00 EUR")
    expect(page.get_by_text("Opened Visa.")).to_be_visible()
    assert len(book.do(accounts.everything)) == 1


def test_an_account_is_renamed_and_deleted_and_brought_back(page: Page, book: Book) -> None:
    book.account(name="Old name")
    page.goto("/accounts")
    choose(page, "Edit")
    page.get_by_label("Name", exact=True).fill("New name")
    page.get_by_role("button", name="Save").click()
    expect(rows(page)).to_contain_text("New name")
    choose(page, "Delete")
    expect(page.get_by_text("Deleted New name.")).to_be_visible()
    expect(rows(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(1)


def test_an_account_with_entries_stays_and_leads_to_them(page: Page, book: Book) -> None:
    account = book.account(name="Checking")
    book.add(account)
    book.add(book.account(name="Other"), "Elsewhere")
    page.goto("/accounts")
    choose(page, "Delete")
    expect(page.get_by_text("This account has entries; delete or move them")).to_be_visible()
    page.get_by_role("link", name="Checking", exact=True).click()
    expect(page).to_have_url(f"/account?key={account}")
    expect(page.get_by_role("heading", name="Checking", exact=True)).to_be_visible()
    expect(rows(page).first).to_contain_text("Bakery")


def test_what_has_no_rate_is_named_in_the_net_worth(page: Page, book: Book) -> None:
    book.add(book.account(), amount=10_000)
    book.add(book.account("KWD"), amount=7_000)
    page.goto("/accounts")
    expect(page.get_by_text("Not in it, as no rate is known: 7.000 KWD.")).to_be_visible()
    expect(page.locator(".money[data-size=figure]")).to_have_text("100.00\N{NO-BREAK SPACE}EUR")


def test_accounts_can_be_used_by_everybody(page: Page, book: Book) -> None:
    page.goto("/accounts")
    expect(page.get_by_text("No accounts yet.")).to_be_visible()
    assert findings(page) == []
    book.account()
    book.add(book.account("KWD"))
    page.goto("/accounts")
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name="Open account").click()
    expect(page.get_by_label("Name")).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.locator("main li.row .menu summary").first.click()
    assert findings(page) == []

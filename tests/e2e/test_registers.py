"""Accounts in depth in a browser: their order, any day, the register, closing and reopening."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.services import accounts, registers
from tests.e2e.books import DAY, Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.e2e.conftest import Server

WIDTH, HEIGHT = 390, 844  # of a phone


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


def rows(page: Page) -> Locator:
    return page.locator("main li.row")


def names(page: Page) -> Locator:
    return page.locator("[data-drags] li.row .cover")


def grip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}:")


def test_by_keys_alone_accounts_are_put_in_order_and_looked_at(page: Page, book: Book) -> None:
    for name in ("One", "Two", "Three"):
        book.add(book.account(name=name))
    page.goto("/accounts")
    grip(page, "Three").focus()
    for place in (2, 1):
        page.keyboard.press("Alt+ArrowUp")
        said = page.get_by_role("status").get_by_text(f"Three is {place} of 3 among Checking.")
        expect(said).to_be_visible()
        expect(grip(page, "Three")).to_be_focused()
    expect(names(page)).to_have_text(["Three", "One", "Two"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Three", exact=True)).to_be_visible()


def test_an_account_is_dragged_among_those_of_its_kind(page: Page, book: Book) -> None:
    for name in ("One", "Two", "Three"):
        book.account(name=name)
    page.goto("/accounts")
    expect(names(page)).to_have_count(3)
    start = grip(page, "Three").bounding_box()
    end = page.locator("[data-drag]", has_text="One").bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] - 16)
    page.mouse.move(end["x"] + 120, end["y"] + 4, steps=4)
    page.mouse.up()
    expect(names(page)).to_have_text(["Three", "One", "Two"])
    page.get_by_role("button", name="Undo").click()
    expect(names(page)).to_have_text(["One", "Two", "Three"])


def test_balances_are_those_of_any_day(page: Page, book: Book) -> None:
    account = book.account()
    book.add(account, amount=10_000, day=date(2025, 12, 30))
    book.add(account, amount=-2_500)
    page.goto("/accounts")
    worth = page.locator(".worth .money").first
    expect(worth).to_contain_text("75.00")
    page.get_by_label("Balances of: Today").click()
    page.get_by_role("link", name="End of last year").click()
    expect(page).to_have_url("/accounts?day=2025-12-31")
    expect(worth).to_contain_text("100.00")
    expect(page.get_by_text("At the end of Dec 31, 2025")).to_be_visible()
    page.get_by_label("Balances of: Dec 31, 2025").click()
    page.get_by_label("Balances at the end of").fill("2025-12-29")
    page.get_by_role("button", name="Show this day").click()
    expect(worth).to_contain_text("0.00")
    expect(page).to_have_url("/accounts?day=2025-12-29")


def test_a_register_runs_its_balance_over_all_pages(page: Page, book: Book) -> None:
    account = book.account(name="Giro")
    for number in range(registers.PAGE + 1):
        book.add(account, amount=-100, day=DAY - timedelta(days=number % 3))
    page.goto(f"/account?key={account}")
    expect(rows(page)).to_have_count(registers.PAGE)
    expect(rows(page).first).to_contain_text("−51.00")
    expect(rows(page).last).to_contain_text("−2.00")
    assert findings(page) == []
    page.get_by_role("link", name="Older").click()
    expect(rows(page)).to_have_count(2)
    expect(rows(page).first.locator(".row-balance")).to_contain_text("−1.00")
    expect(rows(page).last).to_contain_text("Before the first entry")
    page.get_by_label("Balance over time as a table").click()
    page.locator(".ways a").first.click()
    expect(page).to_have_url(f"/account?key={account}")
    rows(page).first.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Entries")).to_be_visible()


def test_an_account_is_closed_once_it_is_empty_and_reopened(page: Page, book: Book) -> None:
    account = book.account(name="Giro")
    book.add(account, amount=500)
    page.goto(f"/account?key={account}")
    page.get_by_label("More about this account").click()
    page.get_by_role("button", name="Close…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("There is 5.00 EUR on it today.")
    dialog.get_by_role("button", name="Close account").click()
    expect(dialog.get_by_text("There is 5.00 EUR on it on that day")).to_be_visible()
    book.add(account, amount=-500)
    page.goto("/accounts")
    expect(rows(page)).to_have_count(1)
    expect(dialog).to_have_count(0)
    page.get_by_label("More about Giro").click()
    page.get_by_role("button", name="Close…").click()
    dialog.get_by_role("button", name="Close account").click()
    expect(page.get_by_text("Closed accounts · 1")).to_be_visible()
    expect(names(page)).to_have_count(0)
    assert findings(page) == []
    page.get_by_text("Closed accounts · 1").click()
    page.get_by_label("More about Giro").click()
    page.get_by_role("button", name="Reopen").click()
    expect(names(page)).to_have_count(1)
    assert book.do(accounts.get, account).closed_on is None


def test_an_account_that_is_not_there_leads_back(page: Page, book: Book) -> None:
    assert book.actor
    page.goto("/account?key=77")
    expect(page.get_by_text("There is no such account.")).to_be_visible()
    page.get_by_role("link", name="Show accounts").click()
    expect(page.get_by_text("No accounts yet.")).to_be_visible()


def test_by_thumb_a_register_is_reached_and_read(server: Server, browser: Browser) -> None:
    with (
        browser.new_context(
            base_url=server.url,
            viewport={"width": WIDTH, "height": HEIGHT},
            has_touch=True,
            is_mobile=True,
        ) as phone,
        opened(server, phone) as book,
    ):
        book.add(book.account(name="Giro"))
        page = phone.new_page()
        page.goto("/accounts")
        page.get_by_role("link", name="Giro", exact=True).tap()
        expect(page.get_by_role("heading", name="Giro", exact=True)).to_be_visible()
        expect(rows(page).first).to_contain_text("−12.50")
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        small = page.locator("main :is(a.button, summary, button)").evaluate_all(
            "all => all.filter(one => one.offsetHeight && one.offsetHeight < 44)"
            ".map(one => one.outerHTML.slice(0, 120))"
        )
        assert small == []

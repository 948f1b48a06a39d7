"""Entries in a browser: writing, changing, finding them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.entries import EntryFilter, LineDraft
from finance_app.services import categories, entries
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


def test_an_entry_is_added_with_the_keyboard_alone(page: Page, book: Book) -> None:
    account = book.account()
    usual = book.do(categories.everything)[-1]
    book.add(account, "Bakery", lines=(LineDraft(-1250, usual.id),))
    page.goto("/entries")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("n")
    expect(page.get_by_label("Payee", exact=True)).to_be_focused()
    page.keyboard.type("Bakery")
    expect(page.get_by_text(f"{usual.name} is usual for Bakery.")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("3.20")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_text("Added Bakery −3.20 EUR.")).to_be_visible()
    expect(rows(page).filter(has_text="−3.20")).to_contain_text(usual.name)
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(1)


def test_escape_closes_the_form_and_its_address(page: Page, book: Book) -> None:
    book.account()
    page.goto("/entries?text=rye&new=1")
    expect(page.get_by_label("Payee", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url("/entries?text=rye")
    page.keyboard.press("/")
    expect(page.get_by_label("Search payees and notes")).to_be_focused()


def test_a_wrong_amount_says_so_beside_the_field_and_keeps_the_rest(page: Page, book: Book) -> None:
    book.account()
    page.goto("/entries?new=1")
    page.get_by_label("Payee", exact=True).fill("Bakery")
    page.get_by_label("Note", exact=True).fill("rye")
    page.get_by_label("Amount in EUR").fill("12.505")
    page.get_by_role("button", name="Save").click()
    amount = page.get_by_label("Amount in EUR")
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_have_accessible_description("EUR has 2 decimals; “.505” has too many.")
    expect(page.get_by_label("Payee", exact=True)).to_have_value("Bakery")
    expect(page.get_by_label("Note", exact=True)).to_have_value("rye")
    amount.fill("12.50")
    page.get_by_role("button", name="Save").click()
    expect(rows(page)).to_have_count(1)


def test_an_entry_is_changed(page: Page, book: Book) -> None:
    book.add(book.account())
    page.goto("/entries")
    page.get_by_role("button", name="Bakery", exact=True).click()
    page.get_by_label("Payee", exact=True).fill("Refund office")
    page.get_by_role("button", name="In", exact=True).click()
    page.get_by_role("button", name="Save").click()
    expect(rows(page)).to_contain_text("Refund office")
    expect(rows(page)).to_contain_text("+12.50")


def test_an_entry_is_deleted_and_brought_back(page: Page, book: Book) -> None:
    book.add(book.account())
    page.goto("/entries")
    rows(page).hover()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted Bakery −12.50 EUR.")).to_be_visible()
    expect(rows(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(1)


def test_filters_stand_in_the_address_and_can_be_left_out(page: Page, book: Book) -> None:
    account, other = book.account(), book.account("JPY", "Travel")
    book.add(account, "Bakery", note="rye")
    book.add(account, "Butcher", -9900)
    book.add(other, "Noodles", -1250)
    page.goto("/entries?most=50&direction=out&period=2026-11")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("link", name="At most 50 Remove").click()
    expect(rows(page)).to_have_count(3)
    page.get_by_label("Account", exact=True).select_option("Travel")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("−1,250 JPY")
    page.get_by_role("link", name="Clear all").click()
    expect(page).to_have_url("/entries")
    page.get_by_label("Search payees and notes").fill("rye")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/entries?text=rye")
    expect(rows(page)).to_have_count(1)
    page.go_back()
    expect(rows(page)).to_have_count(3)
    page.get_by_label("Category", exact=True).select_option("Uncategorised")
    expect(rows(page)).to_have_count(3)
    expect(page).to_have_url("/entries?category=none")


def test_amounts_are_narrowed_in_the_users_writing(page: Page, book: Book) -> None:
    account = book.account()
    for amount in (-100, -150_000):
        book.add(account, "Bakery", amount)
    page.goto("/entries")
    page.get_by_label("More filters").click()
    page.get_by_label("At least").fill("1,000")
    page.get_by_role("button", name="Show these entries").click()
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("link", name="At least 1,000 Remove")).to_be_visible()


def test_pages_are_turned_in_both_directions(page: Page, book: Book) -> None:
    account = book.account()
    for number in range(entries.PAGE + 3):
        book.add(account, f"Payee {number}")
    page.goto("/entries")
    expect(rows(page)).to_have_count(entries.PAGE)
    page.get_by_role("link", name="Older").click()
    expect(rows(page)).to_have_count(3)
    page.get_by_role("link", name="Newer").click()
    expect(rows(page)).to_have_count(entries.PAGE)
    expect(page.get_by_role("link", name="Newer")).to_have_count(0)


def test_a_rate_that_is_missing_is_never_silent(page: Page, book: Book) -> None:
    book.add(book.account("KWD"), "Souq", -1250)
    page.goto("/entries")
    expect(rows(page)).to_contain_text("No rate")
    page.get_by_role("button", name="Souq", exact=True).click()
    sentence = "No rate for KWD on Nov 20, 2026; totals in EUR leave it out."
    expect(page.get_by_role("dialog").get_by_text(sentence)).to_be_visible()


def test_entries_can_be_used_by_everybody(page: Page, book: Book) -> None:
    page.goto("/entries")
    expect(page.get_by_role("link", name="Open an account")).to_be_visible()
    assert findings(page) == []
    account = book.account()
    book.add(account)
    book.add(account, lines=(LineDraft(-1000), LineDraft(-250)))
    book.add(book.account("KWD"), "Souq", -1250)
    page.goto("/entries?direction=out&category=none")
    expect(rows(page)).to_have_count(3)
    assert findings(page) == []
    page.goto("/entries?direction=out&payee=1")
    expect(page.get_by_text("A filter above means nothing here")).to_be_visible()
    assert findings(page) == []
    page.goto("/entries?new=1")
    expect(page.get_by_label("Payee", exact=True)).to_be_focused()
    assert findings(page) == []


def test_an_entry_is_added_on_a_phone(page: Page, book: Book) -> None:
    book.account()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/entries")
    page.get_by_label("New entry").last.click()
    page.get_by_label("Amount in EUR").fill("7")
    page.get_by_role("button", name="Save").click()
    expect(rows(page)).to_contain_text("−7.00")
    expect(rows(page)).to_contain_text("Uncategorised")
    assert len(book.do(entries.page, EntryFilter()).entries) == 1

"""Going anywhere by the keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

    from tests.e2e.conftest import Server


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


def awake(page: Page, path: str) -> None:
    """Open a page and wait until it listens; keys before that are tested on the gallery."""
    page.goto(path)
    page.locator("html[data-awake]").wait_for()


def test_an_account_is_found_by_a_part_of_its_name(page: Page, book: Book) -> None:
    account = book.account()
    awake(page, "/")
    page.keyboard.press("Control+k")
    expect(page.get_by_label("What to find")).to_be_focused()
    page.keyboard.type("chéck")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/account/?\?key={account}$"))
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_arrows_go_through_what_is_found(page: Page, book: Book) -> None:
    assert book
    awake(page, "/")
    expect(page.get_by_role("link", name="Get started")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.get_by_label("What to find")).to_be_focused()
    chosen = page.locator("[role=option][aria-selected=true]")
    page.keyboard.press("ArrowUp")
    expect(chosen).to_contain_text("Look through all entries")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text("Dashboard")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Entries", level=1)).to_be_visible()


def test_other_words_are_looked_for_in_the_entries(page: Page, book: Book) -> None:
    assert book
    awake(page, "/accounts")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_label("What to find")).to_be_focused()
    page.keyboard.type("rye bread")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/entries/?\?text=rye%20bread$"))


def test_the_keys_are_told_and_do_what_is_told(page: Page, book: Book) -> None:
    assert book
    awake(page, "/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Find anything")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Accounts", level=1)).to_be_visible()


def test_nothing_is_found_by_axe_in_the_finder(page: Page, book: Book) -> None:
    book.account()
    awake(page, "/")
    for key in ("Control+k", "?"):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert findings(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)

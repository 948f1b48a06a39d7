"""The trash in a browser: finding what was deleted, and bringing it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.services import entries, history
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


def thrown(book: Book, account: int, payee: str) -> None:
    book.do(entries.delete, book.add(account, payee), 1)


def test_by_keys_alone_what_was_deleted_is_found_and_brought_back(page: Page, book: Book) -> None:
    account = book.account()
    for payee in ("Bakery", "Butcher"):
        thrown(book, account, payee)
    page.goto("/activity")
    page.get_by_role("navigation", name="What was changed").get_by_text("Trash").focus()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(2)
    assert findings(page) == []
    page.keyboard.press("/")
    page.keyboard.type("baker")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("Checking EUR · Nov 20, 2026")
    page.get_by_role("button", name="Restore: Deleted Bakery").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Restored.")).to_be_visible()
    expect(page.get_by_text("Nothing that was deleted is called that.")).to_be_visible()
    assert [one.payee for one in book.do(entries.page, EntryFilter()).entries] == ["Bakery"]


def test_by_thumb_what_was_deleted_is_brought_back(server: Server, browser: Browser) -> None:
    size = {"width": WIDTH, "height": HEIGHT}
    with (
        browser.new_context(
            base_url=server.url,
            viewport=size,  # type: ignore[arg-type]  # it is one
            has_touch=True,
            is_mobile=True,
        ) as phone,
        opened(server, phone) as book,
    ):
        thrown(book, book.account(), "Bakery with a name that is longer than a phone is wide")
        page = phone.new_page()
        page.goto("/trash")
        restore = page.get_by_role("button", name="Restore: ")
        expect(restore).to_be_visible()
        box = restore.bounding_box()
        assert box
        assert box["height"] >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        restore.tap()
        expect(page.get_by_text("Nothing was deleted.")).to_be_visible()


def test_what_an_undo_left_is_named_in_activity_and_led_to(page: Page, book: Book) -> None:
    account = book.account()
    book.add(account)
    first = book.do(history.page)[0].id
    book.add(account)
    book.do(history.undo, first)
    page.goto("/activity")
    undoing = page.locator("main li.row", has_text="Undid: Added Bakery")
    expect(undoing).to_contain_text("Left as it is, changed or used since:")
    assert findings(page) == []
    undoing.get_by_role("link", name="Bakery", exact=True).click()
    expect(page.get_by_role("heading", name="Entries")).to_be_visible()
    expect(rows(page)).to_have_count(1)


def test_an_undone_change_is_redone_from_its_own_row(page: Page, book: Book) -> None:
    account = book.account()
    book.do(entries.add, EntryDraft(account, DAY, -1_250, "Bakery"))
    page.goto("/activity")
    added = page.locator("main li.row", has=page.get_by_text("Added Bakery −12.50 EUR", exact=True))
    added.get_by_role("button", name="Undo").click()
    expect(added).to_contain_text("Undone")
    added.get_by_role("button", name="Redo").click()
    expect(added).to_contain_text("Redone")
    expect(page.get_by_role("status").get_by_text("Redone.")).to_be_visible()
    assert len(book.do(entries.page, EntryFilter()).entries) == 1

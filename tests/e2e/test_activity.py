"""Activity in a browser: seeing what was changed, and taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.services import demo, entries, history
from tests.e2e.books import DAY, Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.e2e.conftest import Server


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


def row(page: Page, summary: str) -> Locator:
    return page.locator("main li.row", has=page.get_by_text(summary, exact=True))


def test_what_was_done_days_ago_is_undone_and_redone(page: Page, book: Book) -> None:
    account = book.account()
    days_ago = book.actor.now - timedelta(days=4)
    book.do(entries.add, EntryDraft(account, DAY, -1250, "Bakery"), now=days_ago)
    page.goto("/activity")
    row(page, "Added Bakery −12.50 EUR").get_by_role("button", name="Undo").click()
    expect(row(page, "Added Bakery −12.50 EUR")).to_contain_text("Undone")
    assert book.do(entries.page, EntryFilter()).entries == ()
    row(page, "Undid: Added Bakery −12.50 EUR").get_by_role("button", name="Redo").click()
    expect(row(page, "Undid: Added Bakery −12.50 EUR")).to_contain_text("Redone")
    expect(page.get_by_role("status").get_by_text("Redone.")).to_be_visible()
    assert len(book.do(entries.page, EntryFilter()).entries) == 1


def test_what_was_changed_since_is_left_and_named(page: Page, book: Book) -> None:
    account = book.account()
    key = book.add(account)
    book.do(entries.edit, key, 1, EntryDraft(account, DAY, -100, "Butcher"))
    page.goto("/activity")
    row(page, "Added Bakery −12.50 EUR").get_by_role("button", name="Undo").click()
    expect(page.locator(".notice")).to_contain_text("Butcher of Nov 20, 2026")


def test_a_large_undo_leaves_the_page_alive(page: Page, book: Book) -> None:
    book.do(lambda session, actor: demo.fill(session, actor, entries=3000))
    large = max(book.do(history.page), key=lambda one: one.rows)
    page.goto("/activity")
    row(page, large.summary).get_by_role("button", name="Undo").click()
    expect(
        page.get_by_role("button", name="Working…").or_(page.get_by_text("Undone."))
    ).not_to_have_count(0)
    page.get_by_role("link", name="Entries").first.click()
    expect(page.get_by_role("heading", name="Entries")).to_be_visible()


def test_activity_is_paged_and_can_be_used_by_everybody(page: Page, book: Book) -> None:
    account = book.account()
    for _ in range(history.PAGE):
        book.add(account)
    page.goto("/activity")
    rows = page.locator("main li.row")
    expect(rows).to_have_count(history.PAGE)
    assert findings(page) == []
    page.get_by_role("link", name="Older").click()
    expect(rows.last).to_contain_text("Started with a category tree")
    page.get_by_role("link", name="Newer").click()
    expect(rows).to_have_count(history.PAGE)

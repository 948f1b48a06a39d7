"""Another currency for a book in a browser: asked first, followed on every page, taken back."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from finance_app import db
from finance_app.services import books, recompute_runs, verify
from tests.conftest import somebody
from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.conftest import Server

WIDTH, HEIGHT = 390, 844  # of a phone
GOING = "Amounts in USD are being recomputed."


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


@contextmanager
def waiting() -> Iterator[None]:
    """Have what is to be recomputed wait: another process seems to be at another book."""
    now = datetime.now(UTC)
    with db.write() as session:
        other = Book(somebody(session, f"{now.timestamp()}@example.org"))
    other.add(other.account())
    other.do(books.change_currency, "USD")
    with db.write() as session:
        ahead = now + timedelta(minutes=10)
        assert recompute_runs.claim(session, "a test", ahead, other.actor.book_id)
    yield
    with db.write() as session:
        session.execute(text("DELETE FROM recompute WHERE owner = 'a test'"))


def shown_currency(book: Book) -> str:
    with db.read() as session:
        chosen = text("SELECT base_currency FROM book WHERE id = :book")
        code: str = session.execute(chosen, {"book": book.actor.book_id}).scalar_one()
    return code


def test_by_keys_alone_a_book_gets_another_currency_and_that_is_undone(
    page: Page, book: Book
) -> None:
    book.add(book.account())
    page.goto("/settings")
    field = page.get_by_label("Currency", exact=True)
    expect(field).to_have_value("EUR")
    with waiting():
        field.focus()
        page.keyboard.type("USD")
        expect(field).to_have_value("USD")
        page.get_by_role("button", name="Change", exact=True).focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Change the book from EUR to USD?")
        assert findings(page) == []
        dialog.get_by_role("button", name="Change to USD").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text(GOING)).to_be_visible()
        page.goto("/entries")
        expect(page.get_by_role("progressbar", name=GOING)).to_be_visible()
        assert findings(page) == []
    expect(page.get_by_text(GOING)).to_be_hidden(timeout=30_000)
    with db.read() as session:
        assert verify.verify(session, book.actor.book_id) == ()
    assert shown_currency(book) == "USD"
    page.goto("/activity")
    page.get_by_role(
        "button", name="Undo: Changed the book's currency from EUR to USD"
    ).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Undid: Changed the book's currency")).to_be_visible()
    assert shown_currency(book) == "EUR"


def test_by_thumb_a_change_on_its_way_is_cancelled(server: Server, browser: Browser) -> None:
    size = {"width": WIDTH, "height": HEIGHT}
    with (
        browser.new_context(base_url=server.url, viewport=size, has_touch=True) as context,  # type: ignore[arg-type]  # a dictionary is one
        opened(server, context) as book,
        waiting(),
    ):
        book.add(book.account())
        page = context.new_page()
        page.goto("/settings")
        expect(page.get_by_label("Currency", exact=True)).to_have_value("EUR")
        page.get_by_label("Currency", exact=True).select_option("USD")
        page.get_by_role("button", name="Change", exact=True).tap()
        page.get_by_role("button", name="Change to USD").tap()
        said = page.get_by_role("note").filter(has_text=GOING)
        cancel = said.get_by_role("button", name="Cancel")
        expect(cancel).to_be_visible()
        box = cancel.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
        cancel.tap()
        expect(page.get_by_text("The book stays in EUR.")).to_be_visible()
        expect(said).to_be_hidden()
        assert shown_currency(book) == "EUR"

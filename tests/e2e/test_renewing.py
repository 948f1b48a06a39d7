"""Another password leaves all of one's tabs as they are; a copy of the cookie opens nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from finance_app import db
from finance_app.models import tables
from finance_app.services import users
from tests.e2e.books import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.books import Book
    from tests.e2e.conftest import Server

PASSWORD, ANOTHER = "plum tractor eleven window", "seven kettles under water"


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    """Somebody signed in who knows their password."""
    with opened(server, context) as book:
        hashed = users.hashed(PASSWORD)
        with db.write() as session:
            mine = tables.user.c.id == book.actor.user_id
            session.execute(update(tables.user).where(mine).values(password_hash=hashed))
        yield book


def test_every_tab_goes_on_and_a_copied_cookie_does_not(
    page: Page, book: Book, browser: Browser, server: Server
) -> None:
    assert book
    other = page.context.new_page()
    other.goto("/categories")
    expect(other.get_by_role("button", name="Add").first).to_be_visible()
    copied = page.context.cookies()
    page.goto("/security")
    page.get_by_role("button", name="Change the password").click()
    card = page.get_by_role("dialog", name="Change the password")
    card.get_by_label("Current password").fill(PASSWORD)
    card.get_by_label("New password").fill(ANOTHER)
    with other.expect_websocket():  # it ends with the token before, and comes anew
        page.keyboard.press("Enter")
    expect(page.get_by_text("You have a new password.")).to_be_visible()
    assert page.url.endswith("/security?done=password")
    other.keyboard.press("g")
    other.keyboard.press("e")
    other.wait_for_url("**/entries")
    expect(other.get_by_role("heading", name="Entries")).to_be_visible()
    with browser.new_context(base_url=server.url) as thief:
        thief.add_cookies(copied)  # type: ignore[arg-type]  # as it gave them
        theirs = thief.new_page()
        theirs.goto("/entries")
        theirs.wait_for_url("**/login?next=*")

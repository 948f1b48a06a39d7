"""About people: weeks of their own, an address taken back, a book that will be lost."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app import db
from finance_app.domain.actors import Role
from finance_app.services import books as book_service
from finance_app.services import leaving, users
from tests.conftest import somebody
from tests.e2e.books import Book, findings, opened
from tests.e2e.test_profile import PASSWORD, PHONE, letters, sign_in
from tests.services.books import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page, Route

    from tests.e2e.conftest import Server

ANOTHER = "seven kettles under water"
SATURDAY = 5


@contextmanager
def with_password(server: Server, context: BrowserContext, email: str = "") -> Iterator[Book]:
    with opened(server, context, email) as found:
        with db.write() as session:
            users.set_password(session, found.actor.email, users.hashed(PASSWORD), found.actor.now)
        context.clear_cookies()
        yield found


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with with_password(server, context) as found:
        yield found


def test_a_week_begins_with_the_day_that_was_chosen(page: Page, book: Book) -> None:
    sign_in(page, book)
    page.goto("/settings")
    page.get_by_label("First day of the week").select_option("Saturday")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto("/entries")
    period = page.get_by_label("Period: All time")
    period.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Week", exact=True).click()
    page.wait_for_url(re.compile(r"period=week-"))
    found = re.search(r"week-([\d-]{10})", page.url)
    assert found is not None
    assert date.fromisoformat(found[1]).weekday() == SATURDAY
    page.get_by_role("link", name="Previous period").click()
    page.wait_for_url(lambda url: found[0] not in url)
    assert findings(page) == []


def test_what_was_typed_is_there_after_a_wrong_password_and_gone_later(
    page: Page, book: Book
) -> None:
    sign_in(page, book)
    page.goto("/profile")
    card = page.locator("form", has=page.get_by_role("button", name="Delete my account"))
    typed = card.get_by_label("Your e-mail address, typed out")
    typed.fill(book.actor.email)
    card.get_by_label("Current password").fill("not the password")
    page.keyboard.press("Enter")
    page.wait_for_url("**error=current**")
    expect(typed).to_have_value(book.actor.email)
    page.goto("/profile")
    expect(typed).to_have_value("")


def test_an_address_is_taken_back_by_a_thumb(server: Server, context: BrowserContext) -> None:
    with with_password(server, context, "owner@example.org") as book:
        page = context.new_page()
        sign_in(page, book)
        page.goto("/security")
        page.get_by_role("button", name="Change the address").click()
        card = page.get_by_role("dialog", name="Change the address")
        card.get_by_label("New address").fill("thief@example.org")
        card.get_by_label("Current password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**done=sent**")
        (confirm,) = letters(server, "thief@example.org", "Confirm your new address", 1)
        page.goto(link(confirm))
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_url("**/security?done=address")
        (told,) = letters(server, "owner@example.org", "Your address was changed", 1)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
        page.goto(link(told))
        take = page.get_by_role("button", name="Take it back")
        expect(take).to_be_visible()
        expect(page).to_have_url(re.compile(r"/take-back$"))
        assert findings(page) == []
        take.click()
        page.wait_for_url(re.compile(r"/reset$"))
        page.get_by_label("Password", exact=True).fill(ANOTHER)
        page.keyboard.press("Enter")
        expect(page.get_by_text("You have a new password.")).to_be_visible()
        page.get_by_label("E-mail").fill("owner@example.org")
        page.get_by_label("Password", exact=True).fill(ANOTHER)
        page.keyboard.press("Enter")
        page.wait_for_url("**/")


def test_a_form_that_is_sent_before_the_page_listens_waits_for_it(page: Page, book: Book) -> None:
    sign_in(page, book)
    held: list[Route] = []
    modules = "**/assets/*.js"
    page.route(modules, lambda route: held.append(route))  # noqa: PLW0108  it is marked by Playwright
    page.goto("/profile", wait_until="commit")
    card = page.locator("form", has=page.get_by_role("button", name="Prepare the file"))
    card.get_by_label("Current password").fill(PASSWORD)
    page.wait_for_function("() => performance.getEntriesByName(`${origin}/marks.js`).length")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.route(modules, lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(page.get_by_role("link", name="Download it")).to_be_visible(timeout=30_000)


def test_members_see_until_when_a_book_can_be_saved(page: Page, book: Book) -> None:
    with db.write() as session:
        owner = replace(somebody(session, "leaver@example.org"), now=datetime.now(UTC))
        join(session, book.actor, owner.book_id, Role.EDITOR)
        book_service.switch(session, book.actor, owner.book_id)
        leaving.ask(session, owner, owner.email, right=True, shared_too=True)
    sign_in(page, book)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
    page.goto("/entries")
    expect(page.get_by_text("This book will be deleted on")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="See who").click()
    expect(page.get_by_role("list", name="Members")).to_contain_text("leaver@example.org")


def link(text: str) -> str:
    """Return the path of the link in a mail, with what stands behind its #."""
    found = re.search(r"^https?://[^/\s]+(/\S+)$", text, re.MULTILINE)
    assert found is not None
    return found[1]

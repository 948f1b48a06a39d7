"""Choosing which mails come and when, and stopping them from a mail, by keys and by finger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from finance_app import db
from finance_app.domain.notices import Notice
from finance_app.models import tables
from finance_app.services import preferences, unsubscribing
from tests.e2e.books import findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.books import Book
    from tests.e2e.conftest import Server

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
WEEK, LEAST = "Every week: what came in and what was spent", 44  # pixels


def wanted(book: Book) -> frozenset[Notice]:
    with db.read() as session:
        return preferences.wanted(session, book.actor.user_id)


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    """At a desk and on a phone."""
    chosen: str = request.param
    return chosen


@pytest.fixture
def context(browser: Browser, server: Server, size: str) -> Iterator[BrowserContext]:
    with browser.new_context(
        base_url=server.url,
        viewport=SIZES[size],  # type: ignore[arg-type]  # a size
        has_touch=size == "phone",
        locale="en-GB",
    ) as one:
        yield one


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as one:
        yield one


def test_mails_and_when_they_come_are_chosen(page: Page, book: Book, size: str) -> None:
    page.goto("/settings")
    week = page.get_by_label(WEEK)
    expect(week).not_to_be_checked()
    expect(page.get_by_label("When something of this server")).to_have_count(0)
    if size == "phone":
        target = page.locator("label.check", has_text=WEEK)
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= LEAST
        target.tap()
    else:
        week.focus()
        page.keyboard.press("Space")
    expect(week).to_be_checked()
    page.get_by_label("Quiet from").select_option("22:00")
    page.get_by_role("button", name="Save quiet hours").press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert findings(page) == []
    assert Notice.WEEK in wanted(book)
    with db.read() as session:
        mine = tables.preferences.c.user_id == book.actor.user_id
        hours = session.scalar(select(tables.preferences.c.quiet_hours).where(mine))
    assert hours == "22:00-07:00"
    page.reload()
    expect(week).to_be_checked()
    expect(page.get_by_label("Quiet from")).to_have_value("22:00")


def test_mails_are_stopped_from_a_mail(page: Page, context: BrowserContext, book: Book) -> None:
    with db.write() as session:
        preferences.choose_notice(session, book.actor, Notice.WEEK, is_wanted=True)
    token = unsubscribing.token(Notice.WEEK, book.actor.user_id, book.actor.email)
    context.clear_cookies()  # whoever follows a mail's link need not be signed in
    page.goto(f"{unsubscribing.PATH}?link={token}")
    expect(page.get_by_text("Do you want no more weekly digests?")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/unsubscribe\?notice=week$"))
    assert findings(page) == []
    assert Notice.WEEK in wanted(book)
    page.get_by_role("button", name="Unsubscribe").press("Enter")
    expect(page.get_by_text("You get no more weekly digests.")).to_be_visible()
    assert findings(page) == []
    assert Notice.WEEK not in wanted(book)
    page.goto(f"{unsubscribing.PATH}?link={token}x")
    expect(page.get_by_text("This link is not whole.")).to_be_visible()
    page.goto("/unsubscribe")
    expect(page.get_by_text("The link at the foot of a mail")).to_be_visible()
    expect(page.get_by_role("button", name="Unsubscribe")).to_have_count(0)

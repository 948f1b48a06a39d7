"""Two-step sign-in as people do it: an app, backup codes; by keyboard and on a phone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from finance_app import db
from finance_app.domain.flags import SECOND_FACTOR
from finance_app.models import tables
from finance_app.services import users
from tests.e2e.books import findings, opened
from tests.flags import switch_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

    from tests.e2e.books import Book
    from tests.e2e.conftest import Server

PASSWORD = "plum tractor eleven window"  # noqa: S105  the tests' own
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def password_hash() -> str:
    return users.hashed(PASSWORD)


@pytest.fixture
def book(server: Server, context: BrowserContext, password_hash: str) -> Iterator[Book]:
    """Somebody signed in who knows their password."""
    with opened(server, context) as book:
        with db.write() as session:
            mine = tables.user.c.id == book.actor.user_id
            session.execute(update(tables.user).where(mine).values(password_hash=password_hash))
        yield book


def next_code(book: Book, key: str) -> str:
    """Return a code that was not taken yet: the next one, by a clock that is a little fast."""
    with db.read() as session:
        mine = tables.factor.c.user_id == book.actor.user_id
        last = session.execute(select(tables.factor.c.last_step).where(mine)).scalar() or 0
    step = max(last + 1, int(datetime.now(UTC).timestamp()) // 30)
    return pyotp.TOTP(key).generate_otp(step)


def turn_on(page: Page, book: Book) -> tuple[str, list[str]]:
    """Turn an app on by keyboard; return its key and the backup codes."""
    page.goto("/security")
    page.get_by_role("button", name="Turn the app on").press("Enter")
    card = page.get_by_role("dialog", name="Turn the app on")
    card.get_by_label("Current password").fill("not this one")
    page.keyboard.press("Enter")
    expect(card.get_by_text("That is not your password.")).to_be_visible()
    assert findings(page) == []
    card.get_by_label("Current password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/authenticator")
    expect(page.locator("#key")).to_have_text(re.compile(r"^([A-Z2-7]{4} ?){8}$"))
    key = page.locator("#key").inner_text().replace(" ", "")
    expect(page.get_by_role("img", name="QR code")).to_have_js_property("complete", value=True)
    assert page.get_by_role("img", name="QR code").evaluate("image => image.naturalWidth") > 100
    assert findings(page) == []
    page.get_by_label("Code").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That code is wrong")).to_be_visible()
    page.get_by_label("Code").fill(next_code(book, key))
    page.keyboard.press("Enter")
    page.wait_for_url("**/codes")
    expect(page.locator("#codes li")).to_have_count(10)
    assert findings(page) == []
    codes = page.locator("#codes li").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.path().read_text().split() == codes
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#codes-copied")).not_to_be_empty()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 of 10 are left.")).to_be_visible()
    return key, codes


def first_step(page: Page, book: Book, wanted: str = "/entries") -> None:
    """Sign out and show the password again."""
    page.context.clear_cookies()
    page.goto(wanted)
    page.wait_for_url("**/login?next=*")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()  # it listens
    page.get_by_label("E-mail").fill(book.actor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/factor?next=*")


def test_who_must_have_a_factor_is_led_to_it_and_goes_on_afterwards(page: Page, book: Book) -> None:
    switch_now(SECOND_FACTOR, "everybody")
    try:
        while not page.url.endswith("/security"):  # the server looks every few seconds
            page.goto("/entries")
        expect(page.get_by_text("This server demands a second factor.")).to_be_visible()
        expect(page.get_by_role("heading", name="Password", exact=True)).to_have_count(0)
        page.get_by_role("link", name="Accounts").first.click()
        page.wait_for_url("**/security")
        turn_on(page, book)
        expect(page.get_by_text("This server demands a second factor.")).to_have_count(0)
        page.goto("/entries")
        expect(page.get_by_role("heading", name="Entries")).to_be_visible()
    finally:
        switch_now(SECOND_FACTOR, "nobody")


def test_an_app_is_turned_on_asked_for_and_turned_off(page: Page, book: Book) -> None:
    key, codes = turn_on(page, book)
    first_step(page, book)
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    assert findings(page) == []
    page.keyboard.type("123456")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That code is wrong")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(next_code(book, key))
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries")
    first_step(page, book)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
    page.get_by_text("Use a backup code").click()
    assert findings(page) == []
    page.get_by_label("Backup code").fill(codes[4].upper().replace("-", " "))
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries")
    page.goto("/security")
    expect(page.get_by_text("9 of 10 are left.")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Turn the app off").click()
    card = page.get_by_role("dialog", name="Turn the app off")
    card.get_by_label("Current password").fill(PASSWORD)
    card.get_by_label("Code from your app").fill("000000")
    page.keyboard.press("Enter")
    expect(card.get_by_text("That code is wrong")).to_be_visible()
    assert findings(page) == []
    card.get_by_label("Current password").fill(PASSWORD)
    card.get_by_label("Code from your app").fill(codes[5])
    card.get_by_role("button", name="Turn off").click()
    expect(page.get_by_text("The authenticator app is off.")).to_be_visible()
    expect(page.get_by_text("are left.")).to_have_count(0)
    expect(page.get_by_label("Code from your app")).to_have_count(0)


def test_who_waits_sees_no_page_and_may_begin_anew(page: Page, book: Book) -> None:
    turn_on(page, book)
    first_step(page, book)
    page.goto("/accounts")
    page.wait_for_url("**/login?next=*")
    page.goto("/factor")
    page.get_by_role("link", name="Sign in as somebody else").click()
    page.wait_for_url("**/login")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()

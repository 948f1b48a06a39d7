"""Passkeys in a real browser, with the authenticator that Chromium has for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from finance_app import db
from finance_app.models import tables
from finance_app.services import users
from tests.e2e.books import findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, CDPSession, Locator, Page

    from tests.e2e.books import Book
    from tests.e2e.conftest import Server

PASSWORD = "plum tractor eleven window"  # noqa: S105  the tests' own
PHONE = {"width": 390, "height": 844}
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


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


@pytest.fixture
def device(page: Page) -> Iterator[tuple[CDPSession, str]]:
    """A device that keeps passkeys, and what DevTools calls it."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield tools, made["authenticatorId"]
    tools.send("WebAuthn.disable")


def show_beside(form: Locator) -> None:
    """Show a passkey beside the password that a form asks for, by keyboard."""
    form.get_by_role("button", name="Use a passkey instead").press("Enter")
    expect(form.get_by_text("Your passkey was read. Go on below.")).to_be_visible()


def add(page: Page, name: str, *, beside: bool = False) -> None:
    """Add a passkey by keyboard."""
    page.goto("/security")
    page.get_by_role("button", name="Add a passkey").press("Enter")
    form = page.get_by_role("dialog", name="Add a passkey")
    form.get_by_label("Name").fill(name)
    if beside:
        show_beside(form)
    form.get_by_label("Current password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/passkey")
    expect(page.get_by_role("button", name="Make the passkey")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Make the passkey").press("Enter")


def test_a_passkey_stands_beside_the_password_and_lets_in_without_it(
    page: Page, book: Book, device: tuple[CDPSession, str]
) -> None:
    tools, name = device
    add(page, "This laptop")
    page.wait_for_url("**/codes")
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("This laptop")).to_be_visible()
    expect(page.get_by_text("Not used yet")).to_be_visible()
    assert findings(page) == []
    held = tools.send("WebAuthn.getCredentials", {"authenticatorId": name})["credentials"]
    assert [one["isResidentCredential"] for one in held] == [True]
    add(page, "Once more", beside=True)
    expect(page.get_by_text("This device has a passkey for this account already.")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/entries")
    page.get_by_label("E-mail").fill(book.actor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/factor?next=*")
    assert findings(page) == []
    page.get_by_role("button", name="Use a passkey").press("Enter")
    page.wait_for_url("**/entries")

    page.context.clear_cookies()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
    page.goto("/reports")
    page.wait_for_url("**/login?next=*")
    assert findings(page) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/reports")
    page.goto("/security")
    expect(page.get_by_text("Used ")).to_be_visible()


def test_without_its_user_a_device_lets_nobody_in_and_the_page_says_so(
    page: Page, book: Book, device: tuple[CDPSession, str]
) -> None:
    assert book
    tools, name = device
    add(page, "This laptop")
    expect(page.locator("#codes li")).to_have_count(10)
    page.context.clear_cookies()
    page.goto("/login")
    verified = {"authenticatorId": name, "isUserVerified": False}
    tools.send("WebAuthn.setUserVerified", verified)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used. Try again.")).to_be_visible()
    assert findings(page) == []
    tools.send("WebAuthn.setUserVerified", verified | {"isUserVerified": True})
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/")


def test_a_passkey_is_removed(page: Page, book: Book, device: tuple[CDPSession, str]) -> None:
    assert device
    add(page, "This laptop")
    page.wait_for_url("**/codes")
    page.goto("/security")
    page.get_by_role("button", name="Remove This laptop").click()
    dialog = page.get_by_role("dialog", name="Remove this passkey?")
    dialog.get_by_label("Current password").fill("not this one")
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("That is not your password.")).to_be_visible()
    dialog.get_by_label("Current password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("That code is wrong or was used already.")).to_be_visible()
    show_beside(dialog)
    assert findings(page) == []
    dialog.get_by_label("Current password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    expect(page.get_by_text("This laptop")).to_have_count(0)
    page.context.clear_cookies()
    page.goto("/login")
    page.get_by_label("E-mail").fill(book.actor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")

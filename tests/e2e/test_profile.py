"""Staying signed in, the mail about a new browser, taking one's data along, and leaving."""

from __future__ import annotations

import email
import re
import time
from email.policy import default
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from finance_app import db
from finance_app.services import users
from tests.e2e.books import Book, findings, opened
from tests.e2e.conftest import watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.conftest import Server

PASSWORD = "plum tractor eleven window"  # noqa: S105  the tests' own
PHONE = {"width": 390, "height": 844}
WAIT = 30_000  # milliseconds


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    """Somebody signed in, with a password that opens their account."""
    with opened(server, context) as found:
        with db.write() as session:
            users.set_password(session, found.actor.email, users.hashed(PASSWORD), found.actor.now)
        context.clear_cookies()
        yield found


def sign_in(page: Page, book: Book, *, stay: bool = False) -> None:
    page.goto("/login")
    page.get_by_label("E-mail").fill(book.actor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    if stay:
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Stay signed in")).to_be_focused()
        page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")


def letters(server: Server, recipient: str, subject: str, count: int) -> list[str]:
    """Wait until as many mails on a subject came to somebody; return their texts."""
    end = time.monotonic() + WAIT / 1000
    found: list[str] = []
    while time.monotonic() < end and len(found) < count:
        time.sleep(0.1)
        paths = sorted((server.data_dir / "outbox").glob("*.eml"))
        read = [email.message_from_bytes(path.read_bytes(), policy=default) for path in paths]
        found = [
            text.get_content()
            for each in read
            if each["To"] == recipient
            and each["Subject"] == subject
            and (text := each.get_body(("plain",)))
        ]
    assert len(found) == count
    return found


def ends(page: Page) -> float:
    """Return when the session's cookie ends; −1 is with the browser."""
    (cookie,) = (one for one in page.context.cookies() if one["name"] == "finance")
    return cookie["expires"]


def test_who_does_not_stay_signed_in_is_out_with_the_browser(page: Page, book: Book) -> None:
    page.goto("/login")
    expect(page.get_by_label("Stay signed in")).not_to_be_checked()
    assert findings(page) == []
    sign_in(page, book)
    assert ends(page) == -1
    page.context.clear_cookies(name="finance")  # as when it is closed
    page.goto("/entries")
    page.wait_for_url("**/login?**")
    sign_in(page, book, stay=True)
    assert ends(page) > time.time() + 80 * 86_400


def test_a_new_browser_is_told_of_by_mail_once(
    page: Page, book: Book, server: Server, browser: Browser
) -> None:
    sign_in(page, book)
    (letter,) = letters(server, book.actor.email, "New sign-in", 1)
    assert re.search(r"^Device: Chrome on Linux$", letter, re.MULTILINE)
    assert f"{server.url}/security" in letter
    page.context.clear_cookies(name="finance")
    sign_in(page, book)
    with browser.new_context(base_url=server.url) as elsewhere:
        sign_in(elsewhere.new_page(), book)
        letters(server, book.actor.email, "New sign-in", 2)


def test_all_data_is_taken_along(page: Page, book: Book, server: Server, tmp_path: Path) -> None:
    book.add(book.account(), payee="=Bakery", amount=-1250)
    sign_in(page, book)
    page.goto("/settings")
    box = page.get_by_label("When the file of all my data is ready")
    expect(box).to_be_checked()
    for checked in (False, True):
        box.focus()
        page.keyboard.press("Space")
        expect(box).to_be_checked(checked=checked)
    page.reload()
    expect(box).to_be_checked()
    assert findings(page) == []
    page.get_by_role("main").get_by_role("link", name="Profile").click()
    page.wait_for_url("**/profile")
    page.locator("#export-current").fill("not this one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is not your password.")).to_be_visible()
    assert findings(page) == []
    page.locator("#export-current").fill(PASSWORD)
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Download it")
    expect(link).to_be_visible(timeout=WAIT)
    assert findings(page) == []
    with page.expect_download() as download:
        link.click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    with ZipFile(path) as archive:
        (entries,) = (name for name in archive.namelist() if name.endswith("/entries.csv"))
        assert "'=Bakery,-12.50,-1250,EUR" in archive.read(entries).decode()
    letters(server, book.actor.email, "Your file is ready", 1)


def keeps(page: Page) -> None:
    """Tap what keeps the account, which stands below the words about it."""
    keep = page.get_by_role("button", name="Keep my account")
    left = "one => one.getBoundingClientRect().left + parseFloat(getComputedStyle(one).paddingLeft)"
    said = page.get_by_text("Your account will be deleted on")
    assert abs(keep.evaluate(left) - said.evaluate(left)) <= 2
    keep.tap()


def test_an_account_is_deleted_and_kept_by_thumb(
    browser: Browser, server: Server, book: Book
) -> None:
    with browser.new_context(base_url=server.url, viewport=PHONE, has_touch=True) as phone:  # type: ignore[arg-type]  # a size
        page = phone.new_page()
        troubles = watched(page)
        page.goto("/login")
        stay = page.locator("label", has_text="Stay signed in").bounding_box()
        assert stay is not None
        assert stay["height"] >= 44
        sign_in(page, book)
        page.get_by_text("More").last.tap()
        page.get_by_role("link", name="Profile").last.tap()
        page.wait_for_url("**/profile")
        expect(page.get_by_text("deleted with you.")).to_be_visible()
        delete = page.get_by_role("button", name="Delete my account")
        box = delete.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        page.locator("#leave-current").fill(PASSWORD)
        page.get_by_label("typed out").fill("eve@example.org")
        delete.tap()
        expect(page.get_by_text("That is not your address.")).to_be_visible()
        page.locator("#leave-current").fill(PASSWORD)
        page.get_by_label("typed out").fill(book.actor.email)
        page.get_by_role("button", name="Delete my account").tap()
        expect(page.get_by_text("Your account will be deleted in 7 days.")).to_be_visible()
        letters(server, book.actor.email, "Your account will be deleted", 1)
        sign_in(page, book)
        said = page.get_by_text("Your account will be deleted on")
        expect(said).to_be_visible()
        assert findings(page) == []
        keeps(page)
        expect(said).to_be_hidden()
        expect(page.get_by_text("Your account stays.")).to_be_visible()
        page.reload()
        expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
        expect(said).to_be_hidden()
        assert troubles == []

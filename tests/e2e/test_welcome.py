"""Somebody new comes to a living dashboard in three steps, by keyboard and on a phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e import books
from tests.e2e.test_sign_in import EMAIL, PASSWORD, send

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Server

FIXTURES = Path(__file__).parents[1] / "fixtures"
ACCOUNT = re.compile(r"step=account")
DONE = re.compile(r"step=done")


@pytest.fixture
def server(own_server: Server) -> Server:
    """A server that nobody has signed up at."""
    return own_server


@pytest.fixture(params=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Page]:
    """A tab of somebody new in Vienna who has just signed up, at a desk or on a phone."""
    phone = request.param == "phone"
    size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
    with browser.new_context(
        base_url=server.url,
        viewport=size,  # type: ignore[arg-type]  # a size
        has_touch=phone,
        is_mobile=phone,
        locale="de-AT",
        timezone_id="Europe/Vienna",
    ) as context:
        tab = context.new_page()
        tab.goto("/signup")
        expect(tab.get_by_label("Currency")).to_have_value("EUR")
        tab.get_by_label("E-mail").fill(EMAIL)
        send(tab)
        tab.wait_for_url("**/welcome")
        expect(tab.get_by_text("Step 2 of 3")).to_be_visible()  # the form asked for the first
        tab.get_by_role("link", name="Back").click()
        expect(tab.get_by_text("Step 1 of 3")).to_be_visible()
        yield tab


def test_three_steps_by_keyboard_alone_lead_to_the_dashboard(page: Page) -> None:
    expect(page.get_by_label("Region")).to_have_value("de_AT")
    expect(page.get_by_label("Region")).to_be_focused()
    expect(page.get_by_text("Your time zone is Europe/Vienna.")).to_be_visible()
    expect(page.get_by_text("All of it can be changed at any time")).to_be_visible()
    assert books.findings(page) == []
    page.keyboard.press("Tab")
    page.get_by_label("Currency").select_option("CHF")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(ACCOUNT)
    expect(page.get_by_label("Name")).to_be_focused()
    expect(page.get_by_label("Currency")).to_have_value("CHF")
    assert books.findings(page) == []
    page.keyboard.type("Everyday")
    page.get_by_label("Balance today").focus()
    page.keyboard.type("1250,40")
    page.keyboard.press("Enter")
    page.wait_for_url(DONE)
    expect(page.get_by_text("Your first account is open.")).to_be_visible()
    expect(page.locator(".made")).to_contain_text("1.250,40")
    assert books.findings(page) == []
    expect(page.get_by_role("button", name="Go to the dashboard")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    expect(page.locator(".figure", has_text="Net worth")).to_contain_text("1.250,40")


def test_back_works_and_skipping_is_remembered(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(ACCOUNT)
    page.go_back()
    expect(page.get_by_text("Step 1 of 3")).to_be_visible()
    page.go_forward()
    expect(page.get_by_text("Step 2 of 3")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/login")
    page.get_by_label("E-mail").fill(EMAIL)
    send(page, PASSWORD)
    page.wait_for_url("**/welcome")  # the book is untouched
    page.get_by_role("button", name="Skip for now").click()
    page.wait_for_url("**/")
    expect(page.get_by_text("Your figures appear here")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/login")
    page.get_by_label("E-mail").fill(EMAIL)
    send(page, PASSWORD)
    page.wait_for_url("**/")
    page.get_by_role("link", name="Get started").click()
    page.wait_for_url("**/welcome")


def test_a_demo_book_is_looked_around_in_and_removed(page: Page) -> None:
    page.goto("/welcome?step=account")
    page.get_by_role("button", name="Look around in a demo book").click()
    page.wait_for_url("**/")
    banner = page.get_by_text("This is a demo book with invented figures.")
    expect(banner).to_be_visible(timeout=30_000)
    expect(page.locator(".figure", has_text="Net worth")).to_contain_text("EUR")
    assert books.findings(page) == []
    page.goto("/entries")
    expect(banner).to_be_visible()
    other = page.context.new_page()
    other.goto("/accounts")
    expect(other.get_by_text("Net worth")).to_be_visible()
    page.get_by_role("button", name="Remove it").click()
    page.wait_for_url("**/")
    expect(page.get_by_text("Your figures appear here")).to_be_visible()
    expect(banner).to_be_hidden()
    other.wait_for_url("**/")  # by itself
    expect(other.get_by_text("Your figures appear here")).to_be_visible()
    notice = page.get_by_role("status").filter(has_text="The demo book was removed.")
    notice.get_by_role("button", name="Undo").click()
    expect(banner).to_be_visible()
    expect(page.locator(".figure", has_text="Net worth")).to_be_visible()
    page.get_by_role("button", name="Back to your own").click()
    expect(page.get_by_text("Your figures appear here")).to_be_visible()


def test_a_file_leads_there_and_back(page: Page) -> None:
    page.goto("/welcome?step=account")
    page.get_by_role("link", name="Bring in a bank file").click()
    page.wait_for_url("**/import")
    page.get_by_label("Drop a bank file here").set_input_files(FIXTURES / "checking.ofx")
    page.get_by_role("button", name="Import 8 entries").click()
    page.get_by_role("link", name="Finish setting up").click()
    page.wait_for_url(DONE)
    expect(page.get_by_text("Your first account is open.")).to_be_visible()

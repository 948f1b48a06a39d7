"""Somebody comes, goes, and is kept out, in a real browser."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.books import findings
from tests.e2e.conftest import serving, watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.conftest import Server

EMAIL, PASSWORD = "ada@example.org", "plum tractor eleven window"
FRAMES = """window.painted = new Set();
const note = () => {
  if (document.body) painted.add(document.documentElement.className);
  requestAnimationFrame(note);
};
requestAnimationFrame(note);"""
WAIT = 20_000  # milliseconds: five seconds where nothing else runs, `tests/web` measures that


@pytest.fixture(scope="module")
def empty(used_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that nobody has signed up at, and nobody does."""
    with serving(shutil.copytree(used_once, tmp_path_factory.mktemp("empty") / "data")) as running:
        yield running


@pytest.fixture(scope="module")
def server(
    used_once: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Server]:
    """A server of one user."""
    with serving(shutil.copytree(used_once, tmp_path_factory.mktemp("one") / "data")) as running:
        with vienna(browser, running) as context:
            sign_up(context.new_page())
        yield running


def vienna(browser: Browser, server: Server) -> BrowserContext:
    """Return a browser of somebody in Vienna."""
    return browser.new_context(base_url=server.url, locale="de-AT", timezone_id="Europe/Vienna")


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser in Vienna where nobody is signed in."""
    with vienna(browser, server) as fresh:
        yield fresh


@pytest.fixture
def first(browser: Browser, empty: Server) -> Iterator[Page]:
    """A tab of whoever comes first; the test fails where the page reports an error."""
    with vienna(browser, empty) as context:
        tab = context.new_page()
        troubles = watched(tab)
        yield tab
        assert troubles == []


def send(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main button[data-kind=primary]").click()


def sign_up(page: Page) -> None:
    page.goto("/")
    page.wait_for_url("**/signup")
    expect(page.get_by_label("Currency")).to_have_value("EUR")
    page.get_by_label("E-mail").fill(EMAIL)
    send(page)
    page.wait_for_url("**/welcome")
    page.get_by_role("button", name="Skip for now").click()
    page.wait_for_url("**/")
    expect(page.get_by_text(EMAIL).first).to_be_attached()


def come_in(page: Page) -> None:
    """Sign in, on a new tab."""
    page.goto("/login")
    sign_in(page)
    page.wait_for_url("**/")
    expect(page.get_by_text(EMAIL).first).to_be_attached()


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail").fill(EMAIL)
    send(page, password)


def test_the_first_user_is_welcomed_with_what_fits_the_browser(first: Page) -> None:
    first.goto("/login")
    first.wait_for_url("**/signup")
    expect(first.get_by_text("Welcome.")).to_be_visible()
    expect(first.get_by_label("Region")).to_have_value("de_AT")
    expect(first.get_by_label("Currency")).to_have_value("EUR")
    expect(first.locator("[name=time_zone]")).to_have_value("Europe/Vienna")
    first.get_by_label("Region").select_option("de_CH")
    expect(first.get_by_label("Currency")).to_have_value("CHF")


def test_a_password_is_shown_by_key_until_it_is_sent(first: Page) -> None:
    first.goto("/signup")
    password = first.get_by_label("Password", exact=True)
    first.get_by_label("E-mail").fill(EMAIL)
    password.fill(PASSWORD)
    first.keyboard.press("Tab")
    show = first.get_by_role("button", name="Show password")
    expect(show).to_be_focused()
    first.keyboard.press("Enter")
    expect(password).to_have_attribute("type", "text")
    expect(show).to_have_attribute("aria-pressed", "true")
    first.locator("form").evaluate("form => (form.onsubmit = event => event.preventDefault())")
    first.locator("main button[data-kind=primary]").click()
    expect(password).to_have_attribute("type", "password")
    expect(show).to_have_attribute("aria-pressed", "false")


def test_all_that_is_wrong_with_signing_up_is_said_beside_its_field(first: Page) -> None:
    first.goto("/signup")
    email, password = first.get_by_label("E-mail"), first.get_by_label("Password", exact=True)
    email.fill("ada")
    send(first, "short")
    expect(email).to_have_accessible_description("Enter an e-mail address like name@example.org.")
    expect(email).to_have_value("ada")
    expect(password).to_have_accessible_description(re.compile("not 12 to 128 characters long"))
    expect(password).to_have_value("")


def test_light_or_dark_follows_its_user_into_another_browser(
    page: Page, browser: Browser, server: Server
) -> None:
    come_in(page)
    page.goto("/settings")
    page.get_by_role("main").get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_class("dark")
    with browser.new_context(base_url=server.url, color_scheme="light") as elsewhere:
        other = elsewhere.new_page()
        other.add_init_script(FRAMES)
        other.goto("/login")
        sign_in(other)
        other.wait_for_url("**/")
        expect(other.get_by_text(EMAIL).first).to_be_attached()
        assert other.evaluate("[...painted]") == ["dark"]


def test_a_weak_password_is_said_beside_the_field_and_the_address_stays(first: Page) -> None:
    first.goto("/signup")
    first.get_by_label("E-mail").fill(EMAIL)
    send(first, "passwordpassword")
    expect(first.locator("#password-note")).to_contain_text("easy to guess")
    expect(first.get_by_label("E-mail")).to_have_value(EMAIL)
    assert EMAIL not in first.url


def test_somebody_signs_out_and_in_again(page: Page) -> None:
    come_in(page)
    page.goto("/settings")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Vienna")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")
    (left,) = page.context.cookies()
    assert left["name"] == "finance-device"  # the browser is known, nobody is signed in
    sign_in(page, "not the password")
    expect(page.locator(".form-error")).to_contain_text("do not go together")
    expect(page.get_by_label("E-mail")).to_have_value(EMAIL)
    send(page)
    page.wait_for_url("**/")
    page.goto("/login")
    page.wait_for_url("**/")  # who is in goes on
    page.context.clear_cookies()
    page.goto("/signup")
    expect(page.get_by_text("Sign-up is closed here.")).to_be_visible()
    page.goto("/settings?from=mail")
    page.wait_for_url("**/login?next=*")
    sign_in(page)
    page.wait_for_url("**/settings?from=mail")


def test_who_is_quicker_than_the_page_still_comes_where_they_wanted(page: Page) -> None:
    page.route_web_socket("**/_event/**", lambda _: None)  # nobody answers
    page.goto("/login?next=%2Fsettings%3Ffrom%3Dmail")
    sign_in(page)
    page.wait_for_url("**/settings?from=mail")


def test_the_eleventh_guess_is_told_to_wait(page: Page) -> None:
    page.goto("/login")
    for number in range(11):
        page.get_by_label("E-mail").fill("eve@example.org")
        send(page, f"wrong password {number}")
        page.wait_for_url("**/login?error=**")
    expect(page.locator(".form-error")).to_contain_text("Wait 20 minutes")


def test_a_choice_is_kept(page: Page) -> None:
    come_in(page)
    page.goto("/settings")
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Vienna")
    page.get_by_label("Region").select_option("en_GB")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Region")).to_have_value("en_GB")


def test_signing_out_in_one_tab_empties_the_other(context: BrowserContext) -> None:
    here, there = context.new_page(), context.new_page()
    troubles = [*watched(here), *watched(there)]
    come_in(here)
    there.goto("/settings")
    expect(there.get_by_text(EMAIL).first).to_be_attached()
    here.goto("/settings")
    here.get_by_role("main").get_by_role("button", name="Sign out").click()
    there.wait_for_url("**/login?next=%2Fsettings&ended=here", timeout=WAIT)
    expect(there.get_by_label("Password", exact=True)).to_be_visible()
    expect(there.get_by_text("You were signed out in this browser.")).to_be_visible()
    assert EMAIL not in there.content()
    assert troubles == []


def test_a_session_that_is_revoked_loses_its_page_by_itself(page: Page, server: Server) -> None:
    come_in(page)
    page.goto("/entries?period=2026-11&text=bakery")
    expect(page.get_by_role("heading", name="Entries")).to_be_visible()
    with closing(sqlite3.connect(server.data_dir / "finance.db", timeout=10)) as database:
        database.execute("DELETE FROM auth_session")
        database.commit()
    page.wait_for_url("**/login?next=*&ended=elsewhere", timeout=WAIT)
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    expect(page.get_by_text("This browser was signed out from elsewhere.")).to_be_visible()
    assert EMAIL not in page.content()
    assert findings(page) == []
    sign_in(page)
    page.wait_for_url("**/entries?period=2026-11&text=bakery")

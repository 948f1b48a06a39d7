"""A book that is shared, in two browsers: from the mailed invitation until one is removed."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.actors import Role
from finance_app.services import invitations
from tests.e2e.books import findings, opened
from tests.e2e.conftest import serving, watched
from tests.e2e.test_mailed import PHONE, WAIT, fill, link_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.conftest import Server

LOOKING = "You may look at this book but not change it."
EVE, PASSWORD = "eve@example.org", "seven kettles under water"


@pytest.fixture(scope="module")
def server(
    built: None,  # noqa: ARG001  it must be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A server that takes whoever is invited."""
    with serving(tmp_path_factory.mktemp("data"), FINANCE_SIGNUP="invite") as running:
        yield running


@pytest.fixture
def new(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """What opens a tab of a browser without a past; the test fails where one reports an error."""
    contexts: list[BrowserContext] = []
    seen: list[list[str]] = []

    def tab(**options: object) -> Page:
        contexts.append(browser.new_context(base_url=server.url, locale="en-GB", **options))  # type: ignore[arg-type]  # a browser's
        page = contexts[-1].new_page()
        seen.append(watched(page))
        return page

    yield tab
    for each in contexts:
        each.close()
    assert [trouble for some in seen for trouble in some] == []


def invited(server: Server, email: str, *, but: str = "") -> str:
    """Wait for the newest invitation of somebody, but for one that is known; return its link."""
    end = time.monotonic() + WAIT / 1000
    while (link := link_to(server, email, r"invited\?see=[\w-]+")) == but:
        assert time.monotonic() < end, f"no other mail to {email}"
        time.sleep(0.1)
    return link


def act(page: Page, about: str, what: str) -> None:
    """Choose something in the menu of a row."""
    page.get_by_label(f"More about {about}", exact=True).click()
    page.get_by_role("button", name=what, exact=True).click()


def invite(page: Page, email: str, role: str) -> None:
    """Invite somebody from the page of people, by keyboard."""
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_label("As", exact=True).select_option(role)
    page.get_by_label("E-mail", exact=True).press("Enter")
    expect(page.get_by_text(f"A mail to {email} is a file")).to_be_visible()


def test_a_household_shares_a_book(
    new: Callable[..., Page], server: Server, context: BrowserContext, page: Page
) -> None:
    with opened(server, context) as book:
        account = book.account(name="Joint account")
        page.goto("/settings")
        page.get_by_role("link", name="People in this book").click()
        expect(page.get_by_role("heading", name="People")).to_be_visible()
        invite(page, EVE, "viewer")
        expect(page.get_by_role("list", name="Invitations").get_by_text(EVE)).to_be_visible()
        assert findings(page) == []
        eve = new(viewport=PHONE, has_touch=True)
        joins(eve, server)
        expect(page.get_by_role("list", name="Members").get_by_text(EVE)).to_be_visible()
        looks_on(eve, lambda: book.add(account, "Corner bakery"))
        act(page, EVE, "Make editor")
        writes(eve)
        page.goto("/activity")
        row = page.get_by_role("listitem").filter(has_text="Eves kiosk")
        expect(row.get_by_text(EVE)).to_be_visible()
        assert findings(page) == []
        removes(page)
        eve.wait_for_url(lambda url: url.endswith(f":{server.port}/"), timeout=5_000)
        expect(
            eve.get_by_text(f"You are no longer in the book My book of {book.actor.email}.")
        ).to_be_visible()
        expect(eve.get_by_text("Your figures appear here")).to_be_visible()
        eve.goto("/entries")
        expect(eve.get_by_text("Every entry needs an account")).to_be_visible()
        expect(eve.get_by_text("Corner bakery")).to_have_count(0)


def joins(eve: Page, server: Server) -> None:
    """Sign up with the invitation, by thumb; nothing else is asked."""
    eve.goto(invited(server, EVE))
    expect(eve.get_by_text("invites you to the book")).to_be_visible()
    assert findings(eve) == []
    fill(eve, "Password", PASSWORD)
    eve.get_by_role("button", name="Accept and begin").tap()
    eve.wait_for_url(lambda url: url.endswith(f":{server.port}/"))
    expect(eve.get_by_text(LOOKING)).to_be_visible()


def looks_on(eve: Page, something: Callable[[], object]) -> None:
    """See what an owner does, and find nothing to do oneself."""
    eve.goto("/entries")
    expect(eve.get_by_text("No entries yet.")).to_be_visible()
    something()
    expect(eve.get_by_text("Corner bakery")).to_be_visible(timeout=WAIT)
    expect(eve.get_by_role("link", name="New entry")).to_have_count(0)
    expect(eve.get_by_role("button", name="New entry")).to_have_count(0)
    assert findings(eve) == []


def writes(eve: Page) -> None:
    """Be told that one may, and do."""
    new = eve.get_by_role("link", name="New entry")
    expect(new).to_be_visible(timeout=WAIT)
    expect(eve.get_by_text(LOOKING)).to_have_count(0)
    new.tap()
    eve.get_by_label("Amount in EUR").fill("4.50")
    eve.get_by_label("Payee", exact=True).fill("Eves kiosk")
    eve.get_by_role("button", name="Save").tap()
    expect(eve.get_by_text("Eves kiosk").first).to_be_visible()


def removes(page: Page) -> None:
    """Take somebody out again."""
    page.goto("/members")
    act(page, EVE, "Remove")
    expect(page.get_by_text("What they wrote stays.")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Remove", exact=True).click()


def test_who_has_an_account_signs_in_and_accepts_or_declines(
    new: Callable[..., Page], server: Server, context: BrowserContext, page: Page
) -> None:
    with opened(server, context) as book:
        book.do(invitations.invite, "dora@example.org", Role.EDITOR)
        dora = new()
        first = invited(server, "dora@example.org")
        dora.goto(first)
        fill(dora, "Password", PASSWORD)
        dora.keyboard.press("Enter")
        dora.wait_for_url(lambda url: url.endswith(f":{server.port}/"))
    with opened(server, context) as other:
        other.do(invitations.invite, "dora@example.org", Role.VIEWER)
        link = invited(server, "dora@example.org", but=first)
        page.goto(link)
        expect(page.get_by_text("and you are signed in as")).to_be_visible()
        assert findings(page) == []
        stranger = new()
        stranger.goto(link)
        stranger.get_by_role("link", name="Sign in to accept").click()
        fill(stranger, "E-mail", "dora@example.org")
        fill(stranger, "Password", PASSWORD)
        stranger.keyboard.press("Enter")
        stranger.wait_for_url(re.compile(r"/invited\?see="))
        assert findings(stranger) == []
        stranger.get_by_role("button", name="Accept").click()
        stranger.wait_for_url(lambda url: url.endswith(f":{server.port}/"))
        expect(stranger.get_by_text("You may look at this book")).to_be_visible()
        other.do(invitations.invite, "fay@example.org", Role.VIEWER)
        fay = new()
        fay.goto(invited(server, "fay@example.org"))
        fay.get_by_role("button", name="Decline").click()
        expect(fay.get_by_text("You declined.")).to_be_visible()
        page.goto("/members")
        expect(page.get_by_text("Declined")).to_be_visible()


def test_another_book_is_made_from_the_menu_by_keyboard(
    server: Server, context: BrowserContext, page: Page
) -> None:
    with opened(server, context) as book:
        book.account(name="Everyday")
        page.goto("/accounts")
        menu = page.locator("summary.person")
        menu.press("Enter")
        page.get_by_role("button", name="New book").press("Enter")
        expect(page.get_by_label("Name", exact=True)).to_be_focused()
        assert findings(page) == []
        page.keyboard.type("Holiday flat")
        page.keyboard.press("Enter")
        expect(menu.get_by_text("Holiday flat")).to_be_visible()
        page.goto("/accounts")
        expect(page.get_by_text("No accounts yet.")).to_be_visible()
        menu.press("Enter")
        page.get_by_role("button", name="My book").press("Enter")
        expect(menu.get_by_text("My book")).to_be_visible()
        expect(menu.get_by_text("Yours alone")).to_be_visible()
        page.goto("/accounts")
        expect(page.get_by_text("Everyday").first).to_be_visible()

"""Joining, a forgotten password, another address, and signing others out, as people do it."""

from __future__ import annotations

import email
import re
import time
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.books import findings
from tests.e2e.conftest import serving, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.e2e.conftest import Server

ADA, PASSWORD = "ada@example.org", "plum tractor eleven window"
EVE, ANOTHER = "eve@example.org", "seven kettles under water"
PHONE = {"width": 390, "height": 844}
WAIT = 20_000  # milliseconds
LOADED = '"is_hydrated_rx_state_":true'
PLACES = """() => [...document.querySelectorAll("main input, main select, main button")].map(
    (one) => Math.round(one.getBoundingClientRect().y))"""


@pytest.fixture(scope="module")
def server(
    built: None,  # noqa: ARG001  it must be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A server that takes everybody; its first user is Ada."""
    with serving(tmp_path_factory.mktemp("data"), FINANCE_SIGNUP="open") as running:
        yield running


@pytest.fixture
def new(browser: Browser, server: Server) -> Iterator[Callable[[], Page]]:
    """What opens a tab of a browser without a past; the test fails where one reports an error."""
    contexts: list[BrowserContext] = []
    seen: list[list[str]] = []

    def tab() -> Page:
        contexts.append(browser.new_context(base_url=server.url, locale="en-GB"))
        page = contexts[-1].new_page()
        seen.append(watched(page))
        return page

    yield tab
    for each in contexts:
        each.close()
    assert [trouble for some in seen for trouble in some] == []


def link_to(server: Server, recipient: str, page: str) -> str:
    """Wait for the newest mail to somebody whose link leads to a page; return the link."""
    end = time.monotonic() + WAIT / 1000
    while time.monotonic() < end:
        for path in sorted((server.data_dir / "outbox").glob("*.eml"), reverse=True):
            letter = email.message_from_bytes(path.read_bytes(), policy=default)
            text = letter.get_body(("plain",))
            assert text is not None
            found = re.search(rf"https?://\S+(/{page}#\S+)", text.get_content())
            if letter["To"] == recipient and found:
                return found[1]
        time.sleep(0.1)
    raise AssertionError(f"no mail to {recipient} leads to /{page}")


def fill(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)


def sign_up(page: Page, address: str, password: str) -> None:
    page.goto("/signup")
    fill(page, "E-mail", address)
    fill(page, "Password", password)
    page.get_by_role("button", name="Sign up").click()


def sign_in(page: Page, address: str, password: str) -> None:
    fill(page, "E-mail", address)
    fill(page, "Password", password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def joined(new: Callable[[], Page], server: Server, address: str, password: str) -> Page:
    """Sign somebody up, by mail where they are not the first."""
    page = new()
    sign_up(page, address, password)
    page.wait_for_url(re.compile(r"/(welcome|sent)$"))
    if page.url.endswith("/sent"):
        page.goto(link_to(server, address, "join"))
        fill(page, "The password you chose", password)
        page.get_by_role("button", name="Confirm").click()
        sign_in(page, address, password)
        page.wait_for_url("**/welcome")
    return page


def test_people_join_by_mail_and_come_back_after_forgetting(
    new: Callable[[], Page], server: Server
) -> None:
    joined(new, server, ADA, PASSWORD)
    page = new()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
    sign_up(page, EVE, PASSWORD)
    page.wait_for_url("**/sent")
    expect(page.get_by_text("a mail is on its way")).to_be_visible()
    expect(page.get_by_text("“outbox”")).to_be_visible()
    assert findings(page) == []
    page.goto(link_to(server, EVE, "join"))
    expect(page.get_by_role("heading", name="Confirm your address")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/join$"))  # the secret does not stay in the address
    assert findings(page) == []
    for typed, said in ((ANOTHER, "link in the other mail"), (PASSWORD, "address is confirmed")):
        fill(page, "The password you chose", typed)
        page.keyboard.press("Enter")
        expect(page.get_by_text(said)).to_be_visible()
    page.get_by_role("link", name="Forgot your password?").click()
    expect(page.get_by_role("heading", name="Forgotten password")).to_be_visible()
    fill(page, "E-mail", EVE)
    assert findings(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent")
    link = link_to(server, EVE, "reset")
    page.goto(link)
    fill(page, "Password", "password1234")
    page.keyboard.press("Enter")
    expect(page.get_by_text("easy to guess")).to_be_visible()
    fill(page, "Password", ANOTHER)
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have a new password.")).to_be_visible()
    sign_in(page, EVE, ANOTHER)
    page.wait_for_url("**/welcome")
    page.goto(link)
    fill(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("This link was used already")).to_be_visible()


def _sign_others_out(page: Page) -> None:
    """Do it with the right password; a wrong one changes nothing."""
    page.get_by_role("button", name="Sign all others out").click()
    asked = page.get_by_role("dialog", name="Sign all others out?")
    asked.get_by_label("Current password").fill("not this one")
    page.keyboard.press("Enter")
    expect(asked).to_contain_text("That is not your password.")
    assert findings(page) == []
    asked.get_by_label("Current password").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_somebody_changes_address_and_password_and_signs_another_browser_out(
    new: Callable[[], Page], server: Server
) -> None:
    joined(new, server, "dora@example.org", PASSWORD)
    here, there = new(), new()
    for page in (here, there):
        page.goto("/login")
        sign_in(page, "dora@example.org", PASSWORD)
        page.wait_for_url("**/welcome")
        page.goto("/security")
    here.reload()
    browsers = here.get_by_role("list", name="Signed-in browsers")
    expect(browsers.get_by_role("listitem")).to_have_count(3)
    assert findings(here) == []
    _sign_others_out(here)
    there.wait_for_url("**/login?next=%2Fsecurity&ended=elsewhere", timeout=WAIT)
    expect(browsers.get_by_role("listitem")).to_have_count(1)
    change_password(here)
    change_address(here)
    here.goto(link_to(server, "dora@example.com", "confirm"))
    here.get_by_role("button", name="Confirm").click()
    here.wait_for_url("**/security?done=address")
    expect(here.get_by_role("list", name="How you sign in")).to_contain_text("dora@example.com")


def change_password(here: Page) -> None:
    """Choose another password by keyboard, at the second try."""
    here.get_by_role("button", name="Change the password").press("Enter")
    password = here.get_by_role("dialog", name="Change the password")
    expect(password).to_be_visible()
    assert findings(here) == []
    password.get_by_label("Current password").fill("not this one")
    password.get_by_label("New password").fill(ANOTHER)
    here.keyboard.press("Enter")
    expect(password).to_contain_text("That is not your password.")
    password.get_by_label("Current password").fill(PASSWORD)
    password.get_by_label("New password").fill(ANOTHER)
    here.keyboard.press("Enter")
    expect(here.get_by_text("You have a new password.")).to_be_visible()


def change_address(here: Page) -> None:
    """Ask for another address by thumb, at the second try."""
    here.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
    here.get_by_role("button", name="Change the address").click()
    address = here.get_by_role("dialog", name="Change the address")
    address.get_by_label("New address").fill("dora@example.com")
    address.get_by_label("Current password").fill("not this one")
    here.keyboard.press("Enter")
    expect(address).to_contain_text("That is not your password.")
    expect(address.get_by_label("New address")).to_have_value("dora@example.com")
    assert findings(here) == []
    address.get_by_role("button", name="Cancel").click()
    expect(address).to_have_count(0)
    here.get_by_role("button", name="Change the address").click()
    expect(address).not_to_contain_text("That is not your password.")
    address.get_by_label("New address").fill("dora@example.com")
    address.get_by_label("Current password").fill(ANOTHER)
    here.keyboard.press("Enter")
    expect(here.get_by_text("The mail to the new address is a file in the folder")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("route", ["/signup", "/login", "/forgot"])
def test_no_field_or_button_moves_when_the_server_answers(
    width: int, route: str, new: Callable[[], Page]
) -> None:
    first = new()
    first.route_web_socket("**/_event/**", lambda _: None)  # nothing answers
    then = new()
    for page in (first, then):
        page.set_viewport_size({"width": width, "height": 844})
    first.goto(route)
    with then.expect_websocket() as opened:
        then.goto(route)
    opened.value.wait_for_event("framereceived", lambda text: LOADED in text)
    then.evaluate("() => new Promise(requestAnimationFrame)")
    before, after = first.evaluate(PLACES), then.evaluate(PLACES)
    assert after[: len(before)] == before  # what comes later stands below

"""Administration as administrators do it, by keys and by finger; others find no such page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from finance_app.models import tables
from tests.e2e.books import findings, opened
from tests.e2e.conftest import serving, watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.e2e.books import Book
    from tests.e2e.conftest import Server

ROOT, EVE = "root@example.org", "eve@example.org"
PHONE = {"width": 390, "height": 844}
SECTIONS = ("Users", "Settings", "Mail", "Jobs", "Health", "Audit")
WAIT = 5_000  # milliseconds: within which somebody disabled is out


@pytest.fixture(scope="module")
def server(
    built: None,  # noqa: ARG001  it must be there
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A server of this module's own: what is switched here is switched for all of it."""
    with serving(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture
def both(browser: Browser, server: Server) -> Iterator[tuple[Page, Page]]:
    """A tab of an administrator and one of Eve, signed in."""
    with (
        browser.new_context(base_url=server.url, locale="en-GB") as one,
        browser.new_context(base_url=server.url, locale="en-GB") as other,
        opened(server, one, ROOT) as book,
    ):
        _make_admin(book)
        with opened(server, other, EVE):
            admin, eve = one.new_page(), other.new_page()
        troubles = watched(admin)
        yield admin, eve
        assert troubles == []


def _make_admin(book: Book) -> None:
    def made(session: Any, actor: Any) -> None:
        mine = tables.user.c.id == actor.user_id
        session.execute(update(tables.user).where(mine).values(is_admin=True))

    book.do(made)


def _segment(page: Page, name: str) -> Locator:
    sections = page.get_by_role("navigation", name="What is administered")
    return sections.get_by_role("link", name=name, exact=True)


def test_an_administrator_works_through_every_section(both: tuple[Page, Page]) -> None:
    admin, eve = both
    admin.goto("/")
    admin.get_by_role("link", name="Administration").first.click()
    users = admin.get_by_role("list", name="Users")
    expect(users.get_by_text(EVE)).to_be_visible()
    for section in SECTIONS:
        segment = _segment(admin, section)
        segment.click()
        expect(segment).to_have_attribute("aria-current", "true")
        expect(admin.locator("main .card").first).to_be_visible()
        assert findings(admin) == []
    eve.goto("/entries")
    expect(eve.get_by_role("heading", name="Entries")).to_be_visible()
    admin.goto("/admin")
    row = users.get_by_role("listitem").filter(has_text=EVE)
    row.get_by_label(f"More about {EVE}").focus()
    admin.keyboard.press("Enter")
    row.get_by_role("button", name="Disable").press("Enter")
    admin.get_by_role("dialog").get_by_role("button", name="Disable").press("Enter")
    eve.wait_for_url(re.compile("/login"), timeout=WAIT)
    expect(row.get_by_text("Disabled", exact=True)).to_be_visible()
    admin.goto("/admin?show=settings")
    admin.get_by_label("Sign-up", exact=True).select_option("open")
    admin.get_by_role("button", name="Save Sign-up").press("Enter")
    expect(admin.get_by_text("Sign-up: Everybody.")).to_be_visible()
    eve.goto("/login")
    expect(eve.get_by_role("link", name="Sign up")).to_be_visible(timeout=WAIT)
    admin.goto("/admin?show=mail")
    admin.get_by_role("button", name="Send me a test mail").press("Enter")
    expect(admin.get_by_text(f"the mail to {ROOT} is the file")).to_be_visible(timeout=20_000)
    look_into_the_log(admin)
    assert findings(admin) == []


def look_into_the_log(admin: Page) -> None:
    """Find what was done, narrow it down, and take it along."""
    admin.goto("/admin?show=audit")
    done = admin.get_by_role("list", name="Events")
    expect(done.get_by_text(f"Disabled an account: {EVE}")).to_be_visible()
    admin.get_by_label("Person").fill(EVE)
    admin.get_by_label("What", exact=True).select_option("Signed in")
    admin.get_by_role("button", name="Show", exact=True).press("Enter")
    expect(done.get_by_text(f"Disabled an account: {EVE}")).not_to_be_visible()
    expect(done.get_by_text("Signed in").first).to_be_visible()
    with admin.expect_download() as taken:
        admin.get_by_role("link", name="CSV").click()
    assert taken.value.suggested_filename == "audit.csv"


def test_it_is_done_with_a_thumb_and_others_find_nothing(browser: Browser, server: Server) -> None:
    with (
        browser.new_context(
            base_url=server.url,
            viewport=PHONE,  # type: ignore[arg-type]  # a size
            has_touch=True,
        ) as context,
        opened(server, context, "thumb@example.org") as book,
    ):
        page = context.new_page()
        answer, missing = context.request.get("/admin"), context.request.get("/nothing")
        assert (answer.status, answer.text()) == (missing.status, missing.text())
        page.goto("/admin")
        expect(page.get_by_text("There is no page at this address.")).to_be_visible()
        _make_admin(book)
        page.wait_for_timeout(2_100)  # for so long it is remembered who somebody is
        page.goto("/admin")
        page.get_by_role("list", name="Users").get_by_text("thumb@example.org").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        for section in SECTIONS[1:]:
            segment = _segment(page, section)
            segment.tap()
            expect(segment).to_have_attribute("aria-current", "true")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            assert findings(page) == []

"""What fails unforeseen shows a reference, which can be copied, and the log has its line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app import db
from tests.e2e.books import findings, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Server

PHONE = {"width": 390, "height": 844}
WRONG = "Something went wrong on our side; please try again (reference"


def lose(table: str) -> None:
    """Have what needs a table fail as nobody foresaw."""
    with db.write() as session:
        session.connection().exec_driver_sql(f'ALTER TABLE "{table}" RENAME TO gone_{table}')


def copied(page: Page) -> str:
    """Copy the reference by its button and return what was selected for copying."""
    page.get_by_role("button", name=re.compile("^Copy")).click()
    expect(page.locator("#reference-copied")).not_to_be_empty()
    return str(page.evaluate("getSelection().toString()"))


@pytest.mark.parametrize("touch", [False, True])
def test_a_failure_is_found_in_the_log_by_what_the_screen_says(
    own_server: Server, browser: Browser, *, touch: bool
) -> None:
    with (
        browser.new_context(
            base_url=own_server.url,
            has_touch=touch,
            viewport=PHONE if touch else None,  # type: ignore[arg-type]  # a size
        ) as context,
        opened(own_server, context),
    ):
        page = context.new_page()
        page.goto("/categories")
        expect(page.get_by_role("heading", name="Categories", level=1)).to_be_visible()
        lose("category")
        page.reload()
        expect(page.get_by_text(WRONG)).to_be_visible()
        in_event = copied(page)
        assert page.locator("#reference").inner_text() == in_event
        assert findings(page) == []
        context.clear_cookies()
        lose("attempt")
        page.goto("/login")
        page.get_by_label("E-mail").fill("ada@example.org")
        page.get_by_label("Password", exact=True).fill("plum tractor eleven window")
        with page.expect_response("**/auth/sign-in") as answered:
            page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Something went wrong")).to_be_visible()
        in_form = copied(page)
        assert answered.value.headers["x-request-id"] == in_form
        assert findings(page) == []
    lines = own_server.stop()[2].splitlines()
    for reference, logger in ((in_event, "finance_app.ui.errors"), (in_form, "web.errors")):
        found = [line for line in lines if f"unexpected error {reference}" in line]
        assert len(found) == 1
        assert logger in found[0]
        assert "OperationalError" in found[0]
    assert "ada@" not in "".join(lines)

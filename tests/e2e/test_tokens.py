"""Tokens for programs, as people make and revoke them; a program comes in with one meanwhile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.books import findings
from tests.e2e.test_factors import PASSWORD, PHONE, book, password_hash

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Server

__all__ = ["book", "password_hash"]  # fixtures


def asked(server: Server, token: str) -> int:
    """Return how the server answers a program."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{server.url}/api/v1/books", headers=headers).status_code


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize("size", [PHONE, {"width": 1440, "height": 900}], ids=["phone", "desk"])
def test_a_program_comes_in_with_a_token_until_it_is_revoked(
    page: Page, server: Server, size: dict[str, int]
) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a size
    page.goto("/security")
    page.get_by_role("button", name="Make a token").press("Enter")
    form = page.get_by_role("dialog", name="Make a token")
    form.get_by_label("Name").fill("Backup script")
    form.get_by_label("Current password").fill("not this one")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("That is not your password.")
    expect(form.get_by_label("Name")).to_have_value("Backup script")
    assert findings(page) == []
    form.get_by_label("Current password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/token")
    place = page.locator("#token")
    expect(place).to_have_text(re.compile(r"^fin_[\w-]{43}$"))
    token = place.inner_text()
    assert findings(page) == []
    assert asked(server, token) == 200
    page.get_by_role("button", name="I have kept it").click()
    listed = page.get_by_role("list", name="Tokens for programs")
    expect(listed).to_contain_text("Reads: all booksWorks until")
    assert token not in page.content()
    assert findings(page) == []
    again = page.context.new_page()
    again.goto("/token")
    again.wait_for_url("**/security")  # it is not shown again
    page.get_by_role("button", name="Revoke Backup script").click()
    page.get_by_role("dialog", name="Revoke this token?").get_by_role(
        "button", name="Revoke", exact=True
    ).click()
    expect(page.get_by_text("“Backup script” lets nobody in any more.")).to_be_visible()
    expect(listed).to_be_hidden()
    assert asked(server, token) == 401

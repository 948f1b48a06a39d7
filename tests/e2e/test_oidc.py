"""Signing in by way of a provider, there and back in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import oidc_server
from tests.e2e.books import findings
from tests.e2e.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Server
    from tests.oidc_server import Provider

PASSWORD = "plum tractor eleven window"  # noqa: S105  of this test's own server
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with oidc_server.serving() as one:
        yield one


@pytest.fixture(scope="module")
def server(
    built: None,  # noqa: ARG001  it must be there
    provider: Provider,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """A server that takes everybody, and knows the provider."""
    chosen = {
        "FINANCE_SIGNUP": "open",
        "FINANCE_OIDC_ISSUER": provider.url,
        "FINANCE_OIDC_CLIENT_ID": oidc_server.CLIENT,
        "FINANCE_OIDC_CLIENT_SECRET": oidc_server.SECRET,
        "FINANCE_OIDC_TITLE": "Example ID",
    }
    with serving(tmp_path_factory.mktemp("data"), **chosen) as running:
        yield running


def test_somebody_connects_and_comes_back_by_way_of_the_provider_and_so_does_a_newcomer(
    browser: Browser, server: Server, provider: Provider, page: Page
) -> None:
    page.goto("/signup")
    page.get_by_label("E-mail", exact=True).fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome")
    page.goto("/security")
    page.get_by_role("button", name="Connect…").click()
    expect(page.get_by_text("Connected, it lets you in")).to_be_visible()
    assert findings(page) == []
    for typed, said in (("not my password", "not your password"), (PASSWORD, "Connected as new@")):
        page.locator("#provider-current").fill(typed)
        page.keyboard.press("Enter")
        expect(page.get_by_text(said)).to_be_visible()
    assert findings(page) == []

    back = by_the_provider(browser, server)
    back.goto("/security")
    expect(back.get_by_role("list", name="How you sign in")).to_contain_text("ada@example.org")
    back.context.close()

    provider.person |= {"sub": "4712", "email": "eve@example.org"}
    newcomer = by_the_provider(browser, server)
    newcomer.wait_for_url("**/welcome")
    newcomer.goto("/security")
    expect(newcomer.get_by_text("Connected as eve@example.org")).to_be_visible()
    newcomer.context.close()


def by_the_provider(browser: Browser, server: Server) -> Page:
    """Come in on a phone, by the keyboard."""
    page = browser.new_context(base_url=server.url, viewport=PHONE).new_page()  # type: ignore[arg-type]  # a size
    page.goto("/login")
    page.get_by_role("button", name="Sign in with Example ID").focus()
    assert findings(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url and "/auth/" not in url)
    return page

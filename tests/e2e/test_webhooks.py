"""Webhooks, as owners add, try and delete them; a program is told meanwhile."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import rate_server
from tests.e2e.books import findings, opened
from tests.e2e.conftest import serving
from tests.e2e.test_factors import PHONE
from tests.rate_server import status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.rate_server import RateServer


@pytest.fixture
def receiver() -> Iterator[RateServer]:
    with rate_server.serving() as server:
        server.replies["/hook"] = status(204)
        yield server


@pytest.fixture(params=[PHONE, {"width": 1440, "height": 900}], ids=["phone", "desk"])
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    used_once: Path,
    tmp_path: Path,
    receiver: RateServer,
) -> Iterator[Page]:
    """A tab at a server whose operator named a host inside the network."""
    data = shutil.copytree(used_once, tmp_path / "data")
    with (
        serving(data, FINANCE_WEBHOOK_HOSTS=f"127.0.0.1:{receiver.port}") as server,
        browser.new_context(base_url=server.url, viewport=request.param) as context,
        opened(server, context) as book,
    ):
        book.account()
        yield context.new_page()


def test_a_program_is_told_what_changes_until_its_webhook_is_deleted(
    page: Page, receiver: RateServer
) -> None:
    page.goto("/settings")
    page.get_by_role("link", name="Webhooks").press("Enter")
    page.wait_for_url("**/webhooks")
    expect(page.get_by_text("No program is told anything.")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Add a webhook").press("Enter")
    form = page.get_by_role("dialog", name="Add a webhook")
    form.get_by_label("Address").fill("http://example.org/hook")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("Give an address with https")
    assert findings(page) == []
    form.get_by_label("Address").fill(f"{receiver.url}/hook")
    form.get_by_label("Imports").uncheck()
    form.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Deliveries")).to_be_visible()
    expect(page.get_by_text("Told of: entries and transfers, accounts")).to_be_visible()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("It arrived: the receiver answered with 204.")).to_be_visible()
    assert json.loads(receiver.asked[0].body)["type"] == "test"
    page.get_by_text("Secret", exact=True).click()
    expect(page.locator("#secret")).to_contain_text("whsec_")
    assert findings(page) == []
    receiver.replies["/hook"] = status(500)
    page.get_by_role("button", name="Send again: Somebody tried this webhook.").click()
    expect(
        page.get_by_text("It did not arrive: 127.0.0.1 answered with status 500.")
    ).to_be_visible()
    expect(page.get_by_role("list", name="Deliveries")).to_contain_text("Given up")
    assert findings(page) == []
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.get_by_role("button", name="Delete…").click()
    asked = page.get_by_role("dialog", name="Delete this webhook?")
    asked.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("No program is told anything.")).to_be_visible()

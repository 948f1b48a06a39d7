"""What is typed in a browser stays where it belongs: not in addresses, storages, logs or files."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.canaries import CANARIES, found, in_files
from tests.e2e.conftest import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

FIXTURE = Path(__file__).parents[1] / "fixtures" / "checking.ofx"
STORED = """async () => {
    const kept = {local: {...localStorage}, session: {...sessionStorage}};
    Object.assign(kept, {databases: [], caches: []});
    for (const {name} of await indexedDB.databases()) kept.databases.push(name);
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
            const answer = await cache.match(request);
            kept.caches.push([request.url, await answer.text()]);
        }
    }
    return kept;
}"""


class Watch:
    """What leaves a page: the addresses it asks for, and what they say they came from."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.addresses: list[str] = []
        page.on("request", self.asked)
        page.on("framenavigated", lambda frame: self.addresses.append(frame.url))

    def asked(self, request: Request) -> None:
        self.addresses += [request.url, request.headers.get("referer", "")]

    def check(self, *, mail: bool = False) -> None:
        """Find nothing in addresses or storages.

        Args:
            mail: the address that was typed to sign in is kept until the tab is closed.
        """
        kept: dict[str, Any] = self.page.evaluate(STORED)
        but = ["mail address"] if mail else []
        assert found(json.dumps(kept["session"]), but=but) == []
        assert [name for name in kept["session"] if found(kept["session"][name])] in (
            [],
            ["kept-email"],
        )
        assert found(json.dumps({**kept, "session": {}})) == []
        assert kept["databases"] == []
        assert [one for one in self.addresses if found(one)] == []


def sign_up(page: Page) -> None:
    page.goto("/signup")
    page.get_by_label("E-mail").fill(CANARIES["mail address"])
    page.get_by_label("Password", exact=True).fill(CANARIES["password"])
    page.locator("main button[data-kind=primary]").click()
    page.wait_for_url("**/welcome")
    page.get_by_role("button", name="Skip for now").click()
    page.wait_for_url("**/")


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("E-mail").fill(CANARIES["mail address"])
    page.get_by_label("Password", exact=True).fill(CANARIES[password])
    page.locator("main button[data-kind=primary]").click()


def bring_in(page: Page) -> None:
    page.goto("/import")
    statement = FIXTURE.read_text("latin-1").replace("Trattoria Nonna", CANARIES["payee"])
    statement = re.sub("<ACCTID>[^<\n]*", f"<ACCTID>{CANARIES['IBAN']}", statement)
    for content in (b"%PDF-1.4 " + statement.encode(), statement.encode()):
        file = {"name": CANARIES["file name"], "mimeType": "text/plain", "buffer": content}
        page.get_by_label("Drop a bank file here").set_input_files(file)  # type: ignore[arg-type]  # a file in memory
        if content.startswith(b"%PDF"):
            expect(page.locator("[data-error]")).not_to_be_empty()
    expect(page).to_have_url(re.compile("batch="))
    page.get_by_label("Name").fill(CANARIES["account name"])
    page.get_by_role("button", name="Import 8 entries").click()
    expect(page.get_by_role("link", name="Show the entries")).to_be_visible()


def write(page: Page) -> None:
    page.goto("/entries?new=1")
    payee = page.get_by_label("Payee", exact=True)
    expect(payee).to_be_focused()
    payee.fill(CANARIES["payee"])
    page.locator("#note").fill(CANARIES["note"])
    page.get_by_label(re.compile("^Amount in")).fill("30")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Added Kanari"))).to_be_visible()


def test_what_is_typed_stays_where_it_belongs(
    used_once: Path, tmp_path: Path, browser: Browser
) -> None:
    before = time.time()
    data = shutil.copytree(used_once, tmp_path / "data")
    with serving(data, FINANCE_LOG_LEVEL="debug") as server:
        with browser.new_context(base_url=server.url, locale="en-US") as context:
            page = context.new_page()
            watch = Watch(page)
            sign_up(page)
            watch.check(mail=True)
            bring_in(page)
            watch.check(mail=True)
            write(page)
            watch.check(mail=True)
            for place in ("/accounts", "/reports", "/activity", "/profile", "/security"):
                page.goto(place, wait_until="networkidle")
            watch.check(mail=True)
            context.clear_cookies()
            page.goto("/login")
            sign_in(page, "new password")
            expect(page).to_have_url(re.compile("error=wrong"))
            sign_in(page, "password")
            page.wait_for_url("**/")
            watch.check(mail=True)
            cookies = context.cookies()
            assert {one["name"] for one in cookies} <= {"finance", "finance-device"}
            assert all(one["httpOnly"] for one in cookies)
            assert found(json.dumps(cookies)) == []
            tokens = [one["value"] for one in cookies]
        _, said, written = server.stop()
    assert "finance_app.web.security_log" in written
    for text in (said, written):
        assert found(text) == []
        assert not [token for token in tokens if token in text]
    assert in_files(data, before) == []

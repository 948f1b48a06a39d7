"""Secrets that the app makes stay where they belong: keys, codes, links in mails, cookies."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pyotp
from playwright.sync_api import expect

from tests.canaries import KEPT, MEANT
from tests.e2e.conftest import serving
from tests.e2e.test_canaries import STORED, Watch
from tests.e2e.test_mailed import fill, link_to, sign_up

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.e2e.conftest import Server

ADA, EVE = "ada@example.org", "eve@example.org"
PASSWORD, ANOTHER = "plum tractor eleven window", "seven kettles under water"
SECRET = re.compile(r"(?:#|\?link=)([\w.~-]{16,})")  # of a link

TABLES = """SELECT name FROM sqlite_master
    WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name <> 'mail'"""


def turn_on(page: Page) -> tuple[str, list[str]]:
    """Turn an app on; return its key and the backup codes."""
    page.goto("/security")
    page.get_by_role("button", name="Turn the app on").click()
    fill(page, "Current password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/authenticator")
    expect(page.locator("#key")).to_have_text(re.compile(r"^([A-Z2-7]{4} ?){8}$"))
    key = page.locator("#key").inner_text().replace(" ", "")
    fill(page, "Code", pyotp.TOTP(key).at(datetime.now(UTC)))
    page.keyboard.press("Enter")
    page.wait_for_url("**/codes")
    expect(page.locator("#codes li")).to_have_count(10)
    codes = page.locator("#codes li").all_inner_texts()
    with page.expect_download():
        page.get_by_role("link", name="Download").click()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_text("10 of 10 are left.")).to_be_visible()
    return key, codes


def come_back(page: Page, server: Server, code: str) -> None:
    """Forget the password, choose another, sign in with a backup code."""
    page.context.clear_cookies()
    page.goto("/forgot")
    fill(page, "E-mail", ADA)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent")
    page.goto(link_to(server, ADA, "reset"))
    fill(page, "Password", ANOTHER)
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have a new password.")).to_be_visible()
    fill(page, "E-mail", ADA)
    fill(page, "Password", ANOTHER)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/factor")
    page.get_by_text("Use a backup code").click()
    fill(page, "Backup code", code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome")


def take_up(page: Page, server: Server) -> None:
    """Come by the link of an invitation, and decline it with what its page knows."""
    page.goto(link_to(server, EVE, r"invited\?see=[\w-]+"))
    expect(page).to_have_url(re.compile(r"/invited\?see=[\w-]+$"))
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("You declined.")).to_be_visible()


def in_mails(folder: Path) -> set[str]:
    """Return the secret parts of all links that were sent."""
    letters = [message_from_bytes(one.read_bytes(), policy=default) for one in folder.glob("*.eml")]
    bodies = [one.get_body(("plain",)) for one in letters]
    return {found for body in bodies if body for found in SECRET.findall(body.get_content())}


def rows(data: Path) -> Iterable[tuple[str, str]]:
    """Yield the name of each table that keeps no mails, and each of its rows as text."""
    with closing(sqlite3.connect(data / "finance.db", timeout=10)) as database:
        names = database.execute(TABLES).fetchall()
        for (name,) in names:
            found = database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608  its own names
            yield from ((name, repr(row)) for row in found)


def files(data: Path) -> Iterable[tuple[str, str]]:
    """Yield the name and content of each file that is not for secrets."""
    for path in data.rglob("*"):
        inside = path.relative_to(data).parts
        if path.is_file() and inside[0] not in MEANT and inside[-1] not in KEPT:
            yield str(path), path.read_bytes().decode("latin-1")


def test_what_the_app_makes_stays_where_it_belongs(
    used_once: Path, tmp_path: Path, browser: Browser
) -> None:
    data = shutil.copytree(used_once, tmp_path / "data")
    with serving(data, FINANCE_LOG_LEVEL="debug", FINANCE_SIGNUP="open") as server:
        with browser.new_context(base_url=server.url, locale="en-GB") as context:
            page = context.new_page()
            watch = Watch(page)
            sign_up(page, ADA, PASSWORD)
            page.wait_for_url("**/welcome")
            tokens = [one["value"] for one in context.cookies()]
            key, codes = turn_on(page)
            come_back(page, server, codes[0])
            tokens += [one["value"] for one in context.cookies()]
            page.goto("/members")
            fill(page, "E-mail", EVE)
            page.keyboard.press("Enter")
            expect(page.get_by_text(f"A mail to {EVE} is a file")).to_be_visible()
            context.clear_cookies()
            take_up(page, server)
            kept = json.dumps(page.evaluate(STORED))
        _, said, written = server.stop()
    links = in_mails(data / "outbox")
    secrets = {key, *codes, *(code.replace("-", "") for code in codes), *tokens}
    assert len(links) >= 2
    assert "finance_app.web.security_log" in written
    places = [("said", said), ("log", written), ("browser", kept), *files(data), *rows(data)]
    assert [name for name, text in places for one in secrets | links if one in text] == []
    assert [one for one in watch.addresses for secret in secrets if secret in one] == []
    seen = [one for one in watch.addresses for secret in links if secret in one]
    assert [one for one in seen if "#" not in one] == []  # a browser tells nobody what follows a #

"""The app installed, without a connection, and while its server is started anew."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from finance_app.cli.frontend import CLIENT
from finance_app.web.errors import WAITING
from tests.e2e import books
from tests.e2e.books import opened
from tests.e2e.conftest import PATIENCE, Server, answers, command, watched
from tests.e2e.test_serving import get

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, CDPSession, Page


LONG = 30_000  # milliseconds
OFFLINE = "You are offline"
READY = "navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)"
KEPT = """async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const kept = await Promise.all(caches_.map((cache) => cache.keys()));
    return kept.flat().map((request) => new URL(request.url).pathname).sort();
}"""


@pytest.fixture
def tab(browser: Browser, own_server: Server) -> Iterator[Page]:
    with browser.new_context(base_url=own_server.url) as context:
        yield context.new_page()


def controlled(page: Page) -> None:
    """Wait until the service worker answers for a page."""
    page.wait_for_function(READY)


def restarted(server: Server) -> Server:
    """Start a server again that was stopped, where it was."""
    where = {"FINANCE_DATA_DIR": str(server.data_dir), "PORT": str(server.port)}
    return Server(command("serve", **where), server.port, server.data_dir)


def until_up(server: Server, page: Page) -> None:
    for _ in range(PATIENCE * 10):
        if answers(f"{server.url}/healthz"):
            return
        page.wait_for_timeout(100)
    pytest.fail("The server did not come back.")


def test_the_app_can_be_installed(page: Page, server: Server) -> None:
    page.goto("/login")
    controlled(page)
    inspector: CDPSession = page.context.new_cdp_session(page)
    manifest: dict[str, Any] = inspector.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"] == f"{server.url}/manifest.webmanifest"
    assert json.loads(manifest["data"])["display"] == "standalone"
    errors = inspector.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {each["errorId"] for each in errors} <= {"in-incognito"}  # a browser without a past
    for path in ("/icon-apple.png", "/icon-192.png", "/icon-maskable.png"):
        assert get(server.url + path)[1]["content-type"] == "image/png"


def test_who_is_offline_is_told_so_and_comes_back_to_the_page_they_wanted(
    page: Page, server: Server, context: BrowserContext
) -> None:
    with opened(server, context):
        page.goto("/accounts")
        controlled(page)
        expect(page.get_by_text("No accounts yet.")).to_be_visible()
        context.set_offline(True)
        other = context.new_page()
        other.goto("/settings?from=phone")
        expect(other.get_by_role("heading", name=OFFLINE)).to_be_visible()
        assert books.findings(other) == []
        again = other.get_by_role("link", name="Try again")
        again.click()
        expect(again).to_be_visible()
        context.set_offline(False)
        expect(other.get_by_label("Time zone")).to_be_visible(timeout=LONG)
        assert other.url.endswith("/settings?from=phone")


def test_nothing_private_is_kept_for_offline(
    page: Page, server: Server, context: BrowserContext
) -> None:
    with opened(server, context) as book:
        book.add(book.account())
        for path in ("/", "/entries", "/accounts"):
            page.goto(path)
            controlled(page)
        expect(page.get_by_text("Checking EUR").first).to_be_visible()
        assert page.evaluate(KEPT) == ["/favicon.svg", "/offline", "/offline.js"]


def test_nothing_of_the_book_is_in_the_browsers_storage(
    page: Page, server: Server, context: BrowserContext
) -> None:
    with opened(server, context) as book:
        book.add(book.account(), "Zanzibar Bakery")
        for path in ("/", "/entries", "/accounts", "/settings", "/security"):
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.goto("/entries")
        expect(page.get_by_text("Zanzibar Bakery").first).to_be_visible()
        kept = page.evaluate("({ ...localStorage, ...sessionStorage })")
        bases = page.evaluate(
            "indexedDB.databases().then((found) => found.map(({ name }) => name))"
        )
        token = context.cookies()[0]["value"]
    assert bases == []
    scrolled = "react-router-scroll-positions"
    assert kept.keys() <= {"theme", "last_compiled_theme", "token", scrolled}
    for private in ("Zanzibar", "Checking", book.actor.email, token):
        assert private not in json.dumps(kept)


def test_a_stopped_server_is_told_and_awaited(tab: Page, own_server: Server) -> None:
    tab.goto("/login")
    controlled(tab)
    own_server.stop()
    tab.goto("/login")
    expect(tab.get_by_role("heading", name=OFFLINE)).to_be_visible()
    running = restarted(own_server)
    try:
        expect(tab.get_by_role("button", name="Sign up")).to_be_visible(timeout=LONG)  # by itself
    finally:
        running.stop(signal.SIGKILL)


def test_a_page_asked_for_without_a_database_comes_by_itself(
    server: Server, context: BrowserContext
) -> None:
    with opened(server, context):
        page = context.new_page()  # whose 503 are meant
        policy = get(f"{server.url}/login")[1]["content-security-policy"]
        away = {"status": 503, "content_type": "text/html", "body": WAITING}
        headers = {"content-security-policy": policy}
        page.route("**/accounts", lambda route: route.fulfill(**away, headers=headers), times=1)
        page.route("**/readyz", lambda route: route.fulfill(status=503), times=1)
        page.goto("/accounts")
        expect(page.get_by_role("heading", name="One moment, please")).to_be_visible()
        assert books.findings(page) == []
        expect(page.get_by_text("No accounts yet.")).to_be_visible(timeout=LONG)


def test_a_page_that_is_open_meanwhile_comes_back_with_what_is_typed(
    browser: Browser, own_server: Server
) -> None:
    with (
        browser.new_context(base_url=own_server.url) as context,
        opened(own_server, context) as book,
    ):
        book.account(name="Mattress")
        page = context.new_page()
        page.goto("/accounts")
        page.get_by_role("button", name="Open account").click()
        dialog = page.get_by_role("dialog", name="Open an account")
        dialog.get_by_label("Name").fill("Jar")
        dialog.get_by_label("Kind").select_option("cash")
        own_server.stop()
        expect(page.get_by_text("Reconnecting; what you typed stays.")).to_be_visible()
        dialog.get_by_label("Opening balance").fill("12.50")
        running = restarted(own_server)
        try:
            until_up(own_server, page)
            expect(page.get_by_text("Reconnecting")).to_be_hidden(timeout=LONG)
            page.wait_for_timeout(3000)  # it closes when the page is filled anew, and opens again
            expect(dialog.get_by_label("Name")).to_have_value("Jar")
            expect(dialog.get_by_label("Kind")).to_have_value("cash")
            expect(dialog.get_by_label("Opening balance")).to_have_value("12.50")
            dialog.get_by_role("button", name="Open account").click()
            expect(dialog).to_be_hidden()
            expect(page.get_by_role("link", name="Jar")).to_be_visible()
        finally:
            running.stop(signal.SIGKILL)


@pytest.mark.parametrize("path", ["/entries", "/settings"])
def test_what_is_typed_in_other_forms_stays_as_well(
    browser: Browser, own_server: Server, path: str
) -> None:
    with (
        browser.new_context(base_url=own_server.url) as context,
        opened(own_server, context) as book,
    ):
        book.account(name="Mattress")
        page = context.new_page()
        troubles = watched(page)
        page.goto(path)
        if path == "/entries":
            page.get_by_role("main").get_by_role("button", name="New entry").first.click()
            field, text = page.get_by_role("dialog").get_by_label("Payee"), "Corner shop"
            field.fill(text)
        else:
            field, text = page.get_by_label("Region"), "de_AT"
            expect(field).to_have_value("en_US")
            field.select_option(text)
        own_server.stop()
        expect(page.get_by_text("Reconnecting")).to_be_visible()
        running = restarted(own_server)
        try:
            until_up(own_server, page)
            expect(page.get_by_text("Reconnecting")).to_be_hidden(timeout=LONG)
            page.wait_for_timeout(3000)
            expect(field).to_have_value(text)
        finally:
            running.stop(signal.SIGKILL)
        assert [each for each in troubles if "WebSocket" not in each] == []


def test_the_shell_is_seen_before_any_script_ran(server: Server, browser: Browser) -> None:
    with (
        browser.new_context(base_url=server.url, java_script_enabled=False) as context,
        opened(server, context),
    ):
        page = context.new_page()
        page.goto("/")
        expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
        expect(page.locator(".bone").first).to_be_visible()
        assert page.locator(".bone").count() > 10


def test_files_with_a_hash_are_kept_for_good_and_come_compressed(server: Server) -> None:
    for path in (f"/assets/{file.name}" for file in (CLIENT / "assets").glob("*.[jc]s*")):
        if path.endswith((".br", ".gz")):
            continue
        for coding in ("br", "gzip"):
            _, headers = get(server.url + path, **{"Accept-Encoding": coding})
            assert headers["cache-control"] == "public, max-age=31536000, immutable", path
            assert headers["content-encoding"] == coding, path
    for path in ("/worker.js", "/manifest.webmanifest", "/app.js"):
        assert get(server.url + path)[1]["cache-control"] == "no-cache"

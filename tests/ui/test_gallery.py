"""Every component in a real browser: free of accessibility findings, and doing what it says.

Where there is a folder `test-results`, it keeps what every page looked like.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from finance_app.ui import links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        FilePayload,
        Page,
        Route,
        ViewportSize,
    )

pytestmark = pytest.mark.browser

SHOTS = Path(__file__).parents[2] / "test-results"
PAGES = (
    links.DASHBOARD,
    links.ENTRIES,
    links.IMPORT,
    links.ACCOUNTS,
    links.SETTINGS,
    links.LOGIN,
)
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
FILE: FilePayload = {"name": "Umsätze.csv", "mimeType": "text/csv", "buffer": b"Day;Amount\n"}


@pytest.fixture
def page(browser: Browser, gallery: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, base_url=gallery, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def opened(page: Page, path: str) -> Page:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return page


def findings(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations]


def looks(browser: Browser, gallery: str, theme: str, *, phone: bool) -> BrowserContext:
    return browser.new_context(
        base_url=gallery,
        viewport=PHONE if phone else DESKTOP,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        has_touch=phone,
        is_mobile=phone,
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_nothing_is_found_by_axe(
    browser: Browser, gallery: str, theme: str, *, phone: bool
) -> None:
    context = looks(browser, gallery, theme, phone=phone)
    page = context.new_page()
    for path in PAGES:
        opened(page, path)
        if SHOTS.is_dir():
            name = f"{path.strip('/') or 'dashboard'}-{theme}-{'phone' if phone else 'desktop'}.png"
            page.screenshot(path=SHOTS / name)
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_found_in_what_opens(browser: Browser, gallery: str, theme: str) -> None:
    context = looks(browser, gallery, theme, phone=False)
    page = opened(context.new_page(), links.ENTRIES)
    page.keyboard.press("n")
    page.wait_for_selector("dialog[open]")
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.locator(".period summary").click()
    assert findings(page) == []
    opened(page, links.SETTINGS).get_by_text("Show trouble").click()
    page.wait_for_selector(".notice")
    assert findings(page) == []
    context.close()


def test_a_dialog_takes_the_focus_and_gives_it_back(page: Page) -> None:
    opened(page, links.ENTRIES).get_by_role("button", name="New entry").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog:modal")
    assert page.evaluate("document.activeElement.name") == "amount"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert "New entry" in page.evaluate("document.activeElement.textContent")


def test_a_press_beside_a_dialog_closes_it_unless_something_was_typed(page: Page) -> None:
    opened(page, links.ENTRIES).keyboard.press("n")
    page.fill("#payee", "Lidl")
    page.mouse.click(5, 5)
    page.fill("#payee", "")
    page.mouse.click(5, 5)
    page.wait_for_selector("dialog", state="detached")


def test_escape_asks_once_more_where_something_was_typed(page: Page) -> None:
    opened(page, links.ENTRIES).keyboard.press("n")
    page.fill("#payee", "Lidl")
    page.keyboard.press("Escape")
    page.get_by_text("Press Esc again to leave without saving.").wait_for()
    assert page.locator("#payee").input_value() == "Lidl"
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")


def test_what_is_wrong_stands_beside_its_field(page: Page) -> None:
    opened(page, links.ENTRIES).keyboard.press("n")
    page.get_by_role("button", name="Save entry").click()
    page.get_by_text("Write an amount, such as 12.50.").wait_for()
    amount = page.locator("#amount")
    assert amount.get_attribute("aria-invalid") == "true"
    note = page.locator(f"#{amount.get_attribute('aria-describedby')}")
    assert note.text_content() == "Write an amount, such as 12.50."


def test_keys_lead_everywhere_but_not_while_typing(page: Page) -> None:
    opened(page, links.DASHBOARD).keyboard.press("g")
    page.keyboard.press("e")
    page.locator("input[type=search]").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("ngd")
    assert page.locator("input[type=search]").input_value() == "ngd"
    assert re.search(r"/entries/?$", page.url)


# True once `assets/keys.js` is there to take the key, which may be later than the page is read.
_PRESSED = """document.body && !document.body.dispatchEvent(
  new KeyboardEvent("keydown", { key: "n", bubbles: true, cancelable: true }))"""


def test_a_key_that_is_pressed_before_the_page_listens_waits_for_it(page: Page) -> None:
    held: list[Route] = []
    modules = "**/assets/*.js"
    page.route(modules, lambda route: held.append(route))  # noqa: PLW0108  it is marked by Playwright
    page.goto(links.ENTRIES, wait_until="commit")
    page.wait_for_function(_PRESSED)
    page.route(modules, lambda route: route.continue_())
    for route in held:
        route.continue_()
    page.wait_for_selector("dialog:modal")


def test_a_menu_closes_on_escape_and_on_a_press_elsewhere(page: Page) -> None:
    summary = opened(page, links.ENTRIES).locator(".period summary")
    summary.click()
    page.keyboard.press("Escape")
    assert page.locator("details[open]").count() == 0
    summary.click()
    page.mouse.click(700, 800)
    assert page.locator("details[open]").count() == 0


def test_the_theme_is_kept(page: Page) -> None:
    opened(page, links.DASHBOARD).locator(".person").click()
    page.get_by_role("button", name="Dark").click()
    dark = "rgb(18, 18, 17)"
    background = "getComputedStyle(document.documentElement).backgroundColor"
    page.wait_for_function(f"{background} === '{dark}'")
    page.reload(wait_until="commit")
    page.wait_for_selector("h1")
    assert page.evaluate(background) == dark


def test_a_notice_can_be_taken_back_and_leaves(page: Page) -> None:
    page.clock.install()
    opened(page, links.SETTINGS).get_by_text("Show notice").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()
    page.mouse.move(5, 5)
    page.locator("h1").click()
    page.clock.fast_forward(15_000)
    page.wait_for_selector(".notice", state="detached")


def test_a_file_is_sent_bare_and_the_answer_followed(page: Page) -> None:
    def answer(route: Route) -> None:
        request = route.request
        assert request.post_data_buffer == b"Day;Amount\n"
        assert request.headers["x-filename"] == "Ums%C3%A4tze.csv"
        route.fulfill(json={"location": links.ACCOUNTS})

    page.route(f"**{links.UPLOAD}", answer)
    opened(page, links.IMPORT).set_input_files("#drop-file", FILE)
    page.wait_for_url(re.compile(rf"{links.ACCOUNTS}/?$"))


def test_what_is_wrong_with_a_file_is_said_where_it_was_dropped(page: Page) -> None:
    wrong = "This is a web page, not a bank file."
    page.route(f"**{links.UPLOAD}", lambda route: route.fulfill(status=422, json={"error": wrong}))
    opened(page, links.IMPORT)
    held = page.evaluate_handle(
        "() => { const held = new DataTransfer();"
        " held.items.add(new File(['<html>'], 'a.csv')); return held; }"
    )
    page.dispatch_event(".drop", "drop", {"dataTransfer": held})
    page.get_by_role("alert").get_by_text(wrong).wait_for()
    assert page.locator(".drop progress").is_hidden()

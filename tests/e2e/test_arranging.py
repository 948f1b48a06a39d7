"""Arranging the dashboard in a browser: by keys, by mouse, by finger; and charts under a finger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from dateutil.relativedelta import relativedelta
from playwright.sync_api import expect

from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.e2e.conftest import Server

TODAY = datetime.now(UTC).date()
PHONE = {"width": 390, "height": 844}
TOO_SMALL = """() => [...document.querySelectorAll("main button, main a")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .map((one) => [one.ariaLabel || one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => Math.min(box.width, box.height) && Math.min(box.width, box.height) < 40)
  .map(([name, box]) => `${name}: ${box.width} x ${box.height}`)"""
"""Names what a finger would miss, read at once: cards may be drawn anew between two questions."""


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        filled(somebodys)
        yield somebodys


@pytest.fixture
def touch(server: Server, browser: Browser) -> Iterator[Page]:
    """A phone of somebody who has entries."""
    context = browser.new_context(
        base_url=server.url,
        viewport=PHONE,  # type: ignore[arg-type]  # a size
        has_touch=True,
        is_mobile=True,
    )
    with opened(server, context) as somebodys:
        filled(somebodys)
        yield context.new_page()
    context.close()


def filled(book: Book) -> None:
    account = book.account()
    for months in range(3):
        day = TODAY - relativedelta(months=months)
        book.add(account, "Employer", 300_000, day=day)
        book.add(account, "Market", -40_000, day=day)


def tiles(page: Page) -> Locator:
    return page.get_by_role("list", name="Cards", exact=True).get_by_role("listitem")


def headings(page: Page) -> Locator:
    return page.locator("main .slot h2")


def grip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}: Drag")


def test_cards_are_arranged_by_keys_alone(page: Page, book: Book) -> None:
    assert book
    page.goto("/")
    expect(headings(page).first).to_have_text("Net worth")
    page.get_by_role("link", name="Arrange the cards").focus()
    page.keyboard.press("Enter")
    expect(tiles(page).first).to_contain_text("Net worth")
    grip(page, "Net worth").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(tiles(page).nth(1)).to_contain_text("Net worth")
    expect(grip(page, "Net worth")).to_be_focused()
    page.keyboard.press("Alt+ArrowRight")
    expect(tiles(page).nth(1)).to_contain_text("Third")
    expect(page.get_by_text("Net worth is number 2 of 11, third.")).to_be_attached()
    page.get_by_role("button", name="Hide Saved").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Show Saved")).to_be_focused()
    assert findings(page) == []
    page.get_by_role("link", name="Done").focus()
    page.keyboard.press("Enter")
    expect(headings(page).nth(1)).to_have_text("Net worth")
    expect(headings(page).first).to_have_text("Income")
    expect(page.get_by_role("heading", name="Saved")).to_have_count(0)
    page.reload()
    expect(headings(page).nth(1)).to_have_text("Net worth")


def test_a_card_is_dragged_by_mouse_and_all_is_reset(page: Page, book: Book) -> None:
    assert book
    page.goto("/?arrange=1")
    start, end = grip(page, "Recent entries").bounding_box(), tiles(page).first.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + 20, steps=5)
    expect(page.locator("[data-over=before-across]")).to_be_visible()
    page.mouse.up()
    expect(tiles(page).first).to_contain_text("Recent entries")
    page.get_by_role("button", name="Reset").click()
    expect(tiles(page).first).to_contain_text("Net worth")


def test_the_finder_leads_to_arranging(page: Page, book: Book) -> None:
    assert book
    page.goto("/entries")
    page.wait_for_selector("html[data-awake]", state="attached")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="What to find").fill("arrange")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?arrange=1")
    expect(tiles(page)).to_have_count(11)


def test_without_charts_nothing_of_them_is_fetched(page: Page, book: Book) -> None:
    assert book
    page.goto("/?arrange=1")
    charts = ("Cash flow", "Spending by category", "Net worth over time", "What changed net worth")
    for name in charts:
        page.get_by_role("button", name=f"Hide {name}").click()
        expect(page.get_by_role("button", name=f"Show {name}")).to_be_visible()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/")
    expect(page.get_by_role("heading", name="Recent entries")).to_be_visible()
    expect(page.locator(".chart")).to_have_count(0)
    assert not any("plotly" in url for url in fetched)


def test_the_skeleton_is_where_the_cards_will_be(page: Page, book: Book) -> None:
    assert book
    page.goto("/?arrange=1")
    page.get_by_role("button", name="Move Net worth later").click()
    expect(tiles(page).nth(1)).to_contain_text("Net worth")
    page.get_by_role("button", name="Hide Saved").click()
    expect(page.get_by_role("button", name="Show Saved")).to_be_visible()
    style = "(name) => document.documentElement.style.getPropertyValue(name)"
    page.goto("/")
    assert page.evaluate(style, "--net-worth-order") == "1"
    assert page.evaluate(style, "--saved-shown") == "none"


def test_a_card_is_moved_by_finger(touch: Page) -> None:
    touch.goto("/?arrange=1")
    expect(touch.get_by_role("button", name="Hide Recent entries")).to_be_visible()
    assert touch.evaluate(TOO_SMALL) == []
    touch.get_by_role("button", name="Move Income earlier").tap()
    expect(tiles(touch).first).to_contain_text("Income")
    start, end = grip(touch, "Saved").bounding_box(), tiles(touch).first.bounding_box()
    assert start is not None
    assert end is not None
    client = touch.context.new_cdp_session(touch)
    x, y = start["x"] + 16, start["y"] + 20

    def finger(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": left, "y": top} for left, top in points]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    finger("touchStart", (x, y))
    for share in (0.3, 0.7, 1):
        finger("touchMove", (x, y + (end["y"] + 4 - y) * share))
    finger("touchEnd")
    expect(tiles(touch).first).to_contain_text("Saved")
    assert touch.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert findings(touch) == []


def test_a_fingers_first_tap_shows_the_values_and_the_second_leads_on(touch: Page) -> None:
    touch.goto("/")
    chart = touch.locator(".chart").first
    bar = chart.locator(".bars").first.locator("path").last
    expect(bar).to_be_visible()
    chart.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    where = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    touch.touchscreen.tap(*where)
    expect(chart.locator(".hoverlayer")).to_contain_text("3,000.00 EUR")
    expect(chart.get_by_role("link", name="Show entries")).to_be_visible()
    assert touch.url.endswith("/")
    touch.touchscreen.tap(*where)
    touch.wait_for_url(f"**/entries?period={TODAY:%Y-%m}&kind=income")


def test_what_a_tap_offers_leads_there_too_and_goes_with_a_tap_elsewhere(touch: Page) -> None:
    touch.goto("/")
    chart = touch.locator(".chart").first
    bar = chart.locator(".bars").first.locator("path").last
    expect(bar).to_be_visible()
    offer = chart.get_by_role("link", name="Show entries")
    bar.tap(force=True)  # what listens lies above it
    expect(offer).to_be_visible()
    assert findings(touch) == []
    touch.get_by_role("heading", name="Dashboard").tap()
    expect(offer).to_have_count(0)
    bar.tap(force=True)  # what listens lies above it
    offer.tap()
    touch.wait_for_url(f"**/entries?period={TODAY:%Y-%m}&kind=income")

"""Converted amounts explain themselves in a browser: by mouse, keyboard and finger."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from tests.e2e.conftest import Server

TODAY = datetime.now(UTC).date()


def publish(session: Session, _actor: Actor) -> None:
    """Have a euro be two dollars today, until another test says something else."""
    session.execute(text("DELETE FROM rate WHERE currency = 'USD' AND day = :day"), {"day": TODAY})
    session.execute(
        text("INSERT INTO rate VALUES ('ecb', 'USD', :day, '2', '2026-11-19 15:00:00')"),
        {"day": TODAY},
    )


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        somebodys.do(publish)
        somebodys.add(somebodys.account("USD", "Travel"), "Hotel", -10_000, day=TODAY)
        somebodys.add(somebodys.account("EUR", "Daily"), "Bakery", -500, day=TODAY)
        somebodys.add(somebodys.account("KWD", "Dinars"), "Taxi", -1_000, day=TODAY)
        yield somebodys


def said(page: Page) -> Locator:
    return page.locator("#explanation")


def amount(page: Page, within: str) -> Locator:
    return page.locator("section.figure", has_text=within).locator("button.how")


def test_a_mouse_that_rests_on_a_figure_is_told_what_it_is_made_of(page: Page, book: Book) -> None:
    page.goto("/")
    spending = amount(page, "Spending")
    expect(spending).to_contain_text("55.00")
    spending.hover()
    expect(said(page)).to_contain_text("5.00 EUR")
    expect(said(page)).to_contain_text("100.00 USD50.00 EUR")
    expect(said(page)).to_contain_text("1.000 KWDnot in it: no rate (1 line)")
    expect(said(page)).to_contain_text("Each entry at the rate of its own day")
    page.mouse.move(5, 5)
    expect(said(page)).to_be_hidden()
    assert book


@pytest.mark.usefixtures("book")
def test_the_keyboard_gets_the_same_and_the_way_to_the_rates(page: Page) -> None:
    page.goto("/entries")
    button = page.locator("button.how", has_text="50.00")
    expect(button).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("one => one === document.activeElement"):
            break
    expect(said(page)).to_contain_text("SourceEuropean Central Bank")
    expect(said(page)).to_contain_text("Turned round1\N{NO-BREAK SPACE}EUR")
    assert findings(page) == []
    page.keyboard.press("Tab")
    expect(said(page).get_by_role("link", name="Rates")).to_be_focused()
    page.keyboard.press("Escape")
    expect(said(page)).to_be_hidden()


def test_a_finger_taps(browser: Browser, server: Server) -> None:
    phone: ViewportSize = {"width": 390, "height": 844}
    with (
        browser.new_context(
            base_url=server.url, viewport=phone, has_touch=True, is_mobile=True
        ) as context,
        opened(server, context) as book,
    ):
        book.do(publish)
        book.add(book.account("USD", "Travel"), "Hotel", -10_000, day=TODAY)
        page = context.new_page()
        page.goto("/accounts")
        page.locator("button.how").last.tap()
        expect(said(page)).to_contain_text("−100.00 USD")
        box = said(page).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        page.touchscreen.tap(20, 20)
        expect(said(page)).to_be_hidden()


MANY = ("AUD", "CAD", "CHF", "CZK", "DKK", "GBP", "HUF", "JPY", "NOK", "PLN", "SEK", "USD")


def publish_many(session: Session, _actor: Actor) -> None:
    for code in MANY:
        session.execute(
            text(
                "INSERT INTO rate VALUES ('ecb', :code, :day, '7.4639', '2026-11-19 15:00:00')"
                " ON CONFLICT DO NOTHING"
            ),
            {"code": code, "day": TODAY},
        )


@pytest.mark.parametrize("height", [844, 420])
def test_many_currencies_take_a_line_each_and_leave_the_figure_free(
    page: Page, book: Book, height: int
) -> None:
    book.do(publish_many)
    for code in MANY:
        book.add(book.account(code, f"In {code}"), "Hotel", -123_456_789, day=TODAY)
    page.set_viewport_size({"width": 390, "height": height})
    page.goto("/")
    button = amount(page, "Net worth")
    expect(button).to_be_visible()
    button.scroll_into_view_if_needed()
    button.focus()
    page.keyboard.press("Shift")
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    expect(said(page)).to_be_visible()
    assert said(page).locator("dl > div").count() <= len(MANY) + 6
    figure, box = button.bounding_box(), said(page).bounding_box()
    assert figure is not None
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= height
    assert box["y"] >= figure["y"] + figure["height"] or box["y"] + box["height"] <= figure["y"]
    if height == 420:  # too low for all of it
        rows = said(page).get_by_role("group", name="What it is made of")
        page.keyboard.press("PageDown")
        expect(rows).to_be_visible()
        page.wait_for_function("one => one.scrollTop > 0", arg=rows.element_handle())
        assert findings(page) == []
        page.keyboard.press("Tab")
        expect(rows).to_be_focused()
    page.keyboard.press("Escape")
    expect(said(page)).to_be_hidden()


@pytest.mark.usefixtures("book")
def test_the_rates_are_chosen_beside_the_period_and_kept_on_the_way(page: Page) -> None:
    page.goto("/?period=last12")
    expect(amount(page, "Spending")).to_contain_text("55.00")
    page.get_by_label("Period:").click()
    page.get_by_role("group", name="Convert at the rate of").get_by_text("Today").click()
    page.wait_for_url("**basis=today**")
    expect(page.get_by_text("Income and spending are converted at the rates of")).to_be_visible()
    page.get_by_role("link", name="Spending", exact=True).click()
    page.wait_for_url("**/entries**basis=today**")
    expect(page.get_by_text("Today’s rates")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="3 entries")).to_contain_text("−55.00")
    assert findings(page) == []


@pytest.mark.parametrize("place", ["/entries", "/accounts"])
@pytest.mark.usefixtures("book")
def test_no_rate_leads_to_where_it_is_added(page: Page, place: str) -> None:
    page.goto(place)
    chip = page.get_by_role("link", name="No rate for KWD on")
    expect(chip).to_have_accessible_name(re.compile(r"Add one\.$"))
    assert findings(page) == []
    chip.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Add a rate")
    expect(dialog.get_by_label("Rate")).to_be_focused()
    expect(dialog.get_by_label("One unit of")).to_have_value("KWD")
    expect(dialog.get_by_label("From")).to_have_value(str(TODAY))
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Added 1 KWD")).to_be_visible()
    page.goto(place)
    expect(page.locator("button.how").first).to_be_visible()
    expect(page.get_by_text("No rate", exact=True)).to_have_count(0)


def opened_table(page: Page) -> Locator:
    """Open the table beside the cash flow and return what was spent this month."""
    page.goto("/?period=month")
    page.get_by_label("Cash flow as a table").click()
    cell = page.locator(".ways a[data-how]", has_text="55.00 EUR without 1.000 KWD").first
    expect(cell).to_be_visible()
    return cell


@pytest.mark.usefixtures("book")
def test_an_amount_of_a_table_explains_itself_and_still_leads_to_its_entries(page: Page) -> None:
    cell = opened_table(page)
    cell.hover()
    expect(said(page)).to_contain_text("100.00 USD50.00 EUR")
    expect(said(page)).to_contain_text("1.000 KWDnot in it: no rate (1 line)")
    assert findings(page) == []
    page.mouse.move(5, 5)
    expect(said(page)).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    cell.focus()
    expect(said(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(said(page)).to_be_hidden()
    expect(cell).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/entries?period=**kind=spending**")


def test_a_finger_is_told_first_and_goes_on_from_there(browser: Browser, server: Server) -> None:
    phone: ViewportSize = {"width": 390, "height": 844}
    with (
        browser.new_context(
            base_url=server.url, viewport=phone, has_touch=True, is_mobile=True
        ) as context,
        opened(server, context) as book,
    ):
        book.do(publish)
        book.add(book.account("USD", "Travel"), "Hotel", -10_000, day=TODAY)
        book.add(book.account("EUR", "Daily"), "Bakery", -500, day=TODAY)
        book.add(book.account("KWD", "Dinars"), "Taxi", -1_000, day=TODAY)
        page = context.new_page()
        opened_table(page).tap()
        expect(said(page)).to_contain_text("100.00 USD50.00 EUR")
        box = said(page).get_by_role("link", name="Show").bounding_box()
        assert box is not None
        assert box["height"] >= 44
        said(page).get_by_role("link", name="Show").tap()
        page.wait_for_url("**/entries?period=**kind=spending**")

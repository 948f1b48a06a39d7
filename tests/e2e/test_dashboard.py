"""The dashboard in a browser: figures, charts that lead to their entries, the period."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from dateutil.relativedelta import relativedelta
from playwright.sync_api import expect

from finance_app.domain.entries import LineDraft
from finance_app.domain.formatting import day_short
from finance_app.services import categories
from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.e2e.conftest import Server

TODAY = datetime.now(UTC).date()
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


@pytest.fixture
def full(book: Book) -> Book:
    """A salary, groceries and rent in each of the last three months."""
    account = book.account()
    tree = {one.name: one.id for one in book.do(categories.everything)}
    for months in range(3):
        day = date(TODAY.year, TODAY.month, 1) - relativedelta(months=months)
        for payee, amount, name in (
            ("Employer", 300_000, "Salary"),
            ("Market", -40_000 - months, "Groceries"),
            ("Landlord", -120_000, "Rent"),
        ):
            lines = (LineDraft(amount, tree[name]),)
            book.add(account, payee, amount, day=day, lines=lines)
    return book


def card(page: Page, title: str) -> Locator:
    return page.locator("section.card", has=page.get_by_role("heading", name=title, exact=True))


def drawn(page: Page, title: str) -> Locator:
    """Return a card's chart, once it is there."""
    chart = card(page, title).locator(".chart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".main-svg").first).to_be_visible()
    return chart


def click(chart: Locator, mark: Locator, *, above: float = 0) -> None:
    """Click on a chart's mark, or so many pixels above its upper edge."""
    chart.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    down = -above if above else box["height"] / 2
    where = (box["x"] + box["width"] / 2, box["y"] + down)
    chart.page.mouse.move(*where)
    expect(chart.locator(".hoverlayer :is(.hovertext, .legend)").first).to_be_visible()
    chart.page.mouse.click(*where)


def test_an_empty_book_says_what_to_do_first(page: Page, book: Book) -> None:
    assert book
    page.goto("/")
    expect(page.get_by_text("Your figures appear here once you have an account.")).to_be_visible()
    page.get_by_role("link", name="Get started").click()
    expect(page).to_have_url("/welcome")


def test_the_first_row_says_how_things_stand(page: Page, full: Book) -> None:
    assert full
    page.goto("/")
    for title, amount in (
        ("Net worth", "4,199.97 EUR"),
        ("Income", "9,000.00 EUR"),
        ("Spending", "4,800.03 EUR"),
        ("Saved", "47 %"),
    ):
        expect(card(page, title).first).to_contain_text(amount.replace(" ", "\u00a0"))
    expect(card(page, "Largest payees")).to_contain_text("Landlord")
    expect(card(page, "Recent entries").get_by_role("listitem")).to_have_count(8)


def test_a_group_leads_to_its_entries(page: Page, full: Book) -> None:
    assert full
    page.goto("/")
    chart = drawn(page, "Spending by category")
    click(chart, chart.locator(".bars path").first)
    page.wait_for_url("**/entries?period=last12&category=*")
    expect(page.get_by_role("main")).to_contain_text("Landlord")
    expect(page.get_by_role("main")).not_to_contain_text("Market")


def test_a_month_leads_to_its_entries(page: Page, full: Book) -> None:
    assert full
    page.goto("/")
    chart = drawn(page, "Cash flow")
    click(chart, chart.locator(".bars").first.locator("path").last)
    page.wait_for_url(f"**/entries?period={TODAY:%Y-%m}&kind=income")
    expect(page.get_by_role("main")).to_contain_text("Employer")


def test_the_line_leads_to_all_of_its_month(page: Page, full: Book) -> None:
    assert full
    page.goto("/")
    chart = drawn(page, "Cash flow")
    click(chart, chart.locator(".bars").first.locator("path").last, above=6)
    page.wait_for_url(f"**/entries?period={TODAY:%Y-%m}")
    expect(page.get_by_role("main")).to_contain_text("Landlord")


def opened_by_keyboard(page: Page, title: str) -> Locator:
    """Open a chart's table without a pointer; return its links."""
    page.get_by_label(f"{title} as a table").focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name=title)
    expect(table).to_be_visible()
    return table.get_by_role("link")


@pytest.mark.parametrize(
    ("title", "first", "address"),
    [
        ("Spending by category", "Home, 3,600.00 EUR", "/entries?period=last12&category=*"),
        ("Cash flow", f"{TODAY:%b %Y}, Income 3,000.00 EUR", f"*period={TODAY:%Y-%m}&kind=income"),
        ("Net worth over time", "Net worth 4,199.97 EUR", f"*period={TODAY:%Y-%m}*"),
    ],
)
def test_what_is_drawn_leads_on_by_keyboard_too(
    page: Page, full: Book, title: str, first: str, address: str
) -> None:
    assert full
    page.goto("/")
    drawn(page, title)
    links = opened_by_keyboard(page, title)
    expect(links.first).to_have_accessible_name(re.compile(f"{re.escape(first)}$"))
    assert findings(page) == []
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_a_charts_table_closes_by_escape(page: Page, full: Book) -> None:
    assert full
    page.goto("/")
    drawn(page, "Net worth over time")
    links = opened_by_keyboard(page, "Net worth over time")
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(page.get_by_label("Net worth over time as a table")).to_be_focused()


def test_the_period_stands_in_the_address(page: Page, full: Book) -> None:
    assert full
    page.goto(f"/?period={TODAY:%Y-%m}")
    spending = card(page, "Spending").first
    expect(spending).to_contain_text("1,600.00")
    page.get_by_role("link", name="Previous period").click()
    expect(spending).to_contain_text("1,600.01")
    page.goto("/?period=soon")
    expect(page.get_by_text("“soon” is not a period")).to_be_visible()
    expect(spending).to_contain_text("4,800.03")


def test_charts_follow_the_theme(page: Page, full: Book) -> None:
    assert full
    page.emulate_media(color_scheme="light")
    page.goto("/")
    bar = drawn(page, "Cash flow").locator(".bars path").first
    expect(bar).to_have_css("fill", "rgb(24, 116, 74)")
    page.emulate_media(color_scheme="dark")
    expect(bar).to_have_css("fill", "rgb(85, 200, 144)")


def test_axe_finds_nothing_in_either_theme(page: Page, full: Book) -> None:
    assert full
    page.goto("/")
    drawn(page, "Net worth over time")
    assert findings(page) == []


def test_all_of_it_fits_on_a_phone(page: Page, full: Book) -> None:
    assert full
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
    page.goto("/")
    drawn(page, "Net worth over time")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_recent_entries_say_their_day_and_category_on_a_phone(page: Page, full: Book) -> None:
    assert full
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
    page.goto("/")
    first = card(page, "Recent entries").get_by_role("listitem").first
    day = day_short(date(TODAY.year, TODAY.month, 1), "en_US")
    expect(first.get_by_text(day)).to_be_visible()
    expect(first.locator(".narrow")).to_be_visible()


def test_two_rows_fit_on_a_laptop(page: Page, full: Book) -> None:
    assert full
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/")
    box = drawn(page, "Cash flow").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 900


def test_figures_are_compared_with_last_year_too(page: Page, full: Book) -> None:
    day = TODAY - relativedelta(years=1)
    full.add(full.account(name="Old"), "Market", -1_000, day=day)
    page.goto(f"/?period={TODAY:%Y-%m}")
    drawn(page, "Cash flow")
    page.get_by_label("Compare with").get_by_role("link", name="Last year").click()
    page.wait_for_url(f"**/?period={TODAY:%Y-%m}&compare=year")
    spending = card(page, "Spending").first
    expect(spending).to_contain_text(f"vs {day:%b}")
    days = re.compile(f"{day:%b} 1.*{day:%Y}")
    expect(spending.get_by_role("link")).to_have_attribute("title", days)
    chart = drawn(page, "Cash flow")
    expect(chart.get_by_text("Last year")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="Previous period").click()
    page.wait_for_url("**&compare=year")


def test_where_the_book_begins_there_is_no_earlier_data(page: Page, book: Book) -> None:
    book.add(book.account(), "Market", -1_000, day=date(2020, 1, 5))
    page.goto("/?period=2020-01")
    expect(card(page, "Spending").first).to_contain_text("no earlier data")


def test_many_years_go_by_quarter_and_lead_there(page: Page, book: Book) -> None:
    account = book.account()
    for months in (0, 60):
        book.add(account, "Market", -1_000, day=TODAY - relativedelta(months=months))
    page.goto("/?period=all")
    drawn(page, "Cash flow")
    links = opened_by_keyboard(page, "Cash flow")
    quarter = f"Q{(TODAY.month + 2) // 3} {TODAY.year}"
    expect(links.first).to_have_accessible_name(re.compile(f"^{quarter}, Income"))
    expect(page.get_by_role("columnheader", name="Quarter")).to_be_visible()


def test_a_chart_is_drawn_when_it_is_near(page: Page, full: Book) -> None:
    assert full
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.set_viewport_size({"width": 1440, "height": 320})
    page.goto("/")
    expect(card(page, "Income").first).to_contain_text("9,000.00")
    far = card(page, "Net worth over time").locator(".chart")
    expect(card(page, "Cash flow").locator(".main-svg").first).to_be_attached()
    assert any("plotly" in url for url in fetched)
    box = far.bounding_box()
    expect(far.locator(".main-svg")).to_have_count(0)
    far.scroll_into_view_if_needed()
    expect(far.locator(".main-svg").first).to_be_visible()
    after = far.bounding_box()
    assert box is not None
    assert after is not None
    assert (box["width"], box["height"]) == (after["width"], after["height"])

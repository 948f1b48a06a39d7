"""The net-worth bridge in a browser: upright or one below the other, and where its steps lead."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.transfers import TransferDraft
from finance_app.services import transfers
from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.e2e.conftest import Server

YEAR = datetime.now(UTC).year - 1
PHONE = {"width": 390, "height": 844}
TITLE = "What changed net worth"


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


@pytest.fixture
def full(book: Book) -> Book:
    """What is in every currency's account, for a mouse and a keyboard."""
    filled(book)
    return book


@pytest.fixture
def touch(server: Server, browser: Browser) -> Iterator[Page]:
    """The same on a phone."""
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
    """Add euros, dollars with a rate, and dinars without one."""
    euros, dollars, dinars = (book.account(code) for code in ("EUR", "USD", "KWD"))
    day = date(YEAR, 3, 2)
    for payee, amount in (("Employer", 300_000), ("Market", -40_000)):
        book.add(euros, payee, amount, day=day)
    book.do(transfers.add, TransferDraft(euros, dollars, day, 10_000, 9_000))
    book.add(dinars, "Uncle", 4_900, day=day)


def card(page: Page) -> Locator:
    return page.locator("section.card", has=page.get_by_role("heading", name=TITLE, exact=True))


def drawn(page: Page) -> Locator:
    """Return the card's chart that there is room for, once it is there."""
    chart = card(page).locator(".chart:visible")
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".main-svg").first).to_be_visible()
    return chart


def test_steps_are_labelled_and_lead_to_their_entries(page: Page, full: Book) -> None:
    assert full
    page.goto(f"/?period={YEAR}")
    chart = drawn(page)
    for text in ("Income", "+3,000.00", "Spending", "−400.00", f"Dec 31, {YEAR}"):
        expect(chart.get_by_text(text, exact=True)).to_be_visible()
    expect(chart.locator(".chart-place")).to_have_accessible_name(re.compile(f"^{TITLE}: "))
    box = chart.locator(".bars path").nth(2).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(chart.locator(".hoverlayer .legend").first).to_be_visible()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(f"**/entries?period={YEAR}&kind=spending")
    expect(page.get_by_role("main")).to_contain_text("Market")


def test_all_of_it_is_reached_by_keyboard(page: Page, full: Book) -> None:
    assert full
    page.goto(f"/?period={YEAR}")
    drawn(page)
    page.get_by_label(f"{TITLE} as a table").focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("table", name=TITLE)
    expect(table.get_by_role("row")).to_have_count(8)
    assert findings(page) == []
    table.get_by_role("link", name=re.compile("^Without a rate")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/?period={YEAR}&gains=1#behind")
    gains = page.get_by_role("table", name="Exchange gains")
    expect(gains).to_be_in_viewport()
    expect(gains).to_contain_text("USD: Checking USD")
    expect(page.get_by_role("table", name="Without a rate")).to_contain_text("4.900 KWD")
    assert findings(page) == []
    gains.get_by_role("link", name="USD: Checking USD").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/account?key=*&day={YEAR}-12-31")


def test_on_a_phone_steps_stand_one_below_the_other(page: Page, full: Book) -> None:
    assert full
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # a size
    page.goto(f"/?period={YEAR}")
    chart = drawn(page)
    rows = [chart.get_by_text(name, exact=True) for name in ("Income", "Spending", "Exchange")]
    boxes = [row.bounding_box() for row in rows]
    assert all(boxes)
    places = [(round(box["x"]), box["y"]) for box in boxes if box]
    assert len({x for x, _ in places}) == 1
    assert places == sorted(places)
    expect(chart.get_by_text("+3,000.00 EUR", exact=True)).to_be_visible()
    for name in ("Exchange gains", "Without a rate"):
        card(page).locator("summary", has_text=name).click()
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    targets = card(page).locator(".more :is(summary, a)")
    for target in targets.all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_a_finger_sees_a_step_before_it_goes_there(touch: Page) -> None:
    touch.goto(f"/?period={YEAR}")
    chart = drawn(touch)
    bar = chart.locator(".bars path").nth(2).bounding_box()
    assert bar is not None
    touch.touchscreen.tap(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    offer = chart.get_by_role("link", name="Show entries")
    expect(offer).to_be_visible()
    expect(chart.locator(".hoverlayer")).to_contain_text("−400.00")
    touch.get_by_role("heading", name=TITLE).tap()
    before = chart.locator(".bars path").first.bounding_box()
    assert before is not None
    touch.touchscreen.tap(before["x"] + 4, before["y"] + before["height"] / 2)
    expect(chart.get_by_role("link", name="Show accounts")).to_be_visible()
    touch.get_by_role("heading", name=TITLE).tap()
    touch.touchscreen.tap(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    offer.tap()
    touch.wait_for_url(f"**/entries?period={YEAR}&kind=spending")


def test_a_narrow_card_has_no_room_for_upright_steps(page: Page, full: Book) -> None:
    assert full
    page.goto(f"/?period={YEAR}")
    expect(drawn(page)).to_be_visible()
    wide = page.locator(".bridge > .roomy")
    expect(wide).to_be_visible()
    page.set_viewport_size({"width": 700, "height": 900})
    expect(wide).to_be_hidden()
    expect(drawn(page).get_by_text("+3,000.00 EUR", exact=True)).to_be_visible()

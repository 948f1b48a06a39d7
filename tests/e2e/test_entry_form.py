"""The form for an entry in a browser: parts, transfers, tags, a stale edit; a phone's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.entries import EntryDraft, EntryFilter, LineDraft
from finance_app.services import categories, entries
from tests.e2e.books import DAY, Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from finance_app.domain.entries import EntryView
    from tests.e2e.conftest import Server


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A phone: narrow, and used by the thumb."""
    with browser.new_context(
        base_url=server.url,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    ) as fresh:
        yield fresh


def rows(page: Page) -> Locator:
    return page.locator("main li.row")


def written(book: Book) -> list[EntryView]:
    return list(book.do(entries.page, EntryFilter()).entries)


def test_payee_amount_and_enter_are_enough_for_a_known_payee(page: Page, book: Book) -> None:
    book.account()
    card, usual = book.account(name="Card"), book.do(categories.everything)[-1]
    line = (LineDraft(-1250, usual.id),)
    book.add(card, "Bakery", lines=line, tags=("weekly",))
    page.goto("/entries")
    expect(rows(page)).to_contain_text("#weekly")
    page.keyboard.press("n")
    expect(page.get_by_label("Payee", exact=True)).to_be_focused()
    page.keyboard.type("bakery")
    expect(page.get_by_label("Account", exact=True).last).to_have_value(str(card))
    page.keyboard.press("Tab")
    page.keyboard.type("2*1.60")
    expect(page.get_by_text("= 3.20 EUR")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Added Bakery −3.20 EUR.")).to_be_visible()
    new = written(book)[0]
    assert (new.account_id, new.lines[0].category_id) == (card, usual.id)
    assert [tag.name for tag in new.tags] == ["weekly"]


def test_an_entry_is_split_by_the_keyboard(page: Page, book: Book) -> None:
    book.account()
    page.goto("/entries?new=1")
    expect(page.get_by_label("Payee", exact=True)).to_be_focused()
    page.keyboard.type("Market")
    page.get_by_label("Amount in EUR").fill("30")
    page.get_by_role("button", name="Split").press("Enter")
    page.get_by_label("Amount of part 1").fill("40%")
    expect(page.get_by_text("12.00 EUR")).to_be_visible()
    expect(page.get_by_label("Amount of part 2")).to_have_attribute("placeholder", "18.00 EUR")
    page.get_by_role("button", name="Add a part").press("Enter")
    page.get_by_label("Amount of part 3").fill("25")
    expect(page.get_by_text("Nothing is left for the empty parts")).to_be_visible()
    page.get_by_label("Amount of part 3").fill("5")
    page.get_by_label("Memo of part 3").fill("cinema")
    page.keyboard.press("Enter")
    expect(rows(page)).to_contain_text("Split in 3")
    assert [line.amount for line in written(book)[0].lines] == [-1200, -1300, -500]
    page.get_by_role("button", name="Market", exact=True).click()
    expect(page.get_by_label("Memo of part 3")).to_have_value("cinema")
    page.get_by_role("button", name="Equal parts").click()
    expect(page.get_by_label("Amount of part 3")).to_have_attribute("placeholder", "10.00 EUR")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert [line.amount for line in written(book)[0].lines] == [-1000, -1000, -1000]


def test_money_is_moved_to_another_currency(page: Page, book: Book) -> None:
    book.account()
    book.account("USD", "Travel")
    page.goto("/entries?new=1")
    page.get_by_role("button", name="Transfer", exact=True).click()
    page.get_by_label("Amount in EUR").fill("100")
    page.get_by_label("Arrives in USD").fill("110")
    expect(page.get_by_text("1 EUR = 1.10 USD")).to_be_visible()
    page.get_by_text("Fee and arrival").click()
    page.get_by_label("Fee", exact=True).fill("1.50")
    assert findings(page) == []
    page.get_by_role("button", name="Save").click()
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_text("−101.50 EUR", exact=True)).to_be_visible()
    page.get_by_role("button", name="Transfer", exact=True).first.click()
    expect(page.get_by_label("Amount in EUR")).to_have_value("100.00")
    page.get_by_label("Amount in EUR").fill("120")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("−121.50 EUR", exact=True)).to_be_visible()


def test_both_versions_of_a_stale_edit_are_shown(page: Page, book: Book) -> None:
    account = book.account()
    key = book.add(account)
    page.goto("/entries")
    page.get_by_role("button", name="Bakery", exact=True).click()
    page.get_by_label("Payee", exact=True).fill("Mine")
    book.do(entries.edit, key, 1, EntryDraft(account, DAY, -100, "Theirs"))
    page.get_by_role("button", name="Save").click()
    versions = page.get_by_role("alert")
    expect(versions).to_contain_text("You changed this meanwhile")
    expect(versions.get_by_role("row", name="Payee")).to_contain_text("TheirsMine")
    expect(versions.get_by_role("row", name="Amount")).to_contain_text("−1.00 EUR−12.50 EUR")
    assert findings(page) == []
    page.get_by_role("button", name="Take what is there").click()
    expect(page.get_by_label("Payee", exact=True)).to_have_value("Theirs")
    expect(page.get_by_label("Amount in EUR")).to_have_value("1.00")


def test_a_duplicate_and_a_tag(page: Page, book: Book) -> None:
    book.add(book.account(), tags=("home",))
    page.goto("/entries")
    page.get_by_role("button", name="Bakery", exact=True).click()
    page.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("dialog", name="New entry")).to_be_visible()
    page.get_by_role("button", name="home", exact=True).click()
    expect(page.get_by_role("button", name="home", exact=True)).to_have_attribute(
        "aria-pressed", "false"
    )
    page.get_by_label("More tags").fill("trip, fun")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("#fun #trip")).to_be_visible()
    page.goto("/tags")
    page.get_by_role("link", name="trip").click()
    expect(page.get_by_role("link", name="#trip Remove")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="1 entry")).to_contain_text("−12.50")


def test_three_taps_and_the_digits_write_an_entry(phone: BrowserContext, server: Server) -> None:
    with opened(server, phone) as book:
        usual = book.do(categories.everything)[-1]
        book.add(book.account(), "Bakery", lines=(LineDraft(-1250, usual.id),))
        page = phone.new_page()
        page.goto("/entries")
        page.get_by_label("New entry").last.tap()
        amount = page.get_by_label("Amount in EUR")
        expect(amount).to_be_focused()
        for key in ("4", ".", "5", "5"):
            named = "Decimal mark" if key == "." else key
            page.get_by_role("button", name=named, exact=True).tap()
        expect(amount).to_have_value("4.55")
        page.get_by_role("button", name="Erase").tap()
        expect(amount).to_have_value("4.5")
        page.get_by_role("group", name="Recent payees").get_by_text("Bakery").tap()
        expect(page.get_by_text(f"{usual.name} is usual for Bakery.")).to_be_attached()
        assert findings(page) == []
        small = page.locator("dialog").locator("button:visible, summary:visible, input:visible")
        heights = [one.bounding_box() for one in small.all()]
        assert min(box["height"] for box in heights if box) >= 43.9
        page.get_by_role("button", name="Save").tap()
        expect(page.get_by_text("Added Bakery −4.50 EUR.")).to_be_visible()
        assert written(book)[0].lines[0].category_id == usual.id

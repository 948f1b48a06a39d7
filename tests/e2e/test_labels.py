"""Payees and tags in a browser: looking them up, renaming, merging and deleting them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.labels import LabelKind
from finance_app.services import labels
from tests.e2e.books import Book, findings, opened
from tests.services.books import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Locator, Page

    from tests.e2e.conftest import Server


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


def row(page: Page, name: str) -> Locator:
    return page.locator("main li.row", has=page.get_by_text(name, exact=True))


def choose(page: Page, name: str, action: str) -> None:
    row(page, name).locator(".menu summary").click()
    row(page, name).get_by_role("button", name=action).click()


def test_payees_are_found_by_a_part_of_their_name_and_lead_to_their_entries(
    page: Page, book: Book
) -> None:
    account = book.account()
    for name in ("Corner bakery", "Kiosk", "Kiosk"):
        book.add(account, name)
    page.goto("/categories")
    page.get_by_role("link", name="Payees").click()
    expect(page.locator("main li.row")).to_have_count(2)
    expect(row(page, "Kiosk")).to_contain_text("Last on Nov 20, 2026")
    page.keyboard.press("/")
    page.keyboard.type("BAKE")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/payees?text=BAKE")
    expect(page.locator("main li.row")).to_have_count(1)
    page.get_by_role("link", name="Corner bakery").click()
    expect(page.locator("main li.row")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/entries\?payee="))


def test_many_payees_are_turned_over_page_by_page(page: Page, book: Book) -> None:
    def fill(session: object, actor: object) -> None:
        for number in range(labels.PAGE + 1):
            label(session, actor, LabelKind.PAYEE, f"Payee {number:02}")  # type: ignore[arg-type]

    book.do(fill)
    page.goto("/payees")
    expect(page.locator("main li.row")).to_have_count(labels.PAGE)
    page.get_by_role("link", name="After").click()
    expect(page.locator("main li.row")).to_have_count(1)
    page.get_by_role("link", name="Before").click()
    expect(page.locator("main li.row")).to_have_count(labels.PAGE)
    expect(row(page, "Payee 00")).to_be_visible()


def test_those_ticked_in_two_searches_are_merged_and_undone(page: Page, book: Book) -> None:
    account = book.account()
    for name in ("Amazon", "Amazon", "AMZN Mktp"):
        book.add(account, name)
    page.goto("/payees?text=amzn")
    page.get_by_label("Choose AMZN Mktp").click()
    expect(page.get_by_text("1 payee: AMZN Mktp")).to_be_visible()
    page.get_by_label("Search payees").fill("amazon")
    page.keyboard.press("Enter")
    page.get_by_label("Choose Amazon").click()
    page.get_by_role("button", name="Merge").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("all 3 entries get it")
    expect(dialog.get_by_label("Amazon")).to_be_checked()
    dialog.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("Merged 2 payees into Amazon.")).to_be_visible()
    expect(row(page, "Amazon").locator(".count")).to_have_text("3")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Amazon").locator(".count")).to_have_text("2")


def test_a_payee_is_renamed_and_a_taken_name_offers_to_merge(page: Page, book: Book) -> None:
    account = book.account()
    for name in ("Bakery", "Kiosk"):
        book.add(account, name)
    page.goto("/payees")
    choose(page, "Kiosk", "Rename")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("The kiosk")
    page.keyboard.press("Enter")
    expect(row(page, "The kiosk")).to_be_visible()
    choose(page, "The kiosk", "Rename")
    dialog.get_by_label("Name").fill("bakery")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("There is a payee “Bakery” already.")
    dialog.get_by_role("button", name="Merge").click()
    expect(page.locator("main li.row")).to_have_count(1)
    expect(row(page, "Bakery").locator(".count")).to_have_text("2")


def test_a_tag_is_added_and_deleted_and_brought_back(page: Page, book: Book) -> None:
    page.goto("/tags")
    expect(page.get_by_text("No tags yet.")).to_be_visible()
    page.locator(".empty").get_by_role("button", name="Add tag").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Holiday")
    page.keyboard.press("Enter")
    expect(row(page, "Holiday")).to_be_visible()
    choose(page, "Holiday", "Delete")
    expect(page.get_by_text("No tags yet.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Holiday")).to_be_visible()
    assert len(book.do(labels.page, LabelKind.TAG).labels) == 1


@pytest.mark.parametrize("path", ["/payees", "/tags"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_lists_can_be_used_by_everybody(page: Page, book: Book, path: str, width: int) -> None:
    kind = LabelKind.TAG if path == "/tags" else LabelKind.PAYEE
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(path)
    expect(page.locator(".empty")).to_be_visible()
    assert findings(page) == []
    for name in ("Bakery", "A name that is rather long, longer than a phone is wide"[:50]):
        book.do(label, kind, name)
    page.goto(path)
    page.get_by_label("Choose Bakery").click()
    page.locator(".tick").first.click()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert findings(page) == []

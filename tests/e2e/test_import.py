"""A bank's file in the browser: dropped, looked at, imported, undone, imported again."""

from __future__ import annotations

import re
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.entries import EntryFilter
from finance_app.services import entries, imports
from tests.e2e.books import findings, held, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext, Page

    from tests.e2e.books import Book
    from tests.e2e.conftest import Server

FIXTURES = Path(__file__).parents[1] / "fixtures"
OFX, CSV = FIXTURES / "checking.ofx", FIXTURES / "day-or-month.csv"
CAME_IN = "8 entries came in on Checking ••5030, Nov 2, 2026 – Nov 20, 2026."
MANY = 60_000  # rows
LINE = 20  # pixels
CUT_OFF = """() => [...document.querySelectorAll("main td, main select")]
    .filter((part) => part.getBoundingClientRect().right > innerWidth - 16)
    .map((part) => part.outerHTML)"""  # what reaches beyond a card
PATIENT = 60_000  # milliseconds
LIVE = 3  # seconds in which another screen is there while an import runs


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as found:
        yield found


def payees(book: Book) -> list[str]:
    return [each.payee for each in book.do(entries.page, EntryFilter()).entries]


def drop(page: Page, file: Path) -> None:
    """Drop a file the way a person does, by dragging."""
    content = file.read_bytes().decode("latin-1")
    page.goto("/import")
    zone = page.locator(".drop")
    expect(zone).to_be_visible()
    carried = page.evaluate_handle(
        """([name, text]) => {
            const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
            const carried = new DataTransfer();
            carried.items.add(new File([bytes], name));
            return carried;
        }""",
        [file.name, content],
    )
    zone.dispatch_event("drop", {"dataTransfer": carried})


def choose(page: Page, name: str, content: bytes) -> None:
    """Choose a file in the browser's own dialog."""
    page.goto("/import")
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Drop a bank file here").set_input_files(file)  # type: ignore[arg-type]  # a file in memory


def test_a_dropped_file_comes_in_is_undone_and_comes_in_again(page: Page, book: Book) -> None:
    drop(page, OFX)
    expect(page.get_by_text("OFX · 8 rows · Nov 2, 2026 – Nov 20, 2026")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Checking ••5030")
    page.get_by_role("button", name="Import 8 entries").click()
    expect(page.get_by_text(CAME_IN)).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_have_count(1)
    page.get_by_role("link", name="Show the entries").click()
    expect(page).to_have_url(re.compile("/entries.period=2026-11-02..2026-11-20&account="))
    expect(page.get_by_text("Trattoria Nonna")).to_be_visible()
    assert len(payees(book)) == 8
    page.goto("/import")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Undone", exact=True)).to_be_visible()
    assert payees(book) == []
    drop(page, OFX)
    page.get_by_role("button", name="Import 8 entries").click()
    expect(page.get_by_role("heading", name="checking.ofx")).to_be_visible()
    expect(page.get_by_text(CAME_IN)).to_be_visible()
    assert len(payees(book)) == 8


def test_a_csv_file_is_asked_about_and_its_texts_stay_texts(page: Page, book: Book) -> None:
    drop(page, CSV)
    expect(page.get_by_text("Is 03/04/2026 4 March 2026 or 3 April 2026?")).to_be_visible()
    page.get_by_role("button", name="Day first").click()
    expect(page.get_by_role("cell", name="Apr 5, 2026")).to_be_visible()
    expect(page.get_by_role("cell", name="<script>alert(1)</script>")).to_be_visible()
    page.get_by_role("button", name="Use these columns").click()
    expect(page.get_by_text('=HYPERLINK("http://example.org";"Click")')).to_be_visible()
    page.get_by_label("Import Trattoria Nonna").click()
    page.get_by_label("Category of Corner Market").select_option(label="Groceries")
    expect(page.get_by_role("button", name="Import 3 entries")).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Import 3 entries").click()
    expect(
        page.get_by_text(re.compile("^3 entries came in on .*; 1 row stayed out.$"))
    ).to_be_visible()
    found = book.do(entries.page, EntryFilter()).entries
    assert [(each.payee, each.lines[0].category) for each in found] == [
        ('=HYPERLINK("http://example.org";"Click")', ""),
        ("<script>alert(1)</script>", ""),
        ("Corner Market", "Groceries"),
    ]


def test_the_columns_of_a_file_fit_on_a_phone(page: Page, book: Book) -> None:
    assert book.actor
    page.set_viewport_size({"width": 390, "height": 844})
    choose(page, "march.csv", CSV.read_bytes())
    day = page.get_by_role("cell", name="Mar 4, 2026").first
    expect(day).to_be_visible()
    assert page.evaluate(CUT_OFF) == []
    box = day.bounding_box()
    assert box
    assert box["height"] < 2 * LINE
    assert findings(page) == []


def test_a_file_of_what_is_there_already_leads_to_it(page: Page, book: Book) -> None:
    book.do(imports.commit, book.do(imports.stage, OFX.name, OFX.read_bytes()))
    drop(page, OFX)
    expect(page.get_by_text("All 8 rows are in the book already")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Import"))).to_have_count(0)
    assert findings(page) == []
    page.get_by_role("link", name="Show the entries").click()
    expect(page.get_by_text("Trattoria Nonna")).to_be_visible()


def test_what_cannot_be_read_is_said_where_it_was_dropped(
    context: BrowserContext, book: Book
) -> None:
    page = context.new_page()  # an answer of 422 is an error in the browser's console, as it should
    choose(page, "statement.ofx", b"<!DOCTYPE html><html><body>Sign in</body></html>")
    expect(page.get_by_role("alert")).to_contain_text("The file is a web page")
    page.get_by_label("Drop a bank file here").set_input_files(OFX)
    expect(page.get_by_role("button", name="Import 8 entries")).to_be_visible()
    assert payees(book) == []


def test_two_hundred_megabytes_are_refused_in_one_sentence(
    page: Page, book: Book, tmp_path: Path
) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as huge:
        huge.truncate(200 * 2**20)
    page.goto("/import")
    page.get_by_label("Drop a bank file here").set_input_files(file)
    expect(page.get_by_role("alert")).to_have_text(
        "The file has 200 MB, at most 64 MB are read; choose a shorter period."
    )
    assert payees(book) == []


def test_a_large_import_shows_its_progress_can_be_cancelled_and_holds_nobody_up(
    page: Page, context: BrowserContext, book: Book
) -> None:
    lines = (
        f"2026-{1 + at % 11:02}-{1 + at % 28:02},Shop {at % 500},-{at % 900}.25\n"
        for at in range(MANY)
    )
    choose(page, "many.csv", ("Date,Payee,Amount\n" + "".join(lines)).encode())
    page.get_by_role("button", name="Use these columns").click(timeout=PATIENT)
    button = page.get_by_role("button", name="Import 60,000 entries")
    words = ("Stopping", "The import was cancelled; nothing came in.")
    stopping, cancelled = (page.get_by_text(said) for said in words)
    expect(button).to_be_visible(timeout=PATIENT)
    with held():
        button.click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("button", name="Cancel").click()
        expect(stopping.or_(cancelled)).to_be_visible()
    expect(cancelled).to_be_visible(timeout=PATIENT)
    assert payees(book) == []
    with held():
        button.click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("button", name="All 60,000").click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        page.get_by_role("link", name="Accounts").first.click()
        expect(page.get_by_role("heading", name="Accounts", level=1)).to_be_visible()
    away(page, "true")
    other, started = context.new_page(), monotonic()
    other.goto("/entries")
    expect(other.get_by_role("heading", name="Entries")).to_be_visible()
    expect(other.locator("[aria-busy]")).to_have_count(0)
    took = monotonic() - started
    notice = page.locator(".notice")
    expect(notice).to_contain_text("60,000 entries came in", timeout=PATIENT)
    assert took < LIVE
    away(page, "false")
    undone_from_the_notice(page, book)


def away(page: Page, hidden: str) -> None:
    """Look at another tab, or come back; what a page says meanwhile is still there then."""
    page.evaluate(
        f"Object.defineProperty(document, 'hidden', {{get: () => {hidden}, configurable: true}})"
    )
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def undone_from_the_notice(page: Page, book: Book) -> None:
    """Take an import back, and look around while that is at work."""
    assert len(payees(book)) == 50
    with held():
        page.locator(".notice").get_by_role("button", name="Undo").click()
        bar = page.locator(".notice").get_by_role("progressbar", name="Undoing")
        expect(bar).to_be_visible()
        page.get_by_role("link", name="Entries").first.click()
        expect(page.get_by_role("heading", name="Entries")).to_be_visible()
        expect(bar).to_be_visible()
    expect(page.get_by_text("Undone.", exact=True)).to_be_visible(timeout=PATIENT)
    assert payees(book) == []


def test_every_step_can_be_used_by_everybody(page: Page, book: Book) -> None:
    assert book.actor
    page.goto("/import")
    expect(page.locator(".drop")).to_be_visible()
    assert findings(page) == []
    drop(page, CSV)
    expect(page.get_by_role("button", name="Use these columns")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Use these columns").click()
    expect(page.get_by_role("button", name="Import 4 entries")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("button", name="Import 4 entries").click()
    expect(page.get_by_role("link", name="Import another file")).to_be_visible()
    assert findings(page) == []
    page.goto("/import")
    expect(page.get_by_text("Last imports")).to_be_visible()
    assert findings(page) == []

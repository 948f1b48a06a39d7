"""The app in use: from a click or a key to what it brings into the DOM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.browser.chromium import timed

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUND = ("Entries", "Accounts", "Reports", "Dashboard")
SIDES = ("In", "Out")
PAYEE = "Harbour Lane Market"
KEY = 40  # milliseconds between two keys of somebody quick


def places(page: Page, rounds: int) -> list[float]:
    """Go around the places of the sidebar; return the seconds to each page with its data."""
    page.goto("/")
    page.evaluate("bench.loaded()")
    bar = page.get_by_role("navigation", name="Places")
    return [
        timed(page, "click", "page", title, bar.get_by_role("link", name=title).click)
        for _ in range(rounds)
        for title in ROUND
    ]


def segments(page: Page, rounds: int) -> list[float]:
    """Turn a segmented control that the server holds, to and fro; return the seconds of each."""
    _form(page)
    sides = page.get_by_role("group", name="Money", exact=True)
    return [
        timed(
            page, "click", "pressed", side, sides.get_by_role("button", name=side, exact=True).click
        )
        for _ in range(rounds)
        for side in SIDES
    ]


def older(page: Page, rounds: int) -> list[float]:
    """Turn pages of entries; return the seconds to the 50 rows of each."""
    page.goto("/entries")
    link = page.get_by_role("navigation", name="Pages").get_by_role("link", name="Older")
    link.wait_for()
    return [
        timed(page, "click", "rows", page.evaluate("bench.older()"), link.click)
        for _ in range(rounds)
    ]


def added(page: Page, rounds: int) -> list[float]:
    """Add entries by the keyboard; return the seconds from Enter to the row of each."""
    taken = []
    for place in range(rounds):
        _form(page)
        amount = f"9{place:03}.{place % 100:02}"
        page.keyboard.type(PAYEE, delay=KEY)
        page.keyboard.press("Tab")
        page.keyboard.type(amount, delay=KEY)
        row = f"9,{amount[1:]}"
        taken.append(timed(page, "keydown", "row", row, lambda: page.keyboard.press("Enter")))
    return taken


def _form(page: Page) -> None:
    """Open the form for a new entry."""
    page.goto("/entries?new=1")
    page.get_by_label("Payee", exact=True).wait_for()

"""The category tree in a browser: moving by mouse, finger and keys, changing and merging."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import LineDraft
from finance_app.services import categories
from tests.e2e.books import Book, findings, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from tests.e2e.conftest import Server

WIDTH, HEIGHT = 390, 844  # of a phone


@pytest.fixture
def book(server: Server, context: BrowserContext) -> Iterator[Book]:
    with opened(server, context) as somebodys:
        yield somebodys


def thing(page: Page, name: str) -> Locator:
    """Return a group or a category of the tree."""
    return page.locator(f'[data-drag][data-label="{name}"]')


def grip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}:")


def inside(page: Page, group: str) -> Locator:
    return thing(page, group).locator("li .cover")


def choose(page: Page, name: str, action: str) -> None:
    thing(page, name).locator(".menu summary").first.click()
    thing(page, name).get_by_role("button", name=action).first.click()


def drag(page: Page, name: str, target: str, part: float) -> None:
    """Drag something over a part of the height of something else, 0 to 1."""
    grip(page, name).scroll_into_view_if_needed()
    start, end = grip(page, name).bounding_box(), thing(page, target).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] + 24)
    page.mouse.move(end["x"] + 120, end["y"] + part * end["height"], steps=4)
    page.mouse.up()


def spent(book: Book, name: str, account: int) -> None:
    tree = book.do(categories.everything)
    key = next(node.id for node in tree if node.name == name)
    book.add(account, lines=(LineDraft(-1250, key),))


def test_a_category_is_dragged_beside_and_into_others(page: Page, book: Book) -> None:
    page.goto("/categories")
    drag(page, "Coffee", "Groceries", 0.2)
    expect(page.get_by_text("Coffee is 1 of 3 in Food.")).to_be_visible()
    expect(inside(page, "Food")).to_have_text(["Coffee", "Groceries", "Restaurants"])
    drag(page, "Coffee", "Home", 0.05)
    expect(inside(page, "Home").last).to_have_text("Coffee")
    drag(page, "Home", "Food", 0.9)
    expect(page.get_by_text("Home is 2 of 8 among the groups.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    names = [node.name for node in book.do(categories.everything) if node.parent_id is None]
    assert names[1:3] == ["Home", "Food"]


def test_a_drag_is_given_up_with_escape(page: Page, book: Book) -> None:
    page.goto("/categories")
    start = grip(page, "Coffee").bounding_box()
    assert start
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, start["y"] - 60, steps=4)
    expect(page.locator(".ghost")).to_have_text("Coffee")
    page.keyboard.press("Escape")
    expect(page.locator(".ghost, [data-over], [data-held]")).to_have_count(0)
    page.mouse.up()
    assert {node.version for node in book.do(categories.everything)} == {1}


@pytest.mark.usefixtures("book")
def test_by_keys_alone_a_category_goes_anywhere_and_keeps_the_focus(page: Page) -> None:
    page.goto("/categories")
    grip(page, "Coffee").focus()
    for key, said in (
        ("ArrowDown", "Coffee is 1 of 5 in Transport."),
        ("ArrowDown", "Coffee is 2 of 5 in Transport."),
        ("ArrowLeft", "Coffee is 4 of 9 among the groups."),
        ("ArrowRight", "Coffee is 5 of 5 in Transport."),
    ):
        page.keyboard.press(f"Alt+{key}")
        expect(page.get_by_role("status").get_by_text(said)).to_be_visible()
        expect(grip(page, "Coffee")).to_be_focused()


def test_a_category_gets_another_name_icon_and_colour(page: Page, book: Book) -> None:
    page.goto("/categories")
    choose(page, "Coffee", "Edit")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill("groceries")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("There is a category “groceries” already.")).to_be_visible()
    dialog.get_by_label("Name").fill("Coffee & cake")
    dialog.get_by_title("Cake").click()
    dialog.get_by_title("Plum").click()
    dialog.get_by_role("button", name="Save").click()
    drawn = thing(page, "Coffee & cake").locator(".mark")
    expect(drawn).to_have_attribute("data-hue", "4")
    expect(drawn.locator("use")).to_have_attribute("href", "/icons.svg#cake")
    node = next(one for one in book.do(categories.everything) if one.name == "Coffee & cake")
    assert (node.icon, node.hue) == ("cake", 4)


def test_a_category_is_added_hidden_and_deleted(page: Page, book: Book) -> None:
    page.goto("/categories")
    choose(page, "Food", "Add a category here")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Bakery")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(inside(page, "Food").last).to_have_text("Bakery")
    choose(page, "Bakery", "Hide")
    expect(thing(page, "Bakery")).to_contain_text("Hidden")
    page.get_by_role("link", name="Hidden", exact=True).click()
    expect(page).to_have_url("/categories?show=hidden")
    expect(page.locator("main li li")).to_have_count(1)
    choose(page, "Bakery", "Delete")
    expect(page.get_by_text("No such categories.")).to_be_visible()
    assert "Bakery" not in {node.name for node in book.do(categories.everything)}


def test_a_merge_says_what_it_does_and_is_undone(page: Page, book: Book) -> None:
    account = book.account()
    spent(book, "Coffee", account)
    spent(book, "Groceries", account)
    page.goto("/categories")
    choose(page, "Coffee", "Merge…")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 entry moves to the category that you choose")
    dialog.get_by_role("button", name="Merge").click()
    expect(dialog.get_by_text("Choose one of the list.")).to_be_visible()
    dialog.get_by_label("Into").select_option("Groceries")
    dialog.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("Merged Coffee into Groceries.")).to_be_visible()
    expect(thing(page, "Groceries").locator(".count").last).to_have_text("2")
    page.get_by_role("button", name="Undo").click()
    expect(thing(page, "Coffee").locator(".count").last).to_have_text("1")
    thing(page, "Coffee").locator(".cover").click()
    expect(page.locator("main li.row")).to_have_count(1)


def test_on_a_phone_a_finger_moves_a_category_and_the_menu_does(
    browser: Browser, server: Server
) -> None:
    with (
        browser.new_context(
            base_url=server.url,
            viewport={"width": WIDTH, "height": HEIGHT},
            has_touch=True,
            is_mobile=True,
        ) as phone,
        opened(server, phone),
    ):
        page = phone.new_page()
        page.goto("/categories")
        assert page.evaluate("document.documentElement.scrollWidth") == WIDTH
        start, end = grip(page, "Repairs").bounding_box(), thing(page, "Rent").bounding_box()
        assert start
        assert end
        assert start["height"] >= 44
        finger = phone.new_cdp_session(page)
        x, y = start["x"] + 16, start["y"] + 20
        places = [("touchStart", y), ("touchMove", y - 30), ("touchMove", end["y"] + 4)]
        for kind, at in places:
            point = {"touchPoints": [{"x": x, "y": at}]}
            finger.send("Input.dispatchTouchEvent", {"type": kind, **point})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.get_by_text("Repairs is 1 of 6 in Home.")).to_be_visible()
        choose(page, "Repairs", "Move to a group…")
        page.get_by_label("Into").select_option("Leisure")
        page.get_by_role("dialog").get_by_role("button", name="Move").click()
        expect(page.get_by_text("Repairs is 6 of 6 in Leisure.")).to_be_visible()


def test_a_change_made_elsewhere_appears_in_the_tree(page: Page, book: Book) -> None:
    page.goto("/categories")
    expect(thing(page, "Coffee")).to_be_visible()
    book.do(categories.add, "Zeppelins", CategoryKind.EXPENSE, None)
    expect(thing(page, "Zeppelins")).to_be_visible()


@pytest.mark.usefixtures("book")
def test_the_tree_can_be_used_by_everybody(page: Page) -> None:
    page.goto("/categories")
    expect(thing(page, "Coffee")).to_be_visible()
    choose(page, "Coffee", "Hide")
    expect(thing(page, "Coffee")).to_contain_text("Hidden")
    assert findings(page) == []
    for action in ("Edit", "Merge…"):
        choose(page, "Rent", action)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert findings(page) == []
        page.keyboard.press("Escape")

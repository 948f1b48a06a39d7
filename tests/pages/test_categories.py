from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from finance_app.domain.categories import CategoryKind, CategoryView
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.pages.categories.rows import dialogs as rows
from finance_app.pages.categories.state.form import CategoryFormState
from finance_app.pages.categories.state.targets import TargetState
from finance_app.pages.categories.state.tree import CategoriesState
from finance_app.services import categories, entries
from tests.conftest import an_account
from tests.pages.test_live import until_shown

if TYPE_CHECKING:
    from tests.pages.conftest import Person
    from tests.websocket import Tab

LOOK: dict[str, str | None] = {"name": "Coffee & tea", "icon": "coffee", "hue": "6"}


def named(person: Person, name: str) -> CategoryView:
    found: list[CategoryView] = person.do(categories.everything)
    return next(node for node in found if node.name == name)


def spend(person: Person, *on: str) -> None:
    account = person.do(an_account)
    for name in on:
        lines = (LineDraft(-100, named(person, name).id),)
        person.do(entries.add, EntryDraft(account, person.actor.today, -100, "Shop", lines=lines))


def groups(tab: Tab) -> dict[str, list[str]]:
    """Return the names in each group that is shown."""
    return {
        group["row"]["name"]: [row["name"] for row in group["rows"]]
        for kind in tab.vars()["kinds"]
        for group in kind["groups"]
    }


def row(tab: Tab, name: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [
        each
        for kind in tab.vars()["kinds"]
        for group in kind["groups"]
        for each in (group["row"], *group["rows"])
        if each["name"] == name
    ]
    return found[0]


async def test_the_tree_says_how_often_each_is_used(person: Person) -> None:
    spend(person, "Coffee")
    person.do(
        entries.add,
        EntryDraft(
            person.do(an_account, "EUR", "Other"),
            date(2020, 5, 1),
            -100,
            "Shop",
            lines=(LineDraft(-100, named(person, "Coffee").id),),
        ),
    )
    async with person.at("/categories") as tab:
        assert [kind["heading"] for kind in tab.vars()["kinds"]] == ["Spending", "Income"]
        for name in ("Coffee", "Food"):
            assert (row(tab, name)["this_year"], row(tab, name)["ever"]) == ("1", "2")
        assert (row(tab, "Rent")["ever"], row(tab, "Rent")["idle"]) == ("–", True)
        assert not row(tab, "Coffee")["idle"]
        assert row(tab, "Coffee")["href"] == f"/entries?category={row(tab, 'Coffee')['id']}"


async def test_a_category_is_dropped_moved_by_keys_and_put_back(person: Person) -> None:
    async with person.at("/categories") as tab:
        coffee, rent = row(tab, "Coffee"), row(tab, "Rent")
        dropped = {"key": coffee["id"], "version": "1", "target": rent["id"], "way": "after"}
        await tab.call(CategoriesState.drop, answers=dropped)
        assert tab.vars()["notice"] == "Coffee is 2 of 7 in Home."
        assert groups(tab)["Home"][:3] == ["Rent", "Coffee", "Mortgage"]
        await tab.call(CategoriesState.drop, answers=dropped)
        assert tab.vars()["notice"].startswith("It was changed meanwhile")
        pressed = {"key": coffee["id"], "version": "2", "target": "", "way": "up"}
        await tab.call(CategoriesState.drop, answers=pressed)
        assert groups(tab)["Home"][:2] == ["Coffee", "Rent"]
        await tab.call(CategoriesState.undo)
        assert groups(tab)["Home"][:2] == ["Rent", "Coffee"]
        await tab.call(CategoriesState.step, key=row(tab, "Home")["id"], version="1", way="up")
        assert tab.vars()["notice"] == "Home stays 1 of 8 among the groups."
        assert not tab.vars()["notice_undo"]


async def test_what_is_hidden_is_marked_and_can_be_looked_at_alone(person: Person) -> None:
    async with person.at("/categories") as tab:
        food = row(tab, "Food")
        await tab.call(CategoriesState.show, key=food["id"], version="1", wanted=False)
        assert (row(tab, "Food")["hidden"], row(tab, "Food")["dimmed"]) == (True, True)
        assert (row(tab, "Coffee")["hidden"], row(tab, "Coffee")["dimmed"]) == (False, True)
        assert tab.vars()["notice"] == "Food is hidden; its entries stay."
    async with person.at("/categories?show=hidden") as tab:
        assert list(groups(tab)) == ["Food"]
        assert [one["current"] for one in tab.vars()["choices"]] == [False, False, True, False]
    async with person.at("/categories?show=visible") as tab:
        assert "Food" not in groups(tab)
    spend(person, "Rent")
    async with person.at("/categories?show=unused") as tab:
        assert "Rent" not in groups(tab)["Home"]
        await tab.call(CategoriesState.show, key=food["id"], version="2", wanted=True)
        assert not row(tab, "Coffee")["dimmed"]


async def test_a_category_is_added_changed_and_deleted(person: Person) -> None:
    async with person.at("/categories") as tab:
        food = row(tab, "Food")
        await tab.call(CategoryFormState.open_new, place=food["id"])
        assert tab.vars()["category"]["hue"] == food["hue"]
        answers = LOOK | {"name": "Bakery", "place": food["id"]}
        await tab.call(CategoryFormState.save, answers=answers)
        assert groups(tab)["Food"][-1] == "Bakery"
        await tab.call(CategoryFormState.open_one, key=row(tab, "Bakery")["id"])
        await tab.call(CategoryFormState.save, answers=LOOK | {"place": None})
        assert row(tab, "Coffee & tea").items() >= {"icon": "coffee", "hue": "6"}.items()
        await tab.call(CategoriesState.undo)
        bakery = row(tab, "Bakery")
        await tab.call(CategoriesState.delete, key=bakery["id"], version=bakery["version"])
        assert tab.vars()["notice"] == "Deleted Bakery."
        assert "Bakery" not in groups(tab)["Food"]
        await tab.call(CategoryFormState.open_new, place="")
        assert (tab.vars()["category"]["title"], tab.vars()["category"]["place"]) == (
            "Add a category",
            row(tab, "Home")["id"],
        )
        await tab.call(CategoryFormState.open_new, place="income")
        await tab.call(
            CategoryFormState.save, answers=LOOK | {"name": "Windfall", "place": "income"}
        )
        assert named(person, "Windfall").kind is CategoryKind.INCOME


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Groceries"}, "name"),
        ({"icon": "nothing"}, "icon"),
        ({"place": "1"}, "place"),
        ({"hue": "8"}, "form"),
    ],
)
async def test_what_is_wrong_with_a_category_is_said_in_its_form(
    person: Person, wrong: dict[str, str], field: str
) -> None:
    async with person.at("/categories") as tab:
        food = row(tab, "Food")["id"]
        await tab.call(CategoryFormState.open_new, place=food)
        await tab.call(CategoryFormState.save, answers=LOOK | {"place": food} | wrong)
        assert list(tab.vars()["errors"]) == [field]
        assert tab.vars()["shown"]


async def test_a_merge_says_what_it_does_does_it_and_is_undone(person: Person) -> None:
    spend(person, "Coffee")
    async with person.at("/categories") as tab:
        coffee, groceries = row(tab, "Coffee"), row(tab, "Groceries")
        await tab.call(TargetState.ask_merge, key=coffee["id"])
        assert tab.vars()["asked"]["said"].startswith(
            "1 entry moves to the category that you choose, and “Coffee” is deleted."
        )
        await tab.call(TargetState.go, answers={"target": ""})
        assert tab.vars()["errors"] == {"target": "Choose one of the list."}
        await tab.call(TargetState.go, answers={"target": groceries["id"]})
        assert tab.vars()["notice"] == "Merged Coffee into Groceries."
        assert (tab.vars()["shown"], tab.vars()["busy"]) == (False, False)
        assert row(tab, "Groceries")["ever"] == "1"
        assert "Coffee" not in groups(tab)["Food"]
        await tab.call(CategoriesState.undo)
        assert row(tab, "Coffee")["ever"] == "1"


async def test_a_category_is_moved_to_a_group_by_its_name(person: Person) -> None:
    async with person.at("/categories") as tab:
        await tab.call(TargetState.ask_move, key=row(tab, "Coffee")["id"])
        await tab.call(TargetState.go, answers={"target": row(tab, "Leisure")["id"]})
        assert groups(tab)["Leisure"][-1] == "Coffee"
        await tab.call(TargetState.ask_move, key=row(tab, "Coffee")["id"])
        await tab.call(TargetState.go, answers={"target": rows.TOP})
        assert "Coffee" in groups(tab)


def test_what_a_category_can_go_into(person: Person) -> None:
    tree = person.do(categories.everything)
    coffee, food = named(person, "Coffee"), named(person, "Food")
    offered = {
        group.label: [option.label for option in group.options]
        for group in rows.merge_targets(tree, coffee)
    }
    assert offered["Food"] == ["Food", "Groceries", "Restaurants"]
    assert "Income" not in offered
    labels = [group.label for group in rows.merge_targets(tree, food)]
    assert "Food" not in labels
    assert all(len(group.options) == 1 for group in rows.merge_targets(tree, food))
    (groups_offered,) = rows.move_targets(tree, coffee)
    assert [one.label for one in groups_offered.options][-1] == "A group of its own"
    assert "Food" not in [one.label for one in groups_offered.options]


async def test_a_change_made_elsewhere_appears_in_the_tree(person: Person) -> None:
    async with person.at("/categories") as tab:
        person.do(categories.add, "Zeppelins", CategoryKind.EXPENSE, None)
        await until_shown(tab, "Zeppelins")

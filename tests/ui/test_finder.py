from __future__ import annotations

from dataclasses import replace

from finance_app.domain.categories import CategoryKind, CategoryView
from finance_app.ui import links
from finance_app.ui.finder import ACTIONS, category_hits

FOOD = CategoryView(1, None, CategoryKind.EXPENSE, "Food", "utensils", 3, hidden=False, version=1)
BREAD = replace(FOOD, id=2, parent_id=1, name="Bread", icon="")


def test_a_category_is_found_with_its_group_and_its_colour() -> None:
    food, bread = category_hits([FOOD, BREAD])
    assert (food.label, food.note, food.hue) == ("Food", "", "3")
    assert (bread.label, bread.note) == ("Bread", "Food")
    assert bread.href == links.entries(category="2")


def test_what_is_hidden_is_not_found_nor_what_stands_in_it() -> None:
    assert [hit.label for hit in category_hits([FOOD, replace(BREAD, hidden=True)])] == ["Food"]
    assert category_hits([replace(FOOD, hidden=True), BREAD]) == []


def test_what_can_be_done_leads_somewhere() -> None:
    assert len({action.href for action in ACTIONS}) == len(ACTIONS)

"""Categories: their kinds, and the tree that a new book starts with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CategoryKind(StrEnum):
    """What money on a category is. A refund is money in on an expense category: it nets there."""

    INCOME = "income"
    EXPENSE = "expense"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the starting tree and the categories in it; `hue` is one of the eight colours."""

    name: str
    kind: CategoryKind
    icon: str
    hue: int
    children: tuple[str, ...]


STARTING_TREE = (
    Group(
        "Income",
        CategoryKind.INCOME,
        "banknote",
        3,
        ("Salary", "Interest", "Gifts received", "Other income"),
    ),
    Group(
        "Home",
        CategoryKind.EXPENSE,
        "home",
        0,
        ("Rent", "Mortgage", "Utilities", "Internet & phone", "Furniture", "Repairs"),
    ),
    Group("Food", CategoryKind.EXPENSE, "utensils", 1, ("Groceries", "Restaurants", "Coffee")),
    Group("Transport", CategoryKind.EXPENSE, "car", 2, ("Public transport", "Fuel", "Car", "Taxi")),
    Group(
        "Shopping",
        CategoryKind.EXPENSE,
        "shopping-bag",
        4,
        ("Clothing", "Electronics", "Household"),
    ),
    Group("Health", CategoryKind.EXPENSE, "heart", 5, ("Doctor", "Pharmacy", "Sport", "Insurance")),
    Group(
        "Leisure",
        CategoryKind.EXPENSE,
        "smile",
        6,
        ("Subscriptions", "Going out", "Hobbies", "Travel", "Books & media"),
    ),
    Group(
        "Family & gifts",
        CategoryKind.EXPENSE,
        "gift",
        7,
        ("Children", "Pets", "Gifts given", "Donations"),
    ),
    Group(
        "Finance",
        CategoryKind.EXPENSE,
        "landmark",
        2,
        ("Bank fees", "Taxes", "Interest paid", "Other spending"),
    ),
)


@dataclass(frozen=True, slots=True)
class CategoryView:
    """A category as a screen shows it; groups have no parent."""

    id: int
    parent_id: int | None
    kind: CategoryKind
    name: str
    icon: str
    hue: int
    hidden: bool
    version: int


def with_descendants(tree: list[CategoryView], category_id: int) -> tuple[int, ...]:
    """Return a category's key and those of everything below it."""
    found = [category_id]
    for parent in found:
        found.extend(node.id for node in tree if node.parent_id == parent)
    return tuple(found)

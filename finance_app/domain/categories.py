"""Categories: their kinds, and the tree that a new book starts with.

Where one may stand in the tree is in `domain.category_places`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from finance_app.domain.palette import HUES
from finance_app.domain.texts import storable
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NAME = 100
ICONS = (
    *("home", "sofa", "bulb", "drop", "flame", "wrench", "hammer", "key", "wifi", "phone"),
    *("cart", "utensils", "pizza", "apple", "coffee", "wine", "popcorn", "cake"),
    *("car", "fuel", "bus", "train", "bike", "plane", "anchor", "pin", "globe", "tent"),
    *("shopping-bag", "shirt", "scissors", "glasses", "laptop", "camera", "gamepad", "screen"),
    *("heart", "heart-pulse", "pill", "dumbbell", "trophy", "smile", "sparkles", "sun"),
    *("music", "book", "ticket", "brush", "flower", "leaf", "paw", "baby", "people", "education"),
    *("gift", "star", "flag", "umbrella", "shield", "mail", "clock", "repeat", "receipt", "tag"),
    *("briefcase", "factory", "landmark", "scales", "savings", "coins", "banknote", "card"),
    *("percent", "growth", "zap"),
)
"""What a category may be drawn with: symbols of `assets/icons.svg`, by what they are about."""


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


@dataclass(frozen=True, slots=True)
class CategoryDraft:
    """How a category is to be called and drawn; without an icon it is a dot."""

    name: str
    icon: str = ""
    hue: int = 0

    def checked(self) -> Self:
        """Return the draft with its name trimmed.

        Raises:
            InvalidInputError: the name is empty or too long, or there is no such icon or colour.
        """
        name = " ".join(storable(self.name).split())
        if not name or len(name) > LONGEST_NAME:
            raise InvalidInputError(
                f"Give the category a name of at most {LONGEST_NAME} characters.", field="name"
            )
        if self.icon and self.icon not in ICONS:
            raise InvalidInputError("Choose one of the icons.", field="icon")
        if not 0 <= self.hue < len(HUES):
            raise InvalidInputError("Choose one of the colours.", field="hue")
        return replace(self, name=name)


@dataclass(frozen=True, slots=True)
class Usage:
    """How many lines of entries are on a category: this year's, and all."""

    this_year: int = 0
    ever: int = 0


def require_free_name(siblings: Iterable[CategoryView], name: str, own_id: int | None) -> None:
    """Refuse a name that another one beside it has.

    Raises:
        InvalidInputError: there is one.
    """
    taken = {node.name.casefold() for node in siblings if node.id != own_id}
    if name.casefold() in taken:
        raise InvalidInputError(f"There is a category “{name}” already.", field="name")


def offered_ids(tree: Iterable[CategoryView], *, also: str = "") -> set[int]:
    """Return what is offered where a category is chosen: all but what is hidden, or in what is.

    Args:
        also: the key of one that is offered all the same.
    """
    nodes = tuple(tree)
    hidden = {node.id for node in nodes if node.hidden}
    return {
        node.id for node in nodes if not {node.id, node.parent_id} & hidden or str(node.id) == also
    }


def with_descendants(tree: list[CategoryView], category_id: int) -> tuple[int, ...]:
    """Return a category's key and those of everything below it."""
    found = [category_id]
    for parent in found:
        found.extend(node.id for node in tree if node.parent_id == parent)
    return tuple(found)

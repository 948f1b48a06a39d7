from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.categories import CategoryDraft, CategoryKind, CategoryView, Usage
from finance_app.domain.category_places import Way
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)
from finance_app.services import categories, category_ends, entries, history, verify
from tests.conftest import somebody
from tests.services.books import everything, viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = date(2026, 11, 20)


def named(session: Session, actor: Actor, name: str) -> CategoryView:
    return next(node for node in categories.everything(session, actor) if node.name == name)


def below(session: Session, actor: Actor, name: str) -> list[str]:
    """Return the names in a group, or with an empty name the groups of spending."""
    tree = categories.everything(session, actor)
    group_id = named(session, actor, name).id if name else None
    return [
        node.name
        for node in tree
        if node.parent_id == group_id and (name or node.kind is CategoryKind.EXPENSE)
    ]


def move(session: Session, actor: Actor, name: str, way: Way, target: str = "") -> int | None:
    node = named(session, actor, name)
    target_id = named(session, actor, target).id if target else None
    return categories.move(session, actor, node.id, node.version, way, target_id)


def spend(session: Session, actor: Actor, account_id: int, *on: str, day: date = DAY) -> int:
    """Spend a euro on each of some categories in one entry."""
    lines = tuple(LineDraft(-100, named(session, actor, name).id) for name in on)
    draft = EntryDraft(account_id, day, -100 * len(on), "Shop", lines=lines)
    return entries.add(session, actor, draft)


def purposes(session: Session, actor: Actor, entry_id: int) -> list[str]:
    return [line.category for line in entries.get(session, actor, entry_id).lines]


def merge(session: Session, actor: Actor, name: str, target: str) -> int:
    source = named(session, actor, name)
    target_id = named(session, actor, target).id
    return category_ends.merge(session, actor, source.id, source.version, target_id)


def test_a_category_is_renamed_and_drawn_anew(session: Session, actor: Actor) -> None:
    start = verify.content_hash(session, actor.book_id)
    coffee = named(session, actor, "Coffee")
    look = CategoryDraft("  Coffee &   tea ", "coffee", 6)
    set_id = categories.change(session, actor, coffee.id, coffee.version, look)
    changed = named(session, actor, "Coffee & tea")
    assert (changed.id, changed.icon, changed.hue) == (coffee.id, "coffee", 6)
    with pytest.raises(StaleError):
        categories.change(session, actor, coffee.id, coffee.version, look)
    history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start


def test_what_has_a_groups_colour_follows_it(session: Session, actor: Actor) -> None:
    coffee, food = named(session, actor, "Coffee"), named(session, actor, "Food")
    categories.change(session, actor, coffee.id, 1, CategoryDraft("Coffee", "", 6))
    categories.change(session, actor, food.id, 1, CategoryDraft("Food", "apple", 5))
    hues = [named(session, actor, name).hue for name in ("Groceries", "Restaurants", "Coffee")]
    assert hues == [5, 5, 6]


@pytest.mark.parametrize(
    ("look", "field"),
    [
        (CategoryDraft(" "), "name"),
        (CategoryDraft("x" * 101), "name"),
        (CategoryDraft("groceries"), "name"),
        (CategoryDraft("New", "../x"), "icon"),
        (CategoryDraft("New", "", 8), "hue"),
        (CategoryDraft("New", "", -1), "hue"),
    ],
)
def test_a_look_that_cannot_be_is_refused_beside_its_field(
    session: Session, actor: Actor, look: CategoryDraft, field: str
) -> None:
    coffee = named(session, actor, "Coffee")
    with pytest.raises(InvalidInputError) as caught:
        categories.change(session, actor, coffee.id, coffee.version, look)
    assert caught.value.field == field


def test_a_category_added_stands_last_also_after_others_went(
    session: Session, actor: Actor
) -> None:
    food = named(session, actor, "Food")
    for name in ("Groceries", "Restaurants"):
        category_ends.delete(session, actor, named(session, actor, name).id, 1)
    for name in ("Bakery", "Market"):
        categories.draw(
            session, actor, CategoryDraft(name, "cake", 3), CategoryKind.EXPENSE, food.id
        )
    assert below(session, actor, "Food") == ["Coffee", "Bakery", "Market"]


def test_nothing_stands_below_a_category_in_a_group(session: Session, actor: Actor) -> None:
    coffee = named(session, actor, "Coffee")
    with pytest.raises(InvalidInputError, match="groups of the same kind"):
        categories.add(session, actor, "Espresso", CategoryKind.EXPENSE, coffee.id)


def test_a_category_is_put_beside_and_into_others(session: Session, actor: Actor) -> None:
    start = verify.content_hash(session, actor.book_id)
    moves = [
        move(session, actor, "Coffee", Way.BEFORE, "Groceries"),
        move(session, actor, "Coffee", Way.AFTER, "Fuel"),
        move(session, actor, "Taxi", Way.INTO, "Food"),
        move(session, actor, "Food", Way.BEFORE, "Home"),
    ]
    assert below(session, actor, "Food") == ["Groceries", "Restaurants", "Taxi"]
    assert below(session, actor, "Transport") == ["Public transport", "Fuel", "Coffee", "Car"]
    assert below(session, actor, "")[:2] == ["Food", "Home"]
    assert move(session, actor, "Taxi", Way.INTO, "Food") is None
    for set_id in reversed(moves):
        history.undo(session, actor, set_id or 0)
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()


def test_step_by_step_a_category_reaches_every_place(session: Session, actor: Actor) -> None:
    move(session, actor, "Coffee", Way.UP)
    assert below(session, actor, "Food") == ["Groceries", "Coffee", "Restaurants"]
    for _ in range(2):
        move(session, actor, "Coffee", Way.DOWN)
    assert below(session, actor, "Transport")[0] == "Coffee"
    move(session, actor, "Coffee", Way.UP)
    assert below(session, actor, "Food")[-1] == "Coffee"
    move(session, actor, "Coffee", Way.OUT)
    assert below(session, actor, "")[1:4] == ["Food", "Coffee", "Transport"]
    move(session, actor, "Coffee", Way.UP)
    assert below(session, actor, "")[1:4] == ["Coffee", "Food", "Transport"]
    move(session, actor, "Coffee", Way.IN)
    assert below(session, actor, "Home")[-1] == "Coffee"
    assert move(session, actor, "Home", Way.UP) is None
    assert move(session, actor, "Finance", Way.DOWN) is None
    assert move(session, actor, "Salary", Way.UP) is None


@pytest.mark.parametrize(
    ("name", "way", "target", "said"),
    [
        ("Food", Way.INTO, "Home", "has categories in it"),
        ("Food", Way.IN, "", "has categories in it"),
        ("Coffee", Way.INTO, "Rent", "groups of the same kind"),
        ("Coffee", Way.INTO, "Income", "stay apart"),
        ("Coffee", Way.BEFORE, "Salary", "stay apart"),
        ("Car", Way.OUT, "", "a category “Car” already"),
    ],
)
def test_where_a_category_cannot_stand_it_is_refused_in_one_sentence(
    session: Session, actor: Actor, name: str, way: Way, target: str, said: str
) -> None:
    categories.add(session, actor, "CAR", CategoryKind.EXPENSE, None)
    with pytest.raises(InvalidInputError, match=said):
        move(session, actor, name, way, target)


def test_a_hidden_category_keeps_what_is_on_it(
    session: Session, actor: Actor, account_id: int
) -> None:
    entry_id = spend(session, actor, account_id, "Coffee")
    coffee = named(session, actor, "Coffee")
    set_id = categories.show(session, actor, coffee.id, 1, wanted=False)
    assert named(session, actor, "Coffee").hidden
    assert purposes(session, actor, entry_id) == ["Coffee"]
    history.undo(session, actor, set_id)
    assert not named(session, actor, "Coffee").hidden


def test_uses_are_counted_this_year_and_ever(
    session: Session, actor: Actor, account_id: int
) -> None:
    spend(session, actor, account_id, "Coffee", "Rent")
    spend(session, actor, account_id, "Coffee", day=date(2025, 12, 31))
    _, usage = categories.used(session, actor)
    assert usage[named(session, actor, "Coffee").id] == Usage(1, 2)
    assert usage[named(session, actor, "Rent").id] == Usage(1, 1)
    assert named(session, actor, "Taxi").id not in usage


def test_what_was_on_a_merged_category_is_on_the_other_until_undone(
    session: Session, actor: Actor, account_id: int
) -> None:
    both = spend(session, actor, account_id, "Coffee", "Restaurants")
    one = spend(session, actor, account_id, "Coffee")
    start = verify.content_hash(session, actor.book_id)
    set_id = merge(session, actor, "Coffee", "Restaurants")
    assert purposes(session, actor, both) == ["Restaurants", "Restaurants"]
    assert purposes(session, actor, one) == ["Restaurants"]
    assert below(session, actor, "Food") == ["Groceries", "Restaurants"]
    assert verify.verify(session) == ()
    undone = history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()
    history.undo(session, actor, undone.set_id)
    assert purposes(session, actor, one) == ["Restaurants"]
    assert verify.verify(session) == ()


def test_a_merged_groups_categories_come_along(session: Session, actor: Actor) -> None:
    start = verify.content_hash(session, actor.book_id)
    set_id = merge(session, actor, "Food", "Leisure")
    assert below(session, actor, "Leisure")[-3:] == ["Groceries", "Restaurants", "Coffee"]
    history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start


def test_a_full_book_stays_right_through_merges_and_their_undoing(
    session: Session, actor: Actor
) -> None:
    everything(session, actor)
    start = verify.content_hash(session, actor.book_id)
    sets = [
        merge(session, actor, name, target)
        for name, target in (("Food", "Home"), ("Coffee", "Rent"), ("Rent", "Home"))
    ]
    assert verify.verify(session) == ()
    for set_id in reversed(sets):
        history.undo(session, actor, set_id)
    assert verify.content_hash(session, actor.book_id) == start
    assert verify.verify(session) == ()


def test_an_entry_edited_since_a_merge_stays_when_it_is_undone(
    session: Session, actor: Actor, account_id: int
) -> None:
    edited, other = (spend(session, actor, account_id, "Coffee") for _ in range(2))
    set_id = merge(session, actor, "Coffee", "Restaurants")
    draft = EntryDraft(account_id, DAY, -5, "Shop")
    entries.edit(session, actor, edited, 1, draft)
    assert history.undo(session, actor, set_id).left == ("Shop of Nov 20, 2026",)
    assert purposes(session, actor, other) == ["Coffee"]
    assert verify.verify(session) == ()


@pytest.mark.parametrize(
    ("name", "target", "said"),
    [
        ("Coffee", "Coffee", "another category"),
        ("Coffee", "Salary", "another category"),
        ("Food", "Rent", "choose a group"),
        ("Food", "Home", "Both have a category “rent”"),
    ],
)
def test_what_cannot_be_merged_is_refused_in_one_sentence(
    session: Session, actor: Actor, name: str, target: str, said: str
) -> None:
    food = named(session, actor, "Food")
    categories.add(session, actor, "rent", CategoryKind.EXPENSE, food.id)
    with pytest.raises(InvalidInputError, match=said):
        merge(session, actor, name, target)


def test_only_what_is_not_used_is_deleted(session: Session, actor: Actor, account_id: int) -> None:
    spend(session, actor, account_id, "Coffee")
    for name, said in (("Coffee", "has entries"), ("Food", "has categories in it")):
        with pytest.raises(ConflictError, match=said):
            category_ends.delete(session, actor, named(session, actor, name).id, 1)
    rent = named(session, actor, "Rent")
    set_id = category_ends.delete(session, actor, rent.id, 1)
    assert "Rent" not in below(session, actor, "Home")
    history.undo(session, actor, set_id)
    assert below(session, actor, "Home")[0] == "Rent"


def test_nobody_touches_the_categories_of_another_book(session: Session, actor: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    coffee, rent = named(session, actor, "Coffee"), named(session, eve, "Rent")
    use_cases: tuple[Callable[[], object], ...] = (
        lambda: categories.change(session, eve, coffee.id, 1, CategoryDraft("Mine")),
        lambda: categories.show(session, eve, coffee.id, 1, wanted=False),
        lambda: categories.move(session, eve, coffee.id, 1, Way.UP),
        lambda: categories.move(session, eve, rent.id, 1, Way.BEFORE, coffee.id),
        lambda: category_ends.merge(session, eve, coffee.id, 1, rent.id),
        lambda: category_ends.merge(session, eve, rent.id, 1, coffee.id),
        lambda: category_ends.delete(session, eve, coffee.id, 1),
    )
    for use_case in use_cases:
        with pytest.raises(NotFoundError):
            use_case()


def test_who_may_only_look_changes_no_category(session: Session, actor: Actor) -> None:
    looking = viewer(actor)
    coffee, rent = named(session, actor, "Coffee"), named(session, actor, "Rent")
    use_cases: tuple[Callable[[], object], ...] = (
        lambda: categories.draw(session, looking, CategoryDraft("New"), CategoryKind.INCOME, None),
        lambda: categories.change(session, looking, coffee.id, 1, CategoryDraft("New")),
        lambda: categories.show(session, looking, coffee.id, 1, wanted=False),
        lambda: categories.move(session, looking, coffee.id, 1, Way.UP),
        lambda: category_ends.merge(session, looking, coffee.id, 1, rent.id),
        lambda: category_ends.delete(session, looking, coffee.id, 1),
    )
    for use_case in use_cases:
        with pytest.raises(ForbiddenError):
            use_case()

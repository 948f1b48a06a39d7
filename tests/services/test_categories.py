from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from finance_app.domain.categories import STARTING_TREE, CategoryKind, with_descendants
from finance_app.errors import InvalidInputError
from finance_app.services import categories, history

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def test_a_new_book_starts_with_the_tree(session: Session, actor: Actor) -> None:
    tree = categories.everything(session, actor)
    groups = [node for node in tree if node.parent_id is None]
    assert [node.name for node in groups] == [group.name for group in STARTING_TREE]
    for node, group in zip(groups, STARTING_TREE, strict=True):
        below = [child for child in tree if child.parent_id == node.id]
        assert tuple(child.name for child in below) == group.children
        assert {child.kind for child in below} <= {group.kind}
        assert with_descendants(tree, node.id) == (node.id, *(child.id for child in below))


def test_a_category_is_added_below_its_group(session: Session, actor: Actor) -> None:
    food = next(node for node in categories.everything(session, actor) if node.name == "Food")
    key = categories.add(session, actor, "  Street   food ", CategoryKind.EXPENSE, food.id)
    added = next(node for node in categories.everything(session, actor) if node.id == key)
    assert (added.name, added.parent_id, added.hue) == ("Street food", food.id, food.hue)
    history.undo(session, actor, history.page(session, actor)[0].id)
    assert key not in {node.id for node in categories.everything(session, actor)}


@pytest.mark.parametrize(
    ("name", "kind", "field"),
    [
        ("", CategoryKind.EXPENSE, "name"),
        ("   ", CategoryKind.EXPENSE, "name"),
        ("x" * 101, CategoryKind.EXPENSE, "name"),
        ("GROCERIES", CategoryKind.EXPENSE, "name"),
        ("New", CategoryKind.INCOME, "parent"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    session: Session, actor: Actor, name: str, kind: CategoryKind, field: str
) -> None:
    food = next(node for node in categories.everything(session, actor) if node.name == "Food")
    with pytest.raises(InvalidInputError) as caught:
        categories.add(session, actor, name, kind, food.id)
    assert caught.value.field == field

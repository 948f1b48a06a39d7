"""Where a category may stand: groups at the top, categories in groups, nothing below those."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from finance_app.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finance_app.domain.categories import CategoryView

    type Tree = Sequence[CategoryView]


class Way(StrEnum):
    """How a category is moved: beside or into another one, or a step from where it is."""

    BEFORE = "before"
    AFTER = "after"
    INTO = "into"
    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the tree.

    Args:
        parent_id: the group, None at the top.
        position: how many of the others there come before.
    """

    parent_id: int | None
    position: int


def family(tree: Tree, node: CategoryView, parent_id: int | None) -> list[CategoryView]:
    """Return those of a category's kind that stand in a group, or at the top, in their order."""
    return [one for one in tree if (one.parent_id, one.kind) == (parent_id, node.kind)]


def place_of(tree: Tree, node: CategoryView) -> Place:
    """Return where a category stands."""
    return Place(node.parent_id, family(tree, node, node.parent_id).index(node))


def require_group(tree: Tree, node: CategoryView, parent_id: int | None) -> None:
    """Check that a category can stand in a group, or at the top.

    Raises:
        InvalidInputError: the group is none of the book's of that kind, or the category is a
            group with others in it.
    """
    if parent_id is None:
        return
    group = next((one for one in tree if one.id == parent_id), None)
    if group is None or group.parent_id is not None or group.kind is not node.kind:
        raise InvalidInputError("Choose one of your groups of the same kind.", field="parent")
    if group.id == node.id or any(one.parent_id == node.id for one in tree):
        raise InvalidInputError(
            f"“{node.name}” has categories in it, so it stays a group; move those out first.",
            field="parent",
        )


def moved(tree: Tree, node: CategoryView, way: Way, target_id: int | None) -> Place:
    """Return where a category comes to stand; where it is, if it cannot go on that way.

    Raises:
        InvalidInputError: it may not stand there.
        NotFoundError: the book has no such target.
    """
    if way in (Way.BEFORE, Way.AFTER, Way.INTO):
        place = _beside(tree, node, way, target_id)
    elif way in (Way.UP, Way.DOWN):
        place = _along(tree, node, -1 if way is Way.UP else 1)
    else:
        place = _across(tree, node, way)
    require_group(tree, node, place.parent_id)
    return place


def _beside(tree: Tree, node: CategoryView, way: Way, target_id: int | None) -> Place:
    target = next((one for one in tree if one.id == target_id), None)
    if target is None:
        raise NotFoundError
    if target.kind is not node.kind:
        raise InvalidInputError("Income and spending stay apart; choose one of the same kind.")
    if way is Way.INTO:
        return Place(target.id, len(_others(tree, node, target.id)))
    if target == node:
        return place_of(tree, node)
    others = _others(tree, node, target.parent_id)
    return Place(target.parent_id, others.index(target) + (way is Way.AFTER))


def _along(tree: Tree, node: CategoryView, step: int) -> Place:
    """Go a place up or down; from the end of a group into the next one."""
    here = place_of(tree, node)
    position = here.position + step
    others = _others(tree, node, node.parent_id)
    if 0 <= position <= len(others):
        return Place(here.parent_id, position)
    if node.parent_id is None:
        return here
    groups = [one.id for one in family(tree, node, None)]
    following = groups.index(node.parent_id) + step
    if not 0 <= following < len(groups):
        return here
    group_id = groups[following]
    return Place(group_id, len(family(tree, node, group_id)) if step < 0 else 0)


def _across(tree: Tree, node: CategoryView, way: Way) -> Place:
    """Go into the group above, or out of the group to behind it."""
    here = place_of(tree, node)
    groups = family(tree, node, None)
    if way is Way.OUT and node.parent_id is not None:
        return Place(None, 1 + [one.id for one in groups].index(node.parent_id))
    if way is Way.IN and node.parent_id is None and here.position:
        group_id = groups[here.position - 1].id
        return Place(group_id, len(family(tree, node, group_id)))
    return here


def _others(tree: Tree, node: CategoryView, parent_id: int | None) -> list[CategoryView]:
    return [one for one in family(tree, node, parent_id) if one.id != node.id]

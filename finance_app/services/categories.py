"""Categories: the tree a book starts with, and adding to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.categories import STARTING_TREE, CategoryKind, CategoryView
from finance_app.domain.texts import storable
from finance_app.errors import InvalidInputError
from finance_app.models.columns import new_key
from finance_app.queries import categories as queries
from finance_app.services import changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.ledger import Row

LONGEST_NAME = 100


def everything(session: Session, actor: Actor) -> list[CategoryView]:
    """Return the book's categories."""
    return queries.everything(session, actor.book_id)


def plant(session: Session, actor: Actor) -> None:
    """Give a new book the tree to start with."""
    groups: list[Row] = []
    children: list[Row] = []
    for place, group in enumerate(STARTING_TREE):
        parent = _row(group.name, group.kind, place, icon=group.icon, hue=group.hue)
        groups.append(parent)
        children += [
            _row(name, group.kind, position, hue=group.hue, parent_id=parent["id"])
            for position, name in enumerate(group.children)
        ]
    with changes.record(session, actor, "category.plant", "Started with a category tree") as record:
        record.insert("category", groups)
        record.insert("category", children)


def add(
    session: Session, actor: Actor, name: str, kind: CategoryKind, parent_id: int | None
) -> int:
    """Add a category, below another of the same kind or as a group; return its key.

    Raises:
        InvalidInputError: the name is empty, too long or taken among its siblings, or the parent
            is none of the book's of that kind.
    """
    cleaned = " ".join(storable(name).split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise InvalidInputError(
            f"Give the category a name of at most {LONGEST_NAME} characters.", field="name"
        )
    tree = queries.everything(session, actor.book_id)
    parent = next((node for node in tree if node.id == parent_id), None)
    if parent_id is not None and (parent is None or parent.kind is not kind):
        raise InvalidInputError("Choose one of your groups of the same kind.", field="parent")
    siblings = [node for node in tree if node.parent_id == parent_id]
    if cleaned.casefold() in {node.name.casefold() for node in siblings}:
        raise InvalidInputError(f"There is a category “{cleaned}” already.", field="name")
    hue = parent.hue if parent else len(siblings) % 8
    row = _row(cleaned, kind, len(siblings), hue=hue, parent_id=parent_id)
    with changes.record(session, actor, "category.add", f"Added category {cleaned}") as record:
        record.insert("category", [row])
    key: int = row["id"]
    return key


def _row(
    name: str,
    kind: CategoryKind,
    position: int,
    *,
    icon: str = "",
    hue: int = 0,
    parent_id: int | None = None,
) -> Row:
    return {
        "id": new_key(),
        "parent_id": parent_id,
        "kind": kind,
        "name": name,
        "icon": icon,
        "hue": hue,
        "position": position,
        "hidden": False,
        "version": 1,
    }

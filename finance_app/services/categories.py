"""Categories: the tree a book starts with, and what can be done with it.

Merging one into another, and deleting, is in `services.category_ends`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.categories import (
    STARTING_TREE,
    CategoryDraft,
    CategoryKind,
    CategoryView,
    Usage,
    require_free_name,
)
from finance_app.domain.category_places import family, moved, place_of, require_group
from finance_app.errors import NotFoundError, StaleError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import categories as queries
from finance_app.queries import changes as change_queries
from finance_app.services import changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.category_places import Place, Way
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row


def everything(session: Session, actor: Actor) -> list[CategoryView]:
    """Return the book's categories."""
    return queries.everything(session, actor.book_id)


def used(session: Session, actor: Actor) -> tuple[list[CategoryView], dict[int, Usage]]:
    """Return the book's categories, and how often those in use are used."""
    year = actor.today.year * 100
    usage = queries.usage(session, actor.book_id, year + 1, year + 12)
    return everything(session, actor), usage


def plant(session: Session, actor: Actor) -> None:
    """Give a new book the tree to start with."""
    groups: list[Row] = []
    children: list[Row] = []
    for place, group in enumerate(STARTING_TREE):
        look = CategoryDraft(group.name, group.icon, group.hue)
        parent = _row(look, group.kind, place, None)
        groups.append(parent)
        children += [
            _row(CategoryDraft(name, hue=group.hue), group.kind, position, parent["id"])
            for position, name in enumerate(group.children)
        ]
    with changes.record(session, actor, "category.plant", "Started with a category tree") as record:
        record.insert("category", groups)
        record.insert("category", children)


def add(
    session: Session, actor: Actor, name: str, kind: CategoryKind, parent_id: int | None
) -> int:
    """Add a category, in a group of the same kind and its colour, or as a group; return its key.

    Raises:
        InvalidInputError: the name is empty, too long or taken among its siblings, or the parent
            is none of the book's groups of that kind.
    """
    tree = queries.everything(session, actor.book_id)
    parent = next((node for node in tree if node.id == parent_id), None)
    siblings = [node for node in tree if node.parent_id == parent_id]
    hue = parent.hue if parent else len(siblings) % 8
    return draw(session, actor, CategoryDraft(name, hue=hue), kind, parent_id)


def draw(
    session: Session, actor: Actor, draft: CategoryDraft, kind: CategoryKind, parent_id: int | None
) -> int:
    """Add a category that looks as it is wanted; return its key.

    Raises:
        InvalidInputError: something about it cannot be; the error names the field.
    """
    wanted = draft.checked()
    tree = queries.everything(session, actor.book_id)
    key = new_key()
    node = CategoryView(
        key, parent_id, kind, wanted.name, wanted.icon, wanted.hue, hidden=False, version=1
    )
    require_group(tree, node, parent_id)
    require_free_name((one for one in tree if one.parent_id == parent_id), wanted.name, None)
    position = queries.end_of(session, actor.book_id, parent_id)
    row = {**_row(wanted, kind, position, parent_id), "id": key}
    with changes.record(session, actor, "category.add", f"Added category {wanted.name}") as record:
        record.insert("category", [row])
    return key


def change(
    session: Session, actor: Actor, category_id: int, version: int, draft: CategoryDraft
) -> int:
    """Change a category's name, icon and colour; return the change set.

    What stands in a group and has its colour gets the group's new one.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: something about it cannot be; the error names the field.
        NotFoundError: the book has no such category.
    """
    before = current(session, actor, category_id, version)
    wanted = draft.checked()
    tree = queries.everything(session, actor.book_id)
    siblings = [node for node in tree if node.parent_id == before["parent_id"]]
    require_free_name(siblings, wanted.name, category_id)
    look = {"name": wanted.name, "icon": wanted.icon, "hue": wanted.hue}
    with changes.record(session, actor, "category.edit", f"Changed {wanted.name}") as record:
        record.update("category", [before], [{**before, **look, "version": version + 1}])
        if wanted.hue != before["hue"]:
            own = [node for node in tree if node.parent_id == category_id]
            _recolour(record, [node for node in own if node.hue == before["hue"]], wanted.hue)
    return record.set_id


def show(session: Session, actor: Actor, category_id: int, version: int, *, wanted: bool) -> int:
    """Offer a category where categories are chosen, or hide it there; return the change set.

    Raises:
        StaleError: it was changed since the version that the user saw.
        NotFoundError: the book has no such category.
    """
    before = current(session, actor, category_id, version)
    said = f"{'Showed' if wanted else 'Hid'} {before['name']}"
    with changes.record(session, actor, "category.show", said) as record:
        after = {**before, "hidden": not wanted, "version": version + 1}
        record.update("category", [before], [after])
    return record.set_id


def move(
    session: Session,
    actor: Actor,
    category_id: int,
    version: int,
    way: Way,
    target_id: int | None = None,
) -> int | None:
    """Move a category within the tree; return the change set, None where it stays.

    Args:
        target_id: the category that it is moved beside or into.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: it may not stand there, or another of its name does.
        NotFoundError: the book has no such category or target.
    """
    current(session, actor, category_id, version)
    tree = queries.everything(session, actor.book_id)
    node = next(one for one in tree if one.id == category_id)
    place = moved(tree, node, way, target_id)
    if place == place_of(tree, node):
        return None
    require_free_name((one for one in tree if one.parent_id == place.parent_id), node.name, node.id)
    with changes.record(session, actor, "category.move", f"Moved {node.name}") as record:
        _put(record, tree, node, place)
    return record.set_id


def _put(record: Recorder, tree: Sequence[CategoryView], node: CategoryView, place: Place) -> None:
    """Write a category's new place, and those of the siblings that make room."""
    order = [one.id for one in family(tree, node, place.parent_id) if one.id != node.id]
    order.insert(place.position, node.id)
    rows = change_queries.rows_of(record.session, tables.category, record.actor.book_id, order)
    before, after = [], []
    for position, key in enumerate(order):
        row = rows[key]
        wanted = {**row, "position": position}
        if key == node.id:
            wanted |= {"parent_id": place.parent_id, "version": row["version"] + 1}
        if wanted != row:
            before.append(row)
            after.append(wanted)
    record.update("category", before, after)


def _recolour(record: Recorder, nodes: Sequence[CategoryView], hue: int) -> None:
    keys = [node.id for node in nodes]
    rows = change_queries.rows_of(record.session, tables.category, record.actor.book_id, keys)
    before = list(rows.values())
    after = [{**row, "hue": hue, "version": row["version"] + 1} for row in before]
    record.update("category", before, after)


def current(session: Session, actor: Actor, category_id: int, version: int) -> Row:
    """Return a category's row as the user saw it.

    Raises:
        StaleError: it was changed since the version that the user saw.
        NotFoundError: the book has no such category.
    """
    found = change_queries.rows_of(session, tables.category, actor.book_id, [category_id])
    if category_id not in found:
        raise NotFoundError
    if found[category_id]["version"] != version:
        raise StaleError
    return found[category_id]


def _row(look: CategoryDraft, kind: CategoryKind, position: int, parent_id: int | None) -> Row:
    return {
        "id": new_key(),
        "parent_id": parent_id,
        "kind": kind,
        "name": look.name,
        "icon": look.icon,
        "hue": look.hue,
        "position": position,
        "hidden": False,
        "version": 1,
    }

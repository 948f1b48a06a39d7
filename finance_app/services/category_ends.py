"""How a category ends: merged into another one, or deleted where it is not used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.categories import require_free_name
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.queries import categories as queries
from finance_app.queries import changes as change_queries
from finance_app.services import changes, merging
from finance_app.services.categories import current
from finance_app.services.progress import ignore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.categories import CategoryView
    from finance_app.services.changes import Recorder
    from finance_app.services.progress import Progress


def entry_count(session: Session, actor: Actor, category_id: int) -> int:
    """Return how many entries are on a category, those on others in it apart."""
    return queries.entry_count(session, actor.book_id, category_id)


def merge(
    session: Session,
    actor: Actor,
    category_id: int,
    version: int,
    target_id: int,
    *,
    progress: Progress = ignore,
) -> int:
    """Move everything on a category, and in it, to another one and delete it.

    Args:
        progress: is called with the percentage done.

    Returns:
        The change set, whose undoing brings everything back.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: the other one is of another kind or cannot take what is in this one.
        NotFoundError: the book has no such category.
    """
    before = current(session, actor, category_id, version)
    tree = queries.everything(session, actor.book_id)
    source, target = _pair(tree, category_id, target_id)
    children = [node for node in tree if node.parent_id == source.id]
    _require_room(tree, source, target, children)
    total = entry_count(session, actor, category_id)
    said = f"Merged {source.name} into {target.name}"
    with changes.record(session, actor, "category.merge", said) as record:
        moved = merging.counting(total, progress)
        merging.move_over(record, tables.line.c.category_id, source.id, target.id, moved)
        _adopt(record, children, target)
        merging.rename_in_plans(record, {source.id: target.id})
        record.delete("category", [before])
    return record.set_id


def delete(session: Session, actor: Actor, category_id: int, version: int) -> int:
    """Delete a category that nothing is on; return the change set.

    Raises:
        StaleError: it was changed since the version that the user saw.
        ConflictError: something is on it or in it.
        NotFoundError: the book has no such category.
    """
    before = current(session, actor, category_id, version)
    name, line, category = before["name"], tables.line.c, tables.category.c
    if change_queries.uses(session, line.category_id, actor.book_id, category_id):
        raise ConflictError(f"“{name}” has entries; merge it into another category instead.")
    if change_queries.uses(session, category.parent_id, actor.book_id, category_id):
        raise ConflictError(f"“{name}” has categories in it; move or merge them first.")
    with changes.record(session, actor, "category.delete", f"Deleted {name}") as record:
        record.delete("category", [before])
    return record.set_id


def _pair(
    tree: Sequence[CategoryView], category_id: int, target_id: int
) -> tuple[CategoryView, CategoryView]:
    known = {node.id: node for node in tree}
    source, target = known[category_id], known.get(target_id)
    if target is None:
        raise NotFoundError("Choose one of your categories.", field="target")
    if target.id == source.id or target.kind is not source.kind:
        raise InvalidInputError("Choose another category of the same kind.", field="target")
    return source, target


def _require_room(
    tree: Sequence[CategoryView],
    source: CategoryView,
    target: CategoryView,
    children: Sequence[CategoryView],
) -> None:
    """Check that the target can take what stands in the source.

    Raises:
        InvalidInputError: it is no group, or has one of the same name in it.
    """
    if children and target.parent_id is not None:
        raise InvalidInputError(
            f"“{source.name}” has categories in it, so choose a group.", field="target"
        )
    own = [node for node in tree if node.parent_id == target.id]
    for child in children:
        try:
            require_free_name(own, child.name, None)
        except InvalidInputError:
            sentence = f"Both have a category “{child.name}”; rename or merge these two first."
            raise InvalidInputError(sentence, field="target") from None


def _adopt(record: Recorder, children: Sequence[CategoryView], target: CategoryView) -> None:
    """Let categories stand in another group, behind those that are there."""
    book_id = record.actor.book_id
    keys = [child.id for child in children]
    rows = change_queries.rows_of(record.session, tables.category, book_id, keys)
    first = queries.end_of(record.session, book_id, target.id)
    before = [rows[key] for key in keys]
    after = [
        {**row, "parent_id": target.id, "position": place, "version": row["version"] + 1}
        for place, row in enumerate(before, first)
    ]
    record.update("category", before, after)

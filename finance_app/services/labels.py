"""Payees and tags: listing, renaming, merging and deleting them, the same way for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.labels import LabelKind, LabelPage, LabelView
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError, StaleError
from finance_app.models.columns import new_key, new_keys
from finance_app.queries import changes as change_queries
from finance_app.queries import labels as queries
from finance_app.queries.labels import KEPT
from finance_app.services import changes, merging
from finance_app.services.ledger import CHUNK
from finance_app.services.progress import ignore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row
    from finance_app.services.progress import Progress

PAGE = 50
MOST_MERGED = 100


def page(
    session: Session,
    actor: Actor,
    kind: LabelKind,
    *,
    text: str = "",
    after: str = "",
    before: str = "",
) -> LabelPage:
    """Return a page of labels by name; those that have a text in theirs, where one is given."""
    found = queries.page(
        session,
        actor.book_id,
        kind,
        kind.key(text),
        size=PAGE + 1,
        after=after,
        before=before,
    )
    more = len(found) > PAGE
    if before:
        shown, earlier, later = found[-PAGE:], more, True
    else:
        shown, earlier, later = found[:PAGE], bool(after), more
    if not shown:
        return LabelPage(())
    return LabelPage(tuple(shown), shown[0].key if earlier else "", shown[-1].key if later else "")


def get(session: Session, actor: Actor, kind: LabelKind, label_id: int) -> LabelView:
    """Return one label.

    Raises:
        NotFoundError: the book has no such label.
    """
    found = queries.some(session, actor.book_id, kind, [label_id])
    if label_id not in found:
        raise NotFoundError
    return found[label_id]


def named(session: Session, actor: Actor, kind: LabelKind, name: str) -> LabelView | None:
    """Return the label of a name, however it is written; None where there is none."""
    return queries.named(session, actor.book_id, kind, kind.key(name))


def entry_count(session: Session, actor: Actor, kind: LabelKind, label_id: int) -> int:
    """Return how many entries a label has."""
    return queries.count(session, actor.book_id, kind, label_id)


def add(session: Session, actor: Actor, kind: LabelKind, name: str) -> int:
    """Add a label; return the change set.

    Raises:
        InvalidInputError: the name is empty, too long or taken.
    """
    wanted, key = kind.named(name)
    _require_free_name(session, actor, kind, key, None)
    row = {"id": new_key(), "name": wanted, "key": key, "version": 1}
    with changes.record(session, actor, f"{kind}.add", f"Added {kind} {wanted}") as record:
        record.insert(kind, [row])
    return record.set_id


def names(session: Session, actor: Actor, kind: LabelKind, limit: int) -> list[str]:
    """Return names in order, as a field proposes them."""
    return queries.names(session, actor.book_id, kind, limit)


def found_or_made(record: Recorder, kind: LabelKind, names: Iterable[str]) -> dict[str, int]:
    """Return the key of each name's label by the name as it is compared; new ones are added."""
    wanted: dict[str, str] = {}
    for name in names:
        if name:
            wanted.setdefault(kind.key(name), name)
    found = queries.ids_by_key(record.session, record.actor.book_id, kind, wanted)
    missing = [key for key in wanted if key not in found]
    made = dict(zip(missing, new_keys(len(missing)), strict=True))
    record.insert(
        kind, [{"id": made[key], "name": wanted[key], "key": key, "version": 1} for key in missing]
    )
    return found | made


def rename(
    session: Session, actor: Actor, kind: LabelKind, label_id: int, version: int, name: str
) -> int:
    """Give a label another name; return the change set.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: the name is empty, too long, or that of another one.
        NotFoundError: the book has no such label.
    """
    (before,) = _current(session, actor, kind, {label_id: version})
    wanted, key = kind.named(name)
    _require_free_name(session, actor, kind, key, label_id)
    said = f"Renamed {before['name']} to {wanted}"
    with changes.record(session, actor, f"{kind}.rename", said) as record:
        after = {**before, "name": wanted, "key": key, "version": version + 1}
        record.update(kind, [before], [after])
    return record.set_id


def merge(
    session: Session,
    actor: Actor,
    kind: LabelKind,
    seen: Mapping[int, int],
    target_id: int,
    *,
    progress: Progress = ignore,
) -> int:
    """Move the entries of labels to one of them and delete the others.

    Args:
        seen: the version of each as the user saw it, by key.
        target_id: the one that stays.
        progress: is called with the percentage done.

    Returns:
        The change set, whose undoing brings everything back.

    Raises:
        StaleError: one was changed since the version that the user saw.
        InvalidInputError: there are not two of them, or too many.
        NotFoundError: the book has no such label.
    """
    if target_id not in seen or not 1 < len(seen) <= MOST_MERGED:
        raise InvalidInputError(f"Choose 2 to {MOST_MERGED} of them, and one that stays.")
    rows = {row["id"]: row for row in _current(session, actor, kind, seen)}
    target = rows.pop(target_id)
    total = sum(entry_count(session, actor, kind, key) for key in rows)
    said = f"Merged {_listed(list(rows.values()))} into {target['name']}"
    with changes.record(session, actor, f"{kind}.merge", said) as record:
        moved = merging.counting(total, progress)
        for key in rows:
            if kind is LabelKind.TAG:
                _drop(record, key, moved, beside=target_id)
            merging.move_over(record, KEPT[kind].used_by, key, target_id, moved)
        record.delete(kind, list(rows.values()))
    return record.set_id


def delete(session: Session, actor: Actor, kind: LabelKind, label_id: int, version: int) -> int:
    """Delete a payee without entries, or a tag, which its entries lose; return the change set.

    Raises:
        StaleError: it was changed since the version that the user saw.
        ConflictError: it is a payee that has entries.
        NotFoundError: the book has no such label.
    """
    (before,) = _current(session, actor, kind, {label_id: version})
    name = before["name"]
    used = change_queries.uses(session, KEPT[kind].used_by, actor.book_id, label_id)
    if used and kind is LabelKind.PAYEE:
        raise ConflictError(f"“{name}” has entries; merge it into another payee instead.")
    with changes.record(session, actor, f"{kind}.delete", f"Deleted {kind} {name}") as record:
        if used:
            _drop(record, label_id, ignore)
        record.delete(kind, [before])
    return record.set_id


def _drop(
    record: Recorder, tag_id: int, moved: Callable[[int], None], *, beside: int | None = None
) -> None:
    """Take a tag off its entries, or off those alone that have another one beside it."""
    while rows := queries.tagged(record.session, record.actor.book_id, tag_id, beside, CHUNK):
        record.delete("entry_tag", rows)
        moved(len(rows))


def _current(session: Session, actor: Actor, kind: LabelKind, seen: Mapping[int, int]) -> list[Row]:
    found = change_queries.rows_of(session, KEPT[kind].table, actor.book_id, list(seen))
    if len(found) < len(seen):
        raise NotFoundError
    if any(found[key]["version"] != version for key, version in seen.items()):
        raise StaleError
    return [found[key] for key in seen]


def _require_free_name(
    session: Session, actor: Actor, kind: LabelKind, key: str, own_id: int | None
) -> None:
    other = queries.named(session, actor.book_id, kind, key)
    if other is not None and other.id != own_id:
        raise InvalidInputError(f"There is a {kind} “{other.name}” already.", field="name")


def _listed(rows: list[Row]) -> str:
    """Name what was merged; of many the first ones."""
    names = ", ".join(row["name"] for row in rows[:2])
    return names if len(rows) <= 2 else f"{names} and {len(rows) - 2} more"  # noqa: PLR2004  as above

"""Payees: finding one by its name, making it where it is new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.categories import offered_ids
from finance_app.domain.entries import folded
from finance_app.errors import NotFoundError
from finance_app.models.columns import new_keys
from finance_app.queries import categories as category_queries
from finance_app.queries import payees as queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.changes import Recorder

PROPOSED = 500  # names that a field offers


def names(session: Session, actor: Actor) -> list[str]:
    """Return the names that a field proposes."""
    return queries.names(session, actor.book_id, limit=PROPOSED)


def name(session: Session, actor: Actor, payee_id: int) -> str:
    """Return a payee's name.

    Raises:
        NotFoundError: the book has no such payee.
    """
    found = queries.name(session, actor.book_id, payee_id)
    if found is None:
        raise NotFoundError
    return found


def usual_category(session: Session, actor: Actor, name: str) -> tuple[int, str] | None:
    """Return the category, key and name, that the payee's last categorised entry had.

    Nothing where it is hidden by now.
    """
    found = queries.ids_by_key(session, actor.book_id, [folded(name)])
    if not found:
        return None
    last = queries.last_category(session, actor.book_id, next(iter(found.values())))
    offered = offered_ids(category_queries.everything(session, actor.book_id)) if last else set()
    return last if last and last[0] in offered else None


def found_or_made(record: Recorder, names: Iterable[str]) -> dict[str, int]:
    """Return the key of each name's payee by its folded name; new ones are added."""
    wanted: dict[str, str] = {}
    for name in names:
        if name:
            wanted.setdefault(folded(name), name)
    found = queries.ids_by_key(record.session, record.actor.book_id, wanted)
    missing = [key for key in wanted if key not in found]
    made = dict(zip(missing, new_keys(len(missing)), strict=True))
    record.insert(
        "payee",
        [{"id": made[key], "name": wanted[key], "key": key, "version": 1} for key in missing],
    )
    return found | made

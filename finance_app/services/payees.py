"""Payees: finding one by its name, making it where it is new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.categories import offered_ids
from finance_app.domain.labels import LabelKind
from finance_app.queries import categories as category_queries
from finance_app.queries import entries as entry_queries
from finance_app.queries import labels as label_queries
from finance_app.queries import payees as queries
from finance_app.services import labels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.entries import Tagged
    from finance_app.services.changes import Recorder

PROPOSED = 500  # names that a field offers
RECENT = 8  # names that are offered first


@dataclass(frozen=True, slots=True)
class Usual:
    """What the next entry of a payee is likely to be like."""

    account_id: int
    category_id: int | None
    category: str
    tags: tuple[Tagged, ...]
    inwards: bool


def names(session: Session, actor: Actor) -> list[str]:
    """Return the names that a field proposes."""
    return label_queries.names(session, actor.book_id, LabelKind.PAYEE, PROPOSED)


def recent(session: Session, actor: Actor) -> list[str]:
    """Return the names of the payees of the last entries, the newest first."""
    return queries.recent(session, actor.book_id, limit=RECENT)


def usual(session: Session, actor: Actor, name: str) -> Usual | None:
    """Return what was usual for a payee, None where nothing is known of it.

    The account, the tags and the way are those of its newest entry that is no transfer, the
    category that of the newest one that has one; a hidden category is not usual any more.
    """
    key = LabelKind.PAYEE.key(name)
    payee_id = label_queries.ids_by_key(session, actor.book_id, LabelKind.PAYEE, [key]).get(key)
    if payee_id is None:
        return None
    last_ids = queries.last_entries(session, actor.book_id, payee_id)
    found = entry_queries.views(session, actor.book_id, last_ids)
    like = [one for one in found if not any(line.transfer_account for line in one.lines)]
    if not like:
        return None
    lines = (line for one in like for line in one.lines if line.category_id is not None)
    last = next(lines, None)
    offered = offered_ids(category_queries.everything(session, actor.book_id)) if last else set()
    category = last if last and last.category_id in offered else None
    return Usual(
        like[0].account_id,
        category.category_id if category else None,
        category.category if category else "",
        like[0].tags,
        inwards=like[0].amount.amount > 0,
    )


def found_or_made(record: Recorder, names: Iterable[str]) -> dict[str, int]:
    """Return the key of each name's payee by its folded name; new ones are added."""
    return labels.found_or_made(record, LabelKind.PAYEE, names)

"""Where somebody looks who lost the book that they looked at: a book of their own, always."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from finance_app.domain.actors import Actor, Role, Theme
from finance_app.domain.audit import What
from finance_app.domain.books import DEMO_NAME, OWN_NAME
from finance_app.domain.regions import currency_of
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import books as queries
from finance_app.queries import users as user_queries
from finance_app.services import audit, categories

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session


def begin(session: Session, actor: Actor, name: str = "") -> None:
    """Make the actor's book, with them as its owner and the category tree to start with."""
    session.execute(
        insert(tables.book).values(
            id=actor.book_id,
            name=name or (DEMO_NAME if actor.is_demo else OWN_NAME),
            base_currency=actor.base_currency,
            month_starts_on=1,
            created_at=actor.now,
            is_demo=actor.is_demo,
            purging=False,
        )
    )
    session.execute(
        insert(tables.membership).values(
            book_id=actor.book_id, user_id=actor.user_id, role=Role.OWNER, joined_at=actor.now
        )
    )
    audit.note(session, actor, What.BOOK_MADE, subject=str(actor.book_id))
    categories.plant(session, actor)


def look_at(session: Session, user_id: int, book_id: int) -> None:
    """Have a user look at a book of theirs, in every browser."""
    table = tables.preferences
    session.execute(update(table).where(table.c.user_id == user_id).values(book_id=book_id))


def lead_home(session: Session, book_id: int, now: datetime, user_id: int | None = None) -> None:
    """Have those who look at a book look at one of their own; who has none gets an empty one.

    Args:
        user_id: the one who is meant; everybody where None is.
    """
    for row in user_queries.looking_at(session, book_id, user_id):
        look_at(session, row.user_id, _home(session, row, now))


def _home(session: Session, row: Row[Any], now: datetime) -> int:
    """Return the book of a user that they are led to: their own, else one that is shared."""
    found = [one for one in queries.of_user(session, row.user_id) if not one.is_demo]
    if found:
        return found[0].id
    actor = Actor(
        row.user_id,
        new_key(),
        Role.OWNER,
        now,
        time_zone=row.time_zone,
        region=row.region,
        theme=Theme(row.theme),
        email=row.email,
    )
    currency = currency_of(actor.region, actor.today)
    begin(session, replace(actor, base_currency=currency))
    return actor.book_id

"""Another base currency for a book: a change like any other, with history, hash and undo.

Amounts that are stored in the one before are converted by `services.recomputing`, from then on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import update

from finance_app.errors import UndoRefusedError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import changes as queries
from finance_app.services import changes, currency_checks, recomputing, roles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.changes import Recorder

KIND = "book.currency"


def change(session: Session, actor: Actor, code: str) -> int:
    """Give the actor's book another base currency; return the change set.

    Raises:
        ForbiddenError: the book is somebody else's.
    """
    roles.require_owner(session, actor)
    said = f"Changed the book's currency from {actor.base_currency} to {code}"
    with changes.record(session, actor, KIND, said) as record:
        _write(record, code)
    return record.set_id


def is_one(session: Session, actor: Actor, set_id: int) -> bool:
    """Say whether a change set, or the one that it took back, is about the base currency."""
    found = queries.of_set(session, actor.book_id, set_id)
    return any(each.table_name == changes.BOOK for each in found)


def take_back(record: Recorder, set_id: int) -> None:
    """Give the book the base currency again that it had before a change set.

    Raises:
        ForbiddenError: the book is somebody else's.
        UndoRefusedError: it has another one by now.
    """
    actor = record.actor
    roles.require_owner(record.session, actor)
    (made,) = queries.of_set(record.session, actor.book_id, set_id)
    rows = json.loads(queries.images(record.session, actor.book_id, made.id))
    ((_, before),), ((_, after),) = rows["before"], rows["after"]
    if after != actor.base_currency:
        raise UndoRefusedError(
            f"The book's currency was changed since, so it stays {actor.base_currency}."
        )
    _write(record, before)


def _write(record: Recorder, code: str) -> None:
    session, actor = record.session, record.actor
    undoing = record.undoes_id is not None
    currency_checks.require(session, actor.book_id, {code}, field="base_currency", undoing=undoing)
    own = tables.book.c.id == actor.book_id
    session.execute(update(tables.book).where(own).values(base_currency=code))
    before, after = ([(actor.book_id, each)] for each in (actor.base_currency, code))
    record.append(new_key(), changes.BOOK, "update", before, after)
    recomputing.rebased(session, actor, record.set_id, code)

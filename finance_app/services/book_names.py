"""Another name for a book: a change like any other, with history and undo."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import update

from finance_app.domain.books import require_name
from finance_app.errors import ConflictError, UndoRefusedError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import books as queries
from finance_app.queries import changes as change_queries
from finance_app.services import changes, roles

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.changes import Recorder


def rename(session: Session, actor: Actor, text: str) -> int | None:
    """Give the actor's book another name; return the change set, None where it has it.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        InvalidInputError: that is no name.
        ConflictError: another book of theirs has it.
    """
    roles.require_owner(session, actor)
    name, before = require_free(session, actor, text), queries.name(session, actor.book_id)
    if name == before:
        return None
    said = f"Renamed the book from {before} to {name}"
    with changes.record(session, actor, "book.rename", said) as record:
        _write(record, before, name)
    return record.set_id


def require_free(session: Session, actor: Actor, text: str, *, new: bool = False) -> str:
    """Return a name that no other book of the actor's own has.

    Args:
        new: it is for a book that is not there yet.

    Raises:
        InvalidInputError: that is no name.
        ConflictError: another book of theirs has it.
    """
    name = require_name(text)
    others = (
        one
        for one in queries.of_user(session, actor.user_id)
        if not one.owner and (new or one.id != actor.book_id)
    )
    if name.casefold() in {one.name.casefold() for one in others}:
        raise ConflictError("Another book of yours has that name.", field="name")
    return name


def is_one(session: Session, actor: Actor, set_id: int) -> bool:
    """Say whether a change set, or the one that it took back, is about the name."""
    found = change_queries.of_set(session, actor.book_id, set_id)
    return any(each.table_name == changes.BOOK_NAME for each in found)


def take_back(record: Recorder, set_id: int) -> None:
    """Give the book the name again that it had before a change set.

    Raises:
        ForbiddenError: the actor is no owner of the book.
        UndoRefusedError: it has another one by now.
    """
    session, actor = record.session, record.actor
    roles.require_owner(session, actor)
    (made,) = change_queries.of_set(session, actor.book_id, set_id)
    rows = json.loads(change_queries.images(session, actor.book_id, made.id))
    ((_, before),), ((_, after),) = rows["before"], rows["after"]
    if after != queries.name(session, actor.book_id):
        raise UndoRefusedError("The book was renamed since, so its name stays.")
    _write(record, after, before)


def _write(record: Recorder, before: str, after: str) -> None:
    book_id = record.actor.book_id
    own = tables.book.c.id == book_id
    record.session.execute(update(tables.book).where(own).values(name=after))
    record.append(new_key(), changes.BOOK_NAME, "update", [(book_id, before)], [(book_id, after)])

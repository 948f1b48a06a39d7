"""Looking at what was changed, and taking it back, also days later.

Undoing is a change set of its own, so it can be undone too. A row that was changed since is left as
it is and named; so is a payee, category or account that something else has come to use. How that is
found out is in `services.undoing`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from finance_app.domain.changes import ChangeFilter
from finance_app.errors import ConflictError, NotFoundError, UndoRefusedError
from finance_app.models import tables
from finance_app.queries import changes as queries
from finance_app.queries import members as member_queries
from finance_app.services import base_currencies, book_names, changes, leftovers
from finance_app.services.progress import ignore
from finance_app.services.undoing import Undoing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.changes import ChangeSetView
    from finance_app.domain.members import MemberView
    from finance_app.services.leftovers import Leftovers
    from finance_app.services.progress import Progress

PAGE = 50
ANY = ChangeFilter()


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing did: the new change set, and what was left because it changed since."""

    set_id: int
    left: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What is said about it, naming what was left."""
        left = ", ".join(self.left)
        return f"Undone, but for what was changed since: {left}." if left else "Undone."


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One page of change sets, newest first; the keys after and before which others follow.

    Args:
        left: what those left that undid another, where they did not undo all of it.
        people: who is in the book.
    """

    sets: tuple[ChangeSetView, ...]
    newer: int | None = None
    older: int | None = None
    left: Mapping[int, Leftovers] = field(default_factory=dict)
    people: tuple[MemberView, ...] = ()


def page(session: Session, actor: Actor, *, before: int | None = None) -> list[ChangeSetView]:
    """Return the newest change sets, or the next page of older ones."""
    return queries.sets(session, actor.book_id, limit=PAGE, before=before)


def turned(
    session: Session,
    actor: Actor,
    *,
    before: int | None = None,
    after: int | None = None,
    wanted: ChangeFilter = ANY,
) -> HistoryPage:
    """Return the page of change sets before one or next after another; the newest where neither."""
    people = tuple(member_queries.of_book(session, actor.book_id))
    found = queries.sets(
        session, actor.book_id, limit=PAGE + 1, before=before, after=after, wanted=wanted
    )
    more = len(found) > PAGE
    if after is None:
        kept, newer, older = found[:PAGE], before is not None, more
    else:
        kept, newer, older = found[-PAGE:], more, True
    if not kept:
        return HistoryPage((), people=people)
    first, last = kept[0].id if newer else None, kept[-1].id if older else None
    left = leftovers.of_undos(session, actor, kept)
    return HistoryPage(tuple(kept), first, last, left, people)


def get(session: Session, actor: Actor, set_id: int) -> ChangeSetView:
    """Return one change set.

    Raises:
        NotFoundError: the book has no such set.
    """
    found = queries.one_set(session, actor.book_id, set_id)
    if found is None:
        raise NotFoundError
    return found


def of_entry(session: Session, actor: Actor, entry_id: int) -> int:
    """Return the change set that wrote an entry last, to be offered for undoing.

    Raises:
        NotFoundError: the book has no such entry.
    """
    return _last_set(session, actor, tables.entry, entry_id)


def of_account(session: Session, actor: Actor, account_id: int) -> int:
    """Return the change set that wrote an account last, to be offered for undoing.

    Raises:
        NotFoundError: the book has no such account.
    """
    return _last_set(session, actor, tables.account, account_id)


def of_category(session: Session, actor: Actor, category_id: int) -> int:
    """Return the change set that wrote a category last, to be offered for undoing.

    Raises:
        NotFoundError: the book has no such category.
    """
    return _last_set(session, actor, tables.category, category_id)


def _last_set(session: Session, actor: Actor, table: Table, key: int) -> int:
    found = queries.set_of(session, table, actor.book_id, key)
    if found is None:
        raise NotFoundError
    return found


def undo(session: Session, actor: Actor, set_id: int, *, progress: Progress = ignore) -> Undone:
    """Take a change set back, but for rows that were changed since.

    Args:
        progress: is called with the percentage done.

    Raises:
        NotFoundError: the book has no such set.
        ConflictError: it was undone already.
        UndoRefusedError: all of it was changed since; the message names what.
    """
    done = get(session, actor, set_id)
    if done.undone:
        raise ConflictError("That was undone already.")
    if done.is_about_members:
        raise ConflictError("Who has access to a book is changed under People, not undone here.")
    verb = "Undid" if done.undoes_id is None or done.summary.startswith("Redid: ") else "Redid"
    what = done.summary if done.undoes_id is None else done.summary.partition(": ")[2]
    summary = f"{verb}: {what}"
    with changes.record(session, actor, "undo", summary, undoes_id=set_id) as record:
        if base_currencies.is_one(session, actor, set_id):
            base_currencies.take_back(record, set_id)
            return Undone(record.set_id)
        if book_names.is_one(session, actor, set_id):
            book_names.take_back(record, set_id)
            return Undone(record.set_id)
        undoing = Undoing(record, set_id, progress)
        if not undoing.run():
            names = ", ".join(leftovers.texts(session, actor, undoing.left)) or "it"
            raise UndoRefusedError(f"Changed since, so nothing was undone: {names}.")
    return Undone(record.set_id, leftovers.texts(session, actor, undoing.left))

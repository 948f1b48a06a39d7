"""The books of a user: which there are, which one is shown, and demo books.

A demo book holds invented figures and is a book of its own, so that they never mix with real ones.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from finance_app.domain.actors import Role
from finance_app.domain.audit import What
from finance_app.domain.currencies import ISO, require_currency
from finance_app.domain.flags import DEMO_BOOKS
from finance_app.domain.recomputing import Reason
from finance_app.domain.regions import currency_of
from finance_app.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import books as queries
from finance_app.services import (
    audit,
    base_currencies,
    book_names,
    demo,
    flags,
    history,
    homes,
    progress,
    recomputing,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.books import BookView
    from finance_app.services.progress import Progress

DEMO_ENTRIES = 3000
MOST = 50  # books of one's own
KEPT = timedelta(days=7)  # how long a removed book can be brought back


def everything(session: Session, actor: Actor) -> list[BookView]:
    """Return the actor's books, their own first; removed ones are left out."""
    return queries.of_user(session, actor.user_id)


def add(session: Session, actor: Actor, text: str) -> int:
    """Make another book of the actor's own, look at it, and return it.

    Raises:
        InvalidInputError: that is no name.
        ConflictError: another book of theirs has it, or they have very many.
    """
    name = book_names.require_free(session, actor, text, new=True)
    if sum(not one.owner for one in everything(session, actor)) >= MOST:
        raise ConflictError(f"You have {MOST} books; that is as many as there can be.")
    base = actor.base_currency
    if base not in ISO:  # a new book has no currencies of its own
        base = currency_of(actor.region, actor.today)
    there = replace(actor, book_id=new_key(), role=Role.OWNER, is_demo=False, base_currency=base)
    homes.begin(session, there, name)
    homes.look_at(session, actor.user_id, there.book_id)
    return there.book_id


def switch(session: Session, actor: Actor, book_id: int) -> None:
    """Have the actor look at another of their books, in every browser.

    Raises:
        NotFoundError: they are no member of it, or it was removed.
    """
    if book_id not in {one.id for one in everything(session, actor)}:
        raise NotFoundError
    homes.look_at(session, actor.user_id, book_id)


def go_home(session: Session, actor: Actor) -> None:
    """Have the actor look at a book without invented figures again.

    Raises:
        NotFoundError: they have none.
    """
    found = next((one for one in everything(session, actor) if not one.is_demo), None)
    if found is None:
        raise NotFoundError("You have no other book.")
    homes.look_at(session, actor.user_id, found.id)


def add_demo(session: Session, actor: Actor, *, progress: Progress = progress.ignore) -> None:
    """Have the actor look at a demo book of their own, and make it where there is none.

    Raises:
        ForbiddenError: there is none, and the administrator wants no more of them.
    """
    mine = (one for one in everything(session, actor) if one.is_demo and one.role is Role.OWNER)
    found = next(mine, None)
    if found is None:
        if not flags.value(session, DEMO_BOOKS):
            raise ForbiddenError(
                "There are no demo books here; the administrator switched them off."
            )
        base = actor.base_currency
        if base not in ISO:  # a new book has no currencies of its own
            base = currency_of(actor.region, actor.today)
        there = replace(actor, book_id=new_key(), role=Role.OWNER, is_demo=True, base_currency=base)
        homes.begin(session, there)
        demo.fill(
            session,
            there,
            entries=DEMO_ENTRIES,
            progress=lambda written: progress(100 * written // DEMO_ENTRIES),
        )
    homes.look_at(session, actor.user_id, found.id if found else there.book_id)


def remove_demo(session: Session, actor: Actor) -> int:
    """Remove the demo book that the actor looks at; return it. Whoever looks at it goes home.

    Raises:
        ForbiddenError: it is no demo book, or somebody else's.
        ConflictError: they have no other book.
    """
    books = everything(session, actor)
    shown = next((one for one in books if one.id == actor.book_id), None)
    if shown is None or not shown.is_demo or shown.role is not Role.OWNER:
        raise ForbiddenError("Only a demo book of your own can be removed.")
    if all(one.is_demo for one in books):
        raise ConflictError("This is your only book, so it stays.")
    queries.locked(session, shown.id)
    session.execute(
        update(tables.book).where(tables.book.c.id == shown.id).values(removed_at=actor.now)
    )
    audit.note(session, actor, What.BOOK_REMOVED, subject=str(shown.id))
    homes.lead_home(session, shown.id, actor.now)
    return shown.id


def bring_back(session: Session, actor: Actor, book_id: int) -> None:
    """Take the removal of a book back, and look at it.

    Raises:
        NotFoundError: it was not removed, is purged by now, or is somebody else's.
    """
    removed = queries.of_user(session, actor.user_id, removed=True)
    if book_id not in {one.id for one in removed if one.role is Role.OWNER}:
        raise NotFoundError("This book is gone for good.")
    session.execute(update(tables.book).where(tables.book.c.id == book_id).values(removed_at=None))
    audit.note(session, actor, What.BOOK_BACK, subject=str(book_id))
    homes.look_at(session, actor.user_id, book_id)


def purge(session: Session, now: datetime) -> int:
    """Have what was removed long enough ago dropped for good; return how many books that were.

    Their rows go bit by bit: see `services.purging`.
    """
    gone = queries.removed_before(session, now - KEPT)
    mine = tables.book.c.id.in_(gone)
    session.execute(update(tables.book).where(mine).values(purging=True))
    return len(gone)


def choose_currency(session: Session, actor: Actor, code: str) -> None:
    """Give the actor's book another base currency, while nothing is in it.

    Raises:
        InvalidInputError: there is no such currency.
        ForbiddenError: the book is somebody else's.
        ConflictError: there are accounts in it.
    """
    currency = known_currency(code)
    if queries.locked(session, actor.book_id) == currency:
        return
    if queries.has_accounts(session, actor.book_id):
        raise ConflictError(
            "This book has accounts; change its currency in the settings.", field="base_currency"
        )
    base_currencies.change(session, actor, currency)


def change_currency(session: Session, actor: Actor, code: str) -> int | None:
    """Give the actor's book another base currency; return the change set, None where it has it.

    Amounts stay as they are. What they are worth in the base currency is converted anew from now
    on, see `services.recomputing`.

    Raises:
        InvalidInputError: there is no such currency.
        ForbiddenError: the book is somebody else's.
    """
    currency = known_currency(code)
    if queries.locked(session, actor.book_id) == currency:
        return None
    return base_currencies.change(session, actor, currency)


def cancel_recomputing(session: Session, actor: Actor) -> bool:
    """Go back to the currency before, or leave amounts at the rates that they are at.

    Returns:
        Whether it was the currency.

    Raises:
        ForbiddenError: the book is somebody else's.
        ConflictError: it is done, or on its way back already.
    """
    found = recomputing.get(session, actor.book_id)
    if found is None or not found.reversible:
        raise ConflictError("That cannot be cancelled any more.")
    if found.reason is Reason.RATES:
        recomputing.stop(session, actor)
    else:
        history.undo(session, actor, recomputing.set_of(session, actor))
    return found.is_mixed


def known_currency(code: str) -> str:
    """Return the code of a currency, upper case.

    Raises:
        InvalidInputError: there is no such currency.
    """
    try:
        return require_currency(code)
    except InvalidInputError as error:
        raise InvalidInputError(error.message, field="base_currency") from error

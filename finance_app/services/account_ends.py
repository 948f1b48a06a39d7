"""Closing an account, which keeps all that was on it, and opening it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.formatting import day_text, money_text
from finance_app.domain.money import Money
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.queries import registers as queries
from finance_app.services import accounts, changes
from finance_app.services.worth import balances

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.ledger import Row


def close(session: Session, actor: Actor, account_id: int, version: int, on: date) -> int:
    """Close an account at the end of a day; return the change set, whose undoing opens it again.

    Raises:
        StaleError: it was changed since the version that the user saw.
        ConflictError: it is closed already.
        InvalidInputError: the day is to come or before the account's, or something is on it then
            or moves later.
        NotFoundError: the book has no such account.
    """
    before = accounts.current(session, actor, account_id, version)
    if before["closed_on"] is not None:
        raise ConflictError(f"{before['name']} is closed already.")
    _require_empty(session, actor, before, on)
    with changes.record(session, actor, "account.close", f"Closed {before['name']}") as record:
        record.update("account", [before], [{**before, "closed_on": on, "version": version + 1}])
    return record.set_id


def reopen(session: Session, actor: Actor, account_id: int, version: int) -> int:
    """Open a closed account again; return the change set.

    Raises:
        StaleError: it was changed since the version that the user saw.
        ConflictError: it is open.
        NotFoundError: the book has no such account.
    """
    before = accounts.current(session, actor, account_id, version)
    if before["closed_on"] is None:
        raise ConflictError(f"{before['name']} is open.")
    with changes.record(session, actor, "account.reopen", f"Reopened {before['name']}") as record:
        record.update("account", [before], [{**before, "closed_on": None, "version": version + 1}])
    return record.set_id


def _require_empty(session: Session, actor: Actor, row: Row, on: date) -> None:
    """Check that nothing is on an account at the end of a day, and nothing moves later."""
    if not row["opening_day"] <= on <= actor.today:
        first = day_text(row["opening_day"], actor.region)
        raise InvalidInputError(f"Choose a day from {first} until today.", field="closed_on")
    newest = queries.last_day(session, actor.book_id, row["id"])
    if newest and newest > on:
        last = day_text(newest, actor.region)
        raise InvalidInputError(
            f"Its last entry is of {last}; choose that day or a later one.", field="closed_on"
        )
    _, by_day = balances(session, actor, [on], row["id"])
    left = Money(by_day[on][row["id"]], row["currency"])
    if left.amount:
        raise InvalidInputError(
            f"There is {money_text(left, actor.region)} on it on that day; move it to another"
            " account, or add an entry for the difference, first.",
            field="closed_on",
        )

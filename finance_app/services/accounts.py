"""Accounts: opening, changing and deleting them, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain import accounts as domain
from finance_app.domain import worth
from finance_app.domain.account_places import moved
from finance_app.domain.entries import EntryFilter
from finance_app.domain.money import Money
from finance_app.domain.periods import DAY, Period
from finance_app.domain.worth import Standing
from finance_app.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    StaleError,
    Wrong,
)
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import accounts as queries
from finance_app.queries import changes as change_queries
from finance_app.queries import dashboard as dashboard_queries
from finance_app.queries import entries as entry_queries
from finance_app.services import changes
from finance_app.services.worth import balances, converted

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.accounts import AccountDraft, AccountView
    from finance_app.domain.actors import Actor
    from finance_app.domain.category_places import Way
    from finance_app.domain.worth import Worth
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row

HISTORY = 12  # months before the one of the day, of which a balance is shown


def everything(session: Session, actor: Actor) -> list[AccountView]:
    """Return the book's accounts with their balances, open ones first."""
    return queries.everything(session, actor.book_id)


@dataclass(frozen=True, slots=True)
class Standings:
    """How a book's accounts stand on a day.

    Args:
        accounts: each with what is on it on the day; its own balance counts what is later too.
        worth: what they are worth together.
        later: the days from the one after to the newest entry; None where nothing is later.
        history: of each account what was on it at the ends of the months before and on the day,
            since it began.
    """

    day: date
    accounts: tuple[Standing[AccountView], ...]
    worth: Worth
    later: Period | None
    history: dict[int, tuple[Money, ...]]


def standing(session: Session, actor: Actor, day: date | None = None) -> Standings:
    """Return how the book's accounts stand on a day or today, and what they are worth then."""
    day = day or actor.today
    views = {one.id: one for one in everything(session, actor)}
    ends = worth.month_ends(day, HISTORY)
    held, by_day = balances(session, actor, ends)
    (now,) = converted(session, actor, held, {day: by_day[day]}).values()
    found = tuple(Standing(views[one.account.id], one.balance, one.converted) for one in now)
    newest = dashboard_queries.newest(session, actor.book_id)
    later = Period.between(day + DAY, newest) if newest and newest > day else None
    history = {
        one.id: tuple(
            Money(by_day[end][one.id], one.opening.currency)
            for end in ends
            if end >= one.opening_day
        )
        for one in held
    }
    return Standings(day, found, worth.worth(found, actor.shown_currency, day), later, history)


def get(session: Session, actor: Actor, account_id: int) -> AccountView:
    """Return one account.

    Raises:
        NotFoundError: the book has no such account.
    """
    found = queries.one(session, actor.book_id, account_id)
    if found is None:
        raise NotFoundError
    return found


def open_account(session: Session, actor: Actor, draft: AccountDraft) -> int:
    """Open an account; return its key.

    Raises:
        InvalidInputError: something about it cannot be; the error names the field.
    """
    wanted = draft.checked()
    with changes.record(session, actor, "account.open", f"Opened {wanted.name}") as record:
        return opened(record, wanted)


def opened(record: Recorder, wanted: AccountDraft) -> int:
    """Open an account as part of something larger; return its key.

    Raises:
        InvalidInputError: there is an account of that name already.
    """
    siblings = queries.everything(record.session, record.actor.book_id)
    _require_free_name(siblings, wanted.name, None)
    key = new_key()
    position = max((one.position for one in siblings), default=-1) + 1
    row = {**_columns(wanted), "id": key, "closed_on": None, "position": position, "version": 1}
    record.insert("account", [row])
    return key


def number(record: Recorder, account_id: int, bank_number: str) -> None:
    """Remember how the bank's files name an account."""
    rows = change_queries.rows_of(
        record.session, tables.account, record.actor.book_id, [account_id]
    )
    before = rows[account_id]
    after = {**before, "bank_number": bank_number[:100], "version": before["version"] + 1}
    record.update("account", [before], [after])


def edit(
    session: Session, actor: Actor, account_id: int, version: int, draft: AccountDraft
) -> None:
    """Change an account; its currency stays once it has entries.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: something about it cannot be; the error names the field.
        NotFoundError: the book has no such account.
    """
    before = current(session, actor, account_id, version)
    wanted, wrong = draft.checked(), Wrong()
    with wrong:
        require_name(session, actor, wanted.name, account_id)
    with wrong:
        if wanted.currency != before["currency"] and _has_entries(session, actor, account_id):
            raise InvalidInputError(
                "The currency stays as it is once the account has entries.", field="currency"
            )
    wrong.tell()
    after = {**before, **_columns(wanted), "version": version + 1}
    with changes.record(session, actor, "account.edit", f"Changed {wanted.name}") as record:
        record.update("account", [before], [after])


def delete(session: Session, actor: Actor, account_id: int, version: int) -> int:
    """Delete an account without entries; return the change set, whose undoing brings it back.

    Raises:
        StaleError: it was changed since the version that the user saw.
        ConflictError: it has entries.
        NotFoundError: the book has no such account.
    """
    before = current(session, actor, account_id, version)
    if _has_entries(session, actor, account_id):
        raise ConflictError("This account has entries; delete or move them first.")
    with changes.record(session, actor, "account.delete", f"Deleted {before['name']}") as record:
        record.delete("account", [before])
    return record.set_id


def move(
    session: Session,
    actor: Actor,
    account_id: int,
    version: int,
    way: Way,
    target_id: int | None = None,
) -> int | None:
    """Move an account among those of its kind; return the change set, None where it stays.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: the target is of another kind.
        NotFoundError: the book has no such account or target.
    """
    current(session, actor, account_id, version)
    views = everything(session, actor)
    one = next(view for view in views if view.id == account_id)
    order = moved(views, one, way, target_id)
    if order == [view.id for view in sorted(views, key=lambda view: (view.position, view.id))]:
        return None
    rows = change_queries.rows_of(session, tables.account, actor.book_id, order)
    wanted = {key: {**rows[key], "position": place} for place, key in enumerate(order)}
    wanted[account_id]["version"] += 1
    keys = [key for key in order if wanted[key] != rows[key]]
    with changes.record(session, actor, "account.move", f"Moved {one.name}") as record:
        record.update("account", [rows[key] for key in keys], [wanted[key] for key in keys])
    return record.set_id


def current(session: Session, actor: Actor, account_id: int, version: int) -> Row:
    """Return an account's row as the user saw it.

    Raises:
        StaleError: it was changed since the version that the user saw.
        NotFoundError: the book has no such account.
    """
    found = change_queries.rows_of(session, tables.account, actor.book_id, [account_id])
    if account_id not in found:
        raise NotFoundError
    if found[account_id]["version"] != version:
        raise StaleError
    return found[account_id]


def _has_entries(session: Session, actor: Actor, account_id: int) -> bool:
    wanted = EntryFilter(account_id=account_id)
    return bool(entry_queries.page(session, actor.book_id, wanted, size=1).entries)


def require_name(session: Session, actor: Actor, text: str, account_id: int | None = None) -> None:
    """Check a name that an account is to have.

    Args:
        account_id: the account that has it already, None for a new one.

    Raises:
        InvalidInputError: it is empty or too long, or another account has it.
    """
    _require_free_name(queries.everything(session, actor.book_id), text, account_id)


def _require_free_name(siblings: list[AccountView], text: str, account_id: int | None) -> None:
    name = domain.require_name(text)
    taken = {found.name.casefold() for found in siblings if found.id != account_id}
    if name.casefold() in taken:
        raise InvalidInputError(f"There is an account “{name}” already.", field="name")


def _columns(wanted: AccountDraft) -> Row:
    return {
        "name": wanted.name,
        "kind": wanted.kind,
        "currency": wanted.currency,
        "opening_balance": wanted.opening_balance,
        "opening_day": wanted.opening_day,
        "bank_number": wanted.bank_number,
    }

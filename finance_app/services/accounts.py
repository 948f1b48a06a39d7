"""Accounts: opening, changing and deleting them, and how they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain import accounts as domain
from finance_app.domain import worth
from finance_app.domain.entries import EntryFilter
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
from finance_app.services.worth import standings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.accounts import AccountDraft, AccountView
    from finance_app.domain.actors import Actor
    from finance_app.domain.worth import Worth
    from finance_app.services.changes import Recorder
    from finance_app.services.ledger import Row


def everything(session: Session, actor: Actor) -> list[AccountView]:
    """Return the book's accounts with their balances, open ones first."""
    return queries.everything(session, actor.book_id)


@dataclass(frozen=True, slots=True)
class Standings:
    """How a book's accounts stand today.

    Args:
        accounts: each with what is on it today; its own balance counts what is dated later too.
        worth: what they are worth together.
        later: the days from tomorrow to the newest entry; None where nothing is dated later.
    """

    accounts: tuple[Standing[AccountView], ...]
    worth: Worth
    later: Period | None


def standing(session: Session, actor: Actor) -> Standings:
    """Return how the book's accounts stand, and what they are worth, at today's rates."""
    today, views = actor.today, {one.id: one for one in everything(session, actor)}
    (now,) = standings(session, actor, [today]).values()
    found = tuple(Standing(views[one.account.id], one.balance, one.converted) for one in now)
    newest = dashboard_queries.newest(session, actor.book_id)
    later = Period.between(today + DAY, newest) if newest and newest > today else None
    return Standings(found, worth.worth(found, actor.base_currency, today), later)


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
    row = {**_columns(wanted), "id": key, "position": len(siblings), "version": 1}
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
    before = _current(session, actor, account_id, version)
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
    before = _current(session, actor, account_id, version)
    if _has_entries(session, actor, account_id):
        raise ConflictError("This account has entries; delete or move them first.")
    with changes.record(session, actor, "account.delete", f"Deleted {before['name']}") as record:
        record.delete("account", [before])
    return record.set_id


def _current(session: Session, actor: Actor, account_id: int, version: int) -> Row:
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
        "closed_on": None,
        "bank_number": wanted.bank_number,
    }

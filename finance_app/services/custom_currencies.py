"""Currencies that a book has of its own: adding, renaming and deleting them.

Only the book's own rates convert them. What may be in one is checked by `services.currency_checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.currencies import CustomCurrency
from finance_app.errors import ConflictError, InvalidInputError, NotFoundError, StaleError
from finance_app.models import tables
from finance_app.models.columns import new_key
from finance_app.queries import changes as change_queries
from finance_app.queries import custom_currencies as queries
from finance_app.services import changes

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.ledger import Row

MOST = 100  # of a book


@dataclass(frozen=True, slots=True)
class CustomCurrencyView:
    """A currency of a book's own.

    Args:
        is_used: something is in it, so that it cannot be deleted.
    """

    id: int
    version: int
    currency: CustomCurrency
    is_used: bool


def everything(session: Session, actor: Actor) -> list[CustomCurrencyView]:
    """Return the book's own currencies by code."""
    return [
        CustomCurrencyView(
            row.id,
            row.version,
            CustomCurrency(row.code, row.name, row.decimals),
            queries.is_used(session, actor.book_id, row.code),
        )
        for row in queries.rows(session, actor.book_id)
    ]


def get(session: Session, actor: Actor, key: int) -> CustomCurrencyView:
    """Return one of them.

    Raises:
        NotFoundError: the book has no such currency.
    """
    found = next((one for one in everything(session, actor) if one.id == key), None)
    if found is None:
        raise NotFoundError
    return found


def add(session: Session, actor: Actor, wanted: CustomCurrency) -> int:
    """Add a currency; return the change set.

    Raises:
        InvalidInputError: code, name or decimals cannot be used; the error names the field.
        ConflictError: the book has as many as it can.
    """
    new = wanted.checked()
    with changes.record(session, actor, "custom_currency.add", f"Added {_said(new)}") as record:
        there = {row.code for row in queries.rows(session, actor.book_id)}
        if new.code in there:
            raise InvalidInputError(f"This book has {new.code} already.", field="code")
        if len(there) >= MOST:
            raise ConflictError(f"A book has at most {MOST} currencies of its own.")
        record.insert("custom_currency", [_row(new, new_key())])
    return record.set_id


def change(session: Session, actor: Actor, key: int, version: int, name: str, decimals: int) -> int:
    """Give a currency another name, and decimals as long as nothing was ever stored in it.

    Raises:
        StaleError: it was changed since the version that the user saw.
        InvalidInputError: name or decimals cannot be used; the error names the field.
        NotFoundError: the book has no such currency.
    """
    before = _current(session, actor, key, version)
    new = CustomCurrency(before["code"], name, decimals).checked()
    said = f"Changed {before['code']} to {_said(new)}"
    with changes.record(session, actor, "custom_currency.edit", said) as record:
        record.update("custom_currency", [before], [{**before, **_row(new, key, version + 1)}])
    return record.set_id


def delete(session: Session, actor: Actor, key: int, version: int) -> int:
    """Delete a currency that nothing is in; return the change set.

    Raises:
        StaleError: it was changed since the version that the user saw.
        ConflictError: something is in it.
        NotFoundError: the book has no such currency.
    """
    before = _current(session, actor, key, version)
    code = before["code"]
    said = f"Deleted {_said(CustomCurrency(code, before['name'], before['decimals']))}"
    with changes.record(session, actor, "custom_currency.delete", said) as record:
        if queries.is_used(session, actor.book_id, code):
            raise ConflictError(
                f"{code} is in use by accounts, entries, rates or the book itself, so it stays."
            )
        record.delete("custom_currency", [before])
    return record.set_id


def _current(session: Session, actor: Actor, key: int, version: int) -> Row:
    found = change_queries.rows_of(session, tables.custom_currency, actor.book_id, [key])
    if key not in found:
        raise NotFoundError
    if found[key]["version"] != version:
        raise StaleError
    return found[key]


def _said(one: CustomCurrency) -> str:
    return f"the currency {one.code} · {one.name}"


def _row(one: CustomCurrency, key: int, version: int = 1) -> Row:
    return {
        "id": key,
        "code": one.code,
        "name": one.name,
        "decimals": one.decimals,
        "version": version,
    }

"""Which currencies a book may use, checked with every row that names one, and learning them.

How many decimals a code has is known per process, see `domain.currencies`. A process learns a
book's own currencies when it finds out who acts, and before it converts or proves anything; what it
believes is compared with the table again before something is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain.currencies import (
    DECIMALS,
    ISO,
    CustomCurrency,
    register,
    unknown_currency,
)
from finance_app.errors import InvalidInputError, StaleError, UndoRefusedError
from finance_app.models import tables
from finance_app.queries import custom_currencies as queries

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from finance_app.services.ledger import Row

COLUMNS = {
    "account": ("currency",),
    "entry": ("original_currency", "currency"),  # the latter its account's, where it is at hand
    "own_rate": ("origin", "target"),
}
"""Where rows name currencies."""


def learn(session: Session, book_id: int) -> tuple[CustomCurrency, ...]:
    """Have this process know a book's own currencies; return them."""
    found = queries.of_book(session, book_id)
    register(found)
    return found


def learn_all(session: Session) -> None:
    """Have this process know the own currencies of all books."""
    register(queries.everywhere(session))


def check(
    session: Session, book_id: int, table: str, rows: Sequence[Row], *, undoing: bool
) -> None:
    """Refuse rows in currencies that the book does not have.

    Raises:
        InvalidInputError: it has no such currency, or one would get other decimals.
        UndoRefusedError: the same, for rows that come back.
        StaleError: it has other decimals by now than whoever read the amounts believed.
    """
    if table == tables.custom_currency.name:
        queries.alone(session)
        for row in rows:
            _require_same_decimals(session, book_id, row, undoing=undoing)
        register(CustomCurrency(row["code"], row["name"], row["decimals"]) for row in rows)
        return
    for name in COLUMNS.get(table, ()):
        require(session, book_id, {row.get(name) for row in rows}, field=name, undoing=undoing)


def require(
    session: Session,
    book_id: int,
    codes: Collection[str | None],
    *,
    field: str = "currency",
    undoing: bool = False,
) -> None:
    """Refuse currencies that a book does not have.

    Raises:
        InvalidInputError: it does not have one of them.
        UndoRefusedError: the same, for something that comes back.
        StaleError: one has other decimals by now than this process believed.
    """
    wanted = sorted(code for code in codes if code is not None and code not in ISO)
    if not wanted:
        return
    known = {one.code: one for one in queries.of_book(session, book_id)}
    for code in wanted:
        if code not in known and undoing:
            raise UndoRefusedError(f"The currency {code} was deleted since; bring that back first.")
        if code not in known:
            raise InvalidInputError(unknown_currency(code).message, field=field)
        believed = DECIMALS.get(code)
        register([known[code]])
        if believed not in {None, known[code].decimals}:
            raise StaleError


def _require_same_decimals(session: Session, book_id: int, row: Row, *, undoing: bool) -> None:
    """Refuse other decimals than amounts were stored with, or than other books have."""
    code, wanted = row["code"], row["decimals"]
    elsewhere = queries.decimals_elsewhere(session, book_id, code)
    before = queries.decimals_before(session, book_id, code)
    if elsewhere not in {None, wanted}:
        said = f"Another book here has {code} with {elsewhere} decimals; use {elsewhere} too."
    elif before not in {None, wanted} and queries.was_stored(session, book_id, code):
        said = f"Amounts in {code} were stored with {before} decimals; it keeps {before}."
    else:
        return
    raise UndoRefusedError(said) if undoing else InvalidInputError(said, field="decimals")

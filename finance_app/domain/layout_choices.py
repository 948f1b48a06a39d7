"""What a person chooses about a CSV file: what each column is taken for, and how it is written.

What a file suggests by itself is in `layout_proposals`.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from finance_app.domain.column_words import direction_of
from finance_app.domain.currencies import require_currency
from finance_app.domain.layouts import ONE_COLUMN
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finance_app.domain.layouts import Layout


class Role(StrEnum):
    """What a column can be."""

    NONE = ""
    DAY = "day"
    AMOUNT = "amount"
    DEBIT = "debit"
    CREDIT = "credit"
    DIRECTION = "direction"
    PAYEE = "payee"
    MEMO = "memo"
    CURRENCY = "currency"
    ACCOUNT = "account"
    BANK_ID = "bank_id"
    STATUS = "status"
    BALANCE = "balance"


MONEY = frozenset({Role.AMOUNT, Role.DEBIT, Role.CREDIT})
SEVERAL = (Role.PAYEE, Role.MEMO)
ANSWERED = ("day_order", "decimal_mark", "currency_code", "negated")


def role(layout: Layout, column: int) -> Role:
    """Return what a column is taken for, the most telling where it is two things."""
    if layout.day == column:
        return Role.DAY
    found = (each for each in ONE_COLUMN if getattr(layout, each) == column)
    if (name := next(found, None)) is not None:
        return Role(name)
    if column in layout.payee[:1]:
        return Role.PAYEE
    return next(
        (each for each in (Role.MEMO, Role.PAYEE) if column in getattr(layout, each)), Role.NONE
    )


def answered(layout: Layout, about: str, value: str) -> Layout:
    """Return the layout with the answer to one of the questions of `layout_marks`.

    Args:
        about: "day_order", "decimal_mark", "currency_code" or "negated".
        value: for "negated" the column whose sign is turned, "" for none.

    Raises:
        InvalidInputError: that is not asked, or no answer to it.
    """
    if about not in ANSWERED:
        raise InvalidInputError(f"“{about[:20]}” is not among {', '.join(ANSWERED)}.")
    if about == "negated":
        return replace(layout, negated=_turned(layout, value))
    if about == "currency_code" and value:
        require_currency(value)
    changed: dict[str, Any] = {about: value}
    return replace(layout, **changed)


def _turned(layout: Layout, sign: str) -> tuple[str, ...]:
    name = "amount" if layout.amount is not None else "debit"
    kept = {each for each in layout.negated if each != name}
    return tuple(sorted(kept | {sign} - {""}))


def taken(layout: Layout, column: int, wanted: Role, cells: Iterable[str]) -> Layout:
    """Return the layout with a column taken for something else.

    What only one column can be, the column that was it before no longer is.

    Args:
        cells: some of the column's, which show the words for money out.

    Raises:
        InvalidInputError: there would be no column of days or of amounts, or none of these words.
    """
    if not 0 <= column < layout.width:
        raise InvalidInputError(f"A column is not among the {layout.width} of the file.")
    if layout.day == column and wanted is not Role.DAY:
        raise InvalidInputError("First choose another column for the days.")
    values = _without(layout, column)
    if wanted is Role.PAYEE:
        values["payee"] = (column, *values["payee"])
    elif wanted is Role.MEMO:
        values["memo"] = tuple(sorted({*values["memo"], column}))
    elif wanted is not Role.NONE:
        values[wanted.value] = column
    if wanted is Role.DIRECTION:
        values["money_out"] = _money_out(cells)
    if all(values[each.value] is None for each in MONEY):
        raise InvalidInputError("First choose another column for the amounts.")
    return replace(layout, **_one_kind_of_money(layout, wanted, values))


def _without(layout: Layout, column: int) -> dict[str, Any]:
    """Return what the columns are, this one left out."""
    values: dict[str, Any] = {"day": layout.day, "money_out": layout.money_out}
    for name in ONE_COLUMN:
        found = getattr(layout, name)
        values[name] = None if found == column else found
    for several in SEVERAL:
        values[several.value] = tuple(
            each for each in getattr(layout, several.value) if each != column
        )
    return values


def _one_kind_of_money(layout: Layout, wanted: Role, values: dict[str, Any]) -> dict[str, Any]:
    """Keep either one column of amounts, or one for money out and one for money in."""
    negated = set(layout.negated)
    if wanted is Role.AMOUNT:
        values["debit"] = values["credit"] = None
        negated -= {"debit", "credit"}
    elif wanted in (Role.DEBIT, Role.CREDIT):
        values["amount"] = values["direction"] = None
        negated.discard("amount")
        if wanted is Role.DEBIT and layout.debit is None:
            negated.add("debit")
    if values["direction"] is None:
        values["money_out"] = ()
    return {**values, "negated": tuple(sorted(negated))}


def _money_out(cells: Iterable[str]) -> tuple[str, ...]:
    words = {each.strip().lower() for each in cells}
    found = tuple(sorted(each for each in words if direction_of(each) < 0))
    if not found:
        raise InvalidInputError("No word in the first rows of that column says money out.")
    return found

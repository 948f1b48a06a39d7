"""Which way money went: a word in a column of its own, columns for out and in, or a card's habit.

Card exports that list purchases without a minus are turned only on evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.column_names import normal_name
from finance_app.domain.column_words import SETTLED, SETTLING, SPENDING, direction_of
from finance_app.domain.layout_marks import Question
from finance_app.domain.written_amounts import read_amount
from finance_app.errors import InvalidAmountError

if TYPE_CHECKING:
    from decimal import Decimal

    from finance_app.domain.layout_columns import Columns
    from finance_app.domain.layout_tables import Table

    Rows = list[tuple[tuple[str, ...], Decimal]]

_FEW = 40


@dataclass(frozen=True, slots=True)
class Signs:
    """How a layout signs its amounts; see the fields of `Layout` of these names."""

    direction: int | None = None
    money_out: tuple[str, ...] = ()
    negated: tuple[str, ...] = ()
    question: Question | None = None


def choose_signs(table: Table, columns: Columns, mark: str) -> Signs:
    """What the rows of a table say about the direction of money."""
    if columns.amount is None:
        return Signs(negated=_negated_pair(table, columns, mark))
    rows = _values(table, columns.amount, mark)
    if columns.direction is not None:
        return _directed(columns.direction, rows)
    if all(value >= 0 for _, value in rows):
        return _unsigned(table, rows)
    if _is_card(table, rows):
        text = "Purchases seem to be written without a minus: are those money out?"
        return Signs(negated=("amount",), question=Question("negated", text, ("amount", "")))
    return Signs()


def _negated_pair(table: Table, columns: Columns, mark: str) -> tuple[str, ...]:
    """Money out is written without a minus unless all of it has one; money in the other way."""
    negated = []
    if columns.debit is not None:
        out = [value for _, value in _values(table, columns.debit, mark) if value]
        if not out or any(value > 0 for value in out):
            negated.append("debit")
    if columns.credit is not None:
        back = [value for _, value in _values(table, columns.credit, mark) if value]
        if back and all(value < 0 for value in back):
            negated.append("credit")
    return tuple(negated)


def _directed(column: int, rows: Rows) -> Signs:
    """Words decide where amounts have no sign; a sign that agrees with the words is left alone."""
    words = {row[column].strip().lower() for row, _ in rows}
    out = tuple(sorted(each for each in words if direction_of(each) < 0))
    signed = [(direction_of(row[column]), value) for row, value in rows if value]
    if all(value > 0 for _, value in signed):
        return Signs(column, out or ("debit",))
    if all((value < 0) == (side < 0) for side, value in signed):
        return Signs()
    if all((value > 0) == (side < 0) for side, value in signed):
        return Signs(negated=("amount",))
    if any(value < 0 < side for side, value in signed):
        return Signs()
    return Signs(column, out or ("debit",))


def _unsigned(table: Table, rows: Rows) -> Signs:
    """Nothing but positive amounts: purchases if a column says so, and a question either way."""
    spent = [row for row, _ in rows if any(normal_name(each) in SPENDING for each in row)]
    negated = ("amount",) if len(spent) > len(rows) / 2 else ()
    text = "No amount has a sign: is this money out or money in?"
    choices = ("amount", "") if negated else ("", "amount")
    named = any("credit" in each.split() or "deposit" in each.split() for each in table.names)
    return Signs(negated=negated, question=None if named else Question("negated", text, choices))


def _is_card(table: Table, rows: Rows) -> bool:
    """Whether what settles a card is negative and most else positive."""
    short = [index for index in range(table.width) if len(set(table.cells(index))) <= _FEW]
    settling, spending, others = [], [], []
    for row, value in rows:
        words = {normal_name(row[index]) for index in short}
        if words & SPENDING:
            spending.append(value)
        if words & SETTLING or any(SETTLED.search(each) for each in row):
            settling.append(value)
        else:
            others.append(value)
    if spending and len(spending) > len(rows) / 3:
        return sum(value > 0 for value in spending) > len(spending) * 2 / 3
    settles = bool(settling) and all(value <= 0 for value in settling)
    return settles and sum(value > 0 for value in others) > len(others) / 2


def _values(table: Table, column: int, mark: str) -> Rows:
    found = []
    for row in table.rows:
        try:
            found.append((row, read_amount(row[column], mark)))
        except InvalidAmountError:
            continue
    return found

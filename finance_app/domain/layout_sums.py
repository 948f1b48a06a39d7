"""What running balances prove about columns without names: which one is the amount, which way."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise, permutations
from typing import TYPE_CHECKING

from finance_app.domain.written_amounts import mark_evidence, read_amount
from finance_app.errors import InvalidAmountError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finance_app.domain.layout_tables import Table

_ZERO = Decimal(0)
_MOST = 0.8
_LOOKED_AT = 60
_MAX_CANDIDATES = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """The columns of money out and of money in."""

    debit: int | None
    credit: int | None


def explained_by_balance(
    table: Table, columns: list[int], balance: int | None
) -> tuple[int | None, Pair | None, int | None]:
    """The amount, or money out and in, and the balance among columns that have no telling names."""
    columns = columns[:_MAX_CANDIDATES]
    mark = column_mark(table, columns)
    values = {each: _values(table, each, mark) for each in (*columns, balance) if each is not None}
    balances = columns if balance is None else [balance]
    for each in balances:
        for amount in columns:
            if amount != each and _explains(values[amount], values[each]):
                return amount, None, each
    for debit, credit in permutations(columns, 2):
        if _is_either_or(table, debit, credit):
            return _pair(
                values, debit, credit, [each for each in balances if each not in (debit, credit)]
            )
    named = sorted(columns, key=lambda each: (not _looks_like_money(table, each), each))
    return (named[0] if named else None), None, balance


def column_mark(table: Table, columns: list[int]) -> str:
    """The decimal mark that most amounts of these columns prove, "." when none does."""
    votes = mark_evidence(cell for each in columns for cell in table.cells(each))
    return "," if votes[","] > votes["."] else "."


def _pair(
    values: dict[int, list[Decimal | None]], debit: int, credit: int, balances: list[int]
) -> tuple[None, Pair, int | None]:
    for each in balances:
        for out, back in ((debit, credit), (credit, debit)):
            rows = zip(values[out], values[back], strict=True)
            sums = [(money_in or _ZERO) - abs(money_out or _ZERO) for money_out, money_in in rows]
            if _explains(sums, values[each]):
                return None, Pair(out, back), each
    return None, Pair(debit, credit), balances[0] if balances else None


def _values(table: Table, column: int, mark: str) -> list[Decimal | None]:
    return [_value(row[column], mark) for row in table.rows[:_LOOKED_AT]]


def _value(text: str, mark: str) -> Decimal | None:
    try:
        return read_amount(text, mark)
    except InvalidAmountError:
        return None


def _explains(amounts: Sequence[Decimal | None], balances: Sequence[Decimal | None]) -> bool:
    """Whether the balances differ by the amounts: stated after or before, newest first or last."""
    steps = list(zip(amounts, balances, strict=True))
    if len(steps) < 3 or None in balances or not any(amounts):  # noqa: PLR2004  two could be chance
        return False
    pairs = list(pairwise(steps))
    gaps = [
        ((after or _ZERO) - (before or _ZERO), first or _ZERO, second or _ZERO)
        for (first, before), (second, after) in pairs
    ]
    ways = (
        sum(gap == second for gap, _, second in gaps),
        sum(gap == first for gap, first, _ in gaps),
        sum(gap == -first for gap, first, _ in gaps),
        sum(gap == -second for gap, _, second in gaps),
    )
    return max(ways) >= _MOST * len(pairs)


def _is_either_or(table: Table, first: int, second: int) -> bool:
    """Whether every row has an amount in exactly one of two columns, and each is used."""
    looked = table.rows[:_LOOKED_AT]
    one = sum(bool(row[first].strip()) != bool(row[second].strip()) for row in looked)
    return one == len(looked) and bool(table.cells(first)) and bool(table.cells(second))


def _looks_like_money(table: Table, column: int) -> bool:
    cells = table.cells(column)
    return (
        sum("." in each or "," in each or each.startswith("-") for each in cells) > len(cells) / 2
    )

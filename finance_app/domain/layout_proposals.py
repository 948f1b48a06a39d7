"""A layout proposed from the first rows of a CSV file, and what a person should look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.domain.layout_columns import Columns, choose_columns
from finance_app.domain.layout_currencies import currency_code
from finance_app.domain.layout_marks import Question, day_order, decimal_mark
from finance_app.domain.layout_signs import choose_signs
from finance_app.domain.layout_tables import Table, find_table
from finance_app.domain.layouts import Layout
from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout, what it leaves open, and how much speaks for it against another one."""

    layout: Layout
    questions: tuple[Question, ...]
    score: int


def propose(
    records: Sequence[Sequence[str]], *, delimiter: str, encoding: str, region: str
) -> Proposal | None:
    """The layout of a file's first records, None when they hold no days and amounts.

    Args:
        records: the cells of each row, as the delimiter divides them.
        delimiter: what they were divided by.
        encoding: what the file was decoded with, "" for UTF-8.
        region: whose habits decide where the file proves nothing, such as `en_US`.
    """
    table = find_table(records)
    columns = choose_columns(table) if table else None
    if table is None or columns is None:
        return None
    try:
        layout, questions = _laid_out(table, columns, region, (delimiter, encoding))
    except InvalidInputError:
        return None
    score = 10 * table.known + min(len(table.rows), 50) + min(table.width, 10)
    return Proposal(layout, questions, score)


def _laid_out(
    table: Table, columns: Columns, region: str, file: tuple[str, str]
) -> tuple[Layout, tuple[Question, ...]]:
    money = [each for each in (columns.amount, columns.debit, columns.credit) if each is not None]
    mark, about_mark = decimal_mark(table, money, region)
    signs = choose_signs(table, columns, mark)
    code, about_currency = currency_code(table, columns, region)
    named = [] if columns.currency is None else table.cells(columns.currency)
    currency = Counter(named).most_common(1)[0][0].upper() if named else code
    order, about_days = day_order(table, columns.day, region, currency)
    layout = Layout(
        delimiter=file[0],
        encoding=file[1],
        header=table.header,
        width=max(table.width, columns.day + 1),
        day=columns.day,
        day_order=order,
        decimal_mark=mark,
        amount=columns.amount,
        debit=columns.debit,
        credit=columns.credit,
        direction=signs.direction,
        money_out=signs.money_out,
        negated=signs.negated,
        payee=columns.payee,
        memo=columns.memo,
        currency=columns.currency,
        currency_code=code,
        bank_id=columns.bank_id,
        account=columns.account,
        status=columns.status,
        balance=columns.balance,
    )
    asked = (about_days, about_mark, signs.question, about_currency)
    return layout, tuple(each for each in asked if each is not None)

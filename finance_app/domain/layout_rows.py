"""Rows of a CSV file read by a layout into transactions, one at a time and fast."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from finance_app.domain.column_words import is_balance_line, is_not_booked
from finance_app.domain.statements import Skipped, StatementTransaction, plain_text
from finance_app.domain.written_amounts import (
    currency_in,
    is_currency,
    read_amount,
    stated_currency,
)
from finance_app.domain.written_days import read_day
from finance_app.errors import InvalidAmountError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

    from finance_app.domain.layouts import Layout

_MAX_REMEMBERED = 20_000
_UNNAMED = re.compile(r"[+-]?[0-9][0-9., ]*")  # no currency stands beside most amounts


class RowReader:
    """Reads rows by one layout; remembers the days and statuses it has seen."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._days: dict[str, date] = {}
        self._booked: dict[str, bool] = {}
        self._codes: dict[str, str] = {}
        self._amount_at = -1 if layout.amount is None else layout.amount
        self._turned = "amount" in layout.negated
        money = [each for each in (layout.amount, layout.debit, layout.credit) if each is not None]
        self._money_last = max(money)
        texts = (*layout.payee, *layout.memo)
        self._money_first = max(layout.day, *money) < min(texts, default=layout.width)

    def read(self, row: list[str], line: int) -> StatementTransaction | Skipped:
        """The transaction in a row, or why there is none.

        Args:
            row: the cells; missing ones at the end count as empty.
            line: where the row starts in the file, from 1.
        """
        layout = self.layout
        if len(row) != layout.width:
            wrong = self._fitted(row)
            if wrong:
                return Skipped(line, wrong)
        text = row[layout.day]
        day = self._days.get(text) or self._new_day(text)
        if day is None:
            return Skipped(line, _why_no_day(text))
        if layout.status is not None and not self._is_booked(row[layout.status]):
            return Skipped(line, f'Its status is "{plain_text(row[layout.status])[:40]}".')
        try:
            amount = self._amount(row)
        except InvalidAmountError as error:
            return Skipped(line, error.message)
        payee, memo = self._texts(row)
        if is_balance_line(payee):
            return Skipped(line, f'"{payee[:40]}" states a balance, not a movement.')
        bank_id = "" if layout.bank_id is None else plain_text(row[layout.bank_id])
        return StatementTransaction(line, day, amount, self._currency(row), payee, memo, bank_id)

    def is_cut(self, cells: int) -> bool:
        """Whether a last row of so many cells may have lost the end of its amount."""
        return cells < self.layout.width and self._money_last == cells - 1

    def account(self, row: Sequence[str]) -> str:
        """The own account a row names, "" when the layout has no column for it."""
        column = self.layout.account
        return "" if column is None or column >= len(row) else plain_text(row[column])

    def _fitted(self, row: list[str]) -> str:
        """Pad a short row; say what is wrong with a long one."""
        width = self.layout.width
        if len(row) < width:
            row.extend([""] * (width - len(row)))
        elif any(row[width:]) and not self._money_first:
            return f"It has {len(row)} columns instead of {width}."
        return ""

    def _new_day(self, text: str) -> date | None:
        day = read_day(text, self.layout.day_order)
        if day is not None and len(self._days) < _MAX_REMEMBERED:
            self._days[text] = day
        return day

    def _is_booked(self, text: str) -> bool:
        known = self._booked.get(text)
        if known is None:
            known = not is_not_booked(text)
            if len(self._booked) < _MAX_REMEMBERED:
                self._booked[text] = known
        return known

    def _amount(self, row: Sequence[str]) -> Decimal:
        layout = self.layout
        if self._amount_at < 0:
            return self._out_and_in(row)
        text = row[self._amount_at]
        if not text.strip():
            raise InvalidAmountError("It has no amount.")
        amount = read_amount(text, layout.decimal_mark)
        if self._turned:
            amount = -amount
        if (
            layout.direction is not None
            and row[layout.direction].strip().lower() in layout.money_out
        ):
            amount = -amount
        return amount

    def _out_and_in(self, row: Sequence[str]) -> Decimal:
        """Money in less money out, as the layout says how each is signed."""
        layout = self.layout
        total: Decimal | None = None
        for name, column in (("debit", layout.debit), ("credit", layout.credit)):
            text = "" if column is None else row[column].strip()
            if not text or text == "-":
                continue
            value = read_amount(text, layout.decimal_mark)
            if name in layout.negated:
                value = -value
            total = value if total is None else total + value
        if total is None:
            raise InvalidAmountError("It has no amount.")
        return total

    def _currency(self, row: Sequence[str]) -> str:
        layout = self.layout
        if layout.currency is None:
            text = "" if self._amount_at < 0 else row[self._amount_at]
            if _UNNAMED.fullmatch(text):
                return layout.currency_code
            found = currency_in(text)
            return found.upper() if is_currency(found) else layout.currency_code
        text = row[layout.currency]
        code = self._codes.get(text)
        if code is None:
            code = stated_currency(text) or layout.currency_code
            if len(self._codes) < _MAX_REMEMBERED:
                self._codes[text] = code
        return code

    def _texts(self, row: Sequence[str]) -> tuple[str, str]:
        payee = ""
        for column in self.layout.payee:
            payee = plain_text(row[column])
            if payee:
                break
        memos = [text for column in self.layout.memo if (text := row[column].strip())]
        if not memos:
            return payee, ""
        memo = plain_text(memos[0] if len(memos) == 1 else " ".join(dict.fromkeys(memos)))
        return payee, "" if memo == payee else memo


def _why_no_day(text: str) -> str:
    shown = plain_text(text)[:40]
    return f'"{shown}" is not a day.' if shown else "It has no day."

"""OFX 1 (SGML), OFX 2 (XML) and QFX: the STMTTRN records of bank, card and investment statements.

Tolerant of missing closing tags, absent headers and mixed notations; a record without a valid day
or amount is left out and said so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from finance_app.adapters.statements.limits import EVERY, Pace, listed
from finance_app.adapters.statements.ofx_text import tags, value_text, without_markup
from finance_app.domain.statements import (
    BREAKS_OFF,
    MAX_STATEMENTS,
    Skipped,
    Statement,
    StatementAccount,
    StatementFile,
    StatementTransaction,
    plain_text,
)
from finance_app.domain.written_amounts import read_amount, stated_currency
from finance_app.errors import InvalidAmountError, StatementError

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from finance_app.adapters.statements.ofx_text import Tag

MAX_TAGS = 10_000_000
_HEAD = 20_000
_STATEMENTS = {"STMTRS": "bank", "CCSTMTRS": "card", "INVSTMTRS": "investment"}
_OWN_ACCOUNT = frozenset({"BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"})
_INSIDE = frozenset({"BANKACCTTO", "CCACCTTO", "PAYEE", "CURRENCY", "ORIGCURRENCY"})
_WANTED_INSIDE = frozenset({"PAYEE.NAME", "CURRENCY.CURSYM"})
_ONLY_INSIDE = frozenset({"ACCTID", "BANKID", "ACCTTYPE", "CURSYM"})
_AFTER = frozenset(
    {"BANKTRANLIST", "INVTRANLIST", "LEDGERBAL", "AVAILBAL", "BALLIST", *_STATEMENTS, "OFX"}
)
_DAY = re.compile(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})(?![0-9]{1,3}(?![0-9]))")


def recognises(text: str) -> bool:
    """Whether a text is OFX, whatever its name."""
    head = text[:_HEAD].upper()
    return "<OFX>" in head or "OFXHEADER" in head or "<STMTTRN>" in head


def read(
    text: str, *, region: str = "en_US", progress: Callable[[int], None] | None = None
) -> StatementFile:
    """The statements of an OFX file.

    Raises:
        StatementError: when there is none in it, or too much.
    """
    del region  # OFX says everything itself
    if text.count("<") > MAX_TAGS:
        raise StatementError(
            f"The file has more than {MAX_TAGS:,} tags; divide it into shorter periods."
        )
    text = without_markup(text)
    reader = _Reader(text)
    pace = Pace(len(text), progress)
    for number, tag in enumerate(tags(text)):
        if not number % EVERY:
            pace.at(tag.start, reader.rows)
        reader.take(tag)
    pace.at(len(text), reader.rows)
    return reader.finish()


@dataclass(slots=True)
class _Open:
    """A statement being read."""

    kind: str = ""
    values: dict[str, str] = field(default_factory=dict)
    transactions: list[StatementTransaction] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


class _Reader:
    """Takes tags one after the other; remembers where it is, never how deep."""

    def __init__(self, text: str) -> None:
        self.rows = 0
        self._text = text
        self._line, self._counted = 1, 0
        self._statements: list[_Open] = []
        self._record: dict[str, str] | None = None
        self._record_line = 0
        self._inside = ""
        self._part = ""

    def take(self, tag: Tag) -> None:
        """The next tag of the file."""
        name = tag.name
        if name == "STMTTRN":
            self._close_record()
            if not tag.closes:
                self._record, self._record_line = {}, self._line_at(tag.start)
        elif name in _AFTER:
            self._close_record()
            self._part = "" if tag.closes else name
            if name in _STATEMENTS and not tag.closes:
                self._open_statement(_STATEMENTS[name])
        elif self._record is not None:
            self._take_in_record(self._record, tag)
        elif name in _OWN_ACCOUNT:
            self._part = "" if tag.closes else name
        elif not tag.closes:
            self._take_in_statement(tag)

    def finish(self) -> StatementFile:
        """All statements.

        Raises:
            StatementError: there is none, or the file breaks off.
        """
        if self._record is not None or "</OFX>" not in self._text[-2_000:].upper():
            line = self._record_line if self._record is not None else None
            raise StatementError(BREAKS_OFF, line=line)
        if not self._statements:
            message = "The OFX file holds no statement; download the transactions of an account."
            raise StatementError(message)
        return StatementFile("OFX", tuple(_closed(each) for each in self._statements))

    def _take_in_record(self, record: dict[str, str], tag: Tag) -> None:
        """A tag between <STMTTRN> and its end; inner parts may lack their closing tags."""
        if tag.name in _INSIDE:
            self._inside = "" if tag.closes or tag.value else tag.name
        if tag.closes or not tag.value:
            return
        key = f"{self._inside}.{tag.name}"
        if key in _WANTED_INSIDE:
            record.setdefault(key, tag.value)
        elif not self._inside or tag.name not in _ONLY_INSIDE:
            self._inside = ""
            record.setdefault(tag.name, tag.value)

    def _open_statement(self, kind: str) -> None:
        if len(self._statements) >= MAX_STATEMENTS:
            raise StatementError(f"The file has more than {MAX_STATEMENTS:,} statements.")
        self._statements.append(_Open(kind))

    def _take_in_statement(self, tag: Tag) -> None:
        if not self._statements or not tag.value:
            return
        values = self._statements[-1].values
        if self._part in _OWN_ACCOUNT or self._part == "LEDGERBAL" or tag.name == "CURDEF":
            values.setdefault(tag.name, plain_text(value_text(tag.value)))

    def _close_record(self) -> None:
        record, self._record, self._inside = self._record, None, ""
        if record is None:
            return
        self.rows += 1
        if not self._statements:
            self._open_statement("")
        statement = self._statements[-1]
        currency = stated_currency(
            record.get("CURRENCY.CURSYM", "") or statement.values.get("CURDEF", "")
        )
        try:
            statement.transactions.append(_transaction(record, self._record_line, currency))
        except (StatementError, InvalidAmountError) as error:
            statement.skipped.append(Skipped(self._record_line, error.message))

    def _line_at(self, start: int) -> int:
        self._line += self._text.count("\n", self._counted, start)
        self._counted = start
        return self._line


def _transaction(record: dict[str, str], line: int, currency: str) -> StatementTransaction:
    written = record.get("DTPOSTED", "")
    day = _day(written)
    if day is None:
        shown = plain_text(written)[:40]
        raise StatementError(f'"{shown}" is not a day.' if shown else "It has no day.")
    if "TRNAMT" not in record:
        raise StatementError("It has no amount.")
    amount = _amount(value_text(record["TRNAMT"]))
    name = record.get("NAME") or record.get("PAYEE.NAME") or record.get("PAYEE", "")
    return StatementTransaction(
        line=line,
        day=day,
        amount=amount,
        currency=currency,
        payee=plain_text(value_text(name)),
        memo=plain_text(value_text(record.get("MEMO", ""))),
        bank_id=plain_text(value_text(record.get("FITID", ""))),
    )


def _closed(found: _Open) -> Statement:
    values = found.values
    account = StatementAccount(
        bank=values.get("BANKID", "") or values.get("BROKERID", ""),
        number=values.get("ACCTID", ""),
        kind=values.get("ACCTTYPE", "").lower() or found.kind,
        currency=stated_currency(values.get("CURDEF", "")),
    )
    try:
        balance: Decimal | None = _amount(values.get("BALAMT", ""))
    except InvalidAmountError:
        balance = None
    return Statement(
        account=account,
        transactions=tuple(found.transactions),
        skipped=listed(found.skipped),
        balance=balance,
        balance_day=_day(values.get("DTASOF", "")) if balance is not None else None,
    )


def _amount(text: str) -> Decimal:
    """An amount with whatever decimal mark; one mark alone is always the decimal one."""
    text = text.strip()
    comma, dot = text.rfind(","), text.rfind(".")
    single = text.count(",") == 1
    mark = "," if comma > dot and single else "."
    return read_amount(text, mark)


def _day(text: str) -> date | None:
    """The first eight digits; time and zone behind them are the bank's affair."""
    found = _DAY.match(text.strip())
    if not found:
        return None
    year, month, day = (int(each) for each in found.groups())
    try:
        return date(year, month, day) if 1900 <= year < 2200 else None  # noqa: PLR2004  plausible
    except ValueError:
        return None

"""What a bank's file says, as values, whatever its format.

How a format is read belongs to `adapters.statements`; how a CSV file's columns are understood to
`layouts`; what becomes of the transactions to the services.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 1_000_000
MAX_STATEMENTS = 10_000
MAX_COLUMNS = 256
MAX_TEXT = 1_000
MAX_SECONDS = 60
MAX_SKIPPED = 10_000
BREAKS_OFF = "The file breaks off here; download it from your bank once more."


class StatementTransaction(NamedTuple):
    """One movement as the bank wrote it.

    Args:
        line: where it stands in the file, counted from 1.
        day: as written, never shifted by a zone.
        amount: the account's view, money in is positive.
        currency: an ISO 4217 code, "" when the file names none.
        payee: who, as the bank calls them.
        memo: what else the bank says about it.
        bank_id: the bank's own identifier, "" when there is none.
    """

    line: int | None
    day: date
    amount: Decimal
    currency: str
    payee: str
    memo: str
    bank_id: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of the file that is not a transaction, and why."""

    line: int | None
    why: str


@dataclass(frozen=True, slots=True)
class StatementAccount:
    """The account a statement is about, as far as the file says; "" is not said."""

    bank: str = ""
    number: str = ""
    kind: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one account did; the balance is the one the file states, if any."""

    account: StatementAccount
    transactions: tuple[StatementTransaction, ...]
    skipped: tuple[Skipped, ...] = ()
    balance: Decimal | None = None
    balance_day: date | None = None


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A whole file; `skipped` are the parts that belong to none of its statements."""

    format: str
    statements: tuple[Statement, ...]
    skipped: tuple[Skipped, ...] = ()

    @property
    def transactions(self) -> tuple[StatementTransaction, ...]:
        """All its transactions in the order of the file."""
        found = [each for statement in self.statements for each in statement.transactions]
        if len(self.statements) > 1:
            found.sort(key=lambda each: each.line or 0)
        return tuple(found)

    @property
    def all_skipped(self) -> tuple[Skipped, ...]:
        """Everything left out, in the order of the file."""
        found = [*self.skipped, *(each for one in self.statements for each in one.skipped)]
        return tuple(sorted(found, key=lambda each: each.line or 0))


def plain_text(text: str) -> str:
    """Text of a file on one line, without control characters, at most MAX_TEXT characters."""
    text = text.strip()
    if not text.isprintable():
        kept = (each if each.isprintable() else " " for each in text[: MAX_TEXT * 2])
        text = "".join(kept).strip()
    return text[:MAX_TEXT]

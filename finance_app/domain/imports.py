"""Bank files on their way in: what the rows of a statement are to the entries already there.

A row that was imported before has the same key. A row without one may still be something that was
typed, or came in another format: the same amount within a few days is doubtful, on the same day
with a like payee it is a duplicate. How files are read is in `adapters.statements`, what a person
decides about one in `import_plans`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.entries import LONGEST_PAYEE, folded
from finance_app.domain.money import EXACT, LIMIT, to_minor
from finance_app.domain.statements import Skipped

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence
    from decimal import Decimal

    from finance_app.domain.statements import StatementTransaction

NEAR = timedelta(days=3)
ALIKE = 85  # of 100, by rapidfuzz's token_set_ratio
COMPARED = 20  # entries of one day and amount that a row is compared with
LONGEST = 16  # digits of an amount's whole part
TOO_LARGE = "Its amount is larger than a book can hold."


class ImportStatus(StrEnum):
    """How far an import has come."""

    STAGED = "staged"
    COMMITTED = "committed"
    DISCARDED = "discarded"


class Verdict(StrEnum):
    """What a row is to the entries already there."""

    NEW = "new"
    DUPLICATE = "duplicate"
    DOUBTFUL = "doubtful"


class Existing(NamedTuple):
    """An entry already on the account; amount in minor units."""

    id: int
    day: date
    amount: int
    payee: str
    import_key: str | None


class ImportRow(NamedTuple):
    """A row of the file as it would be imported; amount in minor units of the account.

    Args:
        key: makes a second import of the same line impossible.
        rounded: the amount as written where it has more decimals than the currency, else "".
    """

    line: int | None
    day: date
    amount: int
    payee: str
    note: str
    key: str
    rounded: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a row is thought to be.

    Args:
        reason: why, for a person.
        match: the entry that it may be a repetition of.
        barred: it is on the account already under the same key, so it cannot come in again.
    """

    verdict: Verdict
    reason: str = ""
    match: Existing | None = None
    barred: bool = False


NEW = Judgement(Verdict.NEW)

type Places = dict[tuple[date, int], list[Existing]]


def rows(
    transactions: Iterable[StatementTransaction], file_format: str, currency: str
) -> tuple[list[ImportRow], list[Skipped]]:
    """Return the transactions in the account's currency, each with its key, and what cannot be.

    Rows that are the same to the letter are told apart by their order among themselves.
    """
    seen: dict[str, int] = {}
    payees: dict[str, str] = {}
    days: dict[date, str] = {}
    made, skipped = [], []
    for found in transactions:
        minor, rounded = in_minor(found.amount, currency)
        if minor is None:
            skipped.append(Skipped(found.line, TOO_LARGE))
            continue
        payee = payees.get(found.payee)
        if payee is None:
            payee = payees[found.payee] = " ".join(found.payee.split())[:LONGEST_PAYEE]
        said = found.bank_id or f"{found.payee}\n{found.memo}"
        day = days.get(found.day) or days.setdefault(found.day, found.day.isoformat())
        base = f"{day}\n{minor}\n{said}"
        times = seen.get(base, 0)
        seen[base] = times + 1
        mark = blake2b(f"{base}\n{times}".encode(), digest_size=16).hexdigest()
        note = found.memo if found.memo != found.payee else ""
        key = f"{file_format}:{mark}"
        made.append(ImportRow(found.line, found.day, minor, payee, note, key, rounded))
    return made, skipped


def in_minor(amount: Decimal, currency: str) -> tuple[int | None, str]:
    """Return an amount in minor units, None where no book holds it; and as text where rounded."""
    if amount.adjusted() > LONGEST:
        return None, ""
    scaled = amount.scaleb(DECIMALS[currency], EXACT)
    minor = int(scaled)
    if minor == scaled and -LIMIT <= minor <= LIMIT:
        return minor, ""
    return (to_minor(amount, currency), f"{amount:f}") if abs(scaled) <= LIMIT else (None, "")


def judge(
    wanted: Sequence[ImportRow],
    existing: Iterable[Existing],
    currency: str,
    earlier: Container[str] = (),
) -> list[Judgement]:
    """Return what each row is; an existing entry matches one row at most.

    Args:
        wanted: rows for one account.
        existing: what is on it already.
        currency: the account's.
        earlier: the keys of other rows of the same file that go to it.
    """
    amounts = {row.amount for row in wanted}
    keys = {row.key for row in wanted}
    by_key: dict[str, Existing] = {}
    by_place: Places = defaultdict(list)
    for entry in existing:
        if entry.import_key in keys:
            by_key[entry.import_key or ""] = entry
        elif entry.amount in amounts:
            by_place[entry.day, entry.amount].append(entry)
    judged = [_judged(row, by_key.get(row.key), by_place, earlier) for row in wanted]
    for place, row in enumerate(wanted):
        if judged[place] is NEW and (by_place or row.rounded):
            judged[place] = _doubted(row, by_place, currency)
    return judged


def _judged(
    row: ImportRow, known: Existing | None, by_place: Places, earlier: Container[str]
) -> Judgement:
    if known is not None:
        return Judgement(Verdict.DUPLICATE, "imported before", known, barred=True)
    if row.key in earlier:
        return Judgement(Verdict.DUPLICATE, "stands in this file twice", barred=True)
    found = by_place.get((row.day, row.amount), ()) if by_place else ()
    for place, entry in enumerate(found[:COMPARED]):
        if _alike(row, entry):
            del by_place[row.day, row.amount][place]
            return Judgement(Verdict.DUPLICATE, f"like {_called(entry)} on the same day", entry)
    return NEW


def _doubted(row: ImportRow, by_place: Places, currency: str) -> Judgement:
    """Look for an entry of the row's amount that did not come from the like of this file."""
    if row.rounded:
        said = f"{row.rounded} has more decimals than {currency}; it would be rounded"
        return Judgement(Verdict.DOUBTFUL, said)
    file_format = row.key.partition(":")[0]
    for distance in _DISTANCES:
        found = by_place.get((row.day + distance, row.amount), ())
        for place, entry in enumerate(found[:COMPARED]):
            if (entry.import_key or "").partition(":")[0] != file_format:
                del by_place[entry.day, entry.amount][place]
                said = f"{_called(entry)} has the same amount {_apart(distance.days)}"
                return Judgement(Verdict.DOUBTFUL, said, entry)
    return NEW


def _called(entry: Existing) -> str:
    return entry.payee or "an entry"


def _apart(days: int) -> str:
    if not days:
        return "on the same day"
    many = "a day" if abs(days) == 1 else f"{abs(days)} days"
    return f"{many} {'later' if days > 0 else 'earlier'}"


def _alike(row: ImportRow, entry: Existing) -> bool:
    if not row.payee or not entry.payee:
        return row.payee == entry.payee
    said = f"{row.payee} {row.note}"
    return fuzz.token_set_ratio(folded(said), folded(entry.payee)) >= ALIKE


_DISTANCES = tuple(
    sorted((timedelta(days=days) for days in range(-NEAR.days, NEAR.days + 1)), key=abs)
)

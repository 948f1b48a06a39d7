"""Invented books in many currencies, whose rates have holes; and the journals that say the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from finance_app.domain.accounts import AccountDraft, AccountKind
from finance_app.domain.currencies import DECIMALS
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.money import Money
from finance_app.domain.totals import UNCATEGORISED_IN, UNCATEGORISED_OUT
from finance_app.domain.transfers import TransferDraft
from finance_app.services import accounts, categories, entries, transfers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from random import Random

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

FIRST, TODAY = date(2021, 11, 1), date(2026, 11, 23)
CODES = {"EUR": 1, "USD": 1.1, "JPY": 150, "GBP": 0.85, "KWD": 0.33, "HUF": 390}


def publish(session: Session, random: Random) -> dict[str, dict[date, Decimal]]:
    """Store five years of working days; each currency has holes, some longer than a rate counts."""
    found: dict[str, dict[date, Decimal]] = {}
    for code, value in CODES.items():
        level, hole = float(value), 0
        kept = found.setdefault(code, {})
        for days in range((TODAY - FIRST).days + 1):
            day, hole = FIRST + timedelta(days), max(hole - 1, 0)
            level *= random.uniform(0.99, 1.0101)
            if random.random() < 0.01:
                hole = random.choice((5, 10, 45, 70))
            if not hole and day.weekday() < 5 and code != "EUR":
                kept[day] = Decimal(f"{level:.{random.choice((3, 4, 5))}f}")
    stamp = datetime(2026, 11, 23, 15, tzinfo=UTC).strftime("%Y-%m-%d %H:%M:%S")
    session.execute(
        text("INSERT INTO rate VALUES ('ecb', :code, :day, :value, :stamp)"),
        [
            {"code": code, "day": day, "value": f"{value.normalize():f}", "stamp": stamp}
            for code, days in found.items()
            for day, value in days.items()
        ],
    )
    return found


def fill(session: Session, actor: Actor, random: Random, count: int) -> None:
    """Write accounts with openings, split entries and transfers between currencies."""
    keys = {}
    for code in CODES:
        draft = AccountDraft(
            f"Checking {code}", AccountKind.CHECKING, code, FIRST, random.randrange(-(10**6), 10**6)
        )
        keys[accounts.open_account(session, actor, draft)] = code
    tree = [one.id for one in categories.everything(session, actor)]
    for _ in range(count):
        day = FIRST + timedelta(days=random.randrange((TODAY - FIRST).days))
        key = random.choice(list(keys))
        if random.random() < 0.15:
            other = random.choice([one for one in keys if one != key])
            sides = (key, other, day, random.randrange(1, 10**6), random.randrange(1, 10**6))
            transfers.add(session, actor, TransferDraft(*sides))
            continue
        parts = [random.randrange(-50_000, 30_000) for _ in range(random.choice((1, 1, 2, 3)))]
        lines = tuple(LineDraft(part, random.choice((*tree, None))) for part in parts)
        entries.add(session, actor, EntryDraft(key, day, sum(parts), lines=lines))


def journal(session: Session, published: dict[str, dict[date, Decimal]]) -> Iterator[str]:
    """Yield the book as an hledger journal: lines at their costs, rates as prices, openings."""
    for code in CODES:
        yield f"commodity {Decimal(1000):.{DECIMALS[code]}f}{'' if DECIMALS[code] else '.'} {code}"
    for code, days in published.items():
        yield from (f"P {day} EUR {value:f} {code}" for day, value in days.items())
    for one in _rows(session, "SELECT * FROM account ORDER BY id"):
        begun = Money(one["opening_balance"], one["currency"])
        yield from _moved(FIRST, f"held:{one['id']}", "opened", begun, None)
    for row in _rows(session, _LINES):
        amount, cost = Money(row["amount"], row["currency"]), row["base_amount"]
        purpose = row["category_id"] or (
            UNCATEGORISED_IN if amount.amount > 0 else UNCATEGORISED_OUT
        )
        other = "moved" if row["transfer_line_id"] else f"flow:{purpose}"
        yield from _moved(row["day"], f"held:{row['account_id']}", other, amount, cost)


_LINES = """
    SELECT entry.day, entry.account_id, account.currency, line.amount, line.base_amount,
           line.category_id, line.transfer_line_id
    FROM line
    JOIN entry ON entry.book_id = line.book_id AND entry.id = line.entry_id
    JOIN account ON account.book_id = entry.book_id AND account.id = entry.account_id
    ORDER BY entry.day, line.id
"""


def write(path: Path, session: Session, published: dict[str, dict[date, Decimal]]) -> Path:
    """Write the journal into a file."""
    path.write_text("\n".join((*journal(session, published), "")), encoding="utf-8")
    return path


def _moved(
    day: date | str, held: str, other: str, amount: Money, cost: int | None
) -> Iterator[str]:
    if not amount.amount:
        return
    at = ""
    if cost is not None and amount.currency != "EUR":
        assert cost * amount.amount >= 0
        at = f" @@ {Money(abs(cost), 'EUR')}"
    yield from (f"{day} {other}", f"    {held}  {amount}{at}", f"    {other}  {-amount}{at}", "")


def _rows(session: Session, statement: str) -> Iterator[dict[str, Any]]:
    return (dict(row) for row in session.execute(text(statement)).mappings())

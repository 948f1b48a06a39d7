"""Filling an empty book with a household that never was; one change set, so one undo empties it."""

from __future__ import annotations

from decimal import Decimal
from itertools import batched
from random import Random
from typing import TYPE_CHECKING

from finance_app.domain import demo, demo_habits
from finance_app.domain.entries import Source, folded
from finance_app.errors import ConflictError, InvalidInputError
from finance_app.models.columns import new_key, new_keys
from finance_app.queries import accounts as account_queries
from finance_app.queries import categories as category_queries
from finance_app.services import changes, payees, rates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.ledger import Row

MOST = 2_000_000  # entries
AT_ONCE = 10_000  # movements
STEPS = 20  # of progress, at least, in a small one


def fill(
    session: Session,
    actor: Actor,
    *,
    entries: int,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Write a ledger that ends today; the same seed gives the same one.

    Args:
        progress: called with how many entries are written so far.

    Raises:
        ConflictError: the book has accounts already.
        InvalidInputError: the number of entries is out of bounds.
    """
    if not 1 <= entries <= MOST:
        raise InvalidInputError(f"Ask for 1 to {MOST:,} entries.", field="entries")
    if account_queries.everything(session, actor.book_id):
        raise ConflictError("This book has accounts already; a demo needs an empty one.")
    rates.load_history(session, actor.now)
    household = _household(session, actor, seed)
    moves = demo.movements(household, entries, actor.today)
    with changes.record(session, actor, "demo", f"Filled in a demo of {entries:,}") as record:
        keys = _Keys(record, household, demo.first_day(entries, actor.today))
        written = 0
        for batch in batched(moves, min(AT_ONCE, entries // STEPS + 1)):
            rows, lines = keys.rows(batch)
            record.add_entries(rows, lines)
            written += len(rows)
            if progress is not None:
                progress(written)


def _household(session: Session, actor: Actor, seed: int) -> demo.Household:
    base = actor.base_currency
    foreign = "EUR" if base == "USD" else "USD"
    originals = [code for code in ("GBP", "JPY", "CHF") if code != base][:2]
    wanted = {"EUR", base, foreign, *originals}
    table = rates.table(session, actor.book_id, wanted, actor.today, actor.today)
    scales = {}
    for code in (base, foreign, *originals):
        known = table.rate("EUR", code, actor.today)
        scales[code] = known.value if known else Decimal(1)
    currencies = dict.fromkeys(demo.ACCOUNTS, base) | {demo_habits.ABROAD: foreign}
    return demo.Household(currencies, originals, scales, Random(seed))  # noqa: S311  no secret


class _Keys:
    """The keys of what a demo's entries refer to, by name, and the rows made with them."""

    def __init__(self, record: changes.Recorder, household: demo.Household, first: date) -> None:
        self.currencies = household.currencies
        self.accounts = _open_accounts(record, household, first)
        made = payees.found_or_made(record, demo_habits.PAYEES)
        self.payees = {name: made[folded(name)] for name in demo_habits.PAYEES}
        self.fresh = _endless_keys()
        self.categories = {
            found.name: found.id
            for found in category_queries.everything(record.session, record.actor.book_id)
        }

    def rows(self, moves: Iterable[demo.Movement]) -> tuple[list[Row], list[Row]]:
        """Return the entries and the lines of some movements."""
        rows: list[Row] = []
        lines: list[Row] = []
        for move in moves:
            first = len(lines)
            for leg in move.legs:
                rows.append(self._entry(move, leg))
                lines += self._lines(leg, rows[-1]["id"])
            if len(move.legs) > 1:
                one, other = lines[first:]
                one["transfer_line_id"], other["transfer_line_id"] = other["id"], one["id"]
        return rows, lines

    def _entry(self, move: demo.Movement, leg: demo.Leg) -> Row:
        return {
            "id": next(self.fresh),
            "account_id": self.accounts[leg.account],
            "currency": self.currencies[leg.account],
            "day": move.day,
            "amount": leg.amount,
            "payee_id": self.payees.get(leg.payee),
            "note": leg.note,
            "status": move.status.value,
            "source": Source.TYPED.value,
            "original_amount": leg.original_amount,
            "original_currency": leg.original_currency,
            "version": 1,
        }

    def _lines(self, leg: demo.Leg, entry_id: int) -> list[Row]:
        parts = leg.parts or (demo.Part(leg.amount, ""),)
        return [
            {
                "id": next(self.fresh),
                "entry_id": entry_id,
                "position": position,
                "amount": part.amount,
                "memo": part.memo,
                "category_id": self.categories.get(part.category),
            }
            for position, part in enumerate(parts)
        ]


def _endless_keys() -> Iterator[int]:
    while True:
        yield from new_keys(1000)


def _open_accounts(
    record: changes.Recorder, household: demo.Household, first: date
) -> dict[str, int]:
    rows: list[Row] = [
        {
            "id": new_key(),
            "name": name,
            "kind": kind,
            "currency": household.currencies[name],
            "opening_balance": household.on(name, cents),
            "opening_day": first,
            "closed_on": None,
            "position": place,
            "bank_number": "",
            "version": 1,
        }
        for place, (name, (kind, cents)) in enumerate(demo.ACCOUNTS.items())
    ]
    record.insert("account", rows)
    return {row["name"]: row["id"] for row in rows}

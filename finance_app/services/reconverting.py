"""Amounts in the base currency after rates of the book's own changed, in the same transaction.

`services.changes` calls it at the end of every change set that wrote own rates, undoing among them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from finance_app.domain.own_rates import OwnRate
from finance_app.queries import own_rates as queries
from finance_app.services import ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.ledger import Row


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which entries in some currencies may be converted differently now."""

    currencies: tuple[str, ...]
    first: date
    last: date


def reconvert(session: Session, actor: Actor, restated: Sequence[Row]) -> None:
    """Convert the entries again that own rates are for, and bring the totals up to date.

    Args:
        restated: rows of `own_rate`, as they were and as they are; days may be ISO text.
    """
    if not restated:
        return
    used = queries.currencies(session, actor.book_id)
    for stretch in stretches(map(_rate, restated), used, actor.base_currency):
        _reconvert(session, actor, stretch)


def _reconvert(session: Session, actor: Actor, stretch: Stretch) -> None:
    asked = (actor.book_id, stretch.currencies, stretch.first, stretch.last)
    after = None
    while rows := queries.converted(session, *asked, after=after, limit=ledger.CHUNK):
        keys = [key for _, key in rows]
        ledger.adjust(session, actor.book_id, keys, -1)
        ledger.derive(session, actor, keys)
        ledger.adjust(session, actor.book_id, keys, 1)
        after = rows[-1]


def stretches(rates: Iterable[OwnRate], used: Sequence[str], base: str) -> list[Stretch]:
    """Return whose entries own rates can convert, on which days; stretches that touch are one.

    A rate of the base currency leads on from any other currency, see `RateTable`.

    Args:
        used: the currencies of the book's accounts.
        base: the book's base currency.
    """
    others = [code for code in used if code != base]
    days: dict[tuple[str, ...], list[tuple[date, date]]] = defaultdict(list)
    for rate in rates:
        pair = (rate.origin, rate.target)
        reached = others if base in pair else [code for code in others if code in pair]
        if reached:
            days[tuple(reached)].append((rate.day, rate.last))
    return [
        Stretch(currencies, first, last)
        for currencies, spans in days.items()
        for first, last in _joined(spans)
    ]


def _joined(spans: list[tuple[date, date]]) -> list[tuple[date, date]]:
    joined: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _rate(row: Row) -> OwnRate:
    until = row["until"] and date.fromisoformat(str(row["until"]))
    day = date.fromisoformat(str(row["day"]))
    return OwnRate(row["origin"], row["target"], day, Decimal(row["value"]), until)

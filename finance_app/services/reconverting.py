"""Amounts in the base currency after rates of the book's own changed, in the same transaction.

`services.changes` calls it at the end of every change set that wrote own rates, undoing among them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from finance_app.domain.own_rates import OLDEST, OwnRate
from finance_app.queries import accounts as account_queries
from finance_app.queries import own_rates as queries
from finance_app.services import ledger, recomputing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.services.ledger import Row


MOST = 5_000  # entries that a change set converts itself


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which entries in some currencies may be converted differently now."""

    currencies: tuple[str, ...]
    first: date
    last: date


def reconvert(session: Session, actor: Actor, restated: Sequence[Row]) -> None:
    """Convert the entries again that own rates are for, and bring the totals up to date.

    More than `MOST` of them, and those of a book that is being converted anyway, are left to
    `services.recomputing`, which says so on every page.

    Args:
        restated: rows of `own_rate`, as they were and as they are; days may be ISO text.
    """
    if not restated:
        return
    used = sorted(account_queries.currencies(session, actor.book_id))
    going = recomputing.running(session, actor.book_id)  # at the rates that it read before
    for stretch in stretches(map(_rate, restated), used, actor.base_currency):
        if going or _is_much(session, actor, stretch):
            _enqueue(session, actor, stretch)
        else:
            _reconvert(session, actor, stretch)


def _is_much(session: Session, actor: Actor, stretch: Stretch) -> bool:
    return len(_entries(session, actor, stretch, None, MOST + 1)) > MOST


def _enqueue(session: Session, actor: Actor, stretch: Stretch) -> None:
    last = max(stretch.first, stretch.last - OLDEST)  # it is added there
    recomputing.enqueue_rates(
        session, stretch.currencies, stretch.first, last, actor.now, book_id=actor.book_id
    )


def _entries(
    session: Session, actor: Actor, stretch: Stretch, after: tuple[date, int] | None, limit: int
) -> list[tuple[date, int]]:
    days = (stretch.first, stretch.last)
    return queries.converted(
        session, actor.book_id, stretch.currencies, *days, after=after, limit=limit
    )


def _reconvert(session: Session, actor: Actor, stretch: Stretch) -> None:
    after = None
    while rows := _entries(session, actor, stretch, after, ledger.CHUNK):
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

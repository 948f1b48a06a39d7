"""How accounts stand on some days, converted at the rates of those days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from finance_app.domain import worth
from finance_app.queries import dashboard as queries
from finance_app.queries import totals as total_queries
from finance_app.services import rates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.rates import RateTable
    from finance_app.domain.worth import Holding, Standing


type ByDay = dict[date, dict[int, int]]
"""What is on each account at the end of each day, in minor units of its currency."""


def standings(
    session: Session, actor: Actor, days: Sequence[date], *, at: date | None = None
) -> dict[date, tuple[Standing[Holding], ...]]:
    """Return how each of the book's accounts stands at the end of each day, open ones first.

    Args:
        days: ascending; what is dated after one of them is not in it.
        at: the day whose rates all of them are converted at, instead of each at its own.
    """
    return converted(session, actor, *balances(session, actor, days), at=at)


def balances(
    session: Session, actor: Actor, days: Sequence[date], account_id: int | None = None
) -> tuple[list[Holding], ByDay]:
    """Return the book's accounts, or one of them, and what is on each at the end of each day.

    Args:
        days: ascending.
    """
    accounts = queries.holdings(session, actor.book_id, account_id)
    later = [
        moved
        for stretch in worth.stretches_after(days)
        for moved in total_queries.moved_by_day(session, actor.book_id, *stretch, account_id)
    ]
    months = total_queries.moved_by_month(session, actor.book_id, days[-1], account_id)
    return accounts, worth.balances(accounts, months, later, days)


def converted(
    session: Session,
    actor: Actor,
    accounts: Sequence[Holding],
    by_day: ByDay,
    *,
    at: date | None = None,
    table: RateTable | None = None,
) -> dict[date, tuple[Standing[Holding], ...]]:
    """Convert balances to the currency shown, each at the rates of its day or all at another's.

    Args:
        table: those rates, where they are known already.
    """
    shown = actor.shown_currency
    if table is None:
        currencies = {one.opening.currency for one in accounts} | {shown}
        table = rates.table_on(session, actor.book_id, currencies, [at] if at else list(by_day))
    return {
        day: worth.standings(accounts, amounts, table, shown, at or day)
        for day, amounts in by_day.items()
    }

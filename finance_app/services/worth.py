"""How accounts stand on some days, converted at the rates of those days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain import worth
from finance_app.queries import dashboard as queries
from finance_app.queries import totals as total_queries
from finance_app.services import rates

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.worth import Holding, Standing


def standings(
    session: Session, actor: Actor, days: Sequence[date]
) -> dict[date, tuple[Standing[Holding], ...]]:
    """Return how each of the book's accounts stands at the end of each day, open ones first.

    Args:
        days: ascending; what is dated after one of them is not in it.
    """
    accounts = queries.holdings(session, actor.book_id)
    later = [
        moved
        for stretch in worth.stretches_after(days)
        for moved in total_queries.moved_by_day(session, actor.book_id, *stretch)
    ]
    months = total_queries.moved_by_month(session, actor.book_id, days[-1])
    balances = worth.balances(accounts, months, later, days)
    base = actor.base_currency
    table = rates.table_on(session, {one.opening.currency for one in accounts} | {base}, days)
    return {day: worth.standings(accounts, balances[day], table, base, day) for day in days}

"""What led from one net worth to another; the arithmetic is in `domain.bridge`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain import flows
from finance_app.domain.bridge import Bridge, Moves, Parts, Sides, bridge
from finance_app.domain.periods import DAY
from finance_app.domain.worth import Standing
from finance_app.queries import bridges as queries
from finance_app.services import rates

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.flows import Flow
    from finance_app.domain.periods import Period
    from finance_app.domain.worth import Holding, NetWorth


def found(session: Session, actor: Actor, period: Period, worth: NetWorth, flow: Flow) -> Bridge:
    """Return what led through a period.

    Args:
        period: the days that count.
        worth: net worth at its end, and how the accounts stood before it.
        flow: what came in and was spent in these days, each line at the rate of its own day.
    """
    moves = _moves(session, actor, period)
    begun = [
        one.account
        for one in worth.accounts
        if one.account.opening.amount and period.start <= one.account.opening_day <= worth.now.day
    ]
    foreign = {one.account.id for one in worth.accounts} - {
        one.account.id for one in worth.accounts if one.balance.currency == actor.base_currency
    }
    return bridge(
        Parts(
            opening_day=period.start - DAY,
            opening=worth.opened,
            closing_day=worth.now.day,
            closing=worth.accounts,
            flow=flow,
            begun=_converted(session, actor, begun),
            moves=moves,
            sides=_sides(session, actor, period, foreign, moves),
        )
    )


def _moves(session: Session, actor: Actor, period: Period) -> list[Moves]:
    cut = flows.cut(period)
    found = queries.moves_in_months(session, actor.book_id, *cut.months) if cut.months else []
    for start, last in cut.parts:
        found += queries.moves_in_days(session, actor.book_id, start, last)
    return found


def _converted(session: Session, actor: Actor, begun: list[Holding]) -> list[Standing[Holding]]:
    """Convert opening balances, each at the rate of its day."""
    base = actor.base_currency
    days = {one.opening_day for one in begun if one.opening.currency != base}
    table = rates.table_on(
        session, actor.book_id, {one.opening.currency for one in begun} | {base}, days
    )
    return [
        Standing(one, one.opening, table.convert(one.opening, base, one.opening_day))
        for one in begun
    ]


def _sides(
    session: Session, actor: Actor, period: Period, foreign: set[int], moves: list[Moves]
) -> list[Sides]:
    """Return the transfers of accounts that are not in the base currency, where they have any."""
    moving = {one.account_id for one in moves if one.transfers} & foreign
    if not moving:
        return []
    return queries.sides(session, actor.book_id, period.start, period.last, moving)

"""At which rates a screen's figures are, and in which currency."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from finance_app.domain.valuation import Basis, Valuation
from finance_app.queries import accounts as queries
from finance_app.services import rates, recomputing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.entries import EntryView
    from finance_app.domain.valuation import Valued


def of(session: Session, actor: Actor, basis: Basis, last: date) -> Valuation:
    """Return how totals up to a day become figures in the currency that the actor looks at."""
    return of_days(session, actor, basis, {last})[last]


def of_days(
    session: Session,
    actor: Actor,
    basis: Basis,
    lasts: Collection[date],
    *,
    also: Collection[date] = (),
) -> dict[date, Valuation]:
    """Return how totals of several stretches become figures, by the last day of each.

    Args:
        lasts: later than today there are no rates, so today's are used.
        also: other days whose rates are in the table, the same in all of them.

    While the book's amounts are being converted to another base currency, what is kept is a mix of
    both, so one day's rates are used instead: these need nothing that is kept.
    """
    if not basis.of_one_day and is_mixed(session, actor):
        basis = Basis.END
    today = actor.today
    days = {last: today if basis is Basis.TODAY else min(last, today) for last in lasts}
    held = frozenset(queries.currencies(session, actor.book_id))
    base, shown = actor.base_currency, actor.shown_currency
    made = {
        day: Valuation(basis, base, shown, day, currencies=held, known={})
        for day in set(days.values())
    }
    asked = {day for day, one in made.items() if one.converts}.union(also)
    needed = {*held, base, shown} if also or basis.of_one_day else {base, shown}
    table = rates.table_on(session, actor.book_id, needed, asked)
    return {last: replace(made[day], table=table) for last, day in days.items()}


def is_mixed(session: Session, actor: Actor) -> bool:
    """Say whether the book's amounts are on their way to another base currency."""
    found = recomputing.get(session, actor.book_id)
    return found is not None and found.is_mixed


def of_entries(
    session: Session, actor: Actor, valuation: Valuation, entries: Iterable[EntryView]
) -> dict[int, Valued]:
    """Return what those entries are worth that are in another currency than the one shown."""
    foreign = [one for one in entries if one.amount.currency != valuation.currency]
    days = {one.day for one in foreign if one.amount.currency != valuation.base}
    currencies = {one.amount.currency for one in foreign} | {valuation.base}
    table = rates.table_on(session, actor.book_id, currencies, days)
    return {one.id: valuation.entry(one, table) for one in foreign}

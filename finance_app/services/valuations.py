"""At which rates a screen's figures are, and in which currency."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from finance_app.domain.valuation import Basis, Valuation
from finance_app.queries import accounts as queries
from finance_app.services import rates, recomputing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor
    from finance_app.domain.entries import EntryView
    from finance_app.domain.valuation import Valued


def of(session: Session, actor: Actor, basis: Basis, last: date) -> Valuation:
    """Return how totals of some days become figures in the currency that the actor looks at.

    Args:
        last: the last of the days; later than today there are no rates, so today's are used.

    While the book's amounts are being converted to another base currency, what is kept is a mix of
    both, so one day's rates are used instead: these need nothing that is kept.
    """
    day = actor.today if basis is Basis.TODAY else min(last, actor.today)
    if not basis.of_one_day and is_mixed(session, actor):
        basis, day = Basis.END, min(last, actor.today)
    held = frozenset(queries.currencies(session, actor.book_id))
    made = Valuation(basis, actor.base_currency, actor.shown_currency, day, currencies=held)
    if not made.converts:
        return made
    needed = held if basis.of_one_day else {made.base}
    table = rates.table_on(session, actor.book_id, {*needed, made.currency}, [day])
    return replace(made, table=table, known={})


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

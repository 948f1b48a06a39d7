"""The dashboard of a book in four currencies, at each basis, beside the same book in one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bench import ledgers
from bench.screens import RUNS, YEAR
from bench.timing import Work, median
from finance_app import db
from finance_app.domain.valuation import Basis
from finance_app.models import tables
from finance_app.services import dashboard, ledger, recompute_runs, recomputing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finance_app.domain.actors import Actor

ONE, FOUR = ("EUR",), ("EUR", "USD", "GBP", "CHF")
SAID = {
    Basis.ENTRY: "each entry's day",
    Basis.END: "the period's end",
    Basis.TODAY: "today",
    Basis.BANK: "the bank's own",
}


def works() -> dict[str, Work]:
    """Return what is measured here, empty; the floor is the same book in one currency."""
    return {
        basis: Work(f"dashboard in four currencies, {said}", "≤ 1.3 × one currency, the floor")
        for basis, said in SAID.items()
    }


def measure(found: dict[str, Work], size: int) -> None:
    """Measure everything on a ledger of so many entries."""
    with ledgers.copied(ledgers.kept(size)):
        actor = ledgers.actor()
        _convert(actor, ONE)
        alone = _time(actor, Basis.ENTRY)
        _convert(actor, FOUR)
        for basis in SAID:
            found[basis].times[size] = _time(actor, basis)
            found[basis].floors[size] = alone


def _convert(actor: Actor, currencies: Sequence[str]) -> None:
    """Give the accounts these currencies in turn, and bring what is derived up to that."""
    account = tables.account
    with db.write() as session:
        own = account.c.book_id == actor.book_id
        keys = session.scalars(select(account.c.id).where(own).order_by(account.c.id)).all()
        for key, code in zip(keys, cycle(currencies), strict=False):
            session.execute(update(account).where(own, account.c.id == key).values(currency=code))
        span = date(1900, 1, 1), date(2100, 1, 1)
        recomputing.enqueue_rates(session, {"EUR", *FOUR}, *span, actor.now)
    recompute_runs.run(lambda: datetime.now(UTC), pause=0)
    with db.write() as session:
        ledger.rebuild(session, actor.book_id)


def _time(actor: Actor, basis: Basis) -> float:
    return median(partial(_read, actor, basis), RUNS)


def _read(actor: Actor, basis: Basis) -> None:
    with db.read() as session:
        dashboard.figures(session, actor, YEAR, basis=basis)

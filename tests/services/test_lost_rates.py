"""Without a rate nothing is taken 1:1 and nothing is dropped, whatever is asked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.domain.valuation import Basis
from finance_app.services import dashboard, verify
from finance_app.services.recompute_runs import run
from tests import lost_rates
from tests.conftest import somebody
from tests.lost_rates import LOSSES
from tests.services.recomputing import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finance_app.domain.actors import Actor
    from finance_app.domain.dashboard import CategorySum, Dashboard
    from finance_app.domain.made import Made
    from finance_app.domain.money import Money

type Figure = tuple[Money, tuple[Made, ...]]


@pytest.fixture
def lost_actor(database: str) -> Actor:  # noqa: ARG001  it must be there
    with db.write() as session:
        actor = somebody(session)
        lost_rates.fill(session, actor)
        return actor


def looked_at(actor: Actor) -> Iterator[tuple[Basis, str, Dashboard]]:
    """Yield the dashboard at every basis in several currencies."""
    with db.read() as session:
        for shown in ("", "USD", "JPY"):
            looking = replace(actor, display_currency=shown)
            for basis in Basis:
                yield basis, shown or "EUR", dashboard.shown(session, looking, "2026", basis=basis)


def figures(found: Dashboard) -> Iterator[tuple[str, Figure]]:
    yield "income", (found.flow.income, found.flow.income_made)
    yield "spending", (found.flow.spending, found.flow.spending_made)
    yield "worth", (found.worth.now.amount, found.worth.now.made)
    yield from ((f"payee {one.name}", (one.amount, one.made)) for one in found.payees)
    for name, sums in (("spent", found.spending), ("earned", found.income)):
        for one in sums:
            yield from ((f"{name} {key}", figure) for key, figure in of_category(one))
    for step in found.steps:
        yield f"in {step.start}", (step.flow.income, step.flow.income_made)
        yield f"out {step.start}", (step.flow.spending, step.flow.spending_made)


def of_category(one: CategorySum) -> Iterator[tuple[str, Figure]]:
    yield one.name, (one.amount, one.made)
    yield from ((f"{one.name}/{part.name}", (part.amount, part.made)) for part in one.members)


def originals(made: tuple[Made, ...]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in made:
        found[one.original.currency] += one.original.amount
    return found


def known(made: tuple[Made, ...]) -> dict[str, Made]:
    return {one.original.currency: one for one in made if one.converted is not None}


@pytest.mark.parametrize("codes", LOSSES, ids="+".join)
def test_what_lost_its_rate_is_told_and_the_rest_stays(lost_actor: Actor, codes: list[str]) -> None:
    before = {(basis, shown): dict(figures(one)) for basis, shown, one in looked_at(lost_actor)}
    with db.write() as session:
        lost_rates.lose(session, lost_actor, codes)
    run(clock, pause=0)
    with db.read() as session:
        assert verify.verify(session, lost_actor.book_id) == ()
    missing = 0
    for basis, shown, dash in looked_at(lost_actor):
        after = dict(figures(dash))
        gone = before[basis, shown].keys() - after.keys()
        assert all(name.startswith("payee") for name in gone)  # the largest ones, by what is known
        for name, (amount, made) in after.items():
            said, was = (basis, shown, name), before[basis, shown][name][1]
            by_day = name == "worth" or basis.of_one_day
            assert amount.amount == sum(one.converted.amount for one in made if one.converted)
            assert sum(one.count for one in made) == sum(one.count for one in was), said
            if by_day or shown == "EUR":  # else all is in the book's currency before it is shown
                assert originals(made) == originals(was), said
            for one in made:
                if one.converted is None:
                    missing += 1
                    continue
                assert not unknowable(one, shown, codes, by_day=by_day), (said, one)
                unchanged(one, known(was), exactly=by_day or shown == "EUR")
    assert missing > 50


def unchanged(one: Made, was: dict[str, Made], *, exactly: bool) -> None:
    """What is still known is what it was; shares of one sum are rounded together."""
    then = was[one.original.currency]
    assert one.converted is not None
    assert then.converted is not None
    if one.count == then.count and one.original == then.original:
        slack = 0 if exactly else one.count
        assert abs(one.converted.amount - then.converted.amount) <= slack


def unknowable(one: Made, shown: str, codes: list[str], *, by_day: bool) -> bool:
    """Say whether an amount cannot have been converted."""
    code = one.original.currency
    if by_day:
        return code != shown and bool({code, shown} & set(codes))
    return shown in codes or (code in codes and one.bank_count < one.count)

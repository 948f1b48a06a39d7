from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, text

from finance_app.domain.own_rates import OLDEST, OwnRate
from finance_app.models.tables import rate
from finance_app.services import own_rates, rates
from tests.conftest import NOW
from tests.services.books import DAY, know_rates

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def test_the_history_that_ships_is_loaded_once(session: Session) -> None:
    count = rates.load_history(session, NOW)
    assert count > 200_000
    assert rates.load_history(session, NOW) == 0
    assert session.scalar(text("SELECT count(*) FROM rate")) == count
    found = rates.table(session, 0, {"USD", "JPY"}, date(2008, 7, 15), date(2008, 7, 15))
    dollars = found.rate("EUR", "USD", date(2008, 7, 15))
    assert dollars is not None
    assert (dollars.value, dollars.day) == (Decimal("1.5990"), date(2008, 7, 15))
    sunday = found.rate("USD", "JPY", date(2008, 7, 15))
    assert sunday is not None


def test_a_table_reaches_as_far_back_as_a_rate_may_be_old(session: Session) -> None:
    know_rates(session, USD="1.25")
    known = DAY - timedelta(days=1)
    for day, there in (
        (known, True),
        (known + OLDEST, True),
        (known + OLDEST + timedelta(days=1), False),
    ):
        table = rates.table(session, 0, {"EUR", "USD"}, day, day)
        assert (table.rate("EUR", "USD", day) is not None) == there


def test_only_what_is_asked_for_is_read(session: Session) -> None:
    know_rates(session, USD="1.25", JPY="160")
    table = rates.table(session, 0, {"EUR", "ARS"}, DAY, DAY)
    assert set(table.published["ecb"].days) == {"USD"}  # what other sources quote against
    assert rates.table(session, 0, {"EUR"}, DAY, DAY).published == {}


@pytest.mark.parametrize("seed", range(8))
def test_rates_of_some_days_do_not_depend_on_how_they_are_read(
    session: Session, actor: Actor, seed: int
) -> None:
    """Holes of up to two months in the rates of two sources, a peg and an own rate among them."""
    dice = Random(seed)  # noqa: S311  not a secret
    asked = [DAY - timedelta(days=dice.randrange(400)) for _ in range(dice.choice((1, 2, 9, 60)))]
    some_are_kept(session, dice, dice.choice((0.9, 0.3, 0.05)))
    stated = OwnRate("CHF", "JPY", DAY - timedelta(days=300), Decimal(180), until=DAY)
    own_rates.add(session, actor, stated, confirmed=True)
    codes = {"USD", "EUR", "JPY", "AED", "CHF"}
    every = rates.table(session, actor.book_id, codes, min(asked), max(asked))
    some = rates.table_on(session, actor.book_id, codes, asked)
    for origin, target, day in product(codes, codes, asked):
        assert some.rate(origin, target, day) == every.rate(origin, target, day), (origin, day)


def some_are_kept(session: Session, dice: Random, share: float) -> None:
    published = [
        {
            "source": source,
            "currency": code,
            "day": DAY - timedelta(days=back),
            "per_base": f"{dice.uniform(0.5, 2):.4f}",
            "fetched_at": NOW,
        }
        for source, codes in (("ecb", ("USD", "JPY")), ("open-er-api", ("EUR", "JPY", "AED")))
        for code, back in product(codes, range(440))
        if dice.random() < share
    ]
    session.execute(insert(rate), published)

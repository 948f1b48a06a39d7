"""Which entries an own rate reaches, and where they are too many to be converted at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.domain.own_rates import OLDEST, OwnRate
from finance_app.domain.rate_feeds import Judged
from finance_app.models.columns import new_keys
from finance_app.services import changes, entries, history, own_rates, rate_writes, reconverting
from finance_app.services.reconverting import Stretch, stretches
from tests.conftest import an_account
from tests.services.recomputing import (
    a_book,
    base_amounts,
    do,
    finish,
    fits_meanwhile,
    is_running,
    proven,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = date(2026, 10, 1)


def rate(origin: str, target: str, day: date = DAY, until: date | None = None) -> OwnRate:
    return OwnRate(origin, target, day, Decimal("0.5"), until)


def test_a_rate_reaches_its_currencies_and_of_the_base_currency_all_others() -> None:
    used = ["EUR", "JPY", "USD"]
    last = DAY + OLDEST
    assert stretches([rate("USD", "CHF")], used, "EUR") == [Stretch(("USD",), DAY, last)]
    assert stretches([rate("USD", "EUR")], used, "EUR") == [Stretch(("JPY", "USD"), DAY, last)]
    assert stretches([rate("CHF", "GBP")], used, "EUR") == []
    assert stretches([rate("USD", "EUR")], ["EUR"], "EUR") == []


def test_days_that_touch_are_gone_through_once() -> None:
    days = [(0, 10), (5, 20), (30, 40)]
    found = stretches(
        [
            rate("USD", "CHF", DAY + timedelta(days=first), DAY + timedelta(days=last))
            for first, last in days
        ],
        ["USD"],
        "EUR",
    )
    assert [((one.first - DAY).days, (one.last - DAY).days) for one in found] == [(0, 20), (30, 40)]


def many(session: Session, actor: Actor) -> None:
    """Write more entries in ARS than a change set converts itself."""
    account, count = an_account(session, actor, "ARS"), reconverting.MOST + 1
    keys = zip(new_keys(count), new_keys(count), strict=True)
    known = {"note": "", "status": "cleared", "source": "typed", "version": 1, "currency": "ARS"}
    whole, parts = [], []
    for place, (key, line) in enumerate(keys):
        day = DAY + timedelta(days=place % 20)
        whole.append({"id": key, "account_id": account, "day": day, "amount": -place, **known})
        parts.append({"id": line, "entry_id": key, "position": 0, "memo": "", "amount": -place})
    with changes.record(session, actor, "test", "Many") as record:
        record.add_entries(whole, parts)


@pytest.mark.usefixtures("database")
def test_where_they_are_many_they_follow_in_the_background_with_undoing_too() -> None:
    actor = a_book()
    do(many, actor)
    before = base_amounts(actor)
    set_id = do(own_rates.add, actor, rate("ARS", "EUR"))
    assert is_running(actor)
    fits_meanwhile(actor)
    assert base_amounts(actor) == before
    finish(actor)
    proven(actor)
    assert base_amounts(actor) != before
    do(history.undo, actor, set_id)
    finish(actor)
    proven(actor)
    assert base_amounts(actor) == before


def in_ars() -> list[Any]:
    """Return what the entries in ARS are in the book's currency."""
    joined = "entry JOIN account ON account.id = account_id"
    with db.read() as session:
        rows = session.execute(text(f"SELECT base_amount FROM {joined} WHERE currency = 'ARS'"))  # noqa: S608  names of our own
        return list(rows.scalars())


@pytest.mark.usefixtures("database")
def test_what_is_published_between_two_own_rates_reaches_what_they_convert() -> None:
    actor = a_book(currency="VND")
    account = do(an_account, actor, "ARS")
    do(entries.add, actor, EntryDraft(account, DAY, -100_000, "Kiosk"))
    do(own_rates.add, actor, replace(rate("ARS", "USD"), value=Decimal("0.25")))
    assert in_ars() == [None]
    second = do(own_rates.add, actor, replace(rate("EUR", "VND"), value=Decimal(25_000)))
    proven(actor)
    assert in_ars() == [-5_208_333]  # 1000 / 4 at 1.20 USD and 25,000 VND for 1 EUR
    good = {("USD", DAY): "1.25"}
    rate_writes.keep("ecb", Judged({}, good, {}), {}, actor.now)
    assert is_running(actor)
    fits_meanwhile(actor)
    finish(actor)
    proven(actor)
    assert in_ars() == [-5_000_000]
    do(history.undo, actor, second)
    proven(actor)
    assert in_ars() == [None]

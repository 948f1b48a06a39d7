from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import text

from finance_app.domain.own_rates import OLDEST
from finance_app.services import rates
from tests.conftest import NOW
from tests.services.books import DAY, know_rates

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


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

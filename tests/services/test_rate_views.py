from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import text

from finance_app.domain.own_rates import OwnRate
from finance_app.domain.rate_charts import rate_line
from finance_app.domain.rate_series import MOST_POINTS, Pair
from finance_app.services import own_rates, rate_views
from tests.conftest import NOW, an_account

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

TODAY = NOW.date()
USD_EUR = Pair("USD", "EUR")


def publish(session: Session, currency: str, *backs: int, value: str = "1.25") -> None:
    """Let the bank publish a rate so many days ago."""
    for back in backs:
        day = (TODAY - timedelta(days=back)).isoformat()
        kept = "INSERT INTO rate VALUES ('ecb', :code, :day, :value, '2026-10-19 15:00:00')"
        session.execute(text(kept), {"code": currency, "day": day, "value": value})


def test_a_line_has_gaps_where_no_rate_is_known_and_no_more_points_than_a_chart_shows(
    session: Session, actor: Actor
) -> None:
    publish(session, "USD", 200, 100, 99)
    found = rate_views.line(session, actor, USD_EUR, 365)
    known = {(TODAY - one.day).days for one in found if one.rate}
    assert known == {*range(200 - 31, 201), *range(99 - 31, 101)}
    assert [one.day for one in found] == [TODAY - timedelta(days=365 - day) for day in range(366)]
    publish(session, "USD", 9000)
    whole = rate_views.line(session, actor, USD_EUR, None)
    assert len(whole) <= MOST_POINTS
    assert whole[0].rate is not None
    assert whole[-1].day == TODAY


def test_the_chart_draws_steps_and_leaves_gaps(session: Session, actor: Actor) -> None:
    publish(session, "USD", 60, 1)
    points = rate_views.line(session, actor, USD_EUR, 90)

    def said(point: object, rate: object) -> tuple[str, str]:
        return f"{rate is not None}", f"{point is not None}"

    figure = rate_line(points, "en_US", said, str)
    line = figure["data"][0]
    assert (line["line"]["shape"], line["connectgaps"]) == ("hv", False)
    assert [height is None for height in line["y"]] == [one.rate is None for one in points]
    assert line["customdata"][0] == [str(TODAY - timedelta(days=90)), "No rate", ""]
    low, high = figure["layout"]["yaxis"]["range"]
    assert low < 0.8 < high


def test_days_are_those_that_a_rate_is_from_own_ones_and_those_led_to_among_them(
    session: Session, actor: Actor
) -> None:
    publish(session, "USD", 40, 9, 8)
    day = TODAY - timedelta(days=5)
    own_rates.add(session, actor, OwnRate("USD", "ARS", day, Decimal(1450)))
    own_rates.add(session, actor, OwnRate("USD", "EUR", day, Decimal("0.81")))
    found = rate_views.listed(session, actor, USD_EUR)
    assert [(TODAY - one.day).days for one in found.points] == [5, 8, 9, 40]
    assert [one.rate.source for one in found.points if one.rate] == ["own", "ecb", "ecb", "ecb"]
    led = rate_views.listed(session, actor, Pair("ARS", "EUR"))
    assert [one.day for one in led.points] == [day]
    assert not led.older
    for codes in (("ARS", "JPY"), ("DEM", "EUR"), ("AED", "USD")):
        assert rate_views.listed(session, actor, Pair(*codes)).points == ()


def test_days_without_a_rate_are_skipped_on_the_way_to_older_ones(
    session: Session, actor: Actor
) -> None:
    publish(session, "USD", *range(1, 400))
    publish(session, "JPY", 300, 299, value="160")
    found = rate_views.listed(session, actor, Pair("USD", "JPY"))
    back = [(TODAY - one.day).days for one in found.points]
    assert back[0] in range(268, 300)
    assert found.older
    last = rate_views.listed(session, actor, Pair("USD", "JPY"), last=TODAY - timedelta(days=299))
    assert [(TODAY - one.day).days for one in last.points] == [299, 300]
    assert not last.older


def test_own_rates_of_other_pairs_do_not_come_between(session: Session, actor: Actor) -> None:
    publish(session, "USD", 40, 39)
    days = [TODAY - timedelta(days=back) for back in range(30)]
    own_rates.add_all(session, actor, [OwnRate("EUR", "CHF", day, Decimal("0.9")) for day in days])
    found = rate_views.listed(session, actor, USD_EUR)
    assert [(TODAY - one.day).days for one in found.points] == [39, 40]
    assert (found.newer, found.older) == (False, False)
    led = rate_views.listed(session, actor, Pair("CHF", "EUR"))
    assert [one.day for one in led.points] == days[: rate_views.PAGE]


def test_days_come_page_by_page(session: Session, actor: Actor) -> None:
    publish(session, "USD", *range(1, 41))
    newest = rate_views.listed(session, actor, USD_EUR)
    assert (newest.newer, newest.older, len(newest.points)) == (False, True, rate_views.PAGE)
    before = newest.points[-1].day - timedelta(days=1)
    older = rate_views.listed(session, actor, USD_EUR, last=before)
    assert (older.newer, older.points[0].day) == (True, before)
    again = rate_views.listed(session, actor, USD_EUR, after=older.points[0].day)
    assert again.points == newest.points
    last = rate_views.listed(session, actor, USD_EUR, last=TODAY - timedelta(days=38))
    assert (last.older, len(last.points)) == (False, 3)


def test_todays_rates_are_those_of_the_books_accounts(session: Session, actor: Actor) -> None:
    for code in ("EUR", "USD", "KWD"):
        an_account(session, actor, code)
    publish(session, "USD", 3)
    found = rate_views.current(session, actor)
    assert [(one.currency, one.rate.age if one.rate else None) for one in found] == [
        ("KWD", None),
        ("USD", 3),
    ]
    assert rate_views.line(session, actor, Pair("HRK", "EUR"), None)[-1].rate is not None
    assert date(1999, 1, 1) <= rate_views.line(session, actor, Pair("DEM", "EUR"), None)[0].day

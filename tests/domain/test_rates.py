from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import EXACT, LIMIT, Money
from finance_app.domain.own_rates import OLDEST, OwnRate
from finance_app.domain.pegs import FIXED, PEGS
from finance_app.domain.rates import Path, Rate, RateTable, convert_parts
from finance_app.errors import InvalidAmountError

DAY = date(2026, 10, 20)
rates = st.decimals("0.0001", "20000", places=4)


def table(**values: str) -> RateTable:
    made = RateTable()
    for currency, per_euro in values.items():
        made.add(currency, DAY, Decimal(per_euro))
    return made


def test_direct_inverse_and_cross() -> None:
    known = table(USD="1.25", JPY="160")
    for origin, target, value, path in (
        ("EUR", "USD", "1.25", Path.DIRECT),
        ("USD", "EUR", "0.8", Path.INVERSE),
        ("USD", "JPY", "128", Path.CROSS),
        ("EUR", "EUR", "1", Path.SAME),
        ("USD", "USD", "1", Path.SAME),
    ):
        found = known.rate(origin, target, DAY)
        assert found is not None
        assert (found.value, found.path) == (Decimal(value), path)


def test_the_last_known_day_on_or_before_counts_and_says_its_age() -> None:
    known = RateTable()
    for day, value in ((DAY, "1.1"), (DAY + timedelta(days=3), "1.3")):
        known.add("USD", day, Decimal(value))
    found = [known.rate("EUR", "USD", DAY + timedelta(days=days)) for days in (0, 2, 3, 4)]
    assert [(rate.value, rate.age) for rate in found if rate] == [
        (Decimal("1.1"), 0),
        (Decimal("1.1"), 2),
        (Decimal("1.3"), 0),
        (Decimal("1.3"), 1),
    ]


def test_nothing_is_converted_by_a_rate_that_is_too_old_or_from_later() -> None:
    known = table(USD="1.25")
    assert known.rate("EUR", "USD", DAY + OLDEST) is not None
    assert known.rate("EUR", "USD", DAY + OLDEST + timedelta(days=1)) is None
    assert known.rate("EUR", "USD", DAY - timedelta(days=1)) is None
    assert known.convert(Money(100, "EUR"), "USD", DAY - timedelta(days=1)) is None


def test_what_has_no_rate_is_never_taken_one_to_one() -> None:
    assert table(USD="1.25").convert(Money(100, "ARS"), "EUR", DAY) is None
    assert table().rate("ARS", "USD", DAY) is None


@pytest.mark.parametrize("currency", sorted(FIXED))
def test_the_euros_fixed_rates_hold_from_their_day_on(currency: str) -> None:
    peg = FIXED[currency]
    found = table().rate("EUR", currency, date(2199, 1, 1))
    assert found is not None
    assert (found.value, found.source) == (peg.per_anchor, "fixed")
    assert table().rate("EUR", currency, peg.since) is not None
    assert table().rate("EUR", currency, peg.since - timedelta(days=1)) is None


@pytest.mark.parametrize("currency", sorted(PEGS))
def test_a_peg_holds_until_something_is_published(currency: str) -> None:
    peg = PEGS[currency]
    known = table(**dict.fromkeys(("USD", "GBP", "INR", "ZAR"), "2"))
    found = known.rate(peg.anchor, currency, DAY)
    assert found is not None
    assert (found.value, found.source, found.path) == (peg.per_anchor, "pegged", Path.DIRECT)
    known.add(currency, DAY, Decimal(9))
    assert [leg.source for leg in _rate(known, peg.anchor, currency).legs][-1] == "ecb"
    assert known.rate("EUR", currency, peg.since - timedelta(days=1)) is None


def test_a_pegged_currency_is_worth_what_its_anchor_is() -> None:
    found = _rate(table(USD="1.25"), "AED", "EUR")
    assert round(found.value * Decimal("3.6725"), 20) == Decimal("0.8")
    assert (found.source, found.path) == ("ecb+pegged", Path.CROSS)


def _rate(known: RateTable, origin: str, target: str, on: date = DAY) -> Rate:
    found = known.rate(origin, target, on)
    assert found is not None
    return found


def test_of_two_sources_the_first_counts_until_it_has_been_silent_for_a_week() -> None:
    known = table(USD="1.25", JPY="160")
    for days in range(12):
        known.add("EUR", DAY + timedelta(days=days), Decimal("0.4"), "open-er-api")
    asked = {n: _rate(known, "USD", "EUR", DAY + timedelta(days=n)) for n in (0, 7, 8, 11)}
    assert {n: (one.value, one.source, one.age) for n, one in asked.items()} == {
        0: (Decimal("0.8"), "ecb", 0),
        7: (Decimal("0.8"), "ecb", 7),
        8: (Decimal("0.4"), "open-er-api", 0),
        11: (Decimal("0.4"), "open-er-api", 0),
    }
    assert _rate(known, "USD", "JPY", DAY + timedelta(days=11)).source == "ecb"


def test_one_source_alone_makes_a_cross() -> None:
    known = table(JPY="160")
    known.add("VND", DAY, Decimal(25000), "open-er-api")
    assert known.rate("JPY", "VND", DAY) is None
    known.add("EUR", DAY, Decimal("0.8"), "open-er-api")
    found = _rate(known, "VND", "EUR")
    assert found.value == Decimal("0.8") / 25000
    assert [(leg.base, leg.currency) for leg in found.legs] == [("USD", "VND"), ("USD", "EUR")]


def test_a_books_own_rate_wins_either_way_round() -> None:
    known = table(USD="1.25")
    known.state(OwnRate("USD", "EUR", DAY, Decimal("0.9")))
    there, back = _rate(known, "USD", "EUR"), _rate(known, "EUR", "USD")
    assert (there.value, there.source, there.path) == (Decimal("0.9"), "own", Path.DIRECT)
    assert (back.path, round(back.value * there.value, 20)) == (Path.INVERSE, Decimal(1))
    assert _rate(known, "USD", "EUR", DAY + OLDEST).source == "own"
    assert known.rate("USD", "EUR", DAY + OLDEST + timedelta(days=1)) is None


def test_an_own_rate_ends_with_the_next_one_or_where_it_says() -> None:
    known = RateTable()
    for value, day, until in (
        ("1", DAY, DAY + timedelta(days=100)),
        ("2", DAY + timedelta(days=10), DAY + timedelta(days=12)),
        ("3", DAY + timedelta(days=50), None),
    ):
        known.state(OwnRate("USD", "EUR", day, Decimal(value), until))
    values = {0: "1", 10: "2", 12: "2", 13: "1", 50: "3", 81: "3", 82: "1", 100: "1"}
    for days, value in values.items():
        assert _rate(known, "USD", "EUR", DAY + timedelta(days=days)).value == Decimal(value)
    assert known.rate("USD", "EUR", DAY + timedelta(days=101)) is None
    assert known.rate("USD", "EUR", DAY - timedelta(days=1)) is None


def test_an_own_rate_leads_on_to_what_is_published() -> None:
    known = table(USD="1.25")
    known.state(OwnRate("ARS", "USD", DAY, Decimal("0.001")))
    there, back = _rate(known, "ARS", "EUR"), _rate(known, "EUR", "ARS")
    assert (there.value, back.value) == (Decimal("0.0008"), Decimal(1250))
    assert (there.source, back.source, there.path) == ("own+ecb", "ecb+own", Path.CROSS)


def test_two_legs_name_both_sources_and_the_older_day() -> None:
    found = table(USD="1.25").rate("DEM", "USD", DAY + timedelta(days=4))
    assert found is not None
    assert (found.source, found.day, found.age) == ("fixed+ecb", DAY, 4)


@given(st.integers(-(10**9), 10**9), rates, st.sampled_from(["USD", "JPY", "KWD", "CLF"]))
def test_there_and_back_is_within_half_a_unit(amount: int, per_euro: Decimal, code: str) -> None:
    known = RateTable()
    known.add(code, DAY, per_euro)
    there = known.convert(Money(amount, "EUR"), code, DAY)
    assert there is not None
    back = known.convert(there.amount, "EUR", DAY)
    assert back is not None
    unit = Decimal(1).scaleb(-DECIMALS[code]) / per_euro  # in euros
    assert abs(back.amount.decimal - Decimal(amount).scaleb(-2)) <= unit / 2 + Decimal("0.005")


def a_rate(value: Decimal) -> Rate:
    return Rate(value, DAY, "ecb", Path.CROSS)


@given(
    st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=20),
    rates,
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.sampled_from(["USD", "JPY", "CLF"]),
)
def test_parts_sum_to_the_rounded_sum_also_with_mixed_signs(
    parts: list[int], value: Decimal, origin: str, target: str
) -> None:
    converted = convert_parts(parts, origin, target, a_rate(value))
    exact = EXACT.multiply(Decimal(sum(parts)).scaleb(DECIMALS[target] - DECIMALS[origin]), value)
    assert sum(converted) == int(exact.quantize(Decimal(1), context=EXACT))
    for part, made in zip(parts, converted, strict=True):
        alone = Decimal(part).scaleb(DECIMALS[target] - DECIMALS[origin]) * value
        assert abs(alone - made) < 1
        assert part != 0 or made == 0


def test_parts_in_the_same_currency_stay_as_they_are() -> None:
    rate = table().rate("EUR", "EUR", DAY)
    assert rate is not None
    assert convert_parts([3, -5], "EUR", "EUR", rate) == [3, -5]


def test_parts_that_convert_to_more_than_a_book_holds_are_refused() -> None:
    with pytest.raises(InvalidAmountError):
        convert_parts([LIMIT], "KWD", "JPY", a_rate(Decimal(500_000)))
    with pytest.raises(InvalidAmountError):
        convert_parts([LIMIT, -LIMIT], "KWD", "JPY", a_rate(Decimal(500_000)))


def test_two_own_rates_lead_on_to_one_another_before_what_is_published() -> None:
    known = table(USD="1.25")
    known.state(OwnRate("USD", "ARS", DAY, Decimal(1000)))
    known.state(OwnRate("USD", "EUR", DAY, Decimal("0.5")))
    found = _rate(known, "ARS", "EUR")
    assert (found.value, found.source) == (Decimal("0.0005"), "own")


def bridged() -> RateTable:
    """A table in which only what is published leads from one own rate to another."""
    known = table(USD="1.25", GBP="0.8")
    known.state(OwnRate("ARS", "USD", DAY, Decimal("0.001")))
    known.state(OwnRate("EUR", "VND", DAY - timedelta(days=3), Decimal(25_000)))
    return known


def test_what_is_published_leads_from_one_own_rate_to_another() -> None:
    there, back = _rate(bridged(), "ARS", "VND"), _rate(bridged(), "VND", "ARS")
    assert (there.value, back.value) == (Decimal(20), Decimal("0.05"))
    assert (there.source, there.path, there.age) == ("own+ecb", Path.CROSS, 3)
    ways = [("ARS", "USD", "own"), ("EUR", "USD", "ecb"), ("EUR", "VND", "own")]
    assert [(leg.base, leg.currency, leg.source) for leg in there.legs] == ways
    assert back.legs == there.legs[::-1]


@pytest.mark.parametrize(
    ("more", "value"),
    [
        (("GBP", "VND", "30000"), "20"),  # of more legs: USD to EUR to GBP
        (("USD", "VND", "20001"), "20.001"),  # two own rates alone
        (("ARS", "EUR", "0.0009"), "22.5"),  # the same
        (("ARS", "VND", "21"), "21"),  # the pair's own
        (("AED", "VND", "7000"), "25.7075"),  # as short, by the peg, and first in order of code
    ],
    ids="/".join,
)
def test_the_shortest_way_counts(more: tuple[str, str, str], value: str) -> None:
    known, (origin, target, stated) = bridged(), more
    known.state(OwnRate(origin, target, DAY, Decimal(stated)))
    assert _rate(known, "ARS", "VND").value == Decimal(value)


def test_of_ways_of_the_same_length_the_first_in_order_of_code_counts_both_ways() -> None:
    known = table(USD="1.25", GBP="0.8")
    known.state(OwnRate("VND", "EUR", DAY, Decimal(2)))
    for code, stated in (("USD", "3"), ("GBP", "5")):
        known.state(OwnRate("ARS", code, DAY, Decimal(stated)))
    there, back = _rate(known, "ARS", "VND"), _rate(known, "VND", "ARS")
    assert there.value == Decimal("3.125")  # by GBP: 5 / 0.8 / 2
    assert back.value * there.value == 1


def test_two_own_rates_that_nothing_published_joins_or_that_do_not_hold_are_no_rate() -> None:
    known = bridged()
    known.state(OwnRate("VES", "COP", DAY, Decimal(100)))
    assert known.rate("ARS", "VES", DAY) is None
    assert known.rate("ARS", "VND", DAY - timedelta(days=1)) is None
    assert known.rate("ARS", "VND", DAY + OLDEST) is None

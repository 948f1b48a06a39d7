from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import EXACT, LIMIT, Money
from finance_app.domain.rates import FIXED, OLDEST, Path, Rate, RateTable, convert_parts
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
    since, per_euro = FIXED[currency]
    found = table().rate("EUR", currency, date(2199, 1, 1))
    assert found is not None
    assert (found.value, found.source) == (per_euro, "fixed")
    assert table().rate("EUR", currency, since) is not None
    assert table().rate("EUR", currency, since - timedelta(days=1)) is None


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

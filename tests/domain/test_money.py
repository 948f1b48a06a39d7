from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import (
    LIMIT,
    Money,
    allot,
    is_exact,
    require_holdable,
    share,
    to_minor,
)
from finance_app.errors import CurrencyMismatchError, InvalidAmountError

amounts = st.integers(-LIMIT, LIMIT)
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=30)


@given(amounts, weights)
def test_shares_sum_to_the_whole(total: int, sizes: list[int]) -> None:
    assert sum(allot(total, sizes)) == total


@given(amounts, weights)
def test_no_share_is_a_unit_away_from_its_exact_part(total: int, sizes: list[int]) -> None:
    whole = sum(sizes)
    for part, size in zip(allot(total, sizes), sizes, strict=True):
        assert whole == 0 or abs(part * whole - total * size) < whole


@given(amounts, weights)
def test_nothing_is_allotted_to_no_weight(total: int, sizes: list[int]) -> None:
    if any(sizes):
        assert all(
            share == 0 for share, size in zip(allot(total, sizes), sizes, strict=True) if not size
        )


@pytest.mark.parametrize(
    ("total", "sizes", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (-100, [1, 1, 1], [-34, -33, -33]),
        (1, [1, 1], [1, 0]),
        (7, [0, 0], [7, 0]),
        (7, [], []),
        (0, [3, 4], [0, 0]),
        (10, [-1, -3], [3, 7]),
    ],
)
def test_the_largest_remainder_gets_what_is_left(
    total: int, sizes: list[int], shares: list[int]
) -> None:
    assert allot(total, sizes) == shares


@pytest.mark.parametrize(
    ("value", "currency", "minor"),
    [
        ("1.005", "EUR", 100),
        ("1.015", "EUR", 102),
        ("-1.005", "EUR", -100),
        ("2.5", "JPY", 2),
        ("3.5", "JPY", 4),
        ("1.0005", "KWD", 1000),
        ("0.00005", "CLF", 0),
        ("0.00015", "CLF", 2),
        ("90000000000000", "EUR", LIMIT),
    ],
)
def test_rounding_is_half_to_even(value: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(value), currency) == minor


@pytest.mark.parametrize(
    "value", ["NaN", "sNaN", "Infinity", "-Infinity", "1e2000000", "90000000000000.01"]
)
def test_what_no_book_can_hold_is_refused_at_once(value: str) -> None:
    with pytest.raises(InvalidAmountError):
        to_minor(Decimal(value), "EUR")


def test_the_limit_itself_can_be_held() -> None:
    assert require_holdable(-LIMIT) == -LIMIT
    with pytest.raises(InvalidAmountError):
        require_holdable(LIMIT + 1)


@given(amounts, st.sampled_from(sorted(DECIMALS)))
def test_an_amount_is_its_decimal_and_back(amount: int, currency: str) -> None:
    money = Money(amount, currency)
    assert Money.of(money.decimal, currency) == money
    assert is_exact(money.decimal, currency)


def test_amounts_add_in_one_currency_only() -> None:
    assert Money(3, "EUR") - Money(5, "EUR") == Money(-2, "EUR")
    with pytest.raises(CurrencyMismatchError, match="EUR and USD"):
        Money(1, "EUR") + Money(1, "USD")


@pytest.mark.parametrize(
    ("amount", "text"), [(-5, "-0.05 EUR"), (123456, "1234.56 EUR"), (0, "0.00 EUR")]
)
def test_an_amount_as_text_has_all_its_decimals(amount: int, text: str) -> None:
    assert str(Money(amount, "EUR")) == text


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(-(10**6), 10**6), min_size=1))
def test_shares_by_weights_of_any_sign_sum_to_the_whole(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    assume(whole != 0)
    shares = share(total, weights)
    assert sum(shares) == total
    for part, weight in zip(shares, weights, strict=True):
        assert abs(Fraction(total * weight, whole) - part) < 1

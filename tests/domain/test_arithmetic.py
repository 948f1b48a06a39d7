from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.arithmetic import LONGEST, is_beginning, is_reckoned, reckon
from finance_app.errors import InvalidAmountError


@pytest.mark.parametrize(
    ("typed", "region", "minor"),
    [
        ("12.50", "en_US", 1250),
        ("-12.50", "en_US", -1250),
        ("12.50+3", "en_US", 1550),
        ("12.50 + 3 - 0.50", "en_US", 1500),
        ("12.50*3", "en_US", 3750),
        ("12.505*2", "en_US", 2501),
        ("2+3*4", "en_US", 1400),
        ("(2+3)*4", "en_US", 2000),
        ("10/3", "en_US", 333),
        ("20/3", "en_US", 667),
        ("0.05/2", "en_US", 2),  # half to even
        ("0.15/2", "en_US", 8),
        ("-(3+2)", "en_US", -500),
        ("3*-2", "en_US", -600),
        ("1,234.50+1", "en_US", 123_550),
        ("1.234,50+1", "de_DE", 123_550),
        ("12,50×2", "de_DE", 2500),
        ("1 234,5÷2", "fr_FR", 61_725),
        ("90−12", "en_US", 7800),
        ("+5+5", "en_US", 1000),
    ],
)
def test_what_is_typed_is_reckoned_as_the_region_writes_it(
    typed: str, region: str, minor: int
) -> None:
    assert reckon(typed, "EUR", region) == minor


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("12.505", "EUR has 2 decimals"),
        ("12.50+", "like 12.50"),
        ("(12", "like 12.50"),
        ("12)", "like 12.50"),
        ("1+()", "like 12.50"),
        ("2 3+4", "like 12.50"),
        ("2(3)", "like 12.50"),
        ("1e3+1", "like 12.50"),
        ("__import__+1", "like 12.50"),
        ("1/0", "divided by zero"),
        ("5/(3-3)", "divided by zero"),
        ("9999999999999999999999*99", "larger than a book"),
        ("(" * 11 + "1" + ")" * 11, "like 12.50"),
        ("1+" * LONGEST, "at most"),
        ("", "Enter an amount"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_in_one_sentence(typed: str, says: str) -> None:
    with pytest.raises(InvalidAmountError, match=says) as refused:
        reckon(typed, "EUR", "en_US")
    assert refused.value.field == "amount"


@pytest.mark.parametrize(
    ("typed", "reckoned"), [("12.50", False), ("-12", False), ("1+1", True), ("(3)", True)]
)
def test_a_plain_amount_is_not_a_sum(typed: str, *, reckoned: bool) -> None:
    assert is_reckoned(typed) is reckoned


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        ("12+", True),
        ("(80", True),
        ("-", True),
        ("1.234.5", True),
        ("1.234.", True),
        ("1,234.56", False),
        ("1.234,567", False),
        ("abc", False),
        ("1)", False),
        ("1+" * LONGEST, False),
    ],
)
def test_what_cannot_be_read_yet_may_be_a_beginning(typed: str, *, begins: bool) -> None:
    assert is_beginning(typed, "EUR", "de_DE") is begins


@st.composite
def sums(draw: st.DrawFn) -> tuple[str, Fraction]:
    """A text and what Python's own exact arithmetic makes of it."""
    numbers = draw(st.lists(st.integers(1, 99_999), min_size=1, max_size=6))
    text = f"{numbers[0] // 100}.{numbers[0] % 100:02}"
    exact = f"Fraction({numbers[0]}, 100)"
    for number in numbers[1:]:
        operator = draw(st.sampled_from("+-*/"))
        text = f"{text}{operator}{number // 100}.{number % 100:02}"
        exact = f"{exact}{operator}Fraction({number}, 100)"
    return text, eval(exact, {"Fraction": Fraction})  # noqa: S307  made here, of numbers and four signs


@given(sums())
def test_reckoning_is_exact_and_rounds_once(made: tuple[str, Fraction]) -> None:
    text, exact = made
    expected = round(exact * 100)
    if abs(expected) <= 9 * 10**15:
        assert reckon(text, "EUR", "en_US") == expected

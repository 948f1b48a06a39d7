from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.splits import Part, UnsharedError, shares
from finance_app.errors import InvalidAmountError, InvalidInputError

REST = Part()


def fixed(amount: int) -> Part:
    return Part(amount=amount)


def percent(value: str) -> Part:
    return Part(percent=Decimal(value))


@pytest.mark.parametrize(
    ("total", "parts", "found"),
    [
        (1250, [fixed(1000), REST], [1000, 250]),
        (-1250, [fixed(-1000), REST], [-1000, -250]),
        (1000, [REST, REST, REST], [334, 333, 333]),
        (-1000, [REST, REST, REST], [-334, -333, -333]),
        (1000, [percent("40"), percent("60")], [400, 600]),
        (100, [percent("33.3333"), percent("33.3333"), percent("33.3334")], [33, 33, 34]),
        (1000, [percent("25"), fixed(100), REST, REST], [250, 100, 325, 325]),
        (5000, [fixed(5500), fixed(-500)], [5500, -500]),
        (1000, [percent("50"), fixed(500)], [500, 500]),
    ],
)
def test_parts_are_shared_to_the_last_minor_unit(
    total: int, parts: list[Part], found: list[int]
) -> None:
    assert shares(total, parts) == found


@pytest.mark.parametrize(
    ("total", "parts", "says"),
    [
        (1000, [percent("60"), percent("60")], "more than 100"),
        (1000, [fixed(1000), REST], "Nothing is left"),
        (1000, [fixed(1200), REST], "Nothing is left"),
        (1, [REST, REST], "Nothing is left"),
    ],
)
def test_parts_that_cannot_be_are_refused(total: int, parts: list[Part], says: str) -> None:
    with pytest.raises(InvalidInputError, match=says):
        shares(total, parts)


def test_what_is_not_shared_is_told() -> None:
    with pytest.raises(UnsharedError) as refused:
        shares(-1250, [fixed(-1000), fixed(-200)])
    assert refused.value.left == -50


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", REST),
        (" 12,50 ", fixed(1250)),
        ("4*3", fixed(1200)),
        ("40%", percent("40")),
        ("33,3 %", percent("33.3")),
    ],
)
def test_a_part_is_read_as_it_is_typed(typed: str, part: Part) -> None:
    assert Part.parse(typed, "EUR", "de_DE") == part


@pytest.mark.parametrize("typed", ["0%", "101%", "-5%", "%", "1.23456%", "much", "1e2%"])
def test_a_part_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(InvalidAmountError):
        Part.parse(typed, "EUR", "en_US")


some_parts = st.lists(
    st.one_of(
        st.just(REST),
        st.integers(-(10**9), 10**9).map(fixed),
        st.decimals("0.0001", "100", places=4).map(lambda value: Part(percent=value)),
    ),
    min_size=1,
    max_size=8,
)


@given(st.integers(-(10**12), 10**12), some_parts)
def test_shares_are_the_total_or_are_refused(total: int, parts: list[Part]) -> None:
    try:
        found = shares(total, parts)
    except InvalidInputError:
        return
    assert sum(found) == total
    assert all(one == part.amount for one, part in zip(found, parts, strict=True) if part.amount)


@given(st.integers(1, 10**12), st.integers(2, 20))
def test_equal_parts_differ_by_one_minor_unit_at_most(total: int, count: int) -> None:
    if total >= count:
        found = shares(total, [REST] * count)
        assert sum(found) == total
        assert max(found) - min(found) <= 1

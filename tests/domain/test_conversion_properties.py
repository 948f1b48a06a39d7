"""What holds of any conversion, whatever the rates are."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain.currencies import DECIMALS
from finance_app.domain.money import Money
from finance_app.domain.own_rates import OLDEST, OwnRate
from finance_app.domain.pegs import PEGS
from finance_app.domain.rates import Rate, RateTable, convert_parts, converted

DAY = date(2026, 10, 20)
PUBLISHED = ("USD", "JPY", "KWD", "CLF")
amounts = st.integers(-(10**5), 10**5)
values = st.decimals("0.01", "2000", places=4)
quotes = st.fixed_dictionaries(dict.fromkeys(PUBLISHED, values))
pairs = st.lists(st.sampled_from(("EUR", *PUBLISHED)), min_size=2, max_size=2, unique=True)


def table(quoted: dict[str, Decimal]) -> RateTable:
    made = RateTable()
    for code, per_euro in quoted.items():
        made.add(code, DAY, per_euro)
    return made


def rate(known: RateTable, origin: str, target: str) -> Rate:
    found = known.rate(origin, target, DAY)
    assert found is not None
    return found


def minor(amount: int, origin: str, target: str, per_unit: Fraction) -> int:
    """Return an amount in another currency, reckoned with fractions and rounded once."""
    return round(amount * per_unit * Fraction(10) ** (DECIMALS[target] - DECIMALS[origin]))


def per_euro(quoted: dict[str, Decimal], code: str) -> Fraction:
    return Fraction(1) if code == "EUR" else Fraction(quoted[code])


@pytest.mark.parametrize(
    ("amount", "per_unit", "there"),
    [(12, "4.8", 2), (36, "4.8", 8), (-36, "4.8", -8), (171, "1.44", 119), (180, "1.44", 125)],
)
def test_half_a_unit_is_seen_as_such_where_the_rate_goes_on_for_ever(
    amount: int, per_unit: str, there: int
) -> None:
    turned = rate(table({"PLN": Decimal(per_unit)}), "PLN", "EUR")
    assert converted(Money(amount, "PLN"), "EUR", turned).amount == Money(there, "EUR")
    assert sum(convert_parts([amount - 5, 5], "PLN", "EUR", turned)) == there


@given(amounts, quotes, pairs)
def test_an_amount_is_rounded_once(
    amount: int, quoted: dict[str, Decimal], pair: list[str]
) -> None:
    origin, target = pair
    found = table(quoted).convert(Money(amount, origin), target, DAY)
    assert found is not None
    exact = per_euro(quoted, target) / per_euro(quoted, origin)
    assert found.amount == Money(minor(amount, origin, target, exact), target)


@given(st.integers(-(10**6), 10**6), st.integers(1, 400))
def test_an_exact_half_goes_to_the_even_neighbour(half: int, eighths: int) -> None:
    """The amount is made for the rate, so that it is worth so many and a half."""
    known = table({"PLN": Decimal(8 * eighths)})
    found = known.convert(Money((2 * half + 1) * 4 * eighths, "PLN"), "EUR", DAY)
    assert found is not None
    assert found.amount.amount == half + half % 2


@given(amounts, quotes, pairs)
def test_there_and_back_loses_nothing_that_the_coarser_side_can_tell(
    amount: int, quoted: dict[str, Decimal], pair: list[str]
) -> None:
    """Either the amount comes back, or what came back is worth the same there."""
    known, (origin, target) = table(quoted), pair
    there = known.convert(Money(amount, origin), target, DAY)
    assert there is not None
    back = known.convert(there.amount, origin, DAY)
    assert back is not None
    exact = per_euro(quoted, target) / per_euro(quoted, origin)
    unit = Fraction(10) ** (DECIMALS[origin] - DECIMALS[target]) / exact  # in those of the origin
    assert abs(back.amount.amount - amount) <= (unit + 1) / 2
    if unit <= 1:
        assert back.amount.amount == amount
    else:
        assert known.convert(back.amount, target, DAY) == there


@given(quotes, pairs, st.sampled_from(PUBLISHED))
def test_a_cross_is_the_quotient_of_its_legs(
    quoted: dict[str, Decimal], pair: list[str], middle: str
) -> None:
    known, (origin, target) = table(quoted), pair
    whole = Fraction(*rate(known, origin, target).ratio)
    legs = [Fraction(*rate(known, "EUR", code).ratio) for code in (origin, target)]
    assert whole == legs[1] / legs[0]
    assert whole * Fraction(*rate(known, target, origin).ratio) == 1
    ways = (rate(known, origin, middle), rate(known, middle, target))
    assert prod(Fraction(*one.ratio) for one in ways) == whole
    assert abs(Fraction(rate(known, origin, target).value) / whole - 1) < Fraction(1, 10**58)


@given(st.lists(amounts, min_size=2, max_size=5), quotes, pairs)
def test_more_is_never_worth_less_and_a_debt_what_was_lent(
    several: list[int], quoted: dict[str, Decimal], pair: list[str]
) -> None:
    found = rate(table(quoted), *pair)
    worth = [converted(Money(one, pair[0]), pair[1], found).amount for one in sorted(several)]
    assert [one.amount for one in worth] == sorted(one.amount for one in worth)
    for one, made in zip(sorted(several), worth, strict=True):
        assert converted(Money(-one, pair[0]), pair[1], found).amount == -made


@given(st.lists(amounts, min_size=1, max_size=8), quotes, pairs)
def test_parts_sum_to_what_the_whole_converts_to(
    parts: list[int], quoted: dict[str, Decimal], pair: list[str]
) -> None:
    origin, target = pair
    found = rate(table(quoted), origin, target)
    whole = converted(Money(sum(parts), origin), target, found).amount.amount
    assert sum(convert_parts(parts, origin, target, found)) == whole


@given(amounts, quotes, pairs, values, st.booleans(), st.integers(0, OLDEST.days))
def test_an_own_rate_wins_whatever_is_published(
    amount: int,
    quoted: dict[str, Decimal],
    pair: list[str],
    value: Decimal,
    turned: bool,  # noqa: FBT001  drawn
    age: int,
) -> None:
    known, (origin, target) = table(quoted), pair
    stated = (target, origin) if turned else (origin, target)
    known.state(OwnRate(*stated, DAY - timedelta(days=age), value))
    found = known.convert(Money(amount, origin), target, DAY)
    assert found is not None
    assert found.rate.source == "own"
    exact = 1 / Fraction(value) if turned else Fraction(value)
    assert found.amount.amount == minor(amount, origin, target, exact)


@given(quotes, values, st.sampled_from(PUBLISHED), st.booleans())
def test_what_an_own_rate_leads_to_is_exact_either_way_round(
    quoted: dict[str, Decimal],
    value: Decimal,
    middle: str,
    turned: bool,  # noqa: FBT001  drawn
) -> None:
    known = table(quoted)
    known.state(OwnRate(*((middle, "ARS") if turned else ("ARS", middle)), DAY, value))
    there, back = rate(known, "ARS", "EUR"), rate(known, "EUR", "ARS")
    own = 1 / Fraction(value) if turned else Fraction(value)
    assert Fraction(*there.ratio) == own / Fraction(quoted[middle])
    assert Fraction(*there.ratio) * Fraction(*back.ratio) == 1


@given(quotes, st.tuples(values, values), pairs, st.tuples(st.booleans(), st.booleans()), amounts)
def test_what_is_published_between_two_own_rates_is_exact_either_way_round(
    quoted: dict[str, Decimal],
    stated: tuple[Decimal, Decimal],
    pair: list[str],
    turned: tuple[bool, bool],
    amount: int,
) -> None:
    known, whole = table(quoted), per_euro(quoted, pair[1]) / per_euro(quoted, pair[0])
    ways = (("ARS", pair[0]), (pair[1], "VND"))
    for (origin, target), value, back_to_front in zip(ways, stated, turned, strict=True):
        names = (target, origin) if back_to_front else (origin, target)
        known.state(OwnRate(*names, DAY, value))
        whole *= 1 / Fraction(value) if back_to_front else Fraction(value)
    there, back = rate(known, "ARS", "VND"), rate(known, "VND", "ARS")
    assert Fraction(*there.ratio) == whole
    assert Fraction(*back.ratio) == 1 / whole
    assert back.legs == there.legs[::-1]
    assert (there.legs[0].source, there.legs[-1].source) == ("own", "own")
    found = converted(Money(amount, "ARS"), "VND", there).amount.amount
    assert found == minor(amount, "ARS", "VND", whole)


@given(values, values, st.sampled_from(sorted(PEGS)), st.sampled_from(("EUR", "JPY")))
def test_a_pegged_currency_follows_its_anchor(
    anchored: Decimal, yen: Decimal, code: str, target: str
) -> None:
    peg = PEGS[code]
    quoted = {"JPY": yen} | ({} if peg.anchor == "EUR" else {peg.anchor: anchored})
    known = table(quoted)
    whole = Fraction(*rate(known, code, target).ratio)
    anchor = per_euro(quoted, target) / per_euro(quoted, peg.anchor)
    assert whole == anchor / Fraction(peg.per_anchor)
    assert Fraction(*rate(known, peg.anchor, code).ratio) == Fraction(peg.per_anchor)
    if peg.anchor != "EUR":
        assert table({"JPY": yen}).rate(code, target, DAY) is None

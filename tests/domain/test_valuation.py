from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance_app.domain import flows, valuation
from finance_app.domain.categories import CategoryKind
from finance_app.domain.made import made_of
from finance_app.domain.money import Money
from finance_app.domain.rates import RateTable, converted, shares_at
from finance_app.domain.totals import Total
from finance_app.domain.valuation import Basis, Valuation
from finance_app.errors import InvalidInputError

DAY = date(2026, 10, 20)
KINDS = {1: CategoryKind.INCOME, 2: CategoryKind.EXPENSE, 3: CategoryKind.EXPENSE}
CURRENCIES = ("EUR", "USD", "JPY", "KWD", "XXX")  # there is no rate of the last


def table() -> RateTable:
    made = RateTable()
    for code, per_euro in (("USD", "1.1172"), ("JPY", "175.68"), ("KWD", "0.3391")):
        made.add(code, DAY, Decimal(per_euro))
    return made


def at(basis: Basis, currency: str = "EUR") -> Valuation:
    return Valuation(basis, "EUR", currency, DAY, table(), frozenset(CURRENCIES[:-1]))


@st.composite
def a_total(draw: st.DrawFn) -> Total:
    count, missing = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    amount = draw(st.integers(-(10**12), 10**12)) if count else 0
    lacking = draw(st.integers(-(10**6), 10**6)) if missing else 0
    return Total(
        date(2026, draw(st.integers(1, 12)), 1),
        draw(st.sampled_from(sorted(KINDS))),
        draw(st.sampled_from(CURRENCIES[:-1])),
        draw(st.integers(-(10**12), 10**12)) if count else 0,
        count + missing,
        lacking,
        missing,
        amount=amount + lacking,
    )


totals = st.lists(a_total(), max_size=30)


@given(totals, st.sampled_from([Basis.END, Basis.TODAY]), st.sampled_from(["EUR", "USD", "JPY"]))
def test_at_the_rates_of_one_day_each_currency_is_added_up_first_and_rounded_once(
    found: list[Total], basis: Basis, shown: str
) -> None:
    made = at(basis, shown)
    flow = flows.flow(made.valued(found, KINDS), KINDS, shown)
    for kind, sign, said in (
        (CategoryKind.INCOME, 1, flow.income),
        (CategoryKind.EXPENSE, -1, flow.spending),
    ):
        sums: dict[str, int] = defaultdict(int)
        for total in found:
            if KINDS[total.purpose] is kind:
                sums[total.currency] += total.amount
        wanted = 0
        for code, amount in sums.items():
            rate = made.rate(code)
            assert rate is not None
            wanted += sum(shares_at([amount], code, shown, rate))
        assert said.amount == sign * wanted


@given(totals, st.sampled_from(list(Basis)), st.sampled_from(["EUR", "USD", "KWD"]))
def test_nothing_is_ever_dropped(found: list[Total], basis: Basis, shown: str) -> None:
    valued = at(basis, shown).valued(found, KINDS)
    assert sum(one.count for one in valued) == sum(one.count for one in found)
    made = made_of(valued, 1, shown)
    assert sum(one.count for one in made) == sum(one.count for one in found)
    originals: dict[str, int] = defaultdict(int)
    for one in made:
        originals[one.original.currency] += one.original.amount
    wanted: dict[str, int] = defaultdict(int)
    for total in found:
        wanted[total.currency] += total.amount
    assert {code: sum_ for code, sum_ in originals.items() if sum_} == {
        code: sum_ for code, sum_ in wanted.items() if sum_
    }


@given(totals, st.sampled_from([Basis.ENTRY, Basis.BANK]), st.sampled_from(["USD", "KWD"]))
def test_what_is_between_two_steps_sums_to_the_books_figure(
    found: list[Total], basis: Basis, shown: str
) -> None:
    found = [one for one in found if one.currency != "EUR"]
    made = made_of(at(basis, shown).valued(found, KINDS), 1, shown)
    base = [one.between for one in made if one.between]
    assert sum(one.amount for one in base) == sum(one.base_amount for one in found)


@given(totals)
def test_by_entry_in_the_books_currency_everything_stays_as_it_is_kept(found: list[Total]) -> None:
    assert at(Basis.ENTRY).valued(found, KINDS) == found
    assert at(Basis.BANK).valued(found, KINDS) == found


def test_in_another_currency_the_books_figures_are_converted_once() -> None:
    found = [
        Total(DAY, 2, "USD", -1001, 2, amount=-1118),
        Total(DAY, 3, "JPY", -2000, 3, -77, 1, amount=-3591),
    ]
    first, lacking, second = at(Basis.ENTRY, "USD").valued(found, KINDS)
    assert first.base_amount + second.base_amount == round(-3001 * 1.1172)
    assert (lacking.currency, lacking.missing_amount, lacking.missing_count) == ("JPY", -77, 1)
    assert (second.currency, second.amount, second.count) == ("EUR", -2000, 2)


def test_what_has_no_rate_is_named_by_currency_and_never_counts() -> None:
    found = [Total(DAY, 2, "XXX", -5, 4, amount=-500), Total(DAY, 2, "EUR", -7, 1, amount=-7)]
    flow = flows.flow(at(Basis.TODAY).valued(found, KINDS), KINDS, "EUR")
    assert flow.spending == Money(7, "EUR")
    (missing,) = flow.missing_spending
    assert (missing.amount.currency, missing.amount.amount, missing.count) == ("XXX", 500, 4)


def test_without_a_rate_to_the_currency_shown_all_is_missing() -> None:
    none = replace(at(Basis.ENTRY, "USD"), table=RateTable())
    found = [Total(DAY, 2, "JPY", -5, 4, amount=-500)]
    flow = flows.flow(none.valued(found, KINDS), KINDS, "USD")
    assert flow.known_spending is None
    assert [one.amount for one in flow.missing_spending] == [Money(5, "EUR")]


@given(
    st.integers(-(10**13), 10**13),
    st.sampled_from(["USD", "JPY", "KWD"]),
    st.sampled_from(["USD", "JPY", "KWD", "EUR"]),
)
def test_a_sum_of_one_is_converted_as_an_amount_is(amount: int, origin: str, target: str) -> None:
    rate = table().rate(origin, target, DAY)
    assert rate is not None
    alone = converted(Money(amount, origin), target, rate)
    assert shares_at([amount], origin, target, rate) == [alone.amount.amount]


@pytest.mark.parametrize(
    ("text", "basis"),
    [("", Basis.ENTRY), ("end", Basis.END), ("bank", Basis.BANK)],
)
def test_an_address_names_a_basis(text: str, basis: Basis) -> None:
    assert valuation.asked(text) is basis


def test_what_is_no_basis_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="“nonsense” is not a basis"):
        valuation.asked("nonsense")

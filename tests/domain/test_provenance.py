from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from finance_app.domain import provenance
from finance_app.domain.categories import CategoryKind
from finance_app.domain.made import Made, made_of, negated, summed
from finance_app.domain.money import Money
from finance_app.domain.rates import Path, Rate, RateTable
from finance_app.domain.totals import Total
from finance_app.domain.valuation import Basis, Valuation

DAY = date(2026, 10, 20)
KINDS = {1: CategoryKind.INCOME, 2: CategoryKind.EXPENSE}


def at(basis: Basis, shown: str) -> Valuation:
    table = RateTable()
    table.add("USD", DAY, Decimal(2))
    table.add("GBP", DAY, Decimal("0.8"))
    return Valuation(basis, "EUR", shown, DAY, table)


def told(found: list[Total], basis: Basis, shown: str) -> list[tuple[str, str]]:
    valuation = at(basis, shown)
    made = made_of(valuation.valued(found, KINDS), -1, shown)
    rows = provenance.of_figure(made, valuation, "en_GB")
    return [(what, much.replace("\u00a0", " ")) for what, much in rows]


def spent(currency: str, amount: int, base_amount: int, *, by_bank: int = 0) -> Total:
    return Total(DAY, 2, currency, -base_amount, 2, amount=-amount, bank_count=by_bank)


def test_in_another_currency_both_steps_are_named() -> None:
    found = [spent("USD", 10_000, 5_000), spent("EUR", 700, 700), spent("GBP", 80, 100)]
    assert told(found, Basis.ENTRY, "GBP") == [
        ("7.00 EUR", "5.60 GBP"),
        ("0.80 GBP", "1.00 EUR → 0.80 GBP"),
        ("100.00 USD", "50.00 EUR → 40.00 GBP"),
        ("To EUR", "Each entry at the rate of its own day"),
        ("Rate", "1 EUR = 0.80 GBP"),
        ("Published for", "20 Oct 2026"),
        ("Source", "European Central Bank"),
    ]


def test_what_the_bank_converted_is_counted_before_the_second_step() -> None:
    first, said, *_ = told([spent("USD", 10_000, 5_000, by_bank=1)], Basis.BANK, "GBP")
    assert first == ("100.00 USD", "50.00 EUR, 1 line by the bank’s rate → 40.00 GBP")
    assert said == ("To EUR", "Each entry at the rate of its own day, or the bank’s own")


def test_what_went_through_the_books_currency_and_back_is_explained() -> None:
    first, *_ = told([spent("GBP", 80, 90)], Basis.ENTRY, "GBP")
    assert first == ("0.80 GBP", "0.90 EUR → 0.72 GBP")


@pytest.mark.parametrize("basis", [Basis.ENTRY, Basis.BANK])
def test_what_is_in_the_books_currency_takes_the_second_step_alone(basis: Basis) -> None:
    rows = told([spent("EUR", 700, 700)], basis, "GBP")
    assert [what for what, _ in rows] == ["7.00 EUR", "Rate", "Published for", "Source"]


@pytest.mark.parametrize("basis", list(Basis))
def test_in_the_books_own_currency_there_is_nothing_to_explain(basis: Basis) -> None:
    assert told([spent("EUR", 700, 700)], basis, "EUR") == []


def test_sums_and_turned_signs_keep_what_is_between() -> None:
    one = Made(Money(5, "USD"), Money(3, "GBP"), 1, 1, Money(4, "EUR"))
    twice = Made(Money(10, "USD"), Money(6, "GBP"), 2, 2, Money(8, "EUR"))
    assert summed([(one,), (one,)]) == (twice,)
    assert negated((one,))[0].between == Money(-4, "EUR")


NOVEMBER = date(2026, 11, 20)
DOLLAR = Rate(Decimal("0.8"), NOVEMBER, "ecb", Path.INVERSE)
YEN = Rate(Decimal("0.005"), NOVEMBER, "ecb", Path.INVERSE)
MADE = (
    Made(Money(500, "EUR"), Money(500, "EUR"), 1),
    Made(Money(20_000, "JPY"), Money(10_000, "EUR"), 1),
    Made(Money(1_000, "KWD"), None, 1),
    Made(Money(10_000, "USD"), Money(8_000, "EUR"), 2),
)


def said(yen: Rate = YEN) -> list[str]:
    rows = provenance.of_amounts(MADE, "EUR", {"JPY": yen, "USD": DOLLAR}, "en_US")
    return [" | ".join(row).replace("\N{NO-BREAK SPACE}", " ") for row in rows]


def test_several_rates_take_a_line_a_currency_and_say_once_what_they_share() -> None:
    assert said() == [
        "5.00 EUR | 5.00 EUR | ",
        "20,000 JPY | 100.00 EUR | at 0.005",
        "1.000 KWD | not in it: no rate (1 line)",
        "100.00 USD | 80.00 EUR | at 0.80",
        "Published for | Nov 20, 2026",
        "Source | European Central Bank",
    ]


def test_what_rates_do_not_share_stands_with_each() -> None:
    shown = said(replace(YEN, day=date(2026, 11, 19), age=1, source="own"))
    assert shown[1].startswith("20,000 JPY | 100.00 EUR | at 0.005, Nov 19, 2026, ")
    assert shown[3] == "100.00 USD | 80.00 EUR | at 0.80, Nov 20, 2026, European Central Bank"
    assert len(shown) == len(MADE)

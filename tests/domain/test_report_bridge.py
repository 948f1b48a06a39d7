from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from finance_app.domain import report_bridge
from finance_app.domain.accounts import AccountKind
from finance_app.domain.bridge import Bridge, Cause, Change, CurrencyGain, Gain, Lack, Parts, When
from finance_app.domain.flows import Flow
from finance_app.domain.money import Money
from finance_app.domain.valuation import Basis, Valuation
from finance_app.domain.worth import Holding, Worth

EUR = "EUR"
BEFORE, LAST = date(2026, 9, 30), date(2026, 10, 31)


def euros(amount: int) -> Money:
    return Money(amount, EUR)


def holding(key: int, name: str, currency: str) -> Holding:
    return Holding(key, name, AccountKind.CHECKING, date(2020, 1, 1), Money(0, currency))


PARTS = Parts(BEFORE, (), LAST, (), Flow(euros(0), euros(0)), (), (), ())
TRAVEL, SAVED = holding(1, "Travel", "USD"), holding(2, "Saved", "USD")
DINARS = holding(3, "Dinars", "KWD")
FOUND = Bridge(
    Worth(BEFORE, euros(1_000), (Money(4_900, "KWD"),)),
    Worth(LAST, euros(1_500)),
    (
        Change(Cause.INCOME, euros(550)),
        Change(Cause.EXCHANGE, euros(-50)),
        Change(Cause.UNDER_WAY, euros(0)),
        Change(Cause.REVALUATION, euros(30)),
        Change(Cause.UNKNOWN, euros(-30)),
    ),
    (
        CurrencyGain("KWD", None, euros(0), (Gain(DINARS, None, euros(0)),)),
        CurrencyGain(
            "USD",
            euros(30),
            euros(-50),
            (Gain(TRAVEL, euros(40), euros(-50)), Gain(SAVED, euros(-10), euros(0))),
        ),
    ),
    (
        Lack(DINARS, When.OPENING, Money(4_900, "KWD"), BEFORE, BEFORE),
        Lack(DINARS, When.LINES, Money(-4_900, "KWD"), date(2026, 10, 1), LAST, 2),
    ),
    PARTS,
)
USUAL = Valuation(Basis.ENTRY, EUR, EUR, LAST, currencies=frozenset({EUR, "USD", "KWD"}))


def test_the_steps_lead_from_one_end_to_the_other() -> None:
    steps, gains, lacking = report_bridge.tables(FOUND, USUAL, "en_US")
    assert [(one.cells[0], one.cells[-1]) for one in steps.lines] == [
        ("Sep 30, 2026", "10.00 EUR without 4.900 KWD"),
        ("Income", "+5.50 EUR"),
        ("Exchange", "−0.50 EUR"),
        ("Revaluation", "+0.30 EUR"),
        ("Without a rate", "−0.30 EUR"),
    ]
    assert steps.foot[-1] == "15.00 EUR"
    assert [(one.level, *one.cells) for one in gains.lines] == [
        (0, "KWD: Dinars", "– no rate", "0.00 EUR", "– no rate"),
        (0, "USD", "+0.30 EUR", "−0.50 EUR", "−0.20 EUR"),
        (1, "Travel", "+0.40 EUR", "−0.50 EUR", "−0.10 EUR"),
        (1, "Saved", "−0.10 EUR", "0.00 EUR", "−0.10 EUR"),
    ]
    assert gains.foot == ("Total", "+0.30 EUR", "−0.50 EUR", "−0.20 EUR")
    assert [one.cells for one in lacking.lines] == [
        ("Dinars", "Balance before", "Sep 30, 2026", "4.900 KWD"),
        ("Dinars", "2 lines", "Oct 1 – 31, 2026", "−4.900 KWD"),
    ]


def test_where_nothing_changed_nothing_is_drawn_or_written() -> None:
    nothing = Bridge(Worth(BEFORE, euros(5)), Worth(LAST, euros(5)), (), (), (), PARTS)
    assert list(report_bridge.tables(nothing, USUAL, "en_US")) == []
    assert list(report_bridge.charts(nothing, USUAL, "en_US")) == []
    assert list(report_bridge.charts(None, USUAL, "en_US")) == []
    (chart,) = report_bridge.charts(FOUND, USUAL, "en_US")
    assert chart.value == "+5.00 EUR"
    assert chart.note == "From 10.00 EUR on Sep 30, 2026 to 15.00 EUR on Oct 31, 2026"


@pytest.mark.parametrize(
    ("beside", "says"),
    [
        (USUAL, False),
        (replace(USUAL, basis=Basis.TODAY), True),
        (replace(USUAL, basis=Basis.END), True),
        (replace(USUAL, basis=Basis.BANK), True),
        (replace(USUAL, currency="USD"), True),
        (replace(USUAL, basis=Basis.TODAY, currencies=frozenset({EUR})), False),
    ],
)
def test_beside_other_rates_or_another_currency_it_says_what_its_own_are(
    beside: Valuation, *, says: bool
) -> None:
    said = "always in EUR, the book’s currency, and at the rates of each day"
    (chart,) = report_bridge.charts(FOUND, beside, "en_US")
    steps, *_ = report_bridge.tables(FOUND, beside, "en_US")
    assert chart.note.endswith(f"; {said}") == says
    assert steps.note == (f"A{said[1:]}." if says else "")

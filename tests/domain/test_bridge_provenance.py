from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from finance_app.domain import bridge_provenance
from finance_app.domain.accounts import AccountKind
from finance_app.domain.bridge import Bridge, Cause, Moves, Parts, Sides, bridge
from finance_app.domain.flows import Flow
from finance_app.domain.money import Money
from finance_app.domain.rates import RateTable
from finance_app.domain.worth import Holding, Standing

BEFORE, BEGUN, LAST = date(2026, 9, 30), date(2026, 10, 15), date(2026, 10, 31)


def table() -> RateTable:
    made = RateTable()
    for day, value in ((BEFORE, "2"), (BEGUN, "1.6"), (LAST, "1.25")):
        made.add("USD", day, Decimal(value))
    return made


def holding(key: int, currency: str) -> Holding:
    return Holding(key, f"Mine {key}", AccountKind.CHECKING, BEGUN, Money(1_600, currency))


def on(day: date, amount: int, account: Holding) -> Standing[Holding]:
    balance = Money(amount, account.opening.currency)
    return Standing(account, balance, table().convert(balance, "EUR", day))


def found(currency: str = "USD") -> Bridge:
    """Return a bridge of an account that began with 16.00, and got 4.00 for 2.00 EUR."""
    euros, other = holding(1, "EUR"), holding(2, currency)
    nothing = Flow(Money(0, "EUR"), Money(0, "EUR"))
    parts = Parts(
        BEFORE,
        (on(BEFORE, 5_000, euros), on(BEFORE, 0, other)),
        LAST,
        (on(LAST, 4_800, euros), on(LAST, 2_000, other)),
        nothing,
        (on(BEGUN, 1_600, other),),
        (Moves(1, -200, -200, 1), Moves(2, 250, 250, 1)),
        (Sides(2, 1, receives=True, amount=250, other_amount=-200),),
    )
    return bridge(parts)


def told(cause: Cause, currency: str = "USD") -> list[tuple[str, str]]:
    rows = bridge_provenance.of_step(found(currency), cause, "en_GB")
    return [(what, much.replace("\u00a0", " ")) for what, much in rows]


def test_ends_say_balances_by_currency_and_rates() -> None:
    assert told(Cause.OPENING) == []
    rows = told(Cause.CLOSING)
    assert rows[:3] == [
        ("48.00 EUR", "48.00 EUR"),
        ("20.00 USD", "16.00 EUR"),
        ("Rate", "1 USD = 0.80 EUR"),
    ]


def test_opening_balances_say_the_rate_of_their_day() -> None:
    rows = told(Cause.BEGUN)
    assert rows[:3] == [
        ("16.00 USD", "10.00 EUR"),
        ("Rate", "1 USD = 0.625 EUR"),
        ("Published for", "15 Oct 2026"),
    ]


def test_revaluation_says_what_each_currency_was_worth_at_both_ends() -> None:
    assert told(Cause.REVALUATION) == [
        ("USD", "+3.50 EUR"),  # 16.00 at the end less 10.00 and 2.50
        ("On 31 Oct 2026", "1 USD = 0.80 EUR"),
    ]


def test_exchange_says_what_each_currency_brought() -> None:
    assert told(Cause.EXCHANGE) == [("USD", "+0.50 EUR"), ("Rates", bridge_provenance.OF_SIDES)]
    assert told(Cause.UNDER_WAY) == [("Rates", "Each side at the rate of its day")]


def test_what_has_no_rate_is_named() -> None:
    rows = told(Cause.UNKNOWN, "KWD")
    assert ("Mine 2, Opening balance, 15 Oct 2026", "1.600 KWD, no rate") in rows
    assert told(Cause.BEGUN, "KWD") == [("1.600 KWD", "not in it: no rate (1 line)")]


def test_a_bridge_in_one_currency_has_nothing_to_explain() -> None:
    made = found()
    only = [
        tuple(one for one in some if one.account.id == 1)
        for some in (made.parts.opening, made.parts.closing)
    ]
    alone = bridge(
        replace(
            made.parts,
            opening=only[0],
            closing=only[1],
            begun=(),
            moves=(Moves(1, -200),),
            sides=(),
        )
    )
    assert [bridge_provenance.of_step(alone, cause, "en_GB") for cause in Cause] == [[]] * len(
        Cause
    )

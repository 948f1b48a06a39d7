"""The net-worth bridge written out: its steps, what currencies brought, what has no rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain import bridge_charts
from finance_app.domain.bridge import Cause, When
from finance_app.domain.bridge_charts import NAMES, NOTES, step_parts
from finance_app.domain.charts import worth_text
from finance_app.domain.formatting import day_text, days_text, known_text, lines_text, money_text
from finance_app.domain.report_parts import Chart, Line, Table
from finance_app.domain.valuation import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finance_app.domain.bridge import Bridge, CurrencyGain, Gain, Lack
    from finance_app.domain.money import Money
    from finance_app.domain.valuation import Valuation
    from finance_app.domain.worth import Worth

TITLE = "What changed net worth"
GAINS = "Exchange gains"
LACKING = "Without a rate"


def charts(bridge: Bridge | None, beside: Valuation, region: str) -> Iterator[Chart]:
    """Draw the bridge, where there is any change.

    Args:
        beside: how the other figures are made.
    """
    if bridge and bridge.shown:
        figure, said = bridge_charts.down(bridge, region, lambda _: ""), led(bridge, beside, region)
        yield Chart("bridge", TITLE, change_text(bridge, region), figure, said)


def change_text(bridge: Bridge, region: str) -> str:
    """Write what net worth changed by."""
    return money_text(bridge.change, region, plus=True)


def led(bridge: Bridge, beside: Valuation, region: str) -> str:
    """Say from what to what the bridge leads: `1.00 EUR on Oct 31, 2026 to 2.00 EUR on …`.

    Args:
        beside: how the figures beside it are made, since those of the bridge never change.
    """
    ends = (_end(one, region) for one in (bridge.opening, bridge.closing))
    begins = bridge_charts.begins_at(bridge, region)
    parts = (f"From {' to '.join(ends)}", begins, as_always(beside))
    return "; ".join(part for part in parts if part)


def as_always(beside: Valuation) -> str:
    """Say in which currency and at which rates a bridge is, where others beside it are not."""
    if beside.currency == beside.base and (beside.basis is Basis.ENTRY or not beside.foreign):
        return ""
    return f"always in {beside.base}, the book’s currency, and at the rates of each day"


def sentence(text: str) -> str:
    """Make a part of a sentence one of its own."""
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _end(worth: Worth, region: str) -> str:
    return f"{known_text(worth.known, region)} on {day_text(worth.day, region)}"


def tables(bridge: Bridge, beside: Valuation, region: str) -> Iterator[Table]:
    """Write the bridge out; there is nothing to say where nothing changed.

    Args:
        beside: how the other figures are made.
    """
    if not bridge.shown:
        return
    steps = [
        Line((NAMES[one.cause], NOTES[one.cause], step_parts(one, region).text))
        for one in bridge.shown
    ]
    yield Table(
        TITLE,
        ("Step", "What it is", "Amount"),
        (Line(_ends(bridge.opening, Cause.OPENING, region)), *steps),
        _ends(bridge.closing, Cause.CLOSING, region),
        note=sentence(as_always(beside)),
        words=2,
    )
    yield _gains(bridge, region)
    yield Table(
        LACKING,
        ("Account", "What", "When", "Amount"),
        tuple(Line(lack_cells(one, region)) for one in bridge.lacking),
        words=3,
    )


def _ends(worth: Worth, cause: Cause, region: str) -> tuple[str, str, str]:
    return day_text(worth.day, region), NOTES[cause], worth_text(worth, region)


def _gains(bridge: Bridge, region: str) -> Table:
    lines = []
    for group in bridge.gains:
        lines.append(Line(_cells(currency_name(group), group, region)))
        parts = group.accounts if group.accounts[1:] else ()
        lines += [Line(_cells(one.account.name, one, region), 1) for one in parts]
    return Table(
        GAINS,
        ("Currency", "Revaluation", "Exchange", "Together"),
        tuple(lines),
        ("Total", *(money_text(one, region, plus=True) for one in gain_sums(bridge))),
        note=gains_note(bridge),
    )


def gains_note(bridge: Bridge) -> str:
    """Say what the columns are, and what is not in them."""
    lost = "" if not bridge.lacking else " What has no rate is in neither."
    return (
        "Revaluation is what balances gained or lost by exchange rates, exchange what transfers "
        f"cost or brought against the day’s.{lost}"
    )


def currency_name(group: CurrencyGain) -> str:
    """Name a currency, with its account where it has but one."""
    return (
        f"{group.currency}: {group.accounts[0].account.name}"
        if not group.accounts[1:]
        else (group.currency)
    )


def _cells(name: str, gain: Gain | CurrencyGain, region: str) -> tuple[str, ...]:
    amounts = gain_amounts(gain)
    return name, *(known_text(one, region, plus=True) for one in amounts)


def gain_amounts(gain: Gain | CurrencyGain) -> tuple[Money | None, Money, Money | None]:
    """Return revaluation, exchange and both, each None where no rate tells it."""
    return gain.revaluation, gain.exchange, gain.together


def gain_sums(bridge: Bridge) -> tuple[Money, Money, Money]:
    """Return the same of all currencies, as far as it is known."""
    revaluation, exchange = bridge.amount(Cause.REVALUATION), bridge.amount(Cause.EXCHANGE)
    return revaluation, exchange, revaluation + exchange


def lack_cells(lack: Lack, region: str) -> tuple[str, str, str, str]:
    """Write what has no rate: the account, what of it, when, and how much."""
    what = {
        When.OPENING: "Balance before",
        When.BEGUN: "Opening balance",
        When.LINES: lines_text(lack.count, region),
        When.CLOSING: "Balance at the end",
    }
    on = day_text(lack.first, region)
    when = on if lack.first == lack.last else days_text(lack.first, lack.last, region)
    return lack.account.name, what[lack.when], when, money_text(lack.amount, region)

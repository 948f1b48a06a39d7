"""Where the steps of a net-worth bridge come from, in rows like those of `domain.provenance`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finance_app.domain import provenance
from finance_app.domain.bridge import Cause
from finance_app.domain.formatting import day_text, money_text
from finance_app.domain.made import Made, negated
from finance_app.domain.provenance import OF_BASIS
from finance_app.domain.report_bridge import lack_cells
from finance_app.domain.valuation import Basis

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finance_app.domain.bridge import Bridge
    from finance_app.domain.provenance import Row

OF_SIDES = "Both sides of each transfer at the rate of its day"


def of_step(bridge: Bridge, cause: Cause, region: str) -> list[Row]:
    """Say where a step, or an end, comes from; nothing where nothing in it was converted."""
    return _HOW[cause](bridge, region)


def _opening(bridge: Bridge, region: str) -> list[Row]:
    return provenance.of_worth(bridge.opening, region)


def _closing(bridge: Bridge, region: str) -> list[Row]:
    return provenance.of_worth(bridge.closing, region)


def _flowed(made: tuple[Made, ...], bridge: Bridge, region: str) -> list[Row]:
    rows = provenance.of_amounts(made, bridge.opening.amount.currency, {}, region)
    said = (f"To {bridge.opening.amount.currency}", OF_BASIS[Basis.ENTRY])
    return [*rows, said] if rows else []


def _income(bridge: Bridge, region: str) -> list[Row]:
    return _flowed(bridge.parts.flow.income_made, bridge, region)


def _spending(bridge: Bridge, region: str) -> list[Row]:
    return _flowed(negated(bridge.parts.flow.spending_made), bridge, region)


def _begun(bridge: Bridge, region: str) -> list[Row]:
    base, rows = bridge.opening.amount.currency, []
    for one in bridge.parts.begun:
        made = Made(one.balance, one.converted.amount if one.converted else None, 1)
        rates = {one.balance.currency: one.converted.rate} if one.converted else {}
        rows += provenance.of_amounts([made], base, rates, region)
    return rows


def _revaluation(bridge: Bridge, region: str) -> list[Row]:
    """Say what each currency brought, and what it was worth at both ends."""
    ends = [(one.day, dict(one.rates)) for one in (bridge.opening, bridge.closing)]
    rows: list[Row] = []
    for gain in bridge.gains:
        if not gain.revaluation:
            continue
        rows.append((gain.currency, money_text(gain.revaluation, region, plus=True)))
        for day, rates in ends:
            if rate := rates.get(gain.currency):
                base = bridge.opening.amount.currency
                said = provenance.rate_text(gain.currency, rate.value, base, region)
                rows.append((f"On {day_text(day, region)}", said))
    return rows


def _exchange(bridge: Bridge, region: str) -> list[Row]:
    rows = [
        (one.currency, money_text(one.exchange, region, plus=True))
        for one in bridge.gains
        if one.exchange.amount
    ]
    return [*rows, ("Rates", OF_SIDES)] if rows else []


def _under_way(bridge: Bridge, _region: str) -> list[Row]:
    return [("Rates", "Each side at the rate of its day")] if bridge.gains else []


def _unknown(bridge: Bridge, region: str) -> list[Row]:
    found = (lack_cells(one, region) for one in bridge.lacking)
    return [(f"{name}, {what}, {when}", f"{amount}, no rate") for name, what, when, amount in found]


_HOW: Mapping[Cause, Callable[[Bridge, str], list[Row]]] = {
    Cause.OPENING: _opening,
    Cause.INCOME: _income,
    Cause.SPENDING: _spending,
    Cause.BEGUN: _begun,
    Cause.EXCHANGE: _exchange,
    Cause.UNDER_WAY: _under_way,
    Cause.REVALUATION: _revaluation,
    Cause.UNKNOWN: _unknown,
    Cause.CLOSING: _closing,
}

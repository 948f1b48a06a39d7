"""Where a converted figure comes from, in words: rows of what and how much."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from finance_app.domain.formatting import day_text, decimal_text, lines_text, money_text
from finance_app.domain.money import EXACT
from finance_app.domain.rate_sources import titled
from finance_app.domain.rates import Path
from finance_app.domain.valuation import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from finance_app.domain.entries import EntryView
    from finance_app.domain.made import Made
    from finance_app.domain.money import Money
    from finance_app.domain.rates import Leg, Rate
    from finance_app.domain.valuation import Valuation
    from finance_app.domain.worth import Worth

type Row = tuple[str, str]

DIGITS = 6  # of a rate that are shown
OF_BASIS = {
    Basis.ENTRY: "Each entry at the rate of its own day",
    Basis.BANK: "Each entry at the rate of its own day, or the bank’s own",
}


def rate_text(origin: str, value: Decimal, target: str, region: str) -> str:
    """Write a rate with the digits that mean something: `1 USD = 0.9199 EUR`."""
    places = max(4, DIGITS - 1 - value.adjusted())
    said = f"1 {origin} = {decimal_text(round(value, places), region)} {target}"
    return said.replace(" ", "\u00a0")


def of_rate(rate: Rate, origin: str, target: str, region: str) -> list[Row]:
    """Say what a rate is, of which day, how old on the asked one, from where, and made of what."""
    if rate.path is Path.SAME:
        return []
    rows = [("Rate", rate_text(origin, rate.value, target, region))]
    rows.append(("Published for", f"{day_text(rate.day, region)}{_aged(rate, region)}"))
    rows.append(("Source", titled(rate.source)))
    if rate.path is not Path.DIRECT:
        word = "Turned round" if rate.path is Path.INVERSE else f"By way of {_middle(rate, origin)}"
        rows.append((word, "; ".join(_leg(leg, region) for leg in rate.legs)))
    return rows


def of_unknown_rate(entry: EntryView, amount: Money, became: Money, region: str) -> list[Row]:
    """Say what an entry was converted by: the bank, or a rate that was corrected since."""
    implied = EXACT.divide(became.decimal, amount.decimal) if amount.amount else None
    said = rate_text(amount.currency, implied, became.currency, region) if implied else "–"
    if entry.original is not None and abs(entry.original.amount) == abs(became.amount):
        return [("Rate", said), ("Source", "the bank’s own, as it stated both amounts")]
    known = day_text(entry.rate_day, region) if entry.rate_day else "–"
    return [("Rate", said), ("Published for", f"{known}, corrected since; this will follow")]


def _aged(rate: Rate, region: str) -> str:
    if not rate.age:
        return ""
    on = rate.day + timedelta(days=rate.age)
    return f", {rate.age} day{'' if rate.age == 1 else 's'} before {day_text(on, region)}"


def _middle(rate: Rate, origin: str) -> str:
    first = rate.legs[0]
    return first.base if first.currency == origin else first.currency


def _leg(leg: Leg, region: str) -> str:
    return rate_text(leg.base, leg.value, leg.currency, region)


def of_made(made: Sequence[Made], region: str) -> list[Row]:
    """Say what a figure is made of; nothing where all of it is in its own currency."""
    if not any(one.is_converted for one in made):
        return []
    return [(money_text(one.original, region), _became(one, region)) for one in made]


def _became(one: Made, region: str) -> str:
    if one.converted is None:
        return f"not in it: no rate ({lines_text(one.count, region)})"
    first, *then = (money_text(part, region) for part in (one.between, one.converted) if part)
    by_bank = f", {lines_text(one.bank_count, region)} by the bank’s rate" if one.bank_count else ""
    return " → ".join((f"{first}{by_bank}", *then))


def of_valuation(found: Valuation, made: Sequence[Made], region: str) -> Iterator[Row]:
    """Say at which rates a figure is, step by step where it took two."""
    known = [one for one in made if one.converted is not None]
    codes = dict.fromkeys(one.original.currency for one in known)
    if not found.basis.of_one_day:
        if found.base == found.currency or any(one.between for one in known):
            yield f"To {found.base}", OF_BASIS[found.basis]
        codes = dict.fromkeys([found.base] if known else [])
    for code in codes:
        if code != found.currency and (rate := found.rate(code)):
            yield from of_rate(rate, code, found.currency, region)


def of_worth(worth: Worth, region: str) -> list[Row]:
    """Say what a worth is made of and at which rates."""
    rows = of_made(worth.made, region)
    for code, rate in worth.rates:
        rows += of_rate(rate, code, worth.amount.currency, region)
    return rows


def of_figure(made: Sequence[Made], found: Valuation, region: str) -> list[Row]:
    """Say what a figure is made of and at which rates; nothing where nothing was converted."""
    rows = of_made(made, region)
    return [*rows, *of_valuation(found, made, region)] if rows else []

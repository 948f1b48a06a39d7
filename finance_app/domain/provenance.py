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
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from finance_app.domain.entries import EntryView
    from finance_app.domain.made import Made
    from finance_app.domain.money import Money
    from finance_app.domain.published_rates import Leg
    from finance_app.domain.rates import Rate
    from finance_app.domain.valuation import Valuation
    from finance_app.domain.worth import Worth

type Row = tuple[str, ...]

DIGITS = 6  # of a rate that are shown
OF_BASIS = {
    Basis.ENTRY: "Each entry at the rate of its own day",
    Basis.BANK: "Each entry at the rate of its own day, or the bank’s own",
}


def rate_text(origin: str, value: Decimal, target: str, region: str) -> str:
    """Write a rate with the digits that mean something: `1 USD = 0.9199 EUR`."""
    return f"1 {origin} = {_digits(value, region)} {target}".replace(" ", "\u00a0")


def _digits(value: Decimal, region: str) -> str:
    places = max(4, DIGITS - 1 - value.adjusted())
    return decimal_text(round(value, places), region)


def of_rate(rate: Rate, origin: str, target: str, region: str) -> list[Row]:
    """Say what a rate is, of which day, how old on the asked one, from where, and made of what."""
    if rate.path is Path.SAME:
        return []
    rows: list[Row] = [("Rate", rate_text(origin, rate.value, target, region))]
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


def of_amounts(
    made: Sequence[Made], currency: str, rates: Mapping[str, Rate], region: str
) -> list[Row]:
    """Say what a figure is made of, a row a currency, and at which rates.

    Nothing where all of it is in its own currency. What is the same of several rates is said once.
    """
    if not any(one.is_converted for one in made):
        return []
    if len(rates) > 1:
        return _with_rates(made, rates, region)
    rows = [_parts(one, region) for one in made]  # one rate has room to be told in full
    for code, rate in rates.items():
        rows += of_rate(rate, code, currency, region)
    return rows


def _with_rates(made: Sequence[Made], rates: Mapping[str, Rate], region: str) -> list[Row]:
    first = next(iter(rates.values()))
    is_one_day = len({(rate.day, rate.age) for rate in rates.values()}) == 1
    is_one_source = len({rate.source for rate in rates.values()}) == 1
    rows: list[Row] = []
    for one in made:
        rate = rates.get(one.original.currency)
        if one.converted is None:
            rows.append(_parts(one, region))
            continue
        if rate is None:  # its own currency
            rows.append((*_parts(one, region), ""))
            continue
        said = [f"at\u00a0{_digits(rate.value, region)}"]
        said += [] if is_one_day else [day_text(rate.day, region)]
        said += [] if is_one_source else [titled(rate.source)]
        rows.append((*_parts(one, region), ", ".join(said)))
    if is_one_day:
        rows.append(("Published for", f"{day_text(first.day, region)}{_aged(first, region)}"))
    if is_one_source:
        rows.append(("Source", titled(first.source)))
    return rows


def _parts(one: Made, region: str) -> Row:
    return money_text(one.original, region), _became(one, region)


def _became(one: Made, region: str) -> str:
    if one.converted is None:
        return f"not in it: no rate ({lines_text(one.count, region)})"
    first, *then = (money_text(part, region) for part in (one.between, one.converted) if part)
    by_bank = f", {lines_text(one.bank_count, region)} by the bank’s rate" if one.bank_count else ""
    return " → ".join((f"{first}{by_bank}", *then))


def of_worth(worth: Worth, region: str) -> list[Row]:
    """Say what a worth is made of and at which rates."""
    return of_amounts(worth.made, worth.amount.currency, dict(worth.rates), region)


def of_figure(made: Sequence[Made], found: Valuation, region: str) -> list[Row]:
    """Say what a figure is made of and at which rates, step by step where it took two.

    Nothing where nothing was converted.
    """
    known = [one for one in made if one.converted is not None]
    codes = [one.original.currency for one in known]
    if not found.basis.of_one_day:
        codes = [found.base] if known else []
    rates = {code: rate for code in codes if code != found.currency and (rate := found.rate(code))}
    if found.basis.of_one_day:
        return of_amounts(made, found.currency, rates, region)
    rows = of_amounts(made, found.currency, {}, region)
    if rows and (found.base == found.currency or any(one.between for one in known)):
        rows.append((f"To {found.base}", OF_BASIS[found.basis]))
    for code, rate in rates.items() if rows else ():
        rows += of_rate(rate, code, found.currency, region)
    return rows

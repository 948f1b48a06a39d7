"""What accounts are worth together, what a balance is in the book's currency, what is to come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from finance_app.domain.accounts import AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.formatting import (
    MoneyText,
    day_text,
    known_parts,
    money_parts,
    money_text,
)
from finance_app.domain.money import Money
from finance_app.domain.rates import Conversion
from finance_app.domain.valuation import Lacking
from finance_app.domain.worth import Standing, Worth
from finance_app.services.accounts import Standings
from finance_app.ui import explanations, links, rates
from finance_app.ui.components.note import NoteText


@dataclass(frozen=True)
class WorthText:
    """What all accounts are worth together, and what that leaves out."""

    total: MoneyText = field(default_factory=MoneyText)
    note: str = ""
    missing: str = ""


def worth_text(found: Worth, actor: Actor) -> WorthText:
    """Write the worth out; what has no rate is named with its amount and currency."""
    missing = ", ".join(money_text(amount, actor.region) for amount in found.missing)
    return WorthText(
        explanations.of_worth(known_parts(found.known, actor.region), found, actor.region),
        _worth_note(found, actor),
        f"Not in it, as no rate is known: {missing}." if missing else "",
    )


def _worth_note(found: Worth, actor: Actor) -> str:
    """Say of which day it is, and at which rates."""
    is_past = found.day != actor.today
    day = f"At the end of {day_text(found.day, actor.region)}" if is_past else ""
    rate = f"in {actor.shown_currency} at the {'rates of that day' if is_past else 'latest rates'}"
    said = ", ".join([day] * is_past + [rate] * bool(found.rates))
    return f"{said[:1].upper()}{said[1:]}"


@dataclass(frozen=True)
class BaseText:
    """A balance in the currency shown where it has another; or that there is no rate.

    Args:
        no_rate: that there is none…
        mend: …and where one is added.
    """

    amount: MoneyText = field(default_factory=MoneyText)
    no_rate: str = ""
    mend: str = ""


def base_text(balance: Money, converted: Conversion | None, day: date, actor: Actor) -> BaseText:
    """Write a balance in the currency shown where it has another."""
    origin, shown = balance.currency, actor.shown_currency
    if origin == shown:
        return BaseText()
    if converted is None:
        said = rates.no_rate_text(origin, day, shown, actor.region)
        return BaseText(no_rate=said, mend=rates.mend(Lacking(origin, shown, day)))
    amount = money_parts(converted.amount, actor.region)
    return BaseText(explanations.of_conversion(amount, balance, converted.rate, actor.region))


def later_of(found: Standing[AccountView]) -> Money:
    """Return what is on an account beyond today."""
    return found.account.balance - found.balance


def upcoming(found: Standings, actor: Actor) -> NoteText:
    """Say what is dated after today, by currency, and lead to its entries."""
    if found.day != actor.today:
        return NoteText()
    sums: dict[str, Money] = {}
    for later in map(later_of, found.accounts):
        sums[later.currency] = sums.get(later.currency, Money(0, later.currency)) + later
    amounts = [money_text(one, actor.region, plus=True) for one in sums.values() if one.amount]
    if found.later is None or not amounts:
        return NoteText()
    last = day_text(found.later.last, actor.region)
    return NoteText(
        f"Upcoming until {last}, not counted yet: {', '.join(amounts)}.",
        "Show entries",
        links.entries(period=str(found.later)),
    )

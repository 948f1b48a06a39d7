"""The accounts by kind, what they are worth together, and what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finance_app.domain import worth
from finance_app.domain.accounts import AccountKind, AccountView
from finance_app.domain.actors import Actor
from finance_app.domain.formatting import (
    MoneyText,
    day_text,
    known_parts,
    money_parts,
    money_text,
)
from finance_app.domain.money import Money
from finance_app.domain.worth import Standing, Worth
from finance_app.services.accounts import Standings
from finance_app.ui import links, rates
from finance_app.ui.accounts import KINDS, kind_heading
from finance_app.ui.components.note import NoteText


@dataclass(frozen=True)
class AccountRow:
    """One account.

    Args:
        href: its entries.
        balance: what is on it today.
        upcoming: what is dated after today; nothing where that changes nothing.
        base: the balance in the book's currency where the account has another.
        rate: where that comes from, or that no rate is known.
    """

    id: str = ""
    version: str = ""
    name: str = ""
    since: str = ""
    href: str = ""
    balance: MoneyText = field(default_factory=MoneyText)
    upcoming: str = ""
    base: str = ""
    rate: str = ""
    no_rate: bool = False


@dataclass(frozen=True)
class KindText:
    """The accounts of one kind; `partial` where the total lacks what has no rate."""

    heading: str = ""
    total: MoneyText = field(default_factory=MoneyText)
    partial: bool = False
    rows: list[AccountRow] = field(default_factory=list)


@dataclass(frozen=True)
class WorthText:
    """What all accounts are worth together, and what that leaves out."""

    total: MoneyText = field(default_factory=MoneyText)
    note: str = ""
    missing: str = ""


def kinds(found: Sequence[Standing[AccountView]], actor: Actor) -> list[KindText]:
    """Write accounts out by kind, each kind with its total in the book's currency."""
    groups = [(kind, [one for one in found if one.account.kind is kind]) for kind in KINDS]
    return [_kind(kind, some, actor) for kind, some in groups if some]


def _kind(kind: AccountKind, some: list[Standing[AccountView]], actor: Actor) -> KindText:
    total = worth.worth(some, actor.base_currency, actor.today)
    return KindText(
        kind_heading(kind),
        known_parts(total.known, actor.region),
        total.is_known and bool(total.missing),
        [row(one, actor) for one in some],
    )


def row(found: Standing[AccountView], actor: Actor) -> AccountRow:
    """Write one account out."""
    account, converted, region = found.account, found.converted, actor.region
    later = _later(found)
    foreign = account.currency != actor.base_currency
    base = rate = ""
    if foreign and converted is not None:
        base = money_text(converted.amount, region)
        rate = rates.rate_text(converted.rate.day, converted.rate.source, region)
    elif foreign:
        rate = rates.no_rate_text(account.currency, actor.today, actor.base_currency, region)
    return AccountRow(
        id=str(account.id),
        version=str(account.version),
        name=account.name,
        since=f"Since {day_text(account.opening_day, region)}",
        href=links.entries(account=str(account.id)),
        balance=money_parts(found.balance, region),
        upcoming=f"Upcoming {money_text(later, region, plus=True)}" if later.amount else "",
        base=base,
        rate=rate,
        no_rate=foreign and converted is None,
    )


def _later(found: Standing[AccountView]) -> Money:
    """Return what is on an account beyond today."""
    return found.account.balance - found.balance


def upcoming(found: Standings, actor: Actor) -> NoteText:
    """Say what is dated after today, by currency, and lead to its entries."""
    sums: dict[str, Money] = {}
    for later in map(_later, found.accounts):
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


def worth_text(found: Worth, actor: Actor) -> WorthText:
    """Write the worth out; what has no rate is named with its amount and currency."""
    missing = ", ".join(money_text(amount, actor.region) for amount in found.missing)
    return WorthText(
        known_parts(found.known, actor.region),
        f"In {actor.base_currency} at the latest rates" if found.rates else "",
        f"Not in it, as no rate is known: {missing}." if missing else "",
    )

"""The accounts by kind as the browser gets them: text, ready to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from finance_app.domain import sparks, worth
from finance_app.domain.account_places import family
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
from finance_app.domain.worth import Standing
from finance_app.pages.accounts.rows.worth import base_text, later_of
from finance_app.services.accounts import Standings
from finance_app.ui import days, explanations, links
from finance_app.ui.accounts import KINDS, kind_heading


@dataclass(frozen=True)
class AccountRow:
    """One account.

    Args:
        kind: what it is when it is dragged.
        drops: what may be dropped on it, and how.
        closed: since when it is closed; nothing where it is open on the day.
        reopens: it is closed by now, so it can be opened again.
        filled: it is closed and something is on it.
        href: its register.
        balance: what is on it on the day.
        upcoming: what is dated after today; nothing where that changes nothing.
        base: the balance in the currency shown where the account has another.
        no_rate: that no rate is known, where there is none…
        mend: …and where one is added.
        spark: its balance over the last months, as a line…
        went: …and in words.
    """

    id: str = ""
    version: str = ""
    name: str = ""
    kind: str = ""
    drops: str = ""
    closed: str = ""
    reopens: bool = False
    filled: bool = False
    href: str = ""
    entries_href: str = ""
    balance: MoneyText = field(default_factory=MoneyText)
    upcoming: str = ""
    base: MoneyText = field(default_factory=MoneyText)
    no_rate: str = ""
    mend: str = ""
    spark: str = ""
    went: str = ""


@dataclass(frozen=True)
class KindText:
    """The accounts of one kind; `partial` where the total lacks what has no rate."""

    kind: str = ""
    heading: str = ""
    total: MoneyText = field(default_factory=MoneyText)
    partial: bool = False
    rows: list[AccountRow] = field(default_factory=list)


def kinds(found: Standings, actor: Actor) -> list[KindText]:
    """Write the open accounts out by kind, each kind with its total in the book's currency."""
    some = [one for one in found.accounts if not _is_closed(one.account, found)]
    groups = [(kind, [one for one in some if one.account.kind is kind]) for kind in KINDS]
    return [_kind(kind, kind_heading(kind), own, found, actor) for kind, own in groups if own]


def closed(found: Standings, actor: Actor) -> KindText:
    """Write out the accounts that were closed by the day; they hardly ever hold anything."""
    some = [one for one in found.accounts if _is_closed(one.account, found)]
    if not some:
        return KindText()
    written = _kind("", f"Closed accounts · {len(some)}", some, found, actor)
    empty = all(not one.balance.amount for one in some)
    return replace(written, total=MoneyText()) if empty else written


def _is_closed(account: AccountView, found: Standings) -> bool:
    return account.closed_on is not None and account.closed_on <= found.day


def _kind(
    kind: str, heading: str, some: list[Standing[AccountView]], found: Standings, actor: Actor
) -> KindText:
    total = worth.worth(some, actor.shown_currency, found.day)
    return KindText(
        kind,
        heading,
        explanations.of_worth(known_parts(total.known, actor.region), total, actor.region),
        total.is_known and bool(total.missing),
        [row(one, found, actor) for one in some],
    )


def row(one: Standing[AccountView], found: Standings, actor: Actor) -> AccountRow:
    """Write one account out."""
    account, region = one.account, actor.region
    is_closed = _is_closed(account, found)
    base = base_text(one.balance, one.converted, found.day, actor)
    later = later_of(one) if found.day == actor.today else Money(0, account.currency)
    history = found.history.get(account.id, ())
    return AccountRow(
        id=str(account.id),
        version=str(account.version),
        name=account.name,
        kind=account.kind,
        drops=f"{account.kind}:beside" if account.closed_on is None else "",
        closed=f"Closed {day_text(account.closed_on, region)}"
        if is_closed and account.closed_on
        else "",
        reopens=account.closed_on is not None,
        filled=is_closed and bool(one.balance.amount),
        href=links.account(str(account.id), day=days.written(found.day, actor.today)),
        entries_href=links.entries(account=str(account.id)),
        balance=money_parts(one.balance, region),
        upcoming=f"Upcoming {money_text(later, region, plus=True)}" if later.amount else "",
        base=base.amount,
        no_rate=base.no_rate,
        mend=base.mend,
        spark=sparks.points([was.amount for was in history]),
        went=went(history, region),
    )


def went(history: Sequence[Money], region: str) -> str:
    """Say in words what a small line shows."""
    if not history:
        return ""
    first, last = (money_text(one, region) for one in (history[0], history[-1]))
    low, high = (
        money_text(edge(history, key=lambda one: one.amount), region) for edge in (min, max)
    )
    return f"Over the last months from {first} to {last}, between {low} and {high}"


def where(accounts: Sequence[AccountView], key: int, *, stays: bool) -> str:
    """Say where an account stands by now: `Visa is 2 of 3 among Cards.`."""
    one = next(each for each in accounts if each.id == key)
    beside = family(accounts, one)
    verb = "stays" if stays else "is"
    place = f"{beside.index(one) + 1} of {len(beside)}"
    return f"{one.name} {verb} {place} among {kind_heading(one.kind)}."

"""An account's register as the browser gets it: text, ready to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from finance_app.domain import charts
from finance_app.domain.actors import Actor
from finance_app.domain.formatting import (
    MoneyText,
    day_text,
    money_parts,
    money_text,
)
from finance_app.domain.periods import Period
from finance_app.pages.accounts.rows.worth import base_text
from finance_app.services.registers import Head, RegisterPage
from finance_app.ui import days as ui_days
from finance_app.ui import links
from finance_app.ui.accounts import KINDS
from finance_app.ui.arguments import LARGEST_KEY, LONGEST_KEY
from finance_app.ui.components.values import Choice
from finance_app.ui.components.ways import WaysText
from finance_app.ui.ways import over_time

SPANS: dict[str, tuple[str, int | None]] = {
    "": ("1 year", 12),
    "5y": ("5 years", 60),
    "all": ("All", None),
}
"""What is drawn of a balance, by how it stands in the address: its name, its months."""


@dataclass(frozen=True)
class Place:
    """What the address asks for: an account, the day, and what is drawn.

    Args:
        key: the account's; 0 for nonsense, which no account has.
        until: the day that the list ends with; None where it shows what is to come too.
    """

    key: int
    day: date
    until: date | None
    span: str
    today: date

    @classmethod
    def read(cls, query: Mapping[str, str], actor: Actor) -> Self:
        """Read an address; what cannot be used is as if it were not there."""
        text, span = query.get("key", ""), query.get("span", "")
        is_key = text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
        day, _ = ui_days.found(query, actor.today)
        return cls(
            key=min(int(text), LARGEST_KEY) if is_key else 0,
            day=day,
            until=None if day == actor.today else day,
            span=span if span in SPANS else "",
            today=actor.today,
        )

    @property
    def months(self) -> int | None:
        """How many months are drawn; None for all."""
        return SPANS[self.span][1]

    def of_day(self, day: str) -> str:
        """Return the address of another day."""
        return links.account(str(self.key), day=day, span=self.span)

    def turned(self, page: RegisterPage) -> tuple[str, str]:
        """Return the addresses of the pages beside this one; nothing where there is none."""
        asked = {"day": ui_days.written(self.day, self.today), "span": self.span}
        newer = {"after": str(page.newer)} if page.newer else {}
        older = {"before": str(page.older)} if page.older else {}
        there = [
            links.account(str(self.key), **asked, **one) if one else "" for one in (newer, older)
        ]
        return there[0], there[1]


@dataclass(frozen=True)
class HeadText:
    """An account, and what is on it.

    Args:
        about: what it is and since when.
        closed: since when it is closed; nothing where it is open.
        balance: on the day.
        note: of which day, where that is not today.
        upcoming: what is dated later; nothing where that changes nothing.
        base: the balance in the currency shown where the account has another.
        no_rate: that no rate is known, where there is none…
        mend: …and where one is added.
    """

    id: str = ""
    version: str = ""
    name: str = "Account"
    about: str = ""
    closed: str = ""
    balance: MoneyText = field(default_factory=MoneyText)
    note: str = ""
    upcoming: str = ""
    base: MoneyText = field(default_factory=MoneyText)
    no_rate: str = ""
    mend: str = ""
    entries_href: str = ""
    new_entry: str = ""


@dataclass(frozen=True)
class ChartText:
    """The balance over time; without a figure there is nothing to draw."""

    figure: dict[str, Any] = field(default_factory=dict)
    label: str = ""
    ways: WaysText = field(default_factory=WaysText)


@dataclass(frozen=True)
class StartText:
    """What stands below the last page: what was on the account before; nothing on other pages."""

    label: str = ""
    amount: MoneyText = field(default_factory=MoneyText)


def head(found: Head, place: Place, actor: Actor) -> HeadText:
    """Write an account out, and what is on it on the day."""
    account, standing, region = found.account, found.standing, actor.region
    base = base_text(standing.balance, standing.converted, place.day, actor)
    later = account.balance - standing.balance
    key = str(account.id)
    return HeadText(
        id=key,
        version=str(account.version),
        name=account.name,
        about=f"{KINDS[account.kind][0]} · since {day_text(account.opening_day, region)}",
        closed=f"Closed {day_text(account.closed_on, region)}" if account.closed_on else "",
        balance=money_parts(standing.balance, region),
        note="" if place.until is None else f"At the end of {day_text(place.day, region)}",
        upcoming=f"Upcoming {money_text(later, region, plus=True)}"
        if later.amount and place.until is None
        else "",
        base=base.amount,
        no_rate=base.no_rate,
        mend=base.mend,
        entries_href=links.entries(account=key),
        new_entry=links.entries(account=key, new="1"),
    )


def chart(found: Head, place: Place, actor: Actor) -> ChartText:
    """Draw the balance over time; each point leads to the register up to its day."""
    if len(found.series) < 2:  # noqa: PLR2004  a line has two ends
        return ChartText()

    def link(period: str = "", **_: str) -> str:
        last = Period.parse(period, today=place.today).last
        return place.of_day(ui_days.written(last, place.today))

    figure = charts.net_worth(found.series, actor.region, link, step=found.step, name="Balance")
    said = money_text(found.standing.balance, actor.region)
    return ChartText(
        figure,
        f"Balance over time, {said} on {day_text(place.day, actor.region)}",
        over_time("Balance over time", "Day", figure),
    )


def spans(place: Place) -> list[Choice]:
    """Offer how much of the balance is drawn."""
    day = ui_days.written(place.day, place.today)
    return [
        Choice(name, links.account(str(place.key), day=day, span=span), span == place.span)
        for span, (name, _) in SPANS.items()
    ]


def start(found: Head, page: RegisterPage, actor: Actor) -> StartText:
    """Say what was on the account before its first entry, below that."""
    if page.older or not (page.rows or page.start.amount):
        return StartText()
    opening_day, stated = found.account.opening_day, found.account.opening
    begins = not page.rows or page.rows[-1].entry.day >= opening_day
    if begins and stated.amount and page.start == stated:
        label = f"Opening balance on {day_text(opening_day, actor.region)}"
    else:
        label = "Before the first entry"
    return StartText(label, money_parts(page.start, actor.region))

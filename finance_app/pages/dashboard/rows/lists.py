"""The dashboard's lists as the browser gets them: payees, entries that were last or come next."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from finance_app.domain.actors import Actor
from finance_app.domain.dashboard import Dashboard, PayeeSum
from finance_app.domain.entries import EntryView, LineKind
from finance_app.domain.formatting import MoneyText, day_near, money_parts, percent_text
from finance_app.domain.money import Money
from finance_app.domain.periods import DAY
from finance_app.ui import bases, explanations, links


@dataclass(frozen=True)
class PayeeRow:
    """Where money was spent."""

    id: str = ""
    name: str = ""
    note: str = ""
    href: str = ""
    amount: MoneyText = field(default_factory=MoneyText)


@dataclass(frozen=True)
class EntryRow:
    """One of the newest or next entries; it leads to those of its day."""

    id: str = ""
    title: str = ""
    note: str = ""
    day: str = ""
    href: str = ""
    amount: MoneyText = field(default_factory=MoneyText)


def payees(found: Dashboard, actor: Actor) -> list[PayeeRow]:
    """Write where most was spent."""
    spent = found.flow.known_spending
    return [_payee(one, spent, found, actor.region) for one in found.payees]


def unspent(found: Dashboard) -> str:
    """Say why there are no payees to show."""
    if found.flow.spending_count == 0:
        return "Nothing was spent in this period."
    if found.flow.known_spending is None:
        return "No rate is known for what was spent."
    return "Nothing was spent at a named payee."


def unranked(found: Dashboard) -> str:
    """Say what is in no payee's sum, where there is any."""
    if not found.payees or not found.flow.missing_spending:
        return ""
    codes = ", ".join(one.amount.currency for one in found.flow.missing_spending)
    return f"Without what was paid in {codes}, which has no rate."


def _payee(one: PayeeSum, spent: Money | None, found: Dashboard, region: str) -> PayeeRow:
    whole = spent.amount if spent else 0
    share = Decimal(one.amount.amount) / whole if whole > 0 else None
    return PayeeRow(
        id=str(one.id),
        name=one.name,
        note="" if share is None else percent_text(share, region),
        href=bases.entries(found.valuation)(
            period=str(found.counted), payee=str(one.id), kind=LineKind.SPENDING
        ),
        amount=explanations.of_figure(
            money_parts(one.amount, region), one.made, found.valuation, region
        ),
    )


def recent(found: Dashboard, actor: Actor) -> list[EntryRow]:
    """Write the newest entries."""
    return [_entry(entry, actor) for entry in found.recent]


def coming(found: Dashboard, actor: Actor) -> list[EntryRow]:
    """Write the next entries after today."""
    return [_entry(entry, actor) for entry in found.coming]


def all_coming(found: Dashboard, actor: Actor) -> str:
    """Return the address of everything after today."""
    last = found.newest or actor.today
    return links.entries(period=f"{actor.today + DAY}..{last}")


def _entry(entry: EntryView, actor: Actor) -> EntryRow:
    named = [line.category or _transfer(line.transfer_account, entry) for line in entry.lines]
    purpose = ", ".join(dict.fromkeys(name for name in named if name))
    return EntryRow(
        id=str(entry.id),
        title=entry.title,
        note=purpose,
        day=day_near(entry.day, actor.today, actor.region),
        href=links.entry(entry.id, entry.day),
        amount=money_parts(entry.amount, actor.region, plus=True),
    )


def _transfer(other: str, entry: EntryView) -> str:
    if not other:
        return ""
    return f"From {other}" if entry.amount.amount > 0 else f"To {other}"

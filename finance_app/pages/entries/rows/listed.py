"""The list: entries by day, with everything that is said about their money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from finance_app.domain.actors import Actor
from finance_app.domain.entries import EntryFilter, EntrySums, EntryView, LineView, Status
from finance_app.domain.flows import known
from finance_app.domain.formatting import (
    MoneyText,
    count_text,
    day_heading,
    known_parts,
    money_parts,
    money_text,
)
from finance_app.domain.made import made_of
from finance_app.domain.money import Money
from finance_app.domain.valuation import Valuation, Valued
from finance_app.ui import explanations, rates


@dataclass(frozen=True)
class EntryRow:
    """One entry.

    Args:
        title: who was paid, or what was noted.
        kind: `category`, `split` or `transfer`: what `category` names.
        hue: the category's, `other` for none.
        base: the amount in the currency shown where the account has another.
        no_rate: that no rate is known, where there is none…
        mend: …and where one is added.
        tags: their names.
    """

    id: str = ""
    version: str = ""
    title: str = ""
    note: str = ""
    kind: str = ""
    category: str = ""
    hue: str = ""
    account: str = ""
    amount: MoneyText = field(default_factory=MoneyText)
    base: MoneyText = field(default_factory=MoneyText)
    no_rate: str = ""
    mend: str = ""
    pending: bool = False
    tags: str = ""


@dataclass(frozen=True)
class DayText:
    """A day and its entries."""

    heading: str = ""
    rows: list[EntryRow] = field(default_factory=list)


def days(
    entries: Iterable[EntryView],
    actor: Actor,
    wanted: EntryFilter,
    values: Mapping[int, Valued],
) -> list[DayText]:
    """Write entries out by day, in their order.

    Args:
        values: what those are worth that are in another currency than the one shown.
    """
    return [
        DayText(
            day_heading(day, actor.region),
            [row(entry, actor, wanted, values.get(entry.id)) for entry in some],
        )
        for day, some in groupby(entries, lambda entry: entry.day)
    ]


def row(
    entry: EntryView, actor: Actor, wanted: EntryFilter, valued: Valued | None = None
) -> EntryRow:
    """Write one entry out; of a split, also how much of it the list is about."""
    kind, category, hue = purpose(entry)
    return EntryRow(
        id=str(entry.id),
        version=str(entry.version),
        title=entry.title,
        note=entry.note if entry.payee else "",
        kind=kind,
        category=category + part_text(entry, actor, wanted),
        hue=hue,
        account=entry.account,
        amount=money_parts(entry.amount, actor.region, plus=kind != "transfer"),
        base=explanations.of_entry(entry, valued, actor.region) if valued else MoneyText(),
        no_rate=no_rate_text(valued, actor),
        mend=mend(valued),
        pending=entry.status == Status.PENDING,
        tags=" ".join(f"#{tag.name}" for tag in entry.tags),
    )


def purpose(entry: EntryView) -> tuple[str, str, str]:
    """Return what an entry was for: its kind, in words, and in which hue."""
    moved = [line for line in entry.lines if line.transfer_account]
    if moved and len(entry.lines) <= 2:  # noqa: PLR2004  what moved, and a fee
        others = " and a fee" if len(entry.lines) > 1 else ""
        return "transfer", line_text(moved[0]) + others, "other"
    if len(entry.lines) > 1:
        return "split", f"Split in {len(entry.lines)}", "other"
    (line,) = entry.lines
    return "category", line_text(line), str(line.hue) if line.category_id else "other"


def part_text(entry: EntryView, actor: Actor, wanted: EntryFilter) -> str:
    """Write the lines that a list is about as a part of their entry; nothing where it is all."""
    some = [line.amount for line in entry.lines if wanted.asks_for(line)]
    if not some or len(some) == len(entry.lines):
        return ""
    return f", {money_text(Money(sum(some), entry.amount.currency), actor.region)} of it"


@dataclass(frozen=True)
class SumText:
    """How many entries a list has, what they come to, and what is not in that."""

    count: str = ""
    amount: MoneyText = field(default_factory=MoneyText)
    without: str = ""


def sum_text(sums: EntrySums, valuation: Valuation, actor: Actor) -> SumText:
    """Say how many entries a list has and what they come to, naming what has no rate."""
    if not sums.count:
        return SumText()
    count = f"{count_text(sums.count, actor.region)} {'entry' if sums.count == 1 else 'entries'}"
    if not sums.currencies:
        return SumText(count)
    shown, found = valuation.currency, sums.currencies
    made = made_of(found, 1, shown)
    total = known(
        Money(sum(one.base_amount for one in found), shown),
        sum(one.count for one in found),
        sum(one.missing_count for one in found),
    )
    amount = known_parts(total, actor.region, plus=True)
    missing = [_signed(one.original, actor) for one in made if one.converted is None]
    without = f"without {', '.join(missing)}: no rate" if missing else ""
    return SumText(count, explanations.of_figure(amount, made, valuation, actor.region), without)


def _signed(amount: Money, actor: Actor) -> str:
    return money_text(amount, actor.region, plus=True)


def line_text(line: LineView) -> str:
    """Name what a line was for."""
    if line.transfer_account:
        return f"{'→' if line.amount < 0 else '←'} {line.transfer_account}"
    return line.category or "Uncategorised"


def no_rate_text(valued: Valued | None, actor: Actor) -> str:
    """Say that there is no rate for an entry, where there is none."""
    lacking = valued and valued.lacking
    if not lacking:
        return ""
    return rates.no_rate_text(lacking.origin, lacking.day, actor.shown_currency, actor.region)


def mend(valued: Valued | None) -> str:
    """Return where the rate that an entry lacks is added; nothing where it lacks none."""
    return rates.mend(valued.lacking) if valued and valued.lacking else ""

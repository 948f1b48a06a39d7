"""The entries of a register by day, each with what was on the account after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from finance_app.domain.actors import Actor
from finance_app.domain.entries import EntryView, Status
from finance_app.domain.formatting import MoneyText, day_heading, money_parts
from finance_app.services.registers import RegisterPage, RegisterRow
from finance_app.ui import links


@dataclass(frozen=True)
class RegisterRowText:
    """One entry, and what was on the account after it.

    Args:
        title: who was paid, or what was noted.
        kind: `category`, `split` or `transfer`: what `purpose` names.
        hue: the category's, `other` for none.
        href: the entries of its day.
        balance: what is on the account after it.
        later: it is dated after today.
    """

    id: str = ""
    title: str = ""
    note: str = ""
    kind: str = ""
    purpose: str = ""
    hue: str = ""
    href: str = ""
    amount: MoneyText = field(default_factory=MoneyText)
    balance: MoneyText = field(default_factory=MoneyText)
    pending: bool = False
    later: bool = False


@dataclass(frozen=True)
class DayText:
    """A day and its entries."""

    heading: str = ""
    rows: list[RegisterRowText] = field(default_factory=list)


def days(page: RegisterPage, actor: Actor) -> list[DayText]:
    """Write a page out by day, in its order."""
    return [
        DayText(day_heading(day, actor.region), [row(one, actor) for one in some])
        for day, some in groupby(page.rows, lambda one: one.entry.day)
    ]


def row(one: RegisterRow, actor: Actor) -> RegisterRowText:
    """Write one entry out, with what was on the account after it."""
    entry = one.entry
    kind, purpose, hue = _purpose(entry)
    return RegisterRowText(
        id=str(entry.id),
        title=entry.title,
        note=entry.note if entry.payee else "",
        kind=kind,
        purpose=purpose,
        hue=hue,
        href=links.entry(entry.id, entry.day, account=str(entry.account_id)),
        amount=money_parts(entry.amount, actor.region, plus=kind != "transfer"),
        balance=money_parts(one.balance, actor.region),
        pending=entry.status == Status.PENDING,
        later=entry.day > actor.today,
    )


def _purpose(entry: EntryView) -> tuple[str, str, str]:
    """Return what an entry was for: its kind, in words, and in which hue."""
    named = dict.fromkeys(
        f"{'To' if line.amount < 0 else 'From'} {line.transfer_account}"
        if line.transfer_account
        else line.category or "Uncategorised"
        for line in entry.lines
    )
    first = entry.lines[0]
    if len(entry.lines) > 1:
        return "split", ", ".join(named), "other"
    kind = "transfer" if first.transfer_account else "category"
    return kind, ", ".join(named), str(first.hue) if first.category_id else "other"

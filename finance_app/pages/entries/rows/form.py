"""The form: an entry as its fields hold it, and what was typed as a draft."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from finance_app.domain.actors import Actor
from finance_app.domain.amounts import parse_amount
from finance_app.domain.entries import EntryDraft, EntryView, LineDraft, Status
from finance_app.domain.formatting import MoneyText, money_parts, money_text, number_text
from finance_app.domain.money import Money
from finance_app.errors import InvalidAmountError
from finance_app.pages.entries.rows.listed import base_text, line_text, rate_text

IN, OUT = "in", "out"
SPLIT = "Amounts and categories of a split entry cannot be changed here yet."
TRANSFER = "Amount and accounts of a transfer cannot be changed here yet."


@dataclass(frozen=True)
class LineText:
    """A line of an entry that is shown but not changed."""

    label: str = ""
    memo: str = ""
    hue: str = ""
    amount: MoneyText = field(default_factory=MoneyText)


@dataclass(frozen=True)
class FormText:
    """What the fields start with.

    Args:
        key: another one for each opening, so that fields start anew.
        id: the entry's; nothing for a new one.
        fixed: why amount and lines are shown only; nothing where they can be changed.
        rate: what the amount is in the book's currency, and at which rate.
    """

    key: str = ""
    id: str = ""
    version: str = ""
    payee: str = ""
    amount: str = ""
    day: str = ""
    account: str = ""
    note: str = ""
    fixed: str = ""
    rate: str = ""
    lines: list[LineText] = field(default_factory=list)


def new(account_id: str, actor: Actor) -> FormText:
    """Start a new entry, today."""
    return FormText(
        key=actor.now.isoformat(),
        day=str(actor.today),
        account=account_id,
    )


def existing(entry: EntryView, actor: Actor) -> FormText:
    """Start with an entry as it is."""
    amount = Money(abs(entry.amount.amount), entry.amount.currency)
    fixed = why_fixed(entry)
    return FormText(
        key=actor.now.isoformat(),
        id=str(entry.id),
        version=str(entry.version),
        payee=entry.payee,
        amount=number_text(amount, actor.region),
        day=str(entry.day),
        account=str(entry.account_id),
        note=entry.note,
        fixed=fixed,
        rate=_explained(entry, actor),
        lines=_lines(entry, actor) if fixed else [],
    )


def why_fixed(entry: EntryView) -> str:
    """Say why an entry's amount and lines can only be looked at; nothing where they can change."""
    if any(line.transfer_account for line in entry.lines):
        return TRANSFER
    return SPLIT if len(entry.lines) > 1 else ""


def side(entry: EntryView) -> str:
    """Return whether money came in or went out."""
    return IN if entry.amount.amount > 0 else OUT


def category(entry: EntryView) -> str:
    """Return the key of the one category, nothing for none or several."""
    known = entry.lines[0].category_id
    return str(known) if len(entry.lines) == 1 and known is not None else ""


def signed(text: str, direction: str, currency: str, region: str) -> int:
    """Return what was typed in minor units, negative for money out.

    Raises:
        InvalidAmountError: it is not an amount, or money in with a minus.
    """
    amount = parse_amount(text, currency, region)
    if direction == OUT:
        return -abs(amount)
    if amount < 0:
        raise InvalidAmountError("Leave out the minus, or choose money out.", field="amount")
    return amount


def draft(
    account_id: int, day: date, amount: int, category_id: int | None, before: EntryView | None
) -> EntryDraft:
    """Return an entry of one line; what the form does not show stays as it was."""
    memo = before.lines[0].memo if before else ""
    original = before.original if before else None
    return EntryDraft(
        account_id=account_id,
        day=day,
        amount=amount,
        lines=(LineDraft(amount, category_id, memo),),
        status=Status(before.status) if before else Status.CLEARED,
        original_amount=original.amount if original else None,
        original_currency=original.currency if original else None,
    )


def _explained(entry: EntryView, actor: Actor) -> str:
    base, rate = base_text(entry, actor), rate_text(entry, actor)
    paid = f"Paid as {money_text(entry.original, actor.region)}." if entry.original else ""
    parts = [paid, f"In {actor.base_currency}: {base}." if base else "", rate]
    return " ".join(part for part in parts if part)


def _lines(entry: EntryView, actor: Actor) -> list[LineText]:
    return [
        LineText(
            line_text(line),
            line.memo,
            str(line.hue) if line.category_id is not None else "other",
            money_parts(
                Money(line.amount, entry.amount.currency),
                actor.region,
                plus=not line.transfer_account,
            ),
        )
        for line in entry.lines
    ]

"""Both versions of an entry that somebody else changed while its form was open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finance_app.domain.actors import Actor
from finance_app.domain.changes import ChangeSetView
from finance_app.domain.entries import EntryDraft, EntryView
from finance_app.domain.formatting import day_text, money_text, time_text
from finance_app.domain.money import Money
from finance_app.domain.transfers import TransferDraft, TransferView


@dataclass(frozen=True)
class Difference:
    """A field in which the versions differ: as it is now, and as it was typed here."""

    label: str = ""
    theirs: str = ""
    mine: str = ""


@dataclass(frozen=True)
class Names:
    """What accounts and categories are called, and the accounts' currencies, by key."""

    accounts: Mapping[int, str]
    currencies: Mapping[int, str]
    categories: Mapping[int, str]

    def category(self, key: int | None) -> str:
        """Name a category, or that there is none."""
        return self.categories.get(key or 0, "Uncategorised")

    def money(self, amount: int, account_id: int, region: str) -> str:
        """Write an amount in an account's currency."""
        return money_text(Money(amount, self.currencies[account_id]), region)


def differences(theirs: Mapping[str, str], mine: Mapping[str, str]) -> list[Difference]:
    """Return the fields in which two versions differ."""
    return [
        Difference(label, theirs[label] or "Nothing", text or "Nothing")
        for label, text in mine.items()
        if theirs[label] != text
    ]


def who(change: ChangeSetView, actor: Actor) -> str:
    """Say who changed it, and when."""
    by = "You" if change.by == actor.email else change.by
    at = time_text(change.at, actor.time_zone, actor.region)
    return f"{by} changed this meanwhile, at {at}. Nothing was saved yet."


def of_entry(entry: EntryView, actor: Actor) -> dict[str, str]:
    """Return an entry as it is now, field by field."""
    parts = [(line.category or "Uncategorised", line.amount) for line in entry.lines]
    original = money_text(entry.original, actor.region) if entry.original else ""
    return {
        "Payee": entry.payee,
        "Amount": money_text(entry.amount, actor.region),
        "Date": day_text(entry.day, actor.region),
        "Account": entry.account,
        "For": _purposes(parts, entry.amount.currency, actor),
        "Note": entry.note,
        "Tags": ", ".join(sorted(tag.name for tag in entry.tags)),
        "Status": entry.status.capitalize(),
        "Paid as": original,
    }


def of_draft(draft: EntryDraft, names: Names, actor: Actor) -> dict[str, str]:
    """Return an entry as it was typed, field by field."""
    currency = names.currencies[draft.account_id]
    parts = [(names.category(line.category_id), line.amount) for line in draft.lines]
    original = ""
    if draft.original_amount is not None and draft.original_currency is not None:
        paid = Money(draft.original_amount, draft.original_currency)
        original = money_text(paid, actor.region)
    return {
        "Payee": draft.payee,
        "Amount": money_text(Money(draft.amount, currency), actor.region),
        "Date": day_text(draft.day, actor.region),
        "Account": names.accounts[draft.account_id],
        "For": _purposes(parts, currency, actor),
        "Note": draft.note,
        "Tags": ", ".join(sorted(draft.tags)),
        "Status": draft.status.capitalize(),
        "Paid as": original,
    }


def of_transfer(found: TransferView, names: Names, actor: Actor) -> dict[str, str]:
    """Return a transfer as it is now, field by field."""
    paying, receiving = found.paying, found.receiving
    return {
        "From": paying.account,
        "To": receiving.account,
        "Amount": money_text(paying.amount, actor.region),
        "Arrives": money_text(receiving.amount, actor.region),
        "Fee": money_text(found.fee, actor.region),
        "Fee is for": names.category(found.fee_category_id),
        "Date": day_text(paying.day, actor.region),
        "Arrived": day_text(receiving.day, actor.region),
        "Note": found.note,
    }


def of_transfer_draft(draft: TransferDraft, names: Names, actor: Actor) -> dict[str, str]:
    """Return a transfer as it was typed, field by field."""
    region = actor.region
    return {
        "From": names.accounts[draft.from_id],
        "To": names.accounts[draft.to_id],
        "Amount": names.money(draft.sent, draft.from_id, region),
        "Arrives": names.money(draft.received, draft.to_id, region),
        "Fee": names.money(draft.fee, draft.from_id, region),
        "Fee is for": names.category(draft.fee_category_id),
        "Date": day_text(draft.day, region),
        "Arrived": day_text(draft.arrived or draft.day, region),
        "Note": draft.note,
    }


def _purposes(parts: Sequence[tuple[str, int]], currency: str, actor: Actor) -> str:
    """Name what the parts are for; with their amounts where there are several."""
    if len(parts) == 1:
        return parts[0][0]
    return ", ".join(
        f"{name} {money_text(Money(amount, currency), actor.region)}" for name, amount in parts
    )

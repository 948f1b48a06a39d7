"""The accounts that a file's rows go to, as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finance_app.domain.accounts import AccountView
from finance_app.domain.formatting import count_text, day_text, money_text
from finance_app.domain.import_previews import ImportGroup
from finance_app.domain.imports import Verdict
from finance_app.domain.money import Money
from finance_app.ui.components.values import Option

NEW = "new"  # the choice that opens an account


@dataclass(frozen=True)
class GroupText:
    """Where a group of rows goes.

    Args:
        place: its number in the file.
        title: how the bank names its account, its currency and its number of rows.
        target: the account's key, `NEW` for one that is opened.
        hint: why it is that account, or what the new one begins with.
        fixed: the currency is the file's, so it cannot be chosen.
        refusal: why these rows cannot go there.
    """

    place: str = ""
    title: str = ""
    target: str = ""
    options: list[Option] = field(default_factory=list)
    hint: str = ""
    opens: bool = False
    name: str = ""
    kind: str = ""
    currency: str = ""
    fixed: bool = False
    refusal: str = ""


def group(found: ImportGroup, known: Sequence[AccountView], region: str) -> GroupText:
    """Show where a group of rows goes."""
    draft = found.draft
    return GroupText(
        place=str(found.place),
        title=title(found, region),
        target=NEW if found.account_id is None else str(found.account_id),
        options=[Option(NEW, "Open a new account"), *_accounts(found, known)],
        hint=_hint(found, region),
        opens=draft is not None,
        name=draft.name if draft else "",
        kind=draft.kind if draft else "",
        currency=draft.currency if draft else "",
        fixed=bool(found.currency),
        refusal=found.refusal,
    )


def title(found: ImportGroup, region: str) -> str:
    """Name a group: `DE00 1234 · EUR · 42 rows`."""
    count = len(found.rows)
    parts = [
        found.number,
        found.currency,
        f"{count_text(count, region)} {'row' if count == 1 else 'rows'}",
    ]
    return " · ".join(part for part in parts if part)


def _accounts(found: ImportGroup, known: Sequence[AccountView]) -> list[Option]:
    return [
        Option(str(each.id), f"{each.name} · {each.currency}")
        for each in known
        if each.closed_on is None or each.id == found.account_id
    ]


def _hint(found: ImportGroup, region: str) -> str:
    draft = found.draft
    if draft is None:
        known = 2 * found.count(Verdict.DUPLICATE) >= len(found.rows)
        if found.matched:
            return f"Recognised by its number {found.number}."
        return "Most of these rows are on it already." if known else ""
    opening = money_text(Money(draft.opening_balance, draft.currency), region)
    day = day_text(draft.opening_day, region)
    if draft.opening_balance:
        return f"It begins with {opening} on {day}, so that it ends at the balance the bank states."
    return f"It begins with {opening} on {day}; you can change that under Accounts."

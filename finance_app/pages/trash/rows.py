"""The trash as the browser gets it: text, ready to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import (
    MoneyText,
    count_text,
    day_heading,
    day_text,
    money_parts,
    time_text,
)
from finance_app.services.trash import Discard, Discarded, TrashPage
from finance_app.ui import links

KINDS = {
    "account": "Account",
    "category": "Category",
    "payee": "Payee",
    "tag": "Tag",
    "own_rate": "Own rate",
    "custom_currency": "Currency",
}
ICONS = {
    "entry": "list",
    "account": "wallet",
    "category": "shapes",
    "payee": "user",
    "tag": "tag",
    "own_rate": "transfer",
    "custom_currency": "coins",
}


@dataclass(frozen=True)
class DiscardRow:
    """What was deleted at once, mostly one thing.

    Args:
        what: what it was: an entry's account and day, else the kind of thing.
        about: when it was deleted and by whom.
        amount: an entry's; nothing for other things.
        target: the change set whose undoing brings it back.
        said: what is restored, for the button's name.
    """

    id: str = ""
    title: str = ""
    icon: str = ""
    what: str = ""
    about: str = ""
    amount: MoneyText = field(default_factory=MoneyText)
    target: str = ""
    said: str = ""


@dataclass(frozen=True)
class DayText:
    """A day and what was deleted on it."""

    heading: str = ""
    rows: list[DiscardRow] = field(default_factory=list)


def days(page: TrashPage, actor: Actor) -> list[DayText]:
    """Write a page out by the day that it was where the user lives."""
    zone = ZoneInfo(actor.time_zone)

    def day(one: Discard) -> date:
        return one.set.at.astimezone(zone).date()

    return [
        DayText(day_heading(on, actor.region), [row(one, actor) for one in some])
        for on, some in groupby(page.discards, day)
    ]


def row(one: Discard, actor: Actor) -> DiscardRow:
    """Write out what was deleted at once."""
    first, alone = one.items[0], one.count == 1
    is_merge = one.set.kind.endswith(".merge")
    is_transfer = one.set.kind == "transfer.delete"
    amount = first.amount if alone or is_transfer else None
    title = _title(one, actor)
    return DiscardRow(
        id=str(one.set.id),
        title=title,
        icon="transfer" if is_transfer else "merge" if is_merge else ICONS[first.table],
        what=_what(one, actor),
        about=_about(one, actor),
        amount=money_parts(amount, actor.region) if amount else MoneyText(),
        target=str(one.set.last),
        said=one.set.summary,
    )


def _title(one: Discard, actor: Actor) -> str:
    first = one.items[0]
    if one.set.kind == "transfer.delete":
        return "Transfer"
    if first.table == "entry" and one.count == 1:
        # An account that is gone took the currency with it: the summary still has the amount.
        return (first.name or "No payee") if first.amount else one.set.summary
    names = ", ".join(item.name or "No payee" for item in one.items[:3])
    more = one.count - min(len(one.items), 3)
    return f"{names} and {count_text(more, actor.region)} more" if more else names


def _what(one: Discard, actor: Actor) -> str:
    """Say what was deleted, and where it was."""
    first = one.items[0]
    if one.set.kind.endswith(".merge"):
        return one.set.summary
    if first.table != "entry":
        return KINDS[first.table]
    accounts = " and ".join(dict.fromkeys(item.account for item in one.items if item.account))
    day = day_text(first.day, actor.region) if first.day and _is_of_one_day(one.items) else ""
    return " · ".join(part for part in (accounts, day) if part)


def _is_of_one_day(items: tuple[Discarded, ...]) -> bool:
    return len({item.day for item in items}) == 1


def _about(one: Discard, actor: Actor) -> str:
    at = time_text(one.set.at, actor.time_zone, actor.region)
    by = "you" if one.set.by == actor.email else one.set.by or "somebody who is gone"
    verb = "Merged" if one.set.kind.endswith(".merge") else "Deleted"
    return f"{verb} {at} by {by}"


def hrefs(page: TrashPage, words: str) -> tuple[str, str]:
    """Return the addresses of the pages before and after this one; nothing where there is none."""

    def turned(**at: str) -> str:
        return links.address(links.TRASH, text=words, **at)

    newer = turned(after=str(page.newer)) if page.newer else ""
    older = turned(before=str(page.older)) if page.older else ""
    return newer, older

"""Change sets as the browser gets them: text, ready to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from finance_app.domain.actors import Actor, Role
from finance_app.domain.changes import ChangeSetView
from finance_app.domain.formatting import count_text, day_heading, time_text
from finance_app.services.history import HistoryPage
from finance_app.services.leftovers import Leftover, Leftovers
from finance_app.ui import links
from finance_app.ui.components.values import Choice, Option

LEFT = "Left as it is, changed or used since:"
SEVERAL = 2  # people in a book
OWNERS = ("book.currency", "book.rename")  # kinds of change sets that only owners take back
NAMED = 3  # things that an undo left and that are named in its row
THINGS = {
    "entry": "entries",
    "account": "accounts",
    "category": "categories",
    "payee": "payees",
    "tag": "tags",
    "own_rate": "rates",
    "custom_currency": "currencies",
}
"""Tables by how much people care, and what their rows are called."""


@dataclass(frozen=True)
class ChangeRow:
    """One change set.

    Args:
        about: when, who made it, and how much it is about where that is more than one thing.
        mark: `Undone` or `Redone`; nothing while it stands.
        verb: what can be done about it: `Undo` or `Redo`; nothing where it was.
        target: the set that doing so takes back.
        is_undo: it took another one back.
        left: that it left some of that; nothing where it left nothing.
        leftovers: some of it, and where it is…
        more: …and how much more it is.
    """

    id: str = ""
    summary: str = ""
    about: str = ""
    mark: str = ""
    verb: str = ""
    target: str = ""
    is_undo: bool = False
    left: str = ""
    more: str = ""
    leftovers: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class DayText:
    """A day and what was changed on it."""

    heading: str = ""
    rows: list[ChangeRow] = field(default_factory=list)


def days(page: HistoryPage, actor: Actor) -> list[DayText]:
    """Write change sets out by the day that it was where the user lives."""
    zone, alone = ZoneInfo(actor.time_zone), len(page.people) < SEVERAL

    def day(one: ChangeSetView) -> date:
        return one.at.astimezone(zone).date()

    return [
        DayText(
            day_heading(on, actor.region),
            [row(one, actor, page.left.get(one.id), alone=alone) for one in some],
        )
        for on, some in groupby(page.sets, day)
    ]


def row(
    one: ChangeSetView, actor: Actor, left: Leftovers | None = None, *, alone: bool = False
) -> ChangeRow:
    """Write one change set out; who made it goes without saying where they are alone."""
    by = "" if alone and one.by == actor.email else _by(one, actor)
    about = _time(one, actor), by, _things(one, actor)
    said, more = _left(left, actor.region)
    mark, verb = _undo_state(one) if one.undoes_id is not None else _state(one)
    if one.is_about_members or (one.kind in OWNERS and actor.role is not Role.OWNER):
        verb = ""
    return ChangeRow(
        id=str(one.id),
        summary=one.summary,
        about=" · ".join(part for part in about if part),
        mark=mark,
        verb=verb,
        target=str(one.last if one.undoes_id is None else one.id),
        is_undo=one.undoes_id is not None,
        left=said,
        more=more,
        leftovers=[Choice(each.label, _where(each)) for each in left.some[:NAMED]] if left else [],
    )


def _state(one: ChangeSetView) -> tuple[str, str]:
    """Say whether what a set did was undone or redone, and what can be done about it."""
    if not one.stands:
        return "Undone", "Redo"
    return "Redone" if one.undone else "", "Undo"


def _undo_state(one: ChangeSetView) -> tuple[str, str]:
    """Say the same of a set that took another one back."""
    undid = one.summary.startswith("Undid: ")
    if one.undone:
        return "Redone" if undid else "Undone", ""
    return "", "Redo" if undid else "Undo"


def _left(left: Leftovers | None, region: str) -> tuple[str, str]:
    """Say that something was left, and how much of it is not named."""
    if left is None:
        return "", ""
    more = left.count - min(len(left.some), NAMED)
    count = count_text(more, region) if more else ""
    if left.some:
        return LEFT, f"and {count} more" if more else ""
    return LEFT, f"{count} {'row' if more == 1 else 'rows'}"


def _where(one: Leftover) -> str:
    """Return where something that was left is."""
    key = str(one.id)
    if one.day is not None:
        return links.entry(one.id, one.day, account=str(one.account_id))
    found = {
        "account": links.account(key),
        "category": links.entries(category=key),
        "payee": links.entries(payee=key),
        "tag": links.TAGS,
        "own_rate": links.RATES,
        "custom_currency": links.RATES,
    }
    return found.get(one.table, links.ENTRIES)


def people(page: HistoryPage, actor: Actor) -> list[Option]:
    """Offer the people of the book whose changes can be shown; nothing where there is one."""
    if len(page.people) < SEVERAL:
        return []
    named = [
        Option(str(one.user_id), "You" if one.user_id == actor.user_id else one.called)
        for one in page.people
    ]
    return [Option("", "Everybody"), *named]


def _time(one: ChangeSetView, actor: Actor) -> str:
    return time_text(one.at, actor.time_zone, actor.region)


def _by(one: ChangeSetView, actor: Actor) -> str:
    if one.by == actor.email:
        return "you"
    return one.by_name or one.by or "somebody who is gone"


def _things(one: ChangeSetView, actor: Actor) -> str:
    """Count what people see of it: its entries, else what else it wrote; one thing is named."""
    count, things = next(
        ((one.written[table], things) for table, things in THINGS.items() if table in one.written),
        (0, ""),
    )
    return f"{count_text(count, actor.region)} {things}" if count > 1 else ""

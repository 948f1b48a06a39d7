"""Change sets as the browser gets them: text, ready to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from finance_app.domain.actors import Actor
from finance_app.domain.changes import ChangeSetView
from finance_app.domain.formatting import count_text, day_heading, time_text
from finance_app.services.history import HistoryPage, Undone
from finance_app.ui import links

THINGS = {
    "entry": "entries",
    "account": "accounts",
    "category": "categories",
    "payee": "payees",
    "tag": "tags",
}
"""Tables by how much people care, and what their rows are called."""


@dataclass(frozen=True)
class ChangeRow:
    """One change set.

    Args:
        about: when, who made it, and how much it is about where that is more than one thing.
        mark: `Undone` or `Redone`; nothing while it stands.
        verb: what can be done about it: `Undo` or `Redo`; nothing where it was.
        is_undo: it took another one back.
    """

    id: str = ""
    summary: str = ""
    about: str = ""
    mark: str = ""
    verb: str = ""
    is_undo: bool = False


@dataclass(frozen=True)
class DayText:
    """A day and what was changed on it."""

    heading: str = ""
    rows: list[ChangeRow] = field(default_factory=list)


def days(sets: Iterable[ChangeSetView], actor: Actor) -> list[DayText]:
    """Write change sets out by the day that it was where the user lives."""
    zone = ZoneInfo(actor.time_zone)

    def day(one: ChangeSetView) -> date:
        return one.at.astimezone(zone).date()

    return [
        DayText(day_heading(on, actor.region), [row(one, actor) for one in some])
        for on, some in groupby(sets, day)
    ]


def row(one: ChangeSetView, actor: Actor) -> ChangeRow:
    """Write one change set out."""
    about = _time(one, actor), _by(one, actor), _things(one, actor)
    redoes = one.undoes_id is not None and one.summary.startswith("Undid: ")
    return ChangeRow(
        id=str(one.id),
        summary=one.summary,
        about=" · ".join(part for part in about if part),
        mark=("Redone" if redoes else "Undone") if one.undone else "",
        verb="" if one.undone else "Redo" if redoes else "Undo",
        is_undo=one.undoes_id is not None,
    )


def newer(page: HistoryPage) -> str:
    """Return the address of the page after this one; nothing where there is none."""
    return links.address(links.ACTIVITY, after=str(page.newer)) if page.newer else ""


def older(page: HistoryPage) -> str:
    """Return the address of the page before this one; nothing where there is none."""
    return links.address(links.ACTIVITY, before=str(page.older)) if page.older else ""


def undone_text(verb: str, undone: Undone) -> str:
    """Say what undoing did, and name what it left."""
    said = undone.sentence
    return said if verb == "Undo" else said.replace("Undone", "Redone", 1)


def _time(one: ChangeSetView, actor: Actor) -> str:
    return time_text(one.at, actor.time_zone, actor.region)


def _by(one: ChangeSetView, actor: Actor) -> str:
    return "you" if one.by == actor.email else one.by or "somebody who is gone"


def _things(one: ChangeSetView, actor: Actor) -> str:
    """Count what people see of it: its entries, else what else it wrote; one thing is named."""
    count, things = next(
        ((one.written[table], things) for table, things in THINGS.items() if table in one.written),
        (0, ""),
    )
    return f"{count_text(count, actor.region)} {things}" if count > 1 else ""

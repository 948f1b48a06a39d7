"""What can be chosen in the settings, as text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time

from finance_app.domain.actors import Actor
from finance_app.domain.formatting import clock_text, weekday_text
from finance_app.domain.notices import BETWEEN, Notice, QuietHours, times
from finance_app.domain.recomputing import Recomputing
from finance_app.domain.weeks import FirstDay
from finance_app.services import users
from finance_app.ui.components.values import Option

PLACES = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@dataclass(frozen=True)
class NoticeRow:
    """A mail that one can do without."""

    key: str = ""
    label: str = ""
    wanted: bool = True


USUAL_QUIET = QuietHours(time(22), time(7))
"""What is proposed to those who have chosen none."""


def notices(
    wanted: Collection[Notice], *, is_admin: bool
) -> tuple[list[NoticeRow], list[NoticeRow]]:
    """Return the digests and the other mails that one can do without."""
    offered = [one for one in Notice if is_admin or not one.is_for_administrators]
    found = [(one, NoticeRow(one, one.label, one in wanted)) for one in offered]
    return (
        [row for one, row in found if not one.is_usual],
        [row for one, row in found if one.is_usual],
    )


def quiet(found: QuietHours | None) -> tuple[str, str]:
    """Return when it begins to be quiet, and until when; no beginning where it never is."""
    first, _, end = str(found or USUAL_QUIET).partition(BETWEEN)
    return (first if found else "", end)


def quiet_options(region: str) -> list[Option]:
    """Return the times to choose from, as they are written in a region."""
    return [Option(one, clock_text(time.fromisoformat(one), region)) for one in times()]


def zone_options() -> list[Option]:
    """Return the time zones that are named after a place, and UTC."""
    named = sorted(zone for zone in users.zones() if zone.startswith(PLACES))
    return [Option("UTC", "UTC"), *(Option(zone, zone.replace("_", " ")) for zone in named)]


def first_days(region: str) -> list[Option]:
    """Return the days that a week may begin with; the region's own is said."""
    usual = weekday_text(FirstDay.REGION.weekday(region))
    named = [(one, one.capitalize()) for one in FirstDay if one]
    return [Option("", f"As in the region ({usual})"), *(Option(one, name) for one, name in named)]


def question(before: str, code: str) -> str:
    """Ask whether the book is to have another currency."""
    return f"Change the book from {before} to {code}?"


def changed(code: str, actor: Actor, found: Recomputing | None) -> str:
    """Say how far another currency is that was asked for; nothing where it was taken back."""
    if actor.base_currency != code:
        return ""
    if found is not None and found.is_mixed:
        return f"The book is changing to {code}; its amounts are being recomputed."
    return f"The book is in {code} now."


def behind(found: Recomputing | None) -> str:
    """Say that amounts were left at rates that have changed since; nothing where none were."""
    if found is None or not found.stopped:
        return ""
    return found.problem or "Some amounts are still at rates that were corrected since."

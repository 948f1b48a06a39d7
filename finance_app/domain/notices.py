"""Mails that a user can do without, and when they wait. Those about getting in are always sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from finance_app.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Collection

SEPARATOR = ","
BETWEEN = "-"
STEP = 30  # minutes between two times that can be chosen


class DigestKind(StrEnum):
    """How long a digest looks back."""

    WEEK = "week"
    MONTH = "month"


class Notice(StrEnum):
    """What a mail is about; the values are kept, and stand in links of mails: they must stay."""

    WEEK = "week"
    MONTH = "month"
    EXPORT = "export"
    ROLE = "role"
    PEOPLE = "people"
    IMPORT = "import"
    TROUBLE = "trouble"

    @property
    def label(self) -> str:
        """When it is sent."""
        return _LABELS[self]

    @property
    def named(self) -> str:
        """What such mails are called."""
        return _NAMES[self]

    @property
    def is_usual(self) -> bool:
        """Whether it is sent to those who never said; digests are for those who ask for them."""
        return self not in (Notice.WEEK, Notice.MONTH)

    @property
    def is_for_administrators(self) -> bool:
        """Whether nobody else gets it."""
        return self is Notice.TROUBLE


class Urgency(IntEnum):
    """What leaves first; the values are kept, and the smaller one goes before."""

    AWAITED = 0
    OWED = 1
    NOTICE = 2
    DIGEST = 3


AWAITED = frozenset({"join", "known", "reset", "email", "test"})
"""Mails that somebody waits for before a screen, by the name of their template."""


def urgency(template: str, notice: str) -> Urgency:
    """Return how soon a mail must leave.

    Args:
        notice: what it is about, "" where its reader cannot do without it.
    """
    if notice:
        return Urgency.DIGEST if notice in set(DigestKind) else Urgency.NOTICE
    return Urgency.AWAITED if template in AWAITED else Urgency.OWED


_LABELS = {
    Notice.WEEK: "Every week: what came in and what was spent",
    Notice.MONTH: "Every month: the same, on the 1st",
    Notice.EXPORT: "When the file of all my data is ready",
    Notice.ROLE: "When I am removed from a book, or may do more or less in it",
    Notice.PEOPLE: "When somebody joins or leaves a book that I own",
    Notice.IMPORT: "When an import that took long is done",
    Notice.TROUBLE: "When something of this server fails for a day",
}
_NAMES = {
    Notice.WEEK: "weekly digests",
    Notice.MONTH: "monthly digests",
    Notice.EXPORT: "mails about the file of all your data",
    Notice.ROLE: "mails about what you may do in books",
    Notice.PEOPLE: "mails about who joins and leaves your books",
    Notice.IMPORT: "mails about imports",
    Notice.TROUBLE: "mails about trouble of this server",
}


def wanted(text: str) -> frozenset[Notice]:
    """Return what is wanted, as it is kept: what was chosen otherwise than is usual."""
    chosen = set(text.split(SEPARATOR))
    return frozenset(one for one in Notice if one.is_usual != (one in chosen))


def written(wanted: Collection[Notice]) -> str:
    """Return what is wanted as it is kept."""
    return SEPARATOR.join(one for one in Notice if one.is_usual != (one in wanted))


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours in which no notice arrives, on the clock of where its reader lives.

    Args:
        first: when they begin.
        end: when they are over; the next day where that is not later.
    """

    first: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Read hours as they are kept, `22:00-07:00`; nothing is none.

        Raises:
            InvalidInputError: it is neither, or both times are the same.
        """
        if not text:
            return None
        first, _, end = text.partition(BETWEEN)
        try:
            found = cls(time.fromisoformat(first), time.fromisoformat(end))
        except ValueError as error:
            raise InvalidInputError("Choose both times from the lists.", field="quiet") from error
        if found.first == found.end or str(found) != text:
            raise InvalidInputError("Choose two different times.", field="quiet")
        return found

    def over_at(self, now: datetime, zone: str) -> datetime | None:
        """Return when the hours that it is in are over; None where it is in none.

        Args:
            now: an instant.
            zone: the reader's.
        """
        there = now.astimezone(ZoneInfo(zone))
        clock = there.time()
        overnight = self.end <= self.first
        inside = self.first <= clock or clock < self.end
        if not (inside if overnight else self.first <= clock < self.end):
            return None
        day = there.date() + timedelta(days=int(overnight and clock >= self.first))
        return datetime.combine(day, self.end, ZoneInfo(zone)).astimezone(now.tzinfo)

    def __str__(self) -> str:
        return f"{self.first:%H:%M}{BETWEEN}{self.end:%H:%M}"


def times() -> list[str]:
    """Return the times that can be chosen, `00:00` first."""
    return [f"{minute // 60:02}:{minute % 60:02}" for minute in range(0, 24 * 60, STEP)]

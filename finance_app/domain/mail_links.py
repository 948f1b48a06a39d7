"""Links in mails: what one may be used for, and for how long."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class Purpose(StrEnum):
    """What following a link does; a link for one thing does nothing else."""

    JOIN = "join"
    RESET = "reset"
    EMAIL = "email"
    INVITE = "invite"
    BACK = "back"

    @property
    def lifetime(self) -> timedelta:
        """How long a link works."""
        return _LIFETIMES[self]

    @property
    def lasting(self) -> str:
        """The same, as mails say it."""
        return _LASTING[self]

    @property
    def outlives_changes(self) -> bool:
        """Whether it works on after the address or the password changed, and beside others."""
        return self is Purpose.BACK


_LIFETIMES = {
    Purpose.JOIN: timedelta(days=2),
    Purpose.RESET: timedelta(hours=1),
    Purpose.EMAIL: timedelta(hours=24),
    Purpose.INVITE: timedelta(days=7),
    Purpose.BACK: timedelta(days=7),
}
_LASTING = {
    Purpose.JOIN: "two days",
    Purpose.RESET: "an hour",
    Purpose.EMAIL: "a day",
    Purpose.INVITE: "a week",
    Purpose.BACK: "a week",
}

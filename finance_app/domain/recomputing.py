"""Converting the amounts of a book anew: why, and how far that is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ALMOST = 99  # per cent, until the last amount is converted
SOON = 5_000  # entries that are done before anybody could read that they are being done


class Reason(StrEnum):
    """Why the amounts in the base currency are converted anew."""

    BASE = "base"
    RATES = "rates"


@dataclass(frozen=True, slots=True)
class Recomputing:
    """How far a book is.

    Args:
        reason: after another base currency what is stored is a mix of both, to be shown by no
            screen; after other rates it holds together at any moment.
        currency: what amounts are converted to.
        total: entries to look at; None until they were counted.
        reversible: it can be cancelled.
        stopped: nothing goes on until it is resumed, or rates change again.
        problem: why it cannot go on, or why it goes back.
    """

    reason: Reason
    currency: str
    done: int = 0
    total: int | None = None
    reversible: bool = False
    stopped: bool = False
    problem: str = ""

    @property
    def is_mixed(self) -> bool:
        """Whether stored amounts in the base currency are partly in another one."""
        return self.reason is Reason.BASE

    @property
    def percent(self) -> int:
        """How much of it is done; 100 only when it is gone."""
        return min(ALMOST, 100 * self.done // self.total) if self.total else 0

    @property
    def is_worth_saying(self) -> bool:
        """Whether every page says so: not what is done in a moment, nor what somebody stopped."""
        if self.is_mixed or self.problem:
            return True
        return not self.stopped and (self.total or 0) > SOON

"""How often a program may ask: so many requests a minute, and as many at once after a rest."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from finance_app.web.limits import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

REMEMBERED = 10_000  # holders, those that asked last


class Paces:
    """Counts the requests of each holder.

    Args:
        each_minute: how many requests a holder has.
    """

    def __init__(self, each_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.each_minute, self.clock = each_minute, clock
        self.known = OrderedDict[str, Pace]()

    def take(self, holder: str) -> tuple[bool, dict[str, str]]:
        """Count a request; return whether it may be, and the headers that say how it stands.

        What may not be costs nothing.
        """
        now = self.clock()
        pace = self.known.setdefault(holder, Pace(self.each_minute / 60, self.each_minute, now))
        self.known.move_to_end(holder)
        while len(self.known) > REMEMBERED:
            self.known.popitem(last=False)
        wait = pace.turn(now)
        if wait:
            pace.turn(now, -1)
        return not wait, self.headers(pace, wait)

    def headers(self, pace: Pace, wait: float) -> dict[str, str]:
        """Return what an answer says: how many there are, are left, and in how many seconds all."""
        full = (pace.burst - pace.left) / pace.rate
        said = {
            "RateLimit-Limit": str(self.each_minute),
            "RateLimit-Remaining": str(max(0, int(pace.left))),
            "RateLimit-Reset": str(math.ceil(full)),
        }
        return {**said, "Retry-After": str(math.ceil(wait))} if wait else said

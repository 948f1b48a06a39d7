"""Keeps exchange rates current, and says in the log what is new about that.

That somebody cannot be reached is logged once, and so is that it can again: a machine without a
network stays calm.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from finance_app.domain.jobs import Result
from finance_app.services import rate_feeds

if TYPE_CHECKING:
    from finance_app.jobs.runs import Run
    from finance_app.services.rate_feeds import Refreshed

log = logging.getLogger(__name__)


class RateFeeds:
    """Asks whoever is due, and remembers what was wrong the last time."""

    def __init__(self) -> None:
        self.troubles: dict[str, str] = {}

    def refresh(self, run: Run) -> Result:
        """Ask, keep what is new, and say what came of it."""
        done = rate_feeds.refresh(run.now(), progress=run.at)
        self.tell(done)
        return Result(said(done), is_fine=not done.failed)

    def tell(self, done: Refreshed) -> None:
        """Log what is new; a trouble only when it begins and when it is over."""
        before = set(self.troubles)
        for source in done.asked:
            self.troubles.pop(source, None)
        self.troubles |= dict(zip(done.failed, done.troubles, strict=True))
        fresh = [self.troubles[source] for source in sorted(self.troubles.keys() - before)]
        if fresh:
            log.warning("exchange rates are not refreshed: %s", " ".join(fresh))
        elif before and not self.troubles:
            log.info("exchange rates are refreshed again")
        for sentence in done.refusals:
            log.warning("%s", sentence)
        if done.changes:
            log.info("exchange rates: %d new, %d corrected", done.added, done.corrected)


def said(done: Refreshed) -> str:
    """Say what came of asking, in a sentence or two."""
    count = f"{done.added} new, {done.corrected} corrected." if done.changes else "Nothing new."
    return " ".join((*done.troubles, count))

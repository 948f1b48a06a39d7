"""How a server is, and what about that needs somebody's attention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

MB = 10**6
LEAST_FREE = 1000 * MB
MOST_MEMORY = 700 * MB
LONGEST_UNANSWERED = timedelta(days=4)  # a weekend and a holiday


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """How it goes with a publisher of rates.

    Args:
        is_asked: the server asks it.
        newest_day: of its rates.
        succeeded_at: when it answered last.
        trouble: what was wrong the last time.
    """

    title: str
    is_asked: bool
    newest_day: date | None
    succeeded_at: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a server.

    Args:
        schema: the database's revision.
        is_schema_right: it is the one that this version needs.
        lines: of all entries.
        converting: books whose amounts are being converted anew.
        stuck: of these, how many met a problem.
        waiting: mails; of these, `failed` were tried and `late` are due for minutes.
    """

    now: datetime
    version: str
    seconds: int
    memory: int
    database: str
    size: int
    free: int
    schema: str
    is_schema_right: bool
    users: int
    disabled: int
    books: int
    lines: int
    feeds: tuple[FeedHealth, ...]
    converting: int
    stuck: int
    waiting: int
    failed: int
    given_up: int
    late: int
    has_public_url: bool
    allows_http: bool

    @property
    def troubles(self) -> dict[str, str]:
        """What needs attention: a sentence by the name of what it is about."""
        found = {
            "schema": "" if self.is_schema_right else "Restart the server, so that it migrates.",
            "free": self._free(),
            "memory": "It holds more than it should; restart it when it suits."
            if self.memory > MOST_MEMORY
            else "",
            "work": "Some books could not be converted; their owners see why."
            if self.stuck
            else "",
            "mail": self._mail(),
            "address": ""
            if self.has_public_url
            else "Set FINANCE_PUBLIC_URL: links in mails lead to this machine only.",
            "http": "Passwords can be read on their way; put a proxy with TLS before it."
            if self.allows_http
            else "",
        }
        return {name: sentence for name, sentence in found.items() if sentence}

    def trouble_of(self, feed: FeedHealth) -> str:
        """Return what about a publisher needs attention; nothing where nothing does."""
        if not feed.is_asked:
            return ""
        if feed.trouble:
            return feed.trouble
        if feed.succeeded_at and self.now - feed.succeeded_at > LONGEST_UNANSWERED:
            return "It has not answered for days."
        return ""

    def _mail(self) -> str:
        if self.late:
            return "Some of it waits for minutes: does the server, or a worker, do the jobs?"
        return "Look under Mail." if self.failed or self.given_up else ""

    def _free(self) -> str:
        if self.free < LEAST_FREE:
            return "Less than a gigabyte is left; make room, or nothing can be saved."
        return "A copy of the database would not fit." if self.free < 2 * self.size else ""

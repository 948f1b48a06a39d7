"""How many websockets one may hold open and how fast one may send, so that a flood holds up nobody.

Whoever is signed in counts as themselves, everybody else by the address they come from. What comes
too fast is read later, not dropped: a page that is only busy loses nothing, and a flood waits in
its sender's own socket; so does what comes while many events of a page are not done yet. The log
says who was refused, once a minute.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from finance_app.web.answers import client, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    type Waiting = Callable[[str], int]

ACCOUNT = "finance.account"  # in a scope: the key of the user whose websocket it is
PAGE = "finance.page"  # the name that the state of its page is found by
EVENT = "42"  # what a frame begins with that carries an event; others keep the connection alive
FRAME = 256 * 1024  # characters; rates that are pasted are 100,000 characters at most
BURST = 10  # seconds' worth of events that may come at once
OPENING = 5  # events that opening a websocket counts as
AGAIN = 60.0  # seconds until the log says the same of the same holder again
QUEUE = 100  # events of one page that may wait; a busy page has a handful
SLUGGISH = 60.0  # seconds until a page that gets nothing done is given up
LOOK = 0.05  # seconds between two looks whether there is room
SWEPT = 1000  # holders that are remembered before those at rest are dropped
TOO_BIG: Message = {"type": "websocket.disconnect", "code": 1009}
TOO_BUSY: Message = {"type": "websocket.disconnect", "code": 1013}
REFUSED = "Too many pages are open; close some and load this one again."

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one may have.

    Args:
        account: websockets of one user, or of all at one address who are not signed in.
        address: websockets from one address.
        rate: events a second of one user, or of all at one address who are not signed in.
    """

    account: int
    address: int
    rate: int


class Pace:
    """Lets so many through in a second, and some more at first.

    Args:
        rate: how many a second.
        burst: how many at once after a rest.
    """

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst = rate, burst
        self.left, self.since = burst, now

    def turn(self, now: float, cost: float = 1) -> float:
        """Take a turn; return how many seconds it is until it comes."""
        self.left = min(self.burst, self.left + (now - self.since) * self.rate) - cost
        self.since = now
        return max(0.0, -self.left / self.rate)

    def is_rested(self, now: float) -> bool:
        """Say whether it stands as if nothing had ever come."""
        return self.left + (now - self.since) * self.rate >= self.burst


class Limits:
    """Refuses websockets beyond the bounds, and reads no faster than them.

    Args:
        waiting: how many events of a page are not done yet, by its name.
    """

    def __init__(
        self,
        app: ASGIApp,
        bounds: Bounds,
        waiting: Waiting,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app, self.bounds, self.waiting, self.clock = app, bounds, waiting, clock
        self.held: Counter[str] = Counter()
        self.paces: dict[str, Pace] = {}
        self.said: dict[tuple[str, str], float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; a websocket within the bounds."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        holder, address = holders(scope)
        for one, most in ((holder, self.bounds.account), (address, self.bounds.address)):
            if self.held[one] >= most:
                self.say(one, "refused a websocket: %s has %d open", one, most)
                await refuse(scope, receive, send, status=429, text=REFUSED)
                return
        self.held.update((holder, address))
        try:
            await asyncio.sleep(self.pace(holder).turn(self.clock(), OPENING))
            await self.app(scope, self.paced(holder, scope.get(PAGE, ""), receive), send)
        finally:
            self.held.subtract((holder, address))
            self.held += Counter()  # what nobody holds is forgotten

    def paced(self, holder: str, page: str, receive: Receive) -> Receive:
        """Return what receives messages no faster than a holder may send events."""

        async def received() -> Message:
            message = await receive()
            text = message.get("text") or message.get("bytes") or ""
            if len(text) > FRAME:
                self.say(holder, "closed a websocket: %s sent a frame of %d", holder, len(text))
                return TOO_BIG
            if isinstance(text, bytes) or text.startswith(EVENT):
                wait = self.pace(holder).turn(self.clock())
                if wait:
                    self.say(holder, "slowed down: %s sends too many events", holder)
                await asyncio.sleep(wait)
                if not await self.has_room(holder, page):
                    return TOO_BUSY
            return message

        return received

    async def has_room(self, holder: str, page: str) -> bool:
        """Wait until another event of a page may wait; say whether that came."""
        end = self.clock() + SLUGGISH
        while self.waiting(page) >= QUEUE:
            self.say(holder, "held back: %s has %d events waiting", holder, QUEUE)
            if self.clock() >= end:
                log.warning("closed a websocket: %s has %d events waiting", holder, QUEUE)
                return False
            await asyncio.sleep(LOOK)
        return True

    def pace(self, holder: str) -> Pace:
        """Return the pace of a holder; all of their websockets share it."""
        now = self.clock()
        if len(self.paces) > SWEPT:
            self.paces = {key: one for key, one in self.paces.items() if not one.is_rested(now)}
        rate = self.bounds.rate
        return self.paces.setdefault(holder, Pace(rate, rate * BURST, now))

    def say(self, holder: str, sentence: str, *values: object) -> None:
        """Log what was done about a holder, unless that was said of them a moment ago."""
        now = self.clock()
        if now - self.said.get((holder, sentence), -AGAIN) >= AGAIN:
            self.said = {key: at for key, at in self.said.items() if now - at < AGAIN}
            self.said[holder, sentence] = now
            log.warning(sentence, *values)


def holders(scope: Scope) -> tuple[str, str]:
    """Return who a websocket counts for: its user, else nobody at its address; and the address."""
    address = f"address {client(scope)}"
    user_id = scope.get(ACCOUNT)
    return (f"nobody at {address}" if user_id is None else f"account {user_id}"), address

"""A change made elsewhere appears in every open page of its book."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import reflex as rx
from reflex_base.event import Event
from reflex_base.utils.format import format_event_handler

from finance_app.ui.guard import RENEW
from finance_app.ui.recomputing import RecomputingState

FOLLOW = str(format_event_handler(RecomputingState.event_handlers["follow"]))


def pusher(app: rx.App) -> Callable[[str, int | None], Awaitable[None]]:
    """Return what tells a page, by its client token, of the change set that came last.

    Without one it tells that what is being recomputed has moved on.

    It arrives as one of the page's own events: it waits behind what the user does, and the guard
    asks whose page it is.
    """

    async def push(client: str, set_id: int | None) -> None:
        renew = Event(name=RENEW, payload={"key": str(set_id)})
        event = Event(name=FOLLOW, payload={}) if set_id is None else renew
        await app.event_processor.enqueue(client, event)

    return push

"""A change made elsewhere appears in every open page of its book."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import reflex as rx
from reflex_base.event import Event
from reflex_base.utils.format import format_event_handler

from finance_app.ui.session import SessionState

RENEW = str(format_event_handler(SessionState.event_handlers["renew"]))


def pusher(app: rx.App) -> Callable[[str, int], Awaitable[None]]:
    """Return what tells a page, by its client token, of the change set that came last.

    It arrives as one of the page's own events: it waits behind what the user does, and the guard
    asks whose page it is.
    """

    async def push(client: str, set_id: int) -> None:
        await app.event_processor.enqueue(client, Event(name=RENEW, payload={"key": str(set_id)}))

    return push

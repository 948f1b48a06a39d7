"""What an open page is told from outside, and what is dropped of one that is gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory
from reflex.istate.manager.token import BaseStateToken
from reflex.state import State
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


def counter(app: rx.App) -> Callable[[str], int]:
    """Return what counts the events of a page that are not done yet, by its client token."""

    def waiting(client: str) -> int:
        processor = app.event_processor
        queued = processor._token_queues.get(client, ())  # noqa: SLF001  Reflex has no public way
        beside = processor._tasks.values()  # noqa: SLF001  as above
        return len(queued) + sum(f"|{client}|" in task.get_name() for task in beside)

    return waiting


def forgetter(app: rx.App) -> Callable[[str], None]:
    """Return what drops a page's state from memory, by its client token.

    Reflex itself keeps it for an hour, which is an hour of whoever opens pages on end.
    """

    def forget(client: str) -> None:
        manager = app.state_manager
        if not isinstance(manager, StateManagerMemory):
            return  # elsewhere it takes none of this process's memory
        token = BaseStateToken(ident=client, cls=State)
        lock = manager._states_locks.get(token.lock_key)  # noqa: SLF001  Reflex has no public way
        if lock is None or not lock.locked():
            manager._purge_token(token)  # noqa: SLF001  as above

    return forget

"""Who a session's token speaks for, remembered for a moment: asked with every event and request.

Both doors of the browser, plain HTTP and the websocket, come here. Signing in and out is in
`services.auth`.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.errors import SignInRequiredError
from finance_app.services import auth

if TYPE_CHECKING:
    from datetime import datetime

    from finance_app.services.auth import Caller

REMEMBERED = timedelta(seconds=2)  # how long a session that was ended elsewhere still counts
AT_MOST = 10_000  # sessions remembered

COOKIE = "finance"
"""The session cookie's name inside the app; `web.cookies` knows what it is called outside."""

log = logging.getLogger(__name__)
_known: OrderedDict[str, Caller] = OrderedDict()
_writing: set[asyncio.Task[None]] = set()


def token_in(cookie: str) -> str:
    """Return the token in a Cookie header, "" where there is none."""
    name, _, token = cookie.partition("=")
    return token if name == COOKIE and auth.TOKEN.fullmatch(token) else ""


async def find(token: str, now: datetime) -> Caller | None:
    """Return who a token speaks for, None where that is nobody (any more)."""
    if not token:
        return None
    digest = auth.digest(token)
    known = _known.get(digest)
    if known is None or not timedelta(0) <= now - known.actor.now < REMEMBERED:
        known = await _ask(token, digest, now)
    if known is None or known.ends_at <= now:
        return None
    return replace(known, actor=replace(known.actor, now=now))


def forget(token: str) -> None:
    """Have the next call ask the database again, as after signing out."""
    _known.pop(auth.digest(token), None)


def forget_session(digest: str) -> None:
    """Have the next call of a session ask the database again, by the digest of its token."""
    _known.pop(digest, None)


def forget_user(user_id: int) -> None:
    """Have the next call of a user ask the database again, from whichever browser."""
    for digest in [key for key, one in _known.items() if one.actor.user_id == user_id]:
        del _known[digest]


def forget_all() -> None:
    """Have the next call of everyone ask the database again."""
    _known.clear()


async def settle() -> None:
    """Wait until what is still being written down is there."""
    await asyncio.gather(*_writing, return_exceptions=True)


async def _ask(token: str, digest: str, now: datetime) -> Caller | None:
    try:
        found = await db.ask(auth.caller, token, now)
    except SignInRequiredError:
        _known.pop(digest, None)
        return None
    _known[digest] = found
    _known.move_to_end(digest)
    if len(_known) > AT_MOST:
        _known.popitem(last=False)
    if found.seen_at <= now - auth.seen_every():
        _note(token, now)
    return found


def _note(token: str, now: datetime) -> None:
    """Write a sign of life down without making the caller wait."""
    task = asyncio.get_running_loop().create_task(db.tell(auth.seen, token, now))
    _writing.add(task)
    task.add_done_callback(_noted)


def _noted(task: asyncio.Task[None]) -> None:
    _writing.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("a session's sign of life was not written: %s", type(error).__name__)

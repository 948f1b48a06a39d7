"""Hashing passwords blocks nobody: what others do is answered meanwhile as quickly as before."""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

from finance_app import db
from finance_app.pages.accounts.state.listed import AccountsState
from finance_app.services import auth, callers, users
from tests.websocket import PATIENCE, Tab, browser, served

if TYPE_CHECKING:
    from starlette.types import ASGIApp

SIGN_INS = 20
TARGET = 0.150  # seconds
RATIO = 4  # on a machine that has more to do: of what the same event takes when nobody signs in
EVENTS = 40
PASSWORD = "plum tractor eleven window"  # noqa: S105  the tests' own


async def event(tab: Tab) -> float:
    """Return how many seconds the page waits for an answer that comes from the database."""
    before, start = len(tab.frames), perf_counter()
    await tab.begin(AccountsState.load)
    await tab.answered(before, PATIENCE)
    taken = perf_counter() - start
    assert len(tab.frames) > before
    await asyncio.sleep(0.02)
    return taken


async def sign_in(app: ASGIApp, number: int) -> None:
    async with browser(app) as client:
        form = {"email": f"user{number}@example.org", "password": PASSWORD}
        answer = await client.post("/auth/sign-in", data=form, timeout=60)
    assert answer.headers["location"] == "/login?error=wrong"


def p95(taken: list[float]) -> float:
    return sorted(taken)[math.ceil(0.95 * len(taken)) - 1]


async def test_twenty_sign_ins_at_once_keep_nobody_waiting(
    sqlite: None,  # noqa: ARG001  it must be there
) -> None:
    callers.forget_all()
    wanted = users.NewUser("ada@example.org", "no hash", "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        token = auth.sign_up(session, wanted, datetime.now(UTC))
    async with served() as app, Tab(app, token, page="/accounts") as tab:
        await tab.load()
        quiet = [await event(tab) for _ in range(EVENTS)]
        work = asyncio.gather(*(sign_in(app, number) for number in range(SIGN_INS)))
        busy = []
        while not work.done():
            busy.append(await event(tab))
        await work
    assert len(busy) >= EVENTS
    assert p95(busy) <= max(TARGET, RATIO * p95(quiet)), (p95(busy), p95(quiet))

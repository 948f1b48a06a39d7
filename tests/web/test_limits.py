"""Websockets beyond the bounds are refused, floods are read slowly, others do not notice.

A tenth of the flood at each run, all of it with `--soak`.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any, Self

import pytest

from finance_app import db
from finance_app.pages.accounts.state.listed import AccountsState
from finance_app.services import auth, callers, users
from finance_app.web.limits import ACCOUNT, FRAME, PAGE, QUEUE, SLUGGISH, Bounds, Limits, Pace
from finance_app.web.sockets import Sockets
from tests.websocket import PATIENCE, Tab, chain, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BOUNDS = Bounds(account=3, address=5, rate=10)
EVENT = {"type": "websocket.receive", "text": '42/_event,["event",{}]', "bytes": None}
HOSTILE, FLOOD, SHARE = 1_000, 20_000, 10
TARGET = 1.0  # seconds: what others may wait at most, at the 95th percentile
EVENTS = 40


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Opened:
    """A websocket to the limits alone; what is inside reads until it ends."""

    def __init__(
        self,
        limits: Limits,
        user_id: int | None = None,
        host: str = "10.0.0.1",
        page: str = "",
    ) -> None:
        self.scope: Scope = {"type": "websocket", "headers": [], "client": (host, 1)}
        self.scope |= {ACCOUNT: user_id, PAGE: page}
        self.limits = limits
        self.inbox: asyncio.Queue[Message] = asyncio.Queue()
        self.sent: list[Message] = []

    async def __aenter__(self) -> Self:
        await self.inbox.put({"type": "websocket.connect"})
        self.task = asyncio.ensure_future(self.limits(self.scope, self.inbox.get, self.take))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.inbox.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait_for(self.task, PATIENCE)

    async def take(self, message: Any) -> None:
        self.sent.append(message)

    @property
    def is_refused(self) -> bool:
        return self.sent == [{"type": "websocket.close", "code": 4429}]


@pytest.fixture
def read() -> list[Message]:
    """What the app inside has read."""
    return []


@pytest.fixture
def busy() -> Counter[str]:
    """How many events of a page are not done yet."""
    return Counter()


@pytest.fixture
def limits(read: list[Message], busy: Counter[str]) -> Limits:
    async def inside(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001  an app
        while (message := await receive())["type"] != "websocket.disconnect":
            read.append(message)
        read.append(message)

    return Limits(inside, BOUNDS, lambda page: busy[page], Clock())


async def test_a_user_opens_so_many_pages_and_another_one_after_closing_one(
    limits: Limits, caplog: pytest.LogCaptureFixture
) -> None:
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(Opened(limits, 7)) for _ in range(5)]
        assert [one.is_refused for one in opened] == [False] * 3 + [True] * 2
        async with Opened(limits, 8) as other:
            assert not other.is_refused
    assert [record.message for record in caplog.records] == [
        "refused a websocket: account 7 has 3 open"
    ]
    async with Opened(limits, 7) as again:
        assert not again.is_refused
    assert limits.held == {}


async def test_an_address_has_a_bound_whoever_is_there(limits: Limits) -> None:
    async with AsyncExitStack() as stack:
        users_ = (1, 1, 2, 2, None, 3)
        opened = [await stack.enter_async_context(Opened(limits, one)) for one in users_]
        assert [one.is_refused for one in opened] == [False] * 5 + [True]
        async with Opened(limits, 3, "10.0.0.2") as elsewhere:
            assert not elsewhere.is_refused


async def test_a_network_of_ipv6_is_one_address(limits: Limits) -> None:
    async with AsyncExitStack() as stack:
        hosts = [f"2001:db8::{number}" for number in range(1, 5)]
        opened = [await stack.enter_async_context(Opened(limits, None, one)) for one in hosts]
        assert [one.is_refused for one in opened] == [False] * 3 + [True]


async def test_a_frame_that_is_too_large_ends_its_websocket(
    limits: Limits, read: list[Message], caplog: pytest.LogCaptureFixture
) -> None:
    async with Opened(limits, 7) as one:
        await one.inbox.put({**EVENT, "text": "x" * (FRAME + 1)})
        await asyncio.wait_for(one.task, PATIENCE)
    assert read[-1] == {"type": "websocket.disconnect", "code": 1009}
    assert "account 7 sent a frame of" in caplog.text


@pytest.mark.parametrize(("at", "wait"), [(0, 0), (99, 0), (100, 0.1), (150, 5.1)])
def test_a_burst_passes_and_what_is_beyond_waits(at: int, wait: float) -> None:
    pace = Pace(rate=10, burst=100, now=0)
    waits = [pace.turn(0) for _ in range(200)]
    assert waits[at] == pytest.approx(wait)
    assert pace.turn(40) == 0  # it has rested


def test_somebody_who_types_never_waits() -> None:
    pace = Pace(rate=30, burst=300, now=0)
    assert max(pace.turn(number / 15) for number in range(10_000)) == 0


async def test_what_comes_while_much_is_waiting_waits_in_its_socket(
    limits: Limits,
    read: list[Message],
    busy: Counter[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    busy["a page"] = QUEUE
    async with Opened(limits, 7, page="a page") as one, Opened(limits, 7, page="another") as other:
        for each in (one, other):
            await each.inbox.put(EVENT)
        await asyncio.sleep(0.1)
        assert read.count(EVENT) == 1
        busy["a page"] = QUEUE - 1
        async with asyncio.timeout(PATIENCE):
            while read.count(EVENT) < 2:  # noqa: ASYNC110  it looks again by itself
                await asyncio.sleep(0.01)
    assert caplog.messages == [f"held back: account 7 has {QUEUE} events waiting"]


async def test_a_page_that_gets_nothing_done_is_given_up(
    limits: Limits, read: list[Message], busy: Counter[str], caplog: pytest.LogCaptureFixture
) -> None:
    busy["a page"] = QUEUE
    async with Opened(limits, None, page="a page") as one:
        await one.inbox.put(EVENT)
        await asyncio.sleep(0.1)
        limits.clock.now = SLUGGISH  # type: ignore[attr-defined]  # it is a test's
        await asyncio.wait_for(one.task, PATIENCE)
    assert read[-1] == {"type": "websocket.disconnect", "code": 1013}
    closed = f"closed a websocket: nobody at address 10.0.0.1 has {QUEUE} events waiting"
    assert caplog.messages[-1] == closed


async def test_signs_of_life_are_not_counted(limits: Limits, read: list[Message]) -> None:
    async with Opened(limits, 7) as one:
        for _ in range(500):
            await one.inbox.put({**EVENT, "text": "3"})
    assert len(read) == 502  # with the first and the last message


@pytest.fixture
async def app(
    sqlite: None,  # noqa: ARG001  it must be there
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[ASGIApp]:
    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    callers.forget_all()
    async with served() as served_app:
        yield served_app


def token_of(email: str) -> str:
    wanted = users.NewUser(email, "no hash", "de_AT", "Europe/Vienna", "EUR")
    with db.write() as session:
        return auth.sign_up(session, wanted, datetime.now(UTC))


async def event(tab: Tab) -> float:
    """Return how many seconds a page waits for an answer that comes from the database."""
    before, start = len(tab.frames), perf_counter()
    await tab.begin(AccountsState.load)
    await tab.answered(before, PATIENCE)
    assert len(tab.frames) > before
    return perf_counter() - start


@pytest.mark.timeout(1800)
async def test_a_flood_and_a_crowd_hold_nobody_up(
    app: ASGIApp, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    share = 1 if request.config.getoption("--soak") else SHARE
    inner = next(found for found in chain(app) if isinstance(found, Limits))
    inner.bounds = Bounds(account=60, address=300, rate=30)
    ada, eve = token_of("ada@example.org"), token_of("eve@example.org")
    async with Tab(app, ada, page="/accounts") as tab, Tab(app, eve, page="/accounts") as flooding:
        await tab.load()
        over = asyncio.Event()
        crowd = [asyncio.ensure_future(hostile(app, over)) for _ in range(HOSTILE // share)]
        for _ in range(FLOOD // share):
            await flooding.begin(AccountsState.load)
        taken = [await event(tab) for _ in range(EVENTS)]
        over.set()
        refused = sum(await asyncio.gather(*crowd))
    assert refused == HOSTILE // share - 60
    p95 = sorted(taken)[math.ceil(0.95 * EVENTS) - 1]
    assert p95 <= TARGET
    said = {record.message for record in caplog.records if record.levelno == logging.WARNING}
    assert any("events waiting" in one or "sends too many events" in one for one in said)
    assert any("nobody at address 127.0.0.1 has 60 open" in one for one in said)


async def hostile(app: ASGIApp, over: asyncio.Event) -> bool:
    """Hold a websocket of nobody open until all is over; return whether it was refused."""
    try:
        async with Tab(app):
            await over.wait()
    except ConnectionRefusedError:
        return True
    return False


async def test_what_a_page_of_nobody_held_is_dropped(app: ASGIApp) -> None:
    from finance_app.finance_app import app as root

    sockets = next(found for found in chain(app) if isinstance(found, Sockets))
    sockets.rest = 0.05
    states = root.state_manager.states  # type: ignore[attr-defined]  # of the one in memory
    before = len(states)
    async with Tab(app, page="/login") as tab:
        await tab.load()
        assert len(states) == before + 1
    async with asyncio.timeout(PATIENCE):
        while len(states) > before:  # noqa: ASYNC110  Reflex has no event for it
            await asyncio.sleep(0.02)

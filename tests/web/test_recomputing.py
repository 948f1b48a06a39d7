"""The process beside the server: started, started again, and ended with it."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.services import demo
from finance_app.web.recomputing import Recomputer
from tests.conftest import NOW, somebody
from tests.services.recomputing import change, is_running, proven

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from finance_app.domain.actors import Actor

PATIENCE = 60  # seconds

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def recomputer() -> AsyncIterator[Recomputer]:
    made = Recomputer(every=0.02)
    yield made
    made.stop()


@pytest.fixture
def actor() -> Actor:
    """The owner of a book that takes a moment to convert."""
    with db.write() as session:
        owner = somebody(session)
        demo.fill(session, owner, entries=8_000)
    return owner


async def until(recomputer: Recomputer, reached: Callable[[], bool]) -> None:
    """Look again and again until something has happened."""
    async with asyncio.timeout(PATIENCE):
        while not reached():
            await recomputer.look()
            await asyncio.sleep(0.01)


def done() -> int:
    with db.read() as session:
        return session.scalar(text("SELECT done FROM recompute")) or 0


async def test_nothing_is_started_while_nothing_is_to_be_done(recomputer: Recomputer) -> None:
    await recomputer.look()
    assert recomputer.process is None


async def test_what_is_to_be_done_is_done_beside_the_server(
    recomputer: Recomputer, actor: Actor
) -> None:
    change(actor, "USD")
    watch = asyncio.get_running_loop().create_task(recomputer.watch())
    async with asyncio.timeout(PATIENCE):
        while is_running(actor):
            await asyncio.wait({watch}, timeout=0.05)
    watch.cancel()
    proven(actor)


async def test_what_was_killed_is_started_again(
    recomputer: Recomputer, actor: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    change(actor, "USD")
    await until(recomputer, lambda: done() > 0)
    assert recomputer.process is not None
    os.kill(recomputer.process.pid, signal.SIGKILL)
    recomputer.process.wait()
    await recomputer.look()
    assert "tried again" in caplog.text
    assert recomputer.process is None
    await until(recomputer, lambda: not is_running(actor))
    proven(actor)


async def test_what_hangs_is_killed(
    recomputer: Recomputer, actor: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    change(actor, "USD")
    with db.write() as session:
        hung = "UPDATE recompute SET owner = 'somebody', beat_at = :then"
        session.execute(text(hung), {"then": NOW})
    recomputer.start()
    assert recomputer.process is not None
    os.kill(recomputer.process.pid, signal.SIGSTOP)
    await recomputer.look()
    assert recomputer.process.wait(PATIENCE) == -signal.SIGKILL
    assert "no sign of life" in caplog.text


async def test_with_the_server_it_ends_and_the_rest_is_left(
    recomputer: Recomputer, actor: Actor
) -> None:
    change(actor, "USD")
    await until(recomputer, lambda: done() > 0)
    recomputer.stop()
    assert is_running(actor)

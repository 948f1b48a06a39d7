from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.services.rate_feeds import Change, Refreshed
from finance_app.web import rate_feeds
from finance_app.web.rate_feeds import RateFeeds
from tests import rate_server
from tests.conftest import NOW, forget_settings
from tests.rate_server import RateServer, ecb_xml, ok, status

if TYPE_CHECKING:
    from collections.abc import Iterator

DAILY = "/eurofxref-daily.xml"
PATHS = (DAILY, "/eurofxref-hist-90d.xml", "/eurofxref-hist.zip")
LOGGER = "finance_app.web.rate_feeds"


@pytest.fixture
def server(
    sqlite: None,  # noqa: ARG001  it must be there
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[RateServer]:
    caplog.set_level(logging.INFO, LOGGER)
    with rate_server.serving() as running:
        providers = f"ecb={running.url},open-er-api={running.url}"
        monkeypatch.setenv("FINANCE_RATE_PROVIDERS", providers)
        forget_settings()
        yield running


def forget() -> None:
    """Make everybody due again."""
    with db.write() as session:
        session.execute(text("DELETE FROM rate_feed"))


async def until(server: RateServer, count: int) -> None:
    end = time.monotonic() + 20
    while len(server.asked) < count:
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def test_it_looks_soon_after_the_start_and_again(server: RateServer) -> None:
    task = asyncio.create_task(RateFeeds(first=0.01, every=0.01, spread=0).watch())
    await until(server, 2)  # both, since the first has nothing
    forget()
    await until(server, 4)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_without_providers_it_ends(sqlite: None) -> None:  # noqa: ARG001  it must be there
    await rate_feeds.watch()


async def test_that_nobody_is_there_is_one_line_once(
    server: RateServer, caplog: pytest.LogCaptureFixture
) -> None:
    feeds = RateFeeds()
    for _ in range(4):
        await feeds.look()
        forget()
    (said,) = caplog.messages
    assert said.startswith("exchange rates are not refreshed: European Central Bank answered with")
    assert said.endswith("ExchangeRate-API answered with status 404.")
    assert caplog.records[0].levelno == logging.WARNING
    xml = ok(ecb_xml({"2026-11-20": {"USD": "1.1"}}))
    server.replies |= dict.fromkeys(PATHS, xml)
    with db.write() as session:
        session.execute(
            text("INSERT INTO rate VALUES ('ecb', 'USD', '2026-11-19', '1.1', :now)"),
            {"now": "2026-11-19 15:00:00"},
        )
    caplog.clear()
    await feeds.look()
    assert "exchange rates: 1 new, 0 corrected" in caplog.messages


def test_a_trouble_is_told_when_it_begins_and_when_it_is_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, LOGGER)
    feeds = RateFeeds()
    ill = Refreshed(("ecb",), failed=("ecb",), troubles=("It is ill.",))
    both = Refreshed(
        ("ecb", "open-er-api"),
        failed=("ecb", "open-er-api"),
        troubles=("It is ill.", "So is this."),
    )
    for done in (ill, ill, Refreshed(), both, both, Refreshed(("open-er-api",)), ill):
        feeds.tell(done)
    assert caplog.messages == [
        "exchange rates are not refreshed: It is ill.",
        "exchange rates are not refreshed: So is this.",
    ]
    feeds.tell(Refreshed(("ecb",), (Change("ecb", "USD", NOW.date(), NOW.date()),), added=1))
    assert caplog.messages[2:] == [
        "exchange rates are refreshed again",
        "exchange rates: 1 new, 0 corrected",
    ]
    feeds.tell(Refreshed(("ecb",), refusals=("It published a rate that does not count.",)))
    assert caplog.messages[-1] == "It published a rate that does not count."


async def test_a_crash_is_one_line_and_the_next_look_comes(
    server: RateServer, caplog: pytest.LogCaptureFixture
) -> None:
    with db.write() as session:
        session.execute(text("ALTER TABLE rate_feed RENAME TO lost"))
    task = asyncio.create_task(RateFeeds(first=0, every=0.05, spread=0).watch())
    end = time.monotonic() + 20
    while len(caplog.messages) < 2:
        assert time.monotonic() < end
        await asyncio.sleep(0.02)
    assert set(caplog.messages) == {"exchange rates could not be refreshed"}
    with db.write() as session:
        session.execute(text("ALTER TABLE lost RENAME TO rate_feed"))
    await until(server, 1)
    task.cancel()


async def test_nobody_waits_while_a_provider_hangs(server: RateServer) -> None:
    server.replies |= dict.fromkeys(PATHS, rate_server.hang)
    looking = asyncio.create_task(RateFeeds().look())
    await until(server, 1)
    start = time.monotonic()
    for _ in range(20):
        await db.ask(lambda session: session.execute(text("SELECT 1")).scalar())
        await db.tell(lambda session: session.execute(text("DELETE FROM refused_rate")))
        await db.compute(lambda: None)
    assert time.monotonic() - start < 5
    assert not looking.done()
    server.stopping.set()
    await looking


async def test_a_provider_that_fails_is_not_asked_by_a_restarted_server(server: RateServer) -> None:
    server.replies |= dict.fromkeys(PATHS, status(500))
    await RateFeeds().look()
    count = len(server.asked)
    await RateFeeds().look()
    assert len(server.asked) == count

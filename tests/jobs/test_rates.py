from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.domain.jobs import JobRun, Outcome
from finance_app.jobs.rates import RateFeeds
from finance_app.jobs.runner import Runner
from finance_app.jobs.runs import perform
from finance_app.jobs.schedule import find
from finance_app.services import job_views, jobs
from finance_app.services.rate_feeds import Change, Refreshed
from tests import rate_server
from tests.conftest import NOW, forget_settings
from tests.rate_server import RateServer, ecb_xml, ok, status

if TYPE_CHECKING:
    from collections.abc import Iterator

DAILY = "/eurofxref-daily.xml"
PATHS = (DAILY, "/eurofxref-hist-90d.xml", "/eurofxref-hist.zip")
LOGGER = "finance_app.jobs.rates"


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


def refresh(feeds: RateFeeds) -> JobRun:
    """Ask whoever is due as the job does; return how its run ended."""
    job = replace(find("rates"), work=feeds.refresh)
    with db.write() as session:
        held = jobs.claim(session, job.name, job.rule, "the test", anyway=True)
    assert held is not None
    perform(job, held)
    with db.read() as session:
        return job_views.runs(session, job.name)[0]


async def until(server: RateServer, count: int) -> None:
    end = time.monotonic() + 20
    while len(server.asked) < count:
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


async def test_whoever_is_due_is_asked_soon_after_the_start(server: RateServer) -> None:
    runner = Runner([find("rates")], every=0.02)
    runner.start()
    await until(server, 2)  # both, since the first has nothing
    await runner.stop()


def test_without_providers_nobody_is_due(sqlite: None) -> None:  # noqa: ARG001  it must be there
    looks = find("rates").looks
    assert looks is not None
    with db.read() as session:
        assert not looks(session, NOW)


def test_that_nobody_is_there_is_one_line_once(
    server: RateServer, caplog: pytest.LogCaptureFixture
) -> None:
    feeds = RateFeeds()
    for _ in range(4):
        found = refresh(feeds)
        forget()
    (said,) = caplog.messages
    assert said.startswith("exchange rates are not refreshed: European Central Bank answered with")
    assert said.endswith("ExchangeRate-API answered with status 404.")
    assert caplog.records[0].levelno == logging.WARNING
    assert found.outcome is Outcome.ATTENTION
    assert "European Central Bank answered with" in found.said
    xml = ok(ecb_xml({"2026-11-20": {"USD": "1.1"}}))
    server.replies |= dict.fromkeys(PATHS, xml)
    with db.write() as session:
        session.execute(
            text("INSERT INTO rate VALUES ('ecb', 'USD', '2026-11-19', '1.1', :now)"),
            {"now": "2026-11-19 15:00:00"},
        )
    caplog.clear()
    assert refresh(feeds).said == "1 new, 0 corrected."
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


async def test_nobody_waits_while_a_provider_hangs(server: RateServer) -> None:
    server.replies |= dict.fromkeys(PATHS, rate_server.hang)
    looking = asyncio.create_task(db.work(refresh, RateFeeds()))
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


def test_a_provider_that_fails_is_not_asked_by_a_restarted_server(server: RateServer) -> None:
    server.replies |= dict.fromkeys(PATHS, status(500))
    refresh(RateFeeds())
    count = len(server.asked)
    refresh(RateFeeds())
    assert len(server.asked) == count

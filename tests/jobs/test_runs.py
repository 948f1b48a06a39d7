"""Runs as processes do them: once, in words, cancelled, released, and no row for nothing."""

from __future__ import annotations

import asyncio
import logging
import re
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.config import settings
from finance_app.domain.jobs import Claim, JobRun, Outcome, Result
from finance_app.domain.schedules import Every
from finance_app.errors import InvalidInputError
from finance_app.jobs import runs
from finance_app.jobs.runner import Runner, Watched
from finance_app.jobs.runs import Job, Run, perform
from finance_app.jobs.schedule import find, schedule
from finance_app.jobs.work import steps
from finance_app.services import job_views, jobs, mail
from tests.conftest import somebody
from tests.logs import configured
from tests.services.administrators import administrator

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy.orm import Session

    from finance_app.jobs.runs import Work

PATIENCE = 20  # seconds
HANDED_OVER = 3.0  # seconds after its commit

pytestmark = pytest.mark.usefixtures("database")


def a_job(work: Work, seconds: int = 3600, **more: bool) -> Job:
    return Job("test", "Test", "Tests.", Every(seconds), work, **more)  # type: ignore[arg-type]


def taken(job: Job) -> Claim:
    with db.write() as session:
        held = jobs.claim(session, job.name, job.rule, "the test")
    assert held is not None
    return held


def done(job: Job) -> Outcome | None:
    return perform(job, taken(job))


def last(name: str = "test") -> JobRun:
    with db.read() as session:
        return job_views.runs(session, name)[0]


def count() -> int:
    with db.read() as session:
        return session.scalar(text("SELECT count(*) FROM job_run")) or 0


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not reached():  # noqa: ASYNC110  another thread sets it
            await asyncio.sleep(0.02)


@pytest.fixture
async def start() -> AsyncIterator[Callable[..., Runner]]:
    """Start a runner; it is stopped with the test."""
    started: list[Runner] = []

    def starting(*plan: Job, every: float = 0.02) -> Runner:
        started.append(Runner(plan, every))
        started[-1].start()
        return started[-1]

    yield starting
    for each in started:
        await each.stop()


def test_what_came_of_it_is_kept() -> None:
    found = Result("It went well.", ("a line",))
    assert done(a_job(lambda _: found)) is Outcome.DONE
    assert (last().said, last().details, last().percent) == (found.said, found.details, 100)
    assert last().finished_at is not None


def test_what_is_not_fine_needs_attention() -> None:
    assert done(a_job(lambda _: Result("Hm.", is_fine=False))) is Outcome.ATTENTION


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InvalidInputError("That cannot be."), "That cannot be."),
        (ValueError("of Ada's account"), runs.UNFORESEEN),
    ],
)
def test_a_failure_is_a_sentence_and_a_number_in_the_log(
    error: Exception, sentence: str, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_: Run) -> None:
        raise error

    assert done(a_job(work)) is Outcome.FAILED
    assert last().error == sentence
    assert f"event {last().event}" in caplog.text
    assert "test_runs.py:" in caplog.text
    assert "Ada" not in caplog.text


def test_steps_end_with_the_last_ones_transaction() -> None:
    seen: list[datetime] = []

    def step(_session: Session, now: datetime) -> bool:
        seen.append(now)
        return len(seen) < 3

    assert done(a_job(steps(step))) is Outcome.DONE
    assert len(seen) == 3
    assert count() == 1


def test_it_is_cancelled_between_two_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "EVERY", 0.02)
    with db.write() as session:
        root = administrator(session)
    held = taken(job := a_job(_long))
    with db.write() as session:
        job_views.cancel(session, root, "test")
    assert perform(job, held) is Outcome.CANCELLED
    assert last().outcome is Outcome.CANCELLED


def _long(run: Run) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        run.at(42)
        time.sleep(0.01)


def test_where_its_process_ends_it_is_released_and_another_goes_on() -> None:
    stopping = threading.Event()
    stopping.set()
    held = taken(job := a_job(_long))
    assert perform(job, held, stopping) is None
    again = taken(job)
    assert again.run_id == held.run_id
    assert perform(a_job(lambda _: None), again) is Outcome.DONE
    assert (count(), last().tries) == (1, 1)


def test_whoever_is_told_that_nobody_watches_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "EVERY", 0.02)
    held = taken(job := a_job(_long))
    assert perform(job, held, going=lambda: False) is None


async def test_a_moment_with_nothing_to_do_leaves_no_row(start: Callable[..., Runner]) -> None:
    looks: list[datetime] = []

    def looked(_session: Session, now: datetime) -> bool:
        looks.append(now)
        return len(looks) > 2

    start(Job("test", "Test", "Tests.", Every(1), lambda _: None, looked))
    await until(lambda: count() > 0)
    assert count() <= len(looks) - 2


async def test_a_mail_is_handed_over_within_three_seconds(start: Callable[..., Runner]) -> None:
    start(find("mail"), every=0.5)
    for number in range(3):
        with db.write() as session:
            mail.post(session, f"{number}@example.org", "known", datetime.now(UTC), link="x")
        committed = time.monotonic()
        await until(lambda number=number: len(outbox()) > number)  # type: ignore[misc]
        assert time.monotonic() - committed < HANDED_OVER
        await asyncio.sleep(0.7)  # another place in the two seconds
    await until(lambda: last("mail").said == "1 mail handed over.")


def outbox() -> list[Path]:
    return list((settings().data_dir / "outbox").glob("*.eml"))


async def test_stopping_releases_what_does_not_end(start: Callable[..., Runner]) -> None:
    begun, ended = threading.Event(), threading.Event()

    def hangs(_: Run) -> None:
        begun.set()
        ended.wait(PATIENCE)

    runner = start(a_job(hangs))
    await until(begun.is_set)
    await runner.stop(grace=0.05)
    again = taken(a_job(hangs))
    ended.set()
    await until(lambda: not runner.running)
    with db.read() as session:
        assert not jobs.is_stuck(session, "test")
    assert perform(a_job(lambda _: None), again) is Outcome.DONE


async def test_after_a_database_that_was_away_the_next_look_comes(
    start: Callable[..., Runner], caplog: pytest.LogCaptureFixture
) -> None:
    with db.write() as session:
        session.execute(text("ALTER TABLE job RENAME TO lost"))
    start(a_job(lambda _: Result("Back.")))
    await until(lambda: "not known" in caplog.text)
    await asyncio.sleep(0.2)
    assert caplog.text.count("not known") == 1
    with db.write() as session:
        session.execute(text("ALTER TABLE lost RENAME TO job"))
    await until(lambda: count() == 1)


async def test_what_computes_for_long_is_done_by_a_process_beside() -> None:
    with db.write() as session:
        somebody(session)
        jobs.learn(session, ["verify"])
        past = jobs.now(session) - timedelta(days=2)
        session.execute(text("UPDATE job SET since = :past"), {"past": past})
    beside = Watched(find("verify"))
    async with asyncio.timeout(3 * PATIENCE):
        while not ended("verify"):
            await beside.look()
            await asyncio.sleep(0.05)
    assert last("verify").said == "Everything fits together."
    beside.stop()
    assert not await beside.is_due(datetime.now(UTC))


async def test_a_process_beside_has_time_to_take_a_dead_ones_run_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with db.write() as session:
        somebody(session)
    dead = taken(find("tidy"))
    with db.write() as session:
        session.execute(text("UPDATE job_run SET lease_until = started_at"))
    beside = Watched(replace(find("tidy"), is_beside=True))
    async with asyncio.timeout(3 * PATIENCE):
        while not ended("tidy"):
            await beside.look()
            await asyncio.sleep(0.05)
    assert (last("tidy").id, last("tidy").tries) == (dead.run_id, 2)
    beside.stop()
    assert caplog.messages == []


def test_each_line_of_a_run_names_the_job_and_the_run() -> None:
    def work(run: Run) -> None:
        run.check()
        logging.getLogger("finance_app.test").info("at it")
        raise InvalidInputError("Nobody has canary 4711.")

    job = a_job(work)
    held = taken(job)
    with configured() as said:
        assert perform(job, held) is Outcome.FAILED
        logging.getLogger("finance_app.test").info("afterwards")
    *during, after = said.getvalue().splitlines()
    assert len(during) == 2
    assert all(f"job=test run={held.run_id}" in line for line in during)
    assert "run=" not in after
    assert f"event {last().event}: InvalidInputError at test_runs.py:" in during[1]
    assert "canary" not in said.getvalue()


def ended(name: str) -> bool:
    with db.read() as session:
        return bool(job_views.runs(session, name))


def test_every_job_has_a_name_of_its_own_and_can_be_found(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    names = [each.name for each in schedule()]
    assert len(names) == len(set(names))
    for each in schedule():
        assert find(each.name).title == each.title
        if not each.is_beside:
            done(each)
    assert caplog.messages == []


def test_the_documentation_names_every_job() -> None:
    text = (Path(__file__).parents[2] / "docs" / "jobs.md").read_text("utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == [one.name for one in schedule()]

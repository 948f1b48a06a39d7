"""Several processes that all run jobs, killed and paused on the way: each effect is there once.

A few ticks at each run, 500 for each number of processes with `--soak` (`make soak`).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.services import jobs
from tests.jobs.ticking import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

CHILD = Path(__file__).with_name("ticking.py")
ROOT = CHILD.parents[2]
ALL, FEW = 500, 25
PAUSE = 2.0  # seconds: longer than a lease
PATIENCE = 60  # seconds for one tick

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.usefixtures("postgresql"),
    pytest.mark.timeout(1800),
]


def rows(statement: str) -> list[Any]:
    with db.read() as session:
        return list(session.execute(text(statement)))


def do(statement: str) -> None:
    with db.write() as session:
        session.execute(text(statement))


class Workers:
    """Processes that all tick; one that is killed is replaced."""

    def __init__(self, count: int) -> None:
        self.processes = [self.started() for _ in range(count)]
        self.paused: list[tuple[float, subprocess.Popen[bytes]]] = []

    def started(self) -> subprocess.Popen[bytes]:
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.Popen([sys.executable, CHILD], cwd=ROOT, env=environment)

    def leader(self) -> subprocess.Popen[bytes] | None:
        """Return whoever is at a run now, unless it is paused."""
        found = rows("SELECT r.worker FROM job_run r JOIN job j ON j.run_id = r.id")
        pids = {int(row.worker.rpartition(" ")[2]) for row in found}
        paused = [each for _, each in self.paused]
        mine = (each for each in self.processes if each.pid in pids and each not in paused)
        return next(mine, None)

    def kill(self, one: subprocess.Popen[bytes]) -> None:
        one.kill()
        one.wait()
        self.processes[self.processes.index(one)] = self.started()

    def pause(self, one: subprocess.Popen[bytes]) -> None:
        one.send_signal(signal.SIGSTOP)
        self.paused.append((time.monotonic() + PAUSE, one))

    def go_on(self) -> None:
        """Wake whoever was paused for long enough."""
        for due, one in list(self.paused):
            if due < time.monotonic():
                self.paused.remove((due, one))
                one.send_signal(signal.SIGCONT)

    def stop(self) -> list[int]:
        """Tell all to end; return how they did."""
        for _, one in self.paused:
            one.send_signal(signal.SIGCONT)
        for one in self.processes:
            one.terminate()
        return [one.wait(PATIENCE) for one in self.processes]


@pytest.fixture(params=[2, 4])
def workers(request: pytest.FixtureRequest) -> Iterator[Workers]:
    for statement in SCHEMA:
        do(statement)
    with db.write() as session:
        jobs.learn(session, ["tick"])
    do("UPDATE job SET since = (SELECT base FROM tick_clock)")
    found = Workers(request.param)
    yield found
    for one in found.processes:
        one.kill()
        one.wait()


def done() -> int:
    return int(rows("SELECT count(*) AS done FROM tick_effect")[0].done)


def test_each_effect_is_there_once_whoever_is_killed_or_paused(
    workers: Workers, request: pytest.FixtureRequest
) -> None:
    wanted = ALL if request.config.getoption("--soak") else FEW
    dice, paused, killed = random.Random(wanted), 0, 0  # noqa: S311  no secret
    end = time.monotonic() + PATIENCE * wanted
    while done() < wanted or paused < 2 or killed < 2:
        assert time.monotonic() < end
        workers.go_on()
        leader = workers.leader()
        if leader and done() > 5 and dice.random() < 0.05:
            if paused <= killed and len(workers.paused) < len(workers.processes) - 1:
                workers.pause(leader)
                paused += 1
            else:
                workers.kill(leader)
                killed += 1
        time.sleep(0.02)
    assert set(workers.stop()) <= {0, -signal.SIGTERM}  # one may just have been started
    effects = [row.moment for row in rows("SELECT moment FROM tick_effect ORDER BY moment")]
    assert len(effects) == len(set(effects)) >= wanted
    kept = rows("SELECT scheduled_for, outcome FROM job_run ORDER BY scheduled_for")
    ended_well = {row.scheduled_for for row in kept if row.outcome == "done"}
    assert ended_well == {moment for moment in effects if moment >= min(ended_well)}
    assert rows("SELECT 1 FROM job WHERE run_id IS NOT NULL AND fence < 1") == []


@pytest.mark.parametrize("workers", [2], indirect=True)
def test_a_leader_that_was_paused_is_refused(workers: Workers) -> None:
    refused = 0
    end = time.monotonic() + PATIENCE * 2
    while not refused or not done():
        assert time.monotonic() < end
        leader = workers.leader()
        if leader is not None:
            os.kill(leader.pid, signal.SIGSTOP)
            time.sleep(PAUSE)
            os.kill(leader.pid, signal.SIGCONT)
        time.sleep(0.05)
        refused = rows("SELECT count(*) AS refused FROM tick_refused")[0].refused
    workers.stop()
    effects = [row.moment for row in rows("SELECT moment FROM tick_effect")]
    assert len(effects) == len(set(effects)) > 0


@pytest.mark.parametrize("workers", [3], indirect=True)
def test_a_clock_that_jumps_has_each_tick_done_once(workers: Workers) -> None:
    for ahead in ("'1 hour'", "'1 minute'", "'1 hour'", "'0'"):
        do(f"UPDATE tick_clock SET ahead = {ahead}")  # noqa: S608  constants
        before, end = done(), time.monotonic() + PATIENCE * 2
        while done() < before + 4:
            assert time.monotonic() < end
            time.sleep(0.05)
    workers.stop()
    effects = [row.moment for row in rows("SELECT moment FROM tick_effect")]
    assert len(effects) == len(set(effects)) < 500

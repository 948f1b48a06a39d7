"""What recurs, at the command line: listed, done at once, and by a worker beside the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.config import settings
from finance_app.domain.jobs import Outcome
from finance_app.jobs.schedule import find, schedule
from finance_app.services import job_views, jobs, mail
from tests.conftest import somebody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.cli.conftest import Said

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds
COMMAND = (sys.executable, "-m", "finance_app")

type Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a command; what still runs at the test's end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def starting(*words: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        started.append(subprocess.Popen([*COMMAND, *words], cwd=ROOT, stdin=pipe, stdout=pipe))
        return started[-1]

    yield starting
    for each in started:
        each.kill()
        each.wait()
        for pipe in (each.stdin, each.stdout):
            if pipe is not None:
                pipe.close()


def until(reached: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.05)


def outbox() -> int:
    return len(list((settings().data_dir / "outbox").glob("*.eml")))


def post(count: int = 1) -> None:
    with db.write() as session:
        for _ in range(count):
            mail.post(session, "ada@example.org", "known", datetime.now(UTC), link="x")


@pytest.mark.usefixtures("database")
def test_all_are_listed_with_when_and_how_it_went(run: Callable[..., Said]) -> None:
    assert run("jobs", "run", "tidy").code == 0
    said = run("jobs", "list")
    assert said.code == 0
    for each in schedule():
        assert f"{each.name}: {each.does}" in said.out
    assert "when       Every 15 minutes" in said.out
    assert ", done after " in said.out
    assert "next       as soon as there is something to do" in said.out


@pytest.mark.usefixtures("database")
def test_a_proof_on_demand_says_what_differs_and_where(run: Callable[..., Said]) -> None:
    with db.write() as session:
        actor = somebody(session)
    fine = run("jobs", "run", "verify")
    assert (fine.code, fine.err) == (0, "")
    assert "Proof: done after " in fine.out
    assert "Everything fits together." in fine.out
    with db.write() as session:
        session.execute(text("UPDATE category SET name = name || '!'"))
    wrong = run("jobs", "run", "verify")
    assert wrong.code == 1
    assert "needs attention" in wrong.err
    assert f"Book {actor.book_id}: history, " in wrong.out
    assert run("jobs", "list").code == 1


@pytest.mark.usefixtures("sqlite")
def test_what_the_command_proves_is_kept_as_well(run: Callable[..., Said]) -> None:
    assert run("verify").code == 0
    with db.read() as session:
        (last,) = job_views.runs(session, "verify")
    assert (last.said, last.outcome) == ("Everything fits together.", Outcome.DONE)


@pytest.mark.usefixtures("database")
def test_what_cannot_be_done_is_a_sentence(run: Callable[..., Said]) -> None:
    said = run("jobs", "run", "tee")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("There is no job “tee”; there are mail, rates, webhooks, digests, ")
    job = find("tidy")
    with db.write() as session:
        jobs.claim(session, job.name, job.rule, "somebody, process 7")
    busy = run("jobs", "run", "tidy")
    assert busy.code == 1
    assert busy.err == "The job “tidy” is running already (somebody, process 7).\n"
    assert "running    since" in run("jobs", "list").out
    assert run("jobs").code == 2


@pytest.mark.usefixtures("sqlite")
def test_a_worker_beside_the_server_needs_postgresql(run: Callable[..., Said]) -> None:
    said = run("worker")
    assert (said.code, said.out) == (1, "")
    assert "needs PostgreSQL" in said.err
    assert "FINANCE_JOBS" in said.err


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
def test_two_workers_share_the_work_and_end_as_told(start: Start) -> None:
    workers = [start("worker") for _ in range(2)]
    for one in workers:
        assert one.stdout is not None
        assert b"Doing what recurs." in one.stdout.readline()
    post(45)
    until(lambda: outbox() == 45)
    for one in workers:
        one.send_signal(signal.SIGTERM)
        assert one.wait(PATIENCE) == 0
    with db.read() as session:
        assert session.scalar(text("SELECT count(*) FROM job WHERE run_id IS NOT NULL")) == 0


@pytest.mark.postgresql
@pytest.mark.usefixtures("postgresql")
def test_a_proof_ends_with_whoever_had_it_done_and_is_done_again(start: Start) -> None:
    with db.write() as session:
        somebody(session)
        jobs.learn(session, ["verify"])
        session.execute(text("UPDATE job SET asked_at = since"))
    proof = start("jobs", "run", "verify", "--watched")
    assert proof.wait(PATIENCE) == 0
    with db.read() as session:
        (last,) = job_views.runs(session, "verify")
    assert last.worker.endswith(f"process {proof.pid}")
    assert os.getpid() != proof.pid

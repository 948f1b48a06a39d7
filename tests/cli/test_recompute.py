"""The process that converts amounts anew: killed on the way it goes on, and never runs twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.services import demo, entries
from finance_app.services.recompute_runs import claim, release
from finance_app.services.verify import verify
from tests.conftest import NOW, an_account, somebody
from tests.services.books import know_rates
from tests.services.recomputing import change, clock, content, do, is_running, proven

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from finance_app.domain.actors import Actor

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = 8_000
PATIENCE = 60  # seconds
COMMAND = (sys.executable, "-m", "finance_app", "recompute")

type Start = Callable[..., subprocess.Popen[bytes]]

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def start() -> Iterator[Start]:
    """Start the command; what still runs at the test's end is killed."""
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


@pytest.fixture
def actor() -> Actor:
    """The owner of a book with many entries, some of them in another currency."""
    with db.write() as session:
        know_rates(session, USD="1.1172")
        owner = somebody(session)
        demo.fill(session, owner, entries=ENTRIES)
    return owner


def done() -> int | None:
    """Return how many entries are done; None once all are."""
    with db.read() as session:
        found: int | None = session.scalar(text("SELECT done FROM recompute"))
        return found


def until(reached: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def test_what_is_pending_is_done_and_said(actor: Actor, start: Start) -> None:
    before = content(actor)
    change(actor, "USD")
    assert start().communicate()[0] == b"Recomputed 1 book.\n"
    proven(actor)
    assert content(actor) == before
    again = start("--user", actor.email)
    assert again.communicate()[0] == b"Recomputed 0 books.\n"
    assert again.returncode == 0


def test_killed_on_the_way_it_goes_on_where_it_was(actor: Actor, start: Start) -> None:
    before = content(actor)
    change(actor, "USD")
    reached = 0
    for _ in range(2):
        process = start("--watched")
        until(lambda: (done() or 0) > reached)  # noqa: B023  it is asked at once
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        reached = done() or 0
        assert 0 < reached < ENTRIES
        with db.read() as session:
            found = verify(session, actor.book_id)
        assert [each.check for each in found] == ["conversion"]
        with db.write() as session:  # as if it were silent for long enough
            session.execute(text("UPDATE recompute SET beat_at = :then"), {"then": NOW})
    process = start("--watched")
    until(lambda: not is_running(actor))
    assert process.wait(PATIENCE) == 0
    proven(actor)
    assert content(actor) == before


def test_what_another_process_is_at_is_left_to_it(actor: Actor, start: Start) -> None:
    change(actor, "USD")
    soon = clock() + timedelta(minutes=1)  # however long a start takes
    with db.write() as session:
        assert claim(session, "another", soon) == actor.book_id
    assert start("--watched").wait(PATIENCE) == 0
    said = start()
    assert said.wait(PATIENCE) == 1
    assert done() == 0
    with db.write() as session:
        release(session, "another")
    assert start("--watched").wait(PATIENCE) == 0
    proven(actor)


def test_whoever_started_it_being_gone_it_ends_and_leaves_the_rest(
    actor: Actor, start: Start
) -> None:
    change(actor, "USD")
    process = start("--watched")
    until(lambda: bool(done()))
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(PATIENCE) == 0
    assert is_running(actor)
    with db.read() as session:
        assert session.scalar(text("SELECT owner FROM recompute")) == ""


def test_whoever_writes_meanwhile_is_not_kept_out_and_everything_fits(
    actor: Actor, start: Start
) -> None:
    change(actor, "USD")
    account = do(an_account, actor, "JPY", "Another")
    process, written = start("--watched"), 0
    until(lambda: bool(done()))
    while is_running(actor):
        day = date(2026, 1 + written % 10, 1)
        do(entries.add, actor, EntryDraft(account, day, -500, "Kiosk"))
        written += 1
    assert process.wait(PATIENCE) == 0
    assert written > 1
    proven(actor)

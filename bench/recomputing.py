"""Another base currency: how long it takes, and what screens and writers notice of it meanwhile."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

from bench import ledgers
from bench.screens import YEAR
from bench.timing import Work
from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.services import accounts, books, dashboard, entries, users, verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from finance_app.domain.actors import Actor

QUIET = 200  # reads and writes to compare with
COMMAND = (sys.executable, "-m", "finance_app", "recompute", "--watched")


def works() -> dict[str, Work]:
    """Return what is measured here, empty."""
    return {
        "base": Work("another base currency, all amounts", "≤ 90 s at 1 M"),
        "dashboard": Work("dashboard while that goes on", "p95 ≤ 1.2 × quiet, the floor"),
        "add": Work("add one entry while that goes on", "p95 ≤ 1.2 × quiet, the floor"),
    }


def measure(found: dict[str, Work], size: int) -> None:
    """Measure everything on a ledger of so many entries; floors are the same without the job."""
    with ledgers.copied(ledgers.kept(size)):
        actor = ledgers.actor()
        quiet = _taken(actor, lambda count: count < QUIET)
        with db.write() as session:
            books.change_currency(session, actor, "USD")
            actor = users.actor_by_email(session, actor.email, actor.now)
        started = time.perf_counter()
        with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, cwd=ledgers.ROOT) as process:
            busy = _taken(actor, lambda _: process.poll() is None)
            found["base"].times[size] = time.perf_counter() - started
        for name, taken, before in zip(("dashboard", "add"), busy, quiet, strict=True):
            found[name].keep(size, taken)
            found[name].floors[size] = sorted(before)[round(0.95 * (len(before) - 1))]
        with db.read() as session:
            if findings := verify.verify(session, actor.book_id):
                raise RuntimeError(findings[0].message)


def _taken(actor: Actor, going: Callable[[int], bool]) -> tuple[list[float], list[float]]:
    """Read the dashboard and add entries, for as long as that goes on; return the seconds."""
    with db.read() as session:
        account = accounts.everything(session, actor)[0].id
    reads, writes = list[float](), list[float]()
    while going(len(reads)):
        start = time.perf_counter()
        with db.read() as session:
            dashboard.figures(session, actor, YEAR)
        reads.append(time.perf_counter() - start)
        start = time.perf_counter()
        with db.write() as session:
            entries.add(session, actor, EntryDraft(account, actor.today, -1, "Bench"))
        writes.append(time.perf_counter() - start)
        time.sleep(0.05)
    return reads, writes

"""Twenty writers in one book, two of them at each entry: no update is lost and sums fit.

Ten thousand operations with `--soak` (`make soak`), one in a hundred at every run.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.domain.transfers import TransferDraft
from finance_app.errors import StaleError
from finance_app.services import entries, transfers, verify
from tests.conftest import an_account, somebody
from tests.figures import WRITERS

if TYPE_CHECKING:
    from finance_app.domain.actors import Actor
    from tests.figures import Figure

WHOLE, FEW = 10_000, 100
TABS = 20
DAY = date(2026, 11, 20)
BALANCE = (
    "SELECT (SELECT COALESCE(sum(amount), 0) FROM entry) - "
    "(SELECT COALESCE(sum(amount), 0) FROM line)"
)
MOVED = "SELECT COALESCE(sum(amount), 0) FROM line WHERE transfer_line_id IS NOT NULL"

pytestmark = pytest.mark.timeout(3600)


class Tab:
    """Somebody who counts up an entry that another tab counts up as well, and adds others."""

    def __init__(self, actor: Actor, accounts: list[int], entry: int, seed: int) -> None:
        self.actor, self.accounts, self.entry = actor, accounts, entry
        self.dice = random.Random(seed)  # noqa: S311  no secret
        self.done: Counter[str] = Counter()

    async def work(self, times: int) -> None:
        """Do something so many times, each acknowledged before the next."""
        for _ in range(times):
            verb = self.dice.choice(("count", "count", "count", "add", "move"))
            await getattr(self, verb)()
            self.done[verb] += 1

    async def count(self) -> None:
        """Count the entry up from what is seen, as often as it was changed meanwhile."""
        while True:
            seen = await db.ask(entries.get, self.actor, self.entry)
            await asyncio.sleep(self.dice.random() / 100)  # somebody looks at it
            draft = EntryDraft(self.accounts[0], DAY, seen.amount.amount + 1, "Counter")
            try:
                await db.tell(entries.edit, self.actor, self.entry, seen.version, draft)
            except StaleError:
                self.done["stale"] += 1
            else:
                return

    async def add(self) -> None:
        """Add an entry."""
        amount = self.dice.randrange(-10_000, -1)
        await db.tell(entries.add, self.actor, EntryDraft(self.accounts[0], DAY, amount, "Kiosk"))

    async def move(self) -> None:
        """Move money from one account to the other."""
        amount = self.dice.randrange(1, 10_000)
        draft = TransferDraft(self.accounts[0], self.accounts[1], DAY, amount, amount)
        await db.tell(transfers.add, self.actor, draft)


async def test_twenty_writers_lose_no_update_and_sums_fit(
    database: str, figure: Figure, *, is_whole: bool
) -> None:
    with db.write() as session:
        actor = somebody(session)
        accounts = [an_account(session, actor, "EUR", name) for name in ("One", "Other")]
        counters = [
            entries.add(session, actor, EntryDraft(accounts[0], DAY, 1, "Counter"))
            for _ in range(TABS // 2)
        ]
    tabs = [Tab(actor, accounts, counters[at // 2], at) for at in range(TABS)]
    wanted = WHOLE if is_whole else FEW
    await asyncio.gather(*(one.work(wanted // TABS) for one in tabs))
    done = sum((one.done for one in tabs), Counter[str]())
    with db.read() as session:
        counted = [entries.get(session, actor, key).amount.amount - 1 for key in counters]
        assert counted == [
            tabs[at].done["count"] + tabs[at + 1].done["count"] for at in range(0, TABS, 2)
        ]
        there = session.execute(text("SELECT count(*) FROM entry")).scalar_one()
        assert there == len(counters) + done["add"] + 2 * done["move"]
        assert [session.execute(text(one)).scalar_one() for one in (BALANCE, MOVED)] == [0, 0]
        assert verify.verify(session) == ()
    assert done["stale"] or not is_whole
    figure(
        WRITERS,
        f"{database}: {wanted} operations by {TABS} writers, two at each entry, {done['stale']} "
        "refused as stale and done again: 0 lost, balance 0, none found it locked",
    )

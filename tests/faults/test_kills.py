"""Killed on the way: a change set is there whole or not at all, and what was acknowledged is there.

Sixty kills in each of import, merge, restore, undo and migration with `--soak` (`make soak`),
on both databases; one of a merge and one of a migration at every run.
"""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.services import demo, maintenance, recompute_runs, verify
from tests import postgresql
from tests.conftest import NOW, forget_settings, somebody
from tests.faults.deeds import DEEDS, PAYEES, ROWS, done
from tests.faults.killed import Driver, driver
from tests.figures import KILLS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from finance_app.domain.actors import Actor
    from tests.figures import Figure

WHOLE = 60  # kills in each deed
ENTRIES, SOME = 300, 30  # in the book that is migrated
LIFE = 20  # kills after which a new book is begun, as proving an old one takes longer each time
KEY = {"FINANCE_SECRET_KEY": "one that every copy of a book is sealed with"}
OLD = "0004"  # the schema that is brought up to date
IDLE = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid != pg_backend_pid() AND state != 'idle'"
)

pytestmark = pytest.mark.timeout(7200)


@dataclass
class Copies:
    """Copies of the test's database, used one after the other."""

    folder: Path
    server: str  # of PostgreSQL, "" for SQLite
    patch: pytest.MonkeyPatch
    template: str = ""
    settings: dict[str, str] | None = None

    def keep(self) -> None:
        """Have what the database holds now be what copies begin with."""
        url = db.writer().url
        forget_settings()
        self.template = str(url.database)

    def begin(self) -> dict[str, str]:
        """Open a fresh copy; return the settings it is opened with."""
        self.drop()
        name, folder = f"copy_{uuid4().hex[:12]}", self.folder / "copy"
        folder.mkdir(exist_ok=True)
        self.settings = {"FINANCE_DATA_DIR": str(folder), "FINANCE_RATE_PROVIDERS": "", **KEY}
        if self.server:
            postgresql.execute(self.server, f"CREATE DATABASE {name} TEMPLATE {self.template}")
            self.settings["FINANCE_DATABASE_URL"] = f"{self.server}/{name}"
        else:
            shutil.copy(self.template, folder / "finance.db")
        for key, value in self.settings.items():
            self.patch.setenv(key, value)
        forget_settings()
        return self.settings

    def drop(self) -> None:
        """Drop the copy."""
        forget_settings()
        if self.settings and self.server:
            name = self.settings["FINANCE_DATABASE_URL"].rpartition("/")[2]
            postgresql.execute(self.server, f"DROP DATABASE {name} WITH (FORCE)")
        shutil.rmtree(self.folder / "copy", ignore_errors=True)
        self.settings = None

    def settle(self) -> None:
        """Wait until PostgreSQL has noticed that whoever was killed is gone."""
        forget_settings()
        while self.server:
            with db.read() as session:
                if not session.execute(text(IDLE)).scalar_one():
                    return
            time.sleep(0.02)


@pytest.fixture
def copies(
    database: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Copies]:
    server = request.getfixturevalue("postgresql_server") if database == "postgresql" else ""
    for name, value in KEY.items():
        monkeypatch.setenv(name, value)
    forget_settings()
    made = Copies(tmp_path, server, monkeypatch)
    yield made
    made.drop()


@pytest.fixture(scope="module")
def killer() -> Iterator[Driver]:
    """The process that forks those who are killed."""
    with driver() as started:
        yield started


def fits(since: int, acknowledged: int) -> int:
    """Prove a book after a kill; return how many change sets there are."""
    with db.read() as session:
        if "sqlite" in str(session.get_bind().engine.url):
            assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert verify.verify(session) == ()
        sets, place = done(session), (done(session) - since) % len(DEEDS)
        entries = session.execute(text("SELECT count(*) FROM entry")).scalar_one()
        payees = session.execute(text("SELECT count(DISTINCT payee_id) FROM entry")).scalar_one()
    assert sets in (acknowledged, acknowledged + 1)
    assert (entries, payees) == ((0, 0), (ROWS, PAYEES), (ROWS, 1), (ROWS, PAYEES))[place]
    return sets


def test_whoever_is_killed_leaves_change_sets_whole_and_none_that_was_acknowledged_lacks(
    copies: Copies, killer: Driver, database: str, figure: Figure, *, is_whole: bool
) -> None:
    dice, deeds = random.Random(database), DEEDS * WHOLE if is_whole else ("merge",)  # noqa: S311  no secret
    with db.write() as session:
        somebody(session)
        since = done(session)
    copies.keep()
    cut = 0
    for number, deed in enumerate(deeds):
        if number % LIFE == 0:
            settings, count = copies.begin(), since
        cut += killed_in(killer, deed, since, count, settings, dice)
        copies.settle()
        count = fits(since, killer.acknowledged)
    figure(
        KILLS,
        f"{database}: {len(deeds)} kills in import, merge, restore and undo, {cut} before "
        "the acknowledgement; 0 half-applied, 0 lost",
    )
    assert cut or not is_whole


def killed_in(
    killer: Driver, deed: str, since: int, count: int, settings: dict[str, str], dice: random.Random
) -> bool:
    """Kill a process at a random moment of a deed; say whether it had not acknowledged it."""
    pid = killer.begin("deeds", since, settings)
    killer.acknowledged = count
    killer.until(deed)
    before = killer.acknowledged
    time.sleep(dice.uniform(0, killer.lasts.get(deed, 0.1)))
    killer.kill(pid)
    return killer.acknowledged == before


def test_a_migration_that_is_killed_is_finished_at_the_next_start(
    copies: Copies, killer: Driver, database: str, figure: Figure, *, is_whole: bool
) -> None:
    dice, wanted = random.Random(database), WHOLE if is_whole else 1  # noqa: S311  no secret
    with db.write() as session:
        actor = somebody(session)
        demo.fill(session, actor, entries=ENTRIES if is_whole else SOME)
        content = verify.content_hash(session, actor.book_id)
    maintenance.migrate(OLD)
    copies.keep()
    cut, lasts = 0, 1.0
    for _ in range(wanted):
        pid = killer.begin("migration", 0, copies.begin())
        killer.until("migration")
        began = time.monotonic()
        time.sleep(dice.uniform(0, lasts))
        killer.kill(pid)
        took = time.monotonic() - began
        copies.settle()
        lasts = min(lasts, took) if killer.acknowledged else lasts * 1.1
        at = reached()
        assert at != OLD or not killer.acknowledged
        cut += at == OLD
        finished(actor, content)
    figure(
        KILLS,
        f"{database}: {wanted} kills in migrating, {cut} before its commit; 0 half-applied, each "
        "finished at the next start with the same content",
    )
    assert cut or not is_whole


def reached() -> str:
    """Return the schema that a killed migration left: the old one or the new one, none between."""
    with db.read() as session:
        at = maintenance.revision(session)
        assert at == OLD or maintenance.is_ready(session)
        return at


def finished(actor: Actor, content: str) -> None:
    """Start again, and find everything there."""
    maintenance.prepare(NOW)
    recompute_runs.run(lambda: NOW, pause=0)
    with db.read() as session:
        assert maintenance.is_ready(session)
        assert verify.verify(session) == ()
        assert verify.content_hash(session, actor.book_id) == content

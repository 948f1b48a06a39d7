"""An import that is killed on the way, fifty times: all of it is there, or nothing is."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app import db
from finance_app.services import imports
from finance_app.services.verify import verify
from tests.conftest import forget_settings, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

CHILD = Path(__file__).with_name("import_child.py")
ROOT = CHILD.parents[2]
KEY = "one that every copy of a book is sealed with"
KILLS = 50
ROWS = 2_000
FEWEST = 10  # kills that must have hit it on the way, for the test to prove anything


def statement() -> bytes:
    """A file of `ROWS` different rows."""
    days = (date(2025, 1, 1) + timedelta(days=number % 600) for number in range(ROWS))
    lines = (f"{day},Payee {at % 97},-{at}.{at % 100:02},Ref {at}" for at, day in enumerate(days))
    return "\n".join(["Date,Payee,Amount,Note", *lines, ""]).encode()


class Committer:
    """A process that commits the import of one folder after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def begin(self, folder: Path) -> int:
        """Have a folder's import committed; return the process that does it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()
        return int(self.heard().removeprefix("began "))

    def heard(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def ended(self) -> bool:
        """Wait for the process to be gone; return whether its commit had returned."""
        return "done" in list(iter(self.heard, "ended"))


@pytest.fixture
def committer() -> Iterator[Committer]:
    """The process, ended with the test."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with subprocess.Popen(
        [sys.executable, CHILD],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT), "FINANCE_SECRET_KEY": KEY},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Committer(process)
        assert process.stdin is not None
        process.stdin.close()


def use(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Open the database in a folder from here on."""
    patch.setenv("FINANCE_DATA_DIR", str(folder))
    patch.setenv("FINANCE_SECRET_KEY", KEY)
    patch.delenv("FINANCE_DATABASE_URL", raising=False)
    forget_settings()


@pytest.fixture
def staged(empty_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose database has a book with one staged import."""
    folder = copied(empty_sqlite.parent, tmp_path / "staged")
    use(folder, monkeypatch)
    with db.write() as session:
        imports.stage(session, somebody(session), "many.csv", statement())
    yield folder
    forget_settings()


def copied(source: Path, folder: Path) -> Path:
    folder.mkdir()
    forget_settings()  # closes the connections, so that the file is whole
    shutil.copy(source / "finance.db", folder / "finance.db")
    return folder


def entries_in(folder: Path, patch: pytest.MonkeyPatch) -> int:
    """Return how many entries are there, once everything was found to fit together."""
    use(folder, patch)
    with db.read() as session:
        count: int = session.execute(text("SELECT count(*) FROM entry")).scalar_one()
        status = session.execute(text("SELECT status FROM statement_import")).scalar_one()
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert verify(session) == ()
    assert status == ("committed" if count else "staged")
    return count


def test_fifty_kills_leave_nothing_half_applied_and_a_retry_works(
    staged: Path, committer: Committer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(20261123)  # noqa: S311  not for secrets
    committer.begin(copied(staged, tmp_path / "whole"))
    started = time.monotonic()
    assert committer.ended()
    lasts = time.monotonic() - started
    assert entries_in(tmp_path / "whole", monkeypatch) == ROWS
    cut = 0
    for number in range(KILLS):
        folder = copied(staged, tmp_path / str(number))
        process = committer.begin(folder)
        time.sleep(dice.uniform(0, lasts * 1.3))
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        acknowledged = committer.ended()
        lasts *= 0.9 if acknowledged else 1.05  # how long a commit takes depends on what else runs
        left = entries_in(folder, monkeypatch)
        assert left in ((ROWS,) if acknowledged else (0, ROWS))
        cut += not left
        if not left and number % 5 == 0:
            committer.begin(folder)
            assert committer.ended()
            assert entries_in(folder, monkeypatch) == ROWS
        shutil.rmtree(folder)
    assert cut >= FEWEST

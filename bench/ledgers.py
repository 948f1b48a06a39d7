"""Seeded ledgers to measure on, made once and kept in `.bench/`, which nobody commits."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from finance_app import config, db, secret_keys
from finance_app.services import demo, maintenance, users

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finance_app.domain.actors import Actor

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".bench"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)  # a fixed day, so that the same ledger is made always
EMAIL = "bench@example.org"
MADE_FROM = (
    "alembic/versions/*.py",
    "finance_app/domain/demo*.py",
    "finance_app/services/demo.py",
    "finance_app/queries/plans.py",
)


def kept(size: int) -> Path:
    """Return the folder with a ledger of so many entries, made where it is not there yet."""
    folder = KEPT / f"{_fingerprint()}-{size}"
    if not (folder / "done").exists():
        for stale in KEPT.glob(f"*-{size}"):
            shutil.rmtree(stale)
        folder.mkdir(parents=True)
        with using(folder):
            _make(size)
        (folder / "done").touch()
    return folder


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Let the app work on the database in a folder."""
    os.environ["FINANCE_DATA_DIR"] = str(folder)
    os.environ.pop("FINANCE_DATABASE_URL", None)
    _forget()
    try:
        yield
    finally:
        _forget()


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """Let the app work on a copy, which is thrown away afterwards."""
    scratch = KEPT / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    shutil.copy(folder / "finance.db", scratch)
    try:
        with using(scratch):
            yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def actor() -> Actor:
    """Return the owner of the ledger in use."""
    with db.read() as session:
        return users.actor_by_email(session, EMAIL, NOW)


def _make(size: int) -> None:
    print(f"making a ledger of {size:,} entries", flush=True)
    maintenance.migrate()
    with db.write() as session:
        wanted = users.NewUser(EMAIL, "nobody signs in", "en_US", "Europe/Berlin", "EUR")
        owner = users.add(session, wanted, NOW, is_admin=True)
        demo.fill(session, owner, entries=size)
    _checkpoint()


def _checkpoint() -> None:
    """Move everything from SQLite's log into the file itself."""
    connection = db.writer().raw_connection()
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _forget() -> None:
    db.dispose()
    config.settings.cache_clear()
    secret_keys.secret_key.cache_clear()

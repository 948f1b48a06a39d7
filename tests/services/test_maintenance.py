from __future__ import annotations

import sqlite3
import stat
from datetime import date
from typing import TYPE_CHECKING

import pytest

from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.errors import ConfigurationError, ConflictError
from finance_app.services import entries, maintenance, rates, verify
from tests.conftest import NOW, an_account, forget_settings, somebody
from tests.services.books import DAY

if TYPE_CHECKING:
    from pathlib import Path


def test_a_database_with_this_schema_is_ready(database: str) -> None:
    assert database
    with db.read() as session:
        assert maintenance.is_ready(session)
        maintenance.require_ready(session)


@pytest.mark.usefixtures("sqlite")
def test_a_backup_holds_what_is_committed_and_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SECRET_KEY", "one that the copy is sealed with as well")
    forget_settings()
    with db.write() as session:
        actor = somebody(session)
        account_id = an_account(session, actor)
        entries.add(session, actor, EntryDraft(account_id, DAY, -5, note="kept"))
        content = verify.content_hash(session, actor.book_id)
    copy = tmp_path / "copy" / "finance.db"
    copy.parent.mkdir()
    with db.write() as session:
        entries.add(session, actor, EntryDraft(account_id, DAY, -7, note="not yet"))
        maintenance.backup(copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    monkeypatch.setenv("FINANCE_DATA_DIR", str(copy.parent))
    forget_settings()
    with db.read() as session:
        assert verify.content_hash(session, actor.book_id) == content
        assert verify.verify(session) == ()


@pytest.mark.usefixtures("sqlite")
def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious", "utf-8")
    with pytest.raises(ConflictError, match="exists already"):
        maintenance.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text("utf-8") == "precious"


@pytest.mark.usefixtures("sqlite")
def test_a_backup_into_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be written"):
        maintenance.backup(tmp_path / "nowhere" / "copy.db")


@pytest.mark.usefixtures("postgresql")
def test_postgresql_is_backed_up_by_its_own_tool(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="pg_dump"):
        maintenance.backup(tmp_path / "copy.db")


@pytest.mark.usefixtures("sqlite")
def test_what_only_reads_cannot_write() -> None:
    with db.write() as session:
        actor = somebody(session)
    with pytest.raises(Exception, match=r"readonly|read-only"), db.read() as session:
        an_account(session, actor)


@pytest.mark.usefixtures("sqlite")
def test_the_database_is_for_its_owner_only_and_keeps_every_commit(tmp_path: Path) -> None:
    with db.write() as session:
        somebody(session)
        connection = session.connection().connection
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert sqlite3.connect(tmp_path / "finance.db").execute("PRAGMA journal_mode").fetchone() == (
        "wal",
    )


@pytest.mark.usefixtures("database")
def test_the_first_start_loads_the_rates_that_ship() -> None:
    maintenance.prepare(NOW)
    with db.read() as session:
        table = rates.table(session, 0, {"EUR", "USD"}, date(2026, 10, 1), date(2026, 10, 30))
    assert table.rate("EUR", "USD", date(2026, 10, 30)) is not None

from __future__ import annotations

import sqlite3
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from finance_app import db
from finance_app.domain.currencies import CustomCurrency
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.domain.own_rates import OwnRate
from finance_app.errors import ConfigurationError, ConflictError, InvalidInputError
from finance_app.models import metadata
from finance_app.services import (
    auth,
    books,
    custom_currencies,
    demo,
    entries,
    maintenance,
    own_rates,
    recompute_runs,
    second_steps,
    verify,
)
from tests.conftest import NOW, an_account, forget_settings, somebody
from tests.services.books import DAY
from tests.services.second_factors import password_shown, with_app

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("database")
REVISIONS = tuple(f"{number:04}" for number in range(1, 28))


def filled() -> tuple[int, str]:
    """Fill a book; return it with the hash of its content."""
    with db.write() as session:
        actor = somebody(session)
        session.execute(text("DELETE FROM rate"))
        session.execute(
            text("INSERT INTO rate VALUES ('ecb', 'USD', '2026-11-19', '1.25', '2026-11-19 15:00')")
        )
        demo.fill(session, actor, entries=150)
        dollars = an_account(session, actor, "USD", name="Dollars")
        for amount in (-1001, 77):
            parts = (LineDraft(-333), LineDraft(amount + 333 + 50), LineDraft(-50))
            draft = EntryDraft(
                dollars, DAY, amount, lines=parts, original_amount=-950, original_currency="EUR"
            )
            entries.add(session, actor, draft)
        return actor.book_id, verify.content_hash(session, actor.book_id)


def moved() -> list[Any]:
    """Return all entries with their lines, as every version of the schema has them."""
    wanted = (
        "SELECT e.id, e.day, e.note, l.id, l.amount FROM entry e JOIN line l ON e.id = entry_id"
    )
    with db.read() as session:
        return [tuple(row) for row in session.execute(text(f"{wanted} ORDER BY l.id"))]


def tables() -> set[str]:
    """Return the names of all tables but those that the databases keep for themselves."""
    from sqlalchemy import inspect

    with db.writer().connect() as connection:
        return {name for name in inspect(connection).get_table_names() if name != "alembic_version"}


def is_described(name: str | None, *_: object) -> bool:
    """Leave the search index out, which the models cannot describe."""
    return not str(name).startswith(("entry_text", "ix_entry_text"))


def test_the_models_and_the_migrations_say_the_same() -> None:
    with db.writer().connect() as connection:
        options: dict[str, Any] = {"compare_type": True, "include_name": is_described}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_down_and_up_again_with_data() -> None:
    book_id, content = filled()
    before = moved()
    assert maintenance.migrate("0001") == "0001"
    assert moved() == before
    assert maintenance.migrate() == REVISIONS[-1]
    assert recompute_runs.run(lambda: NOW, pause=0) == 1  # they are converted more exactly now
    with db.read() as session:
        assert verify.content_hash(session, book_id) == content
        assert maintenance.is_ready(session)
        assert verify.verify(session) == ()


def test_down_again_the_demo_book_is_gone_and_its_owner_at_home() -> None:
    with db.write() as session:
        actor = somebody(session)
        books.add_demo(session, actor)
    own = verify_hash(actor.book_id)
    assert maintenance.migrate("0003") == "0003"
    with db.read() as session:
        looked_at = session.scalar(text("SELECT book_id FROM preferences"))
        assert looked_at == actor.book_id == session.scalar(text("SELECT id FROM book"))
    assert maintenance.migrate() == REVISIONS[-1]
    with db.read() as session:
        assert verify.verify(session) == ()
    assert verify_hash(actor.book_id) == own


def test_down_again_who_waits_for_the_second_step_begins_anew() -> None:
    with db.write() as session:
        actor = somebody(session)
        whole = password_shown(session, actor, NOW)
        with_app(session, actor)
        waits = password_shown(session, actor, NOW)
    maintenance.migrate("0012")
    maintenance.migrate()
    with db.read() as session:
        assert auth.alive(session, [auth.digest(each) for each in (whole, waits)], NOW) == {
            auth.digest(whole)
        }
        assert not second_steps.is_due(session, waits, NOW)


def test_who_has_accounts_already_is_not_welcomed() -> None:
    filled()
    with db.write() as session:
        somebody(session, "eve@example.org")
    maintenance.migrate("0003")
    maintenance.migrate()
    with db.read() as session:
        known = "SELECT email FROM preferences JOIN {} u ON u.id = user_id WHERE welcomed_at {}"
        for state, email in (("IS NOT NULL", "ada@example.org"), ("IS NULL", "eve@example.org")):
            assert session.scalars(text(known.format('"user"', state))).all() == [email]


def verify_hash(book_id: int) -> str:
    with db.read() as session:
        return verify.content_hash(session, book_id)


def test_all_the_way_down_nothing_is_left_and_up_again_everything_works() -> None:
    before = tables()
    filled()
    assert maintenance.migrate("base") == "base"
    assert tables() == set()
    assert maintenance.migrate() == REVISIONS[-1]
    assert tables() == before
    filled()
    with db.read() as session:
        assert verify.verify(session) == ()


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_revision_can_be_reached_from_nothing(revision: str) -> None:
    maintenance.migrate("base")
    assert maintenance.migrate(revision) == revision
    assert maintenance.migrate(revision) == revision


def test_what_is_up_to_date_stays_as_it_is() -> None:
    book_id, content = filled()
    assert maintenance.migrate() == REVISIONS[-1]
    with db.read() as session:
        assert verify.content_hash(session, book_id) == content


def test_a_newer_database_is_refused_in_one_sentence() -> None:
    with db.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match="newer version of Finance"):
        maintenance.migrate()
    with db.read() as session:
        assert not maintenance.is_ready(session)
        with pytest.raises(ConfigurationError, match="migrate"):
            maintenance.require_ready(session)


@pytest.mark.parametrize("revision", ["0099", "", "head; DROP TABLE entry", "-1"])
def test_an_unknown_revision_is_refused(revision: str) -> None:
    with pytest.raises(InvalidInputError, match="no schema revision"):
        maintenance.migrate(revision)


def test_an_empty_file_becomes_a_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINANCE_DATA_DIR", str(tmp_path / "new"))
    monkeypatch.delenv("FINANCE_DATABASE_URL", raising=False)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "finance.db").touch()
    forget_settings()
    assert maintenance.migrate() == REVISIONS[-1]
    with db.read() as session:
        assert verify.verify(session) == ()


def test_a_migration_that_fails_leaves_the_database_as_it_was(database: str) -> None:
    book_id, content = filled()
    statements = (text("DROP TABLE month_total"), text("SELECT * FROM nowhere"))
    with pytest.raises(DatabaseError), db.migration() as connection:
        list(map(connection.execute, statements))
    with db.read() as session:
        assert verify.content_hash(session, book_id) == content
        assert verify.verify(session) == ()
    assert database


def test_a_migration_that_breaks_a_reference_is_refused(database: str) -> None:
    if database == "postgresql":
        return  # it checks by itself
    filled()
    with pytest.raises(RuntimeError, match="line"), db.migration() as connection:
        connection.execute(text("DELETE FROM entry"))
    with db.read() as session:
        assert verify.verify(session) == ()


def test_sqlite_is_told_that_books_are_large(database: str, tmp_path: Path) -> None:
    if database == "postgresql":
        return  # it keeps statistics of its own
    connection = sqlite3.connect(tmp_path / "finance.db")
    told = {row[0] for row in connection.execute("SELECT idx FROM sqlite_stat1")}
    indexes = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'ix_%'"
    )
    assert {row[0] for row in indexes} <= told
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM entry JOIN line"
        " ON line.book_id = entry.book_id AND line.entry_id = entry.id"
        " WHERE entry.book_id = 1 AND entry.id IN (2, 3)"
    ).fetchall()
    assert any("ix_line_entry (book_id=? AND entry_id=?)" in row[3] for row in plan)
    connection.close()


def test_own_rates_that_an_older_version_cannot_read_are_not_taken_back() -> None:
    with db.write() as session:
        own_rates.add(session, somebody(session), OwnRate("USD", "EUR", DAY, Decimal("0.9")))
    with pytest.raises(ConflictError, match="rates of their own"):
        maintenance.migrate("0006")
    with db.read() as session:
        assert maintenance.is_ready(session)


def test_a_changed_currency_that_an_older_version_cannot_read_is_not_taken_back() -> None:
    with db.write() as session:
        books.change_currency(session, somebody(session), "USD")
    with pytest.raises(ConflictError, match="currency was changed"):
        maintenance.migrate("0006")
    with db.read() as session:
        assert maintenance.is_ready(session)


def test_own_currencies_that_an_older_version_cannot_read_are_not_taken_back() -> None:
    with db.write() as session:
        custom_currencies.add(session, somebody(session), CustomCurrency("BTC", "Bitcoin", 8))
    with pytest.raises(ConflictError, match="currencies of their own"):
        maintenance.migrate("0010")
    with db.read() as session:
        assert maintenance.is_ready(session)

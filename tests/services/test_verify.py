from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app.domain.entries import EntryDraft, EntryFilter, LineDraft
from finance_app.services import entries, history, verify
from tests.conftest import an_account, somebody
from tests.services.books import DAY, know_rates, transfer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


@pytest.fixture
def book(session: Session, actor: Actor, account_id: int) -> Actor:
    """A book with a bit of everything in it: splits, notes, other currencies, a transfer."""
    know_rates(session, USD="1.1172", ISK="143.7")
    dollars = an_account(session, actor, "USD")
    lines = (LineDraft(-1000, memo="rye bread"), LineDraft(-250))
    entries.add(
        session, actor, EntryDraft(account_id, DAY, -1250, "Bakery", "the small one", lines)
    )
    entries.add(
        session, actor, EntryDraft(dollars, DAY, -999, "Diner", lines=(LineDraft(-333),) * 3)
    )
    entries.add(session, actor, EntryDraft(an_account(session, actor, "ISK"), DAY, -5000))
    entries.add(session, actor, EntryDraft(an_account(session, actor, "ARS"), DAY, -70))
    transfer(session, actor, (account_id, "EUR", -10_000), (dollars, "USD", 11_000))
    return actor


def test_a_book_written_by_the_app_fits_together(session: Session, book: Actor) -> None:
    assert verify.verify(session) == ()
    assert verify.verify(session, book.book_id) == ()


@pytest.mark.parametrize(
    ("check", "damage"),
    [
        ("totals", "UPDATE month_total SET amount = amount + 1 WHERE currency = 'USD'"),
        ("totals", "DELETE FROM month_total"),
        ("lines", "UPDATE line SET amount = amount + 1 WHERE memo <> ''"),
        ("lines", "DELETE FROM line WHERE memo <> ''"),
        ("days", "UPDATE line SET day = '2026-10-21' WHERE memo <> ''"),
        ("conversion", "UPDATE line SET base_amount = 1 WHERE memo <> ''"),
        ("conversion", "UPDATE entry SET base_amount = 1 WHERE note <> ''"),
        ("conversion", "UPDATE entry SET rate_day = NULL"),
        ("conversion", "UPDATE entry SET base_amount = 1 WHERE amount = -999"),
        ("conversion", "UPDATE line SET base_amount = 1 WHERE amount = -333"),
        ("conversion", "UPDATE entry SET base_amount = 1 WHERE amount = -70"),
        ("transfers", "UPDATE line SET transfer_line_id = NULL WHERE amount = 11000"),
        ("transfers", "UPDATE line SET transfer_line_id = id WHERE amount = 11000"),
        ("history", "UPDATE entry SET note = 'other' WHERE note <> ''"),
        ("history", "UPDATE entry SET change_id = 17 WHERE note <> ''"),
        ("history", "UPDATE account SET name = 'Mine'"),
        ("history", "UPDATE category SET hidden = true WHERE name = 'Rent'"),
        ("history", "DELETE FROM category WHERE name = 'Rent'"),
        ("search", "DELETE FROM entry_text"),
        ("search", "UPDATE entry SET note = 'seen nowhere' WHERE note = ''"),
        ("search", "UPDATE line SET memo = 'nothing like it' WHERE memo <> ''"),
    ],
)
def test_what_was_changed_behind_the_apps_back_is_found(
    session: Session, book: Actor, check: str, damage: str
) -> None:
    session.execute(text(damage))
    found = verify.verify(session, book.book_id)
    assert check in {finding.check for finding in found}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE change SET rows = replace(rows, '-1250', '-1251') WHERE table_name = 'entry'",
        "UPDATE change SET verb = 'update' WHERE verb = 'insert'",
        "UPDATE change SET sequence = sequence + 100 WHERE sequence > 4",
        "DELETE FROM change WHERE sequence = 4",
        "DELETE FROM change WHERE table_name = 'line'",
        "UPDATE change_set SET summary = 'Added Kiosk −12.50 EUR' WHERE summary LIKE '%Bakery%'",
        "UPDATE change_set SET user_id = 1 WHERE summary LIKE '%Bakery%'",
        "UPDATE change_set SET user_id = NULL WHERE summary LIKE '%Bakery%'",
        "UPDATE change_set SET at = '2026-11-22 12:00:00' WHERE summary LIKE '%Bakery%'",
        "UPDATE change_set SET kind = 'import' WHERE summary LIKE '%Bakery%'",
        "UPDATE change_set SET undoes_id = id WHERE summary LIKE '%Bakery%'",
        "INSERT INTO change_set SELECT id, 1, NULL, created_at, 'add', 'X', NULL FROM book",
    ],
)
def test_a_forged_history_is_found(
    session: Session, book: Actor, database: str, damage: str
) -> None:
    unlocked(session, database)
    session.execute(text(damage))
    assert "history" in {finding.check for finding in verify.verify(session, book.book_id)}


def unlocked(session: Session, database: str) -> None:
    """Take the append-only triggers away."""
    for table in ("change", "change_set"):
        if database == "sqlite":
            session.execute(text(f"DROP TRIGGER {table}_no_update"))
            session.execute(text(f"DROP TRIGGER {table}_no_delete"))
        else:
            session.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))


def test_a_finding_names_the_entry_and_the_book(session: Session, book: Actor) -> None:
    session.execute(text("UPDATE line SET amount = -1001 WHERE memo <> ''"))
    found = [each for each in verify.verify(session) if each.check == "lines"]
    key = session.scalar(text("SELECT id FROM entry WHERE note <> ''"))
    message = f"Entry {key} of 2026-10-20: its amount is -1250, its lines sum to -1251."
    assert found == [verify.Finding("lines", message, book.book_id)]


def test_one_book_is_checked_alone(session: Session, book: Actor) -> None:
    other = somebody(session, "eve@example.org")
    session.execute(text("DELETE FROM month_total"))
    assert verify.verify(session, other.book_id) == ()
    assert {found.book_id for found in verify.verify(session)} == {book.book_id}


def test_no_more_than_twenty_of_a_kind_are_told(
    session: Session, actor: Actor, account_id: int
) -> None:
    for _ in range(25):
        entries.add(session, actor, EntryDraft(account_id, DAY, -1))
    session.execute(text("UPDATE line SET amount = -2"))
    found = [each for each in verify.verify(session) if each.check == "lines"]
    assert len(found) == 21
    assert found[-1].message == "There are more than 20 of these."


def test_the_content_is_the_same_after_doing_and_undoing(session: Session, book: Actor) -> None:
    before = verify.content_hash(session, book.book_id)
    key = entries.page(session, book, EntryFilter()).entries[0].id
    set_id = entries.delete(session, book, key, 1)
    assert verify.content_hash(session, book.book_id) != before
    history.undo(session, book, set_id)
    assert verify.content_hash(session, book.book_id) == before

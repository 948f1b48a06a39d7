from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from finance_app import db
from finance_app.domain.accounts import AccountDraft
from finance_app.domain.actors import Role
from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import EntryDraft, LineDraft
from finance_app.errors import ForbiddenError, InvalidInputError, NotFoundError, StaleError
from finance_app.models.columns import new_key
from finance_app.queries import changes as queries
from finance_app.services import accounts, categories, changes, entries, history, verify
from tests.conftest import an_account, somebody
from tests.services.books import DAY, transfer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


def payee(name: str = "Bakery") -> dict[str, Any]:
    return {"id": new_key(), "name": name, "key": name.casefold(), "version": 1}


def test_a_row_carries_the_change_that_wrote_it_last(session: Session, actor: Actor) -> None:
    row = payee()
    with changes.record(session, actor, "test", "Added") as record:
        record.insert("payee", [row])
    known = queries.rows_of(session, changes.TABLES["payee"], actor.book_id, [row["id"]])
    with changes.record(session, actor, "test", "Renamed") as record:
        record.update("payee", [known[row["id"]]], [{**known[row["id"]], "name": "Baker"}])
    (written,) = queries.of_set(session, actor.book_id, record.set_id)
    stored = session.execute(text("SELECT name, change_id FROM payee")).one()
    assert stored == ("Baker", written.id)
    known_as = written._mapping
    assert (written.verb, known_as["count"], written.table_name) == ("update", 1, "payee")


def test_a_row_that_was_written_meanwhile_is_not_overwritten(
    session: Session, actor: Actor
) -> None:
    row = payee()
    with changes.record(session, actor, "test", "Added") as record:
        record.insert("payee", [row])
    table = changes.TABLES["payee"]
    before = queries.rows_of(session, table, actor.book_id, [row["id"]])[row["id"]]
    with changes.record(session, actor, "test", "Renamed") as record:
        record.update("payee", [before], [{**before, "name": "Baker"}])
    with pytest.raises(StaleError), changes.record(session, actor, "test", "Again") as record:
        record.update("payee", [before], [{**before, "name": "Bread"}])
    with pytest.raises(StaleError), changes.record(session, actor, "test", "Gone") as record:
        record.delete("payee", [before])


def test_more_rows_than_one_change_holds_are_cut(session: Session, actor: Actor) -> None:
    rows = [payee(f"Shop {place}") for place in range(2001)]
    with changes.record(session, actor, "test", "Many") as record:
        record.insert("payee", rows)
    written = queries.of_set(session, actor.book_id, record.set_id)
    assert [row._mapping["count"] for row in written] == [1000, 1000, 1]
    assert record.written == 2001
    assert verify.verify(session) == ()


def test_the_images_are_canonical(session: Session, actor: Actor, account_id: int) -> None:
    entries.add(session, actor, EntryDraft(account_id, DAY, -5, note="Brötchen “für alle”"))
    written = session.scalars(text("SELECT rows FROM change WHERE table_name = 'entry'")).one()
    assert written.startswith('{"after":[[')
    assert "Brötchen “für alle”" in written
    assert '"2026-10-20"' in written
    assert not {"base_amount", "rate_day"} & set(written.split('"'))


def test_viewers_change_nothing(session: Session, actor: Actor, account_id: int) -> None:
    viewer = replace(actor, role=Role.VIEWER)
    key = entries.add(session, actor, EntryDraft(account_id, DAY, -5))
    set_id = history.page(session, actor)[0].id
    draft = EntryDraft(account_id, DAY, -5)
    for attempt in (
        lambda: entries.add(session, viewer, draft),
        lambda: entries.edit(session, viewer, key, 1, draft),
        lambda: entries.describe(session, viewer, key, 1, draft),
        lambda: entries.delete(session, viewer, key, 1),
        lambda: history.undo(session, viewer, set_id),
        lambda: an_account(session, viewer, name="Other"),
        lambda: accounts.delete(session, viewer, an_account(session, actor, name="Third"), 1),
        lambda: categories.add(session, viewer, "Other", CategoryKind.EXPENSE, None),
    ):
        with pytest.raises(ForbiddenError):
            attempt()


def test_nobody_reaches_into_another_book(session: Session, actor: Actor, account_id: int) -> None:
    eve = somebody(session, "eve@example.org")
    hers = an_account(session, eve)
    her_category = categories.everything(session, eve)[0].id
    key = entries.add(session, actor, EntryDraft(account_id, DAY, -5))
    stolen = EntryDraft(
        hers, DAY, -5, lines=(LineDraft(-5, categories.everything(session, actor)[0].id),)
    )
    account = accounts.get(session, actor, account_id)
    draft = AccountDraft("Mine", account.kind, "EUR", account.opening_day)
    for attempt in (
        lambda: entries.get(session, eve, key),
        lambda: entries.add(session, eve, EntryDraft(account_id, DAY, -5)),
        lambda: entries.add(session, eve, stolen),
        lambda: entries.edit(session, eve, key, 1, EntryDraft(hers, DAY, -5)),
        lambda: entries.edit(session, actor, key, 1, EntryDraft(hers, DAY, -5)),
        lambda: entries.describe(session, eve, key, 1, EntryDraft(hers, DAY, -5)),
        lambda: entries.delete(session, eve, key, 1),
        lambda: accounts.get(session, eve, account_id),
        lambda: accounts.edit(session, eve, account_id, 1, draft),
        lambda: accounts.delete(session, eve, account_id, 1),
        lambda: history.undo(session, eve, history.page(session, actor)[0].id),
        lambda: history.get(session, eve, history.page(session, actor)[0].id),
        lambda: history.of_entry(session, eve, key),
    ):
        with pytest.raises(NotFoundError):
            attempt()
    with pytest.raises(InvalidInputError):
        categories.add(session, actor, "Below", CategoryKind.EXPENSE, her_category)
    assert verify.verify(session) == ()


REFERENCES = (
    "UPDATE entry SET account_id = :hers WHERE book_id = :mine",
    "UPDATE line SET category_id = :category WHERE book_id = :mine",
    "UPDATE line SET transfer_line_id = :line, category_id = NULL WHERE book_id = :mine",
    "UPDATE line SET entry_id = :entry WHERE book_id = :mine",
    "UPDATE category SET parent_id = :category WHERE book_id = :mine",
    "UPDATE entry SET payee_id = :payee WHERE book_id = :mine",
    "UPDATE entry SET book_id = :other",
)


@pytest.mark.parametrize("statement", REFERENCES)
def test_the_database_itself_refuses_references_into_another_book(
    database: str, statement: str
) -> None:
    assert database
    with db.write() as session:
        actor, eve = somebody(session), somebody(session, "eve@example.org")
        entries.add(session, actor, EntryDraft(an_account(session, actor), DAY, -5, "Bakery"))
        hers = an_account(session, eve)
        entry = entries.add(session, eve, EntryDraft(hers, DAY, -5, "Kiosk"))
        found = {
            "hers": hers,
            "entry": entry,
            "line": entries.get(session, eve, entry).lines[0].id,
            "payee": entries.get(session, eve, entry).payee_id,
            "category": categories.everything(session, eve)[0].id,
            "mine": actor.book_id,
            "other": eve.book_id,
        }
    with pytest.raises(IntegrityError), db.write() as session:
        session.execute(text(statement), found)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET rows = '{}'",
        "UPDATE change SET hash = ''",
        "DELETE FROM change",
        "UPDATE change_set SET summary = 'Nothing'",
        "UPDATE change_set SET user_id = 1",
        "DELETE FROM change_set",
    ],
)
def test_the_database_itself_refuses_to_rewrite_history(
    session: Session, actor: Actor, account_id: int, statement: str
) -> None:
    entries.add(session, actor, EntryDraft(account_id, DAY, -5))
    with pytest.raises(DatabaseError, match="append-only"), session.begin_nested():
        session.execute(text(statement))


def test_purging_a_book_takes_everything_of_it_and_nothing_else(
    session: Session, actor: Actor, account_id: int
) -> None:
    eve = somebody(session, "eve@example.org")
    entries.add(session, eve, EntryDraft(an_account(session, eve), DAY, -5, "Kiosk", "hers"))
    kept = verify.content_hash(session, eve.book_id)
    entries.add(session, actor, EntryDraft(account_id, DAY, -5, "Bakery"))
    transfer(
        session, actor, (account_id, "EUR", -9), (an_account(session, actor, name="B"), "EUR", 9)
    )
    history.undo(session, actor, history.page(session, actor)[0].id)
    session.execute(text("DELETE FROM book WHERE id = :book"), {"book": actor.book_id})
    for table in (*changes.TABLES, "change", "change_set", "month_total", "payee_month_total"):
        left = f"SELECT count(*) FROM {table} WHERE book_id = :book"  # noqa: S608  constants
        assert session.scalar(text(left), {"book": actor.book_id}) == 0
    assert verify.content_hash(session, eve.book_id) == kept
    assert {found.check for found in verify.verify(session)} <= {"search", "audit"}


def test_a_day_is_kept_as_a_day(session: Session, actor: Actor, account_id: int) -> None:
    key = entries.add(session, actor, EntryDraft(account_id, date(1900, 1, 1), 1))
    assert entries.get(session, actor, key).day == date(1900, 1, 1)

"""What the tests of recomputing share: rates that can be corrected, and doing a part or all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from finance_app import db
from finance_app.domain.entries import EntryDraft
from finance_app.services import books, entries, recomputing, verify
from finance_app.services.recompute_runs import claim, run
from finance_app.services.recompute_steps import Stepper
from tests.conftest import an_account, somebody

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

OWNER = "a process"


def clock() -> datetime:
    return datetime.now(UTC)


def do(use_case: Any, actor: Actor, *args: Any) -> Any:
    """Run a use case in a transaction of its own, as the book is now."""
    with db.write() as session:
        return use_case(session, as_now(session, actor), *args)


def as_now(session: Session, actor: Actor) -> Actor:
    """Return somebody as they come back, knowing the book's base currency."""
    base = "SELECT base_currency FROM book WHERE id = :book"
    code = session.execute(text(base), {"book": actor.book_id}).scalar_one()
    return replace(actor, base_currency=code)


def set_rate(session: Session, code: str, day: date, per_euro: str) -> None:
    """Store a rate, or correct it."""
    session.execute(
        text(
            "INSERT INTO rate VALUES ('ecb', :code, :day, :value, '2026-10-19 15:00:00')"
            " ON CONFLICT (source, currency, day) DO UPDATE SET per_base = excluded.per_base"
        ),
        {"code": code, "day": day, "value": per_euro},
    )


def a_book(per_account: int = 6, currency: str = "EUR") -> Actor:
    """Fill a book: accounts in three currencies, entries over months, rates for some of them."""
    with db.write() as session:
        actor = somebody(session, currency=currency)
        for month in range(1, 11):
            set_rate(session, "USD", date(2026, month, 1), f"1.{month + 10}")
            set_rate(session, "JPY", date(2026, month, 5), f"{150 + month}.5")
        for code in ("EUR", "USD", "JPY"):
            account = an_account(session, actor, code)
            for place in range(per_account):
                day = date(2026, 1 + place % 10, 3 + place % 20)
                entries.add(session, actor, EntryDraft(account, day, -1001 * (place + 1), "Rail"))
        return actor


def change(actor: Actor, code: str) -> int:
    """Give a book another base currency; return the change set."""
    found: int = do(books.change_currency, actor, code)
    return found


def stepper(actor: Actor, size: int = 4) -> Stepper:
    """Claim a book; return what converts so many of its entries at a time."""
    with db.write() as session:
        assert claim(session, OWNER, clock(), actor.book_id) == actor.book_id
    made = Stepper(actor.book_id, OWNER)
    made.size = size
    return made


def steps(actor: Actor, size: int = 4) -> Iterator[int]:
    """Convert a book part by part; yield how many there were."""
    made, count = stepper(actor, size), 0
    while made.step(clock()):
        made.size = size
        count += 1
        yield count


def finish(actor: Actor) -> None:
    """Convert all that is left, whoever began it."""
    with db.write() as session:
        session.execute(text("UPDATE recompute SET owner = '', beat_at = NULL"))
    run(clock, pause=0)
    assert not is_running(actor)


def is_running(actor: Actor) -> bool:
    with db.read() as session:
        return recomputing.running(session, actor.book_id)


def proven(actor: Actor) -> None:
    """Everything fits together, and is converted at the rates that are known now."""
    with db.read() as session:
        assert verify.verify(session, actor.book_id) == ()


def fits_meanwhile(actor: Actor) -> None:
    """All fits together but the conversion, of which it is said that it is not done."""
    with db.read() as session:
        found = verify.verify(session, actor.book_id)
    assert [each.check for each in found] == ["conversion"]
    assert "being recomputed" in found[0].message


def content(actor: Actor) -> str:
    with db.read() as session:
        return verify.content_hash(session, actor.book_id)


def base_amounts(actor: Actor) -> list[tuple[Any, ...]]:
    """Return everything that is derived of a book's amounts."""
    asked = (
        "SELECT id, base_amount, rate_day, rate_source FROM entry WHERE book_id = :book ORDER BY id"
    )
    lines = "SELECT id, base_amount FROM line WHERE book_id = :book ORDER BY id"
    with db.read() as session:
        given = {"book": actor.book_id}
        return [tuple(row) for each in (asked, lines) for row in session.execute(text(each), given)]

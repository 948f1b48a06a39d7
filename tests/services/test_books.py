"""Own books and demo books: switching, removing, bringing back, purging, the base currency."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from finance_app.domain.actors import Role
from finance_app.domain.categories import CategoryKind
from finance_app.domain.entries import EntryDraft, EntryFilter
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleError,
)
from finance_app.services import (
    accounts,
    books,
    categories,
    entries,
    purging,
    users,
    verify,
    welcome,
)
from tests.conftest import an_account, somebody
from tests.services.books import DAY, know_rates, viewer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

OWNED = ("account", "category", "change", "change_set", "entry", "line", "membership", "payee")
TOTALS = ("month_total", "payee_month_total")


@pytest.fixture(autouse=True)
def some_rates(session: Session) -> None:
    know_rates(session, USD="1.1172", JPY="175.68", GBP="0.87")


def again(session: Session, actor: Actor) -> Actor:
    """Return a user as they come back: in the book they look at."""
    return users.actor_by_email(session, actor.email, actor.now)


@pytest.fixture
def visitor(session: Session, actor: Actor) -> Actor:
    """The same user, looking at a demo book."""
    books.add_demo(session, actor)
    return again(session, actor)


def test_a_demo_is_a_book_beside_the_own_one(session: Session, actor: Actor) -> None:
    before = verify.content_hash(session, actor.book_id)
    seen: list[int] = []
    books.add_demo(session, actor, progress=seen.append)
    visitor = again(session, actor)
    assert visitor.is_demo
    assert visitor.book_id != actor.book_id
    assert [(one.name, one.is_demo) for one in books.everything(session, actor)] == [
        ("My book", False),
        ("Demo book", True),
    ]
    assert len(seen) > 10
    assert (seen[-1], seen) == (100, sorted(seen))
    newest = entries.page(session, visitor, EntryFilter()).entries[0]
    assert actor.today - newest.day <= timedelta(days=3)
    assert verify.content_hash(session, actor.book_id) == before
    assert verify.verify(session) == ()


def test_a_second_demo_is_the_first_one(session: Session, actor: Actor, visitor: Actor) -> None:
    books.switch(session, visitor, actor.book_id)
    books.add_demo(session, again(session, actor))
    assert again(session, actor).book_id == visitor.book_id


def test_somebody_switches_between_their_books(
    session: Session, actor: Actor, visitor: Actor
) -> None:
    books.switch(session, visitor, actor.book_id)
    home = again(session, actor)
    assert (home.book_id, home.is_demo) == (actor.book_id, False)
    assert accounts.everything(session, home) == []
    books.switch(session, home, visitor.book_id)
    assert again(session, actor).book_id == visitor.book_id


def test_nobody_switches_to_a_book_of_somebody_else(
    session: Session, actor: Actor, visitor: Actor
) -> None:
    eve = somebody(session, "eve@example.org")
    for book_id in (actor.book_id, visitor.book_id, 0, 1):
        with pytest.raises(NotFoundError):
            books.switch(session, eve, book_id)
        with pytest.raises(NotFoundError):
            books.bring_back(session, eve, book_id)
    assert again(session, eve).book_id == eve.book_id


def test_rows_of_the_other_book_are_refused(session: Session, actor: Actor, visitor: Actor) -> None:
    strange = accounts.everything(session, visitor)[0].id
    with pytest.raises(NotFoundError):
        accounts.get(session, actor, strange)
    with pytest.raises((NotFoundError, InvalidInputError)):
        entries.add(session, actor, EntryDraft(strange, DAY, -5, "Bakery"))


def test_a_removed_demo_is_out_of_sight_and_can_be_brought_back(
    session: Session, actor: Actor, visitor: Actor
) -> None:
    content = verify.content_hash(session, visitor.book_id)
    assert books.remove_demo(session, visitor) == visitor.book_id
    home = again(session, actor)
    assert home.book_id == actor.book_id
    assert [one.id for one in books.everything(session, home)] == [actor.book_id]
    with pytest.raises(NotFoundError):
        books.switch(session, home, visitor.book_id)
    with pytest.raises(NotFoundError, match="removed"):
        categories.add(session, visitor, "Kites", CategoryKind.EXPENSE, None)
    books.bring_back(session, home, visitor.book_id)
    assert again(session, actor).book_id == visitor.book_id
    assert verify.content_hash(session, visitor.book_id) == content
    with pytest.raises(NotFoundError):
        books.bring_back(session, home, visitor.book_id)


def test_only_a_demo_of_ones_own_is_removed(session: Session, actor: Actor, visitor: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    session.execute(
        text("INSERT INTO membership (book_id, user_id, role) VALUES (:book, :user, 'editor')"),
        {"book": visitor.book_id, "user": eve.user_id},
    )
    books.switch(session, eve, visitor.book_id)
    for who in (actor, again(session, eve), replace(eve, book_id=visitor.book_id + 1)):
        with pytest.raises(ForbiddenError):
            books.remove_demo(session, who)
    books.remove_demo(session, visitor)
    assert again(session, eve).book_id == eve.book_id  # whoever looked at it is at home


def test_the_only_book_stays(session: Session, actor: Actor, visitor: Actor) -> None:
    only = {"book": actor.book_id}
    session.execute(text("DELETE FROM membership WHERE book_id = :book"), only)
    with pytest.raises(ConflictError, match="only book"):
        books.remove_demo(session, visitor)


def test_what_was_removed_a_week_ago_is_purged_and_nothing_else(
    session: Session, actor: Actor, visitor: Actor
) -> None:
    entries.add(session, actor, EntryDraft(an_account(session, actor), DAY, -5, "Kiosk", "mine"))
    kept = verify.content_hash(session, actor.book_id)
    books.remove_demo(session, visitor)
    assert books.purge(session, actor.now + timedelta(days=6)) == 0
    assert books.purge(session, actor.now + timedelta(days=7, seconds=1)) == 1
    while purging.step(session, actor.now):
        pass
    for table in (*OWNED, *TOTALS):
        left = f"SELECT count(*) FROM {table} WHERE book_id = :book"  # noqa: S608  constants
        assert session.scalar(text(left), {"book": visitor.book_id}) == 0
    assert session.scalar(text("SELECT count(*) FROM entry_text")) == 1
    assert verify.content_hash(session, actor.book_id) == kept
    assert verify.verify(session) == ()
    assert again(session, actor).book_id == actor.book_id
    with pytest.raises(NotFoundError, match="for good"):
        books.bring_back(session, actor, visitor.book_id)


def test_a_book_that_somebody_looks_at_is_never_purged(
    session: Session, actor: Actor, visitor: Actor
) -> None:
    books.remove_demo(session, visitor)
    session.execute(text("UPDATE preferences SET book_id = :b"), {"b": visitor.book_id})
    assert books.purge(session, actor.now + timedelta(days=30)) == 0


def test_the_currency_of_an_empty_book_can_be_chosen(session: Session, actor: Actor) -> None:
    books.choose_currency(session, actor, "jpy")
    assert again(session, actor).base_currency == "JPY"
    with pytest.raises(InvalidInputError) as wrong:
        books.choose_currency(session, actor, "XX")
    assert wrong.value.field == "base_currency"
    with pytest.raises(ForbiddenError):
        books.choose_currency(session, viewer(actor), "USD")


def test_the_currency_stays_once_there_is_an_account(
    session: Session, actor: Actor, account_id: int
) -> None:
    with pytest.raises(ConflictError, match="has accounts") as refused:
        books.choose_currency(session, actor, "USD")
    assert refused.value.field == "base_currency"
    books.choose_currency(session, actor, "EUR")  # no other one
    account = accounts.get(session, actor, account_id)
    accounts.delete(session, actor, account_id, account.version)
    books.choose_currency(session, actor, "USD")


def test_nothing_is_converted_to_a_currency_that_the_book_had_before(
    session: Session, actor: Actor
) -> None:
    books.choose_currency(session, actor, "USD")
    with pytest.raises(StaleError):
        an_account(session, actor)  # as another browser still knows the book
    an_account(session, again(session, actor))


def test_a_newcomer_is_shown_around_until_they_do_something(session: Session, actor: Actor) -> None:
    assert welcome.is_due(session, actor)
    assert not welcome.is_due(session, replace(actor, role=Role.EDITOR))
    an_account(session, actor)
    assert not welcome.is_due(session, actor)


def test_who_skips_is_not_asked_again(session: Session, actor: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    welcome.finish(session, actor)
    assert not welcome.is_due(session, actor)
    assert welcome.is_due(session, eve)


def test_who_looks_at_a_demo_is_left_alone(session: Session, visitor: Actor) -> None:
    assert not welcome.is_due(session, visitor)

"""What becomes of shared books whose last owner's account is deleted, and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from finance_app.domain.actors import Role
from finance_app.models import tables
from finance_app.services import books, leaving, members, verify
from finance_app.ui.leaving import book_sentence
from tests.conftest import NOW, somebody
from tests.services.books import join
from tests.services.mailbox import posted
from tests.services.test_leaving import AFTER, home, leave, purge

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


@pytest.fixture
def eve(session: Session) -> Actor:
    return somebody(session, "eve@example.org")


def test_a_book_that_became_shared_unasked_passes_on_and_its_new_owner_is_told(
    session: Session, ada: Actor, eve: Actor
) -> None:
    bob, cleo = (somebody(session, f"{name}@example.org") for name in ("bob", "cleo"))
    leave(session, ada)
    for who, role in ((cleo, Role.VIEWER), (eve, Role.EDITOR), (bob, Role.EDITOR)):
        join(session, who, ada.book_id, role)
    joined, later = tables.membership, NOW + timedelta(days=1)
    session.execute(
        update(joined)
        .where(joined.c.book_id == ada.book_id, joined.c.user_id == eve.user_id)
        .values(joined_at=later)
    )
    content = verify.content_hash(session, ada.book_id)
    purge(session)
    assert verify.content_hash(session, ada.book_id) == content
    there = replace(bob, book_id=ada.book_id)
    assert [(one.email, one.role) for one in members.everything(session, there)] == [
        ("bob@example.org", Role.OWNER),
        ("eve@example.org", Role.EDITOR),
        ("cleo@example.org", Role.VIEWER),
    ]
    assert posted(session)[-1][:2] == ("bob@example.org", "book-yours")
    assert verify.verify(session) == ()


def test_a_book_whose_other_owner_was_disabled_meanwhile_passes_on(
    session: Session, ada: Actor, eve: Actor
) -> None:
    bob = somebody(session, "bob@example.org")
    join(session, eve, ada.book_id, Role.OWNER)
    join(session, bob, ada.book_id, Role.VIEWER)
    leave(session, ada)
    user = tables.user
    session.execute(update(user).where(user.c.id == eve.user_id).values(disabled_at=NOW))
    purge(session)
    books.switch(session, bob, ada.book_id)
    assert home(session, bob).role is Role.OWNER


def test_what_was_agreed_to_before_is_not_agreed_to_once_the_account_was_kept(
    session: Session, ada: Actor, eve: Actor
) -> None:
    join(session, eve, ada.book_id, Role.EDITOR)
    leave(session, ada, shared_too=True)
    leaving.keep(session, ada)
    members.remove(session, ada, eve.user_id)
    leave(session, ada)
    join(session, eve, ada.book_id, Role.EDITOR)
    purge(session)
    books.switch(session, eve, ada.book_id)
    assert home(session, eve).role is Role.OWNER


def test_owners_are_told_of_who_is_gone_with_their_account(
    session: Session, ada: Actor, eve: Actor
) -> None:
    join(session, ada, eve.book_id, Role.EDITOR)
    leave(session, ada)
    purge(session)
    told = posted(session)[-1]
    assert told[:2] == (eve.email, "member-left")
    assert "their account was deleted" in told.text


def test_members_see_when_they_lose_a_book_and_no_more_once_it_stays(
    session: Session, ada: Actor, eve: Actor
) -> None:
    join(session, eve, ada.book_id, Role.EDITOR)
    books.switch(session, eve, ada.book_id)
    assert home(session, eve).book_goes is None
    leave(session, ada, shared_too=True)
    assert home(session, eve).book_goes == AFTER
    there = book_sentence(home(session, eve))
    assert there.startswith("This book will be deleted on Nov 30, 2026: its last owner leaves.")
    assert book_sentence(home(session, ada)) == ""  # who is told of their account
    members.change_role(session, ada, eve.user_id, Role.OWNER)
    assert home(session, eve).book_goes is None
    leaving.keep(session, ada)
    assert book_sentence(home(session, eve)) == ""


def test_a_book_that_will_pass_on_is_not_said_to_go(
    session: Session, ada: Actor, eve: Actor
) -> None:
    leave(session, ada)
    join(session, eve, ada.book_id, Role.EDITOR)
    books.switch(session, eve, ada.book_id)
    assert home(session, eve).book_goes is None

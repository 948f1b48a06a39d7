"""Who is in a book: roles, leaving, removing, handing over, and that a book keeps an owner."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from finance_app import db
from finance_app.domain.actors import Role
from finance_app.domain.entries import EntryDraft
from finance_app.errors import ConflictError, ForbiddenError, NotFoundError
from finance_app.models import tables
from finance_app.services import (
    books,
    entries,
    history,
    invitations,
    members,
    users,
    verify,
)
from tests.conftest import an_account, somebody
from tests.services.books import DAY, know_rates
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

LAST = "always has an owner"


def joined(session: Session, actor: Actor, email: str, role: Role) -> Actor:
    """Return somebody new who is in the actor's book and looks at it."""
    person = somebody(session, email)
    there = replace(person, book_id=actor.book_id, role=role)
    members.add(session, there, role, f"{email} joined")
    books.switch(session, person, actor.book_id)
    return there


def again(session: Session, actor: Actor) -> Actor:
    return users.actor_by_email(session, actor.email, actor.now)


@pytest.fixture
def eve(session: Session, actor: Actor) -> Actor:
    """An editor of Ada's book."""
    return joined(session, actor, "eve@example.org", Role.EDITOR)


@pytest.fixture
def vic(session: Session, actor: Actor) -> Actor:
    """A viewer of Ada's book."""
    return joined(session, actor, "vic@example.org", Role.VIEWER)


def roles(session: Session, actor: Actor) -> list[tuple[str, Role]]:
    return [(one.email, one.role) for one in members.everything(session, actor)]


@pytest.mark.usefixtures("vic", "eve")
def test_everybody_in_a_book_sees_who_else_is(session: Session, actor: Actor) -> None:
    assert roles(session, actor) == [
        ("ada@example.org", Role.OWNER),
        ("eve@example.org", Role.EDITOR),
        ("vic@example.org", Role.VIEWER),
    ]
    assert all(one.joined_at == actor.now for one in members.everything(session, actor))


def test_an_owner_changes_what_others_may_do(session: Session, actor: Actor, vic: Actor) -> None:
    account = an_account(session, actor)
    draft = EntryDraft(account, DAY, -500, "Bakery")
    with pytest.raises(ForbiddenError):
        entries.add(session, again(session, vic), draft)
    members.change_role(session, actor, vic.user_id, Role.EDITOR)
    entries.add(session, again(session, vic), draft)
    members.change_role(session, actor, vic.user_id, Role.VIEWER)
    with pytest.raises(ForbiddenError):
        entries.add(session, replace(vic, role=Role.EDITOR), draft)  # as still remembered
    assert verify.verify(session) == ()


def test_nobody_but_owners_decides_who_is_in_a_book(
    session: Session, actor: Actor, eve: Actor, vic: Actor
) -> None:
    before = roles(session, actor)
    for who in (eve, vic, replace(eve, role=Role.OWNER)):  # the last one as was remembered
        with pytest.raises(ForbiddenError, match="Only an owner"):
            members.change_role(session, who, who.user_id, Role.OWNER)
        with pytest.raises(ForbiddenError):
            members.remove(session, who, actor.user_id)
        with pytest.raises(ForbiddenError):
            members.hand_over(session, who, eve.user_id)
    assert roles(session, actor) == before


def test_members_of_another_book_are_unknown(session: Session, actor: Actor) -> None:
    other = somebody(session, "dora@example.org")
    for act in (members.remove, members.hand_over):
        with pytest.raises(NotFoundError):
            act(session, actor, other.user_id)
    with pytest.raises(NotFoundError):
        members.change_role(session, actor, other.user_id, Role.VIEWER)


def test_the_last_owner_stays_one(session: Session, actor: Actor, eve: Actor) -> None:
    with pytest.raises(ConflictError, match=LAST):
        members.leave(session, actor)
    with pytest.raises(ConflictError, match=LAST):
        members.change_role(session, actor, actor.user_id, Role.EDITOR)
    members.change_role(session, actor, eve.user_id, Role.OWNER)
    members.leave(session, actor)
    assert roles(session, eve) == [("eve@example.org", Role.OWNER)]


def test_a_book_is_handed_over(session: Session, actor: Actor, eve: Actor) -> None:
    members.hand_over(session, actor, eve.user_id)
    assert roles(session, actor) == [
        ("eve@example.org", Role.OWNER),
        ("ada@example.org", Role.EDITOR),
    ]
    with pytest.raises(ForbiddenError):
        members.hand_over(session, actor, actor.user_id)


def test_who_is_removed_looks_at_their_own_book_and_writes_no_more(
    session: Session, actor: Actor, eve: Actor
) -> None:
    account = an_account(session, actor)
    members.remove(session, actor, eve.user_id)
    home = again(session, eve)
    assert home.book_id not in (0, actor.book_id)
    assert home.role is Role.OWNER
    with pytest.raises(NotFoundError, match="no member"):
        entries.add(session, eve, EntryDraft(account, DAY, -500, "Bakery"))
    with pytest.raises(NotFoundError):
        books.switch(session, home, actor.book_id)
    with pytest.raises(ConflictError, match="leave the book instead"):
        members.remove(session, actor, actor.user_id)
    assert verify.verify(session) == ()


def test_who_has_no_book_left_gets_an_empty_one(session: Session, actor: Actor, eve: Actor) -> None:
    own = next(one for one in books.everything(session, eve) if not one.owner)
    gone = tables.book.c.id == own.id
    session.execute(tables.book.update().where(gone).values(removed_at=actor.now))
    members.leave(session, eve)
    home = again(session, eve)
    assert home.book_id not in (own.id, actor.book_id)
    assert [one.name for one in books.everything(session, home)] == ["My book"]
    an_account(session, home)
    assert verify.verify(session) == ()


def test_an_owner_who_goes_takes_open_invitations_along(
    session: Session, actor: Actor, eve: Actor
) -> None:
    members.change_role(session, actor, eve.user_id, Role.OWNER)
    invitations.invite(session, again(session, eve), "mallory@example.org", Role.OWNER)
    invitations.invite(session, actor, "dora@example.org", Role.VIEWER)
    members.remove(session, actor, eve.user_id)
    assert [one.email for one in invitations.everything(session, actor)] == ["dora@example.org"]
    assert [one[0] for one in posted(session) if one.template == "invitation"] == [
        "mallory@example.org",
        "dora@example.org",
    ]


def test_who_came_and_went_is_on_record_and_not_undone(
    session: Session, actor: Actor, eve: Actor
) -> None:
    members.change_role(session, actor, eve.user_id, Role.VIEWER)
    members.remove(session, actor, eve.user_id)
    told = [(one.by, one.summary) for one in history.page(session, actor)[:3]]
    assert told == [
        ("ada@example.org", "Removed eve@example.org, viewer"),
        ("ada@example.org", "Made eve@example.org viewer instead of editor"),
        ("eve@example.org", "eve@example.org joined"),
    ]
    for one in history.page(session, actor)[:3]:
        with pytest.raises(ConflictError, match="under People"):
            history.undo(session, actor, one.id)
    assert roles(session, actor) == [("ada@example.org", Role.OWNER)]


def test_a_role_that_was_given_past_the_app_is_found_out(
    session: Session, actor: Actor, vic: Actor
) -> None:
    assert verify.verify(session) == ()
    mine = tables.membership.c.user_id == vic.user_id
    here = tables.membership.c.book_id == actor.book_id
    session.execute(tables.membership.update().where(mine, here).values(role=Role.OWNER))
    (found,) = verify.verify(session)
    assert found.message == f"Member {vic.user_id} is owner; their last change says viewer."


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(lambda s, one, other: members.remove(s, one, other.user_id), id="remove"),
        pytest.param(lambda s, one, _: members.leave(s, one), id="leave"),
        pytest.param(
            lambda s, one, other: members.change_role(s, one, other.user_id, Role.VIEWER),
            id="demote",
        ),
    ],
)
def test_two_owners_at_once_leave_one(
    database: str, act: Callable[[Session, Actor, Actor], None]
) -> None:
    assert database
    with db.write() as session:
        ada = somebody(session)
        eve = joined(session, ada, "eve@example.org", Role.OWNER)
    start = Barrier(2)

    def run(one: Actor, other: Actor) -> bool:
        start.wait()
        try:
            with db.write() as session:
                act(session, one, other)
        except (ConflictError, ForbiddenError, NotFoundError):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(run, (ada, eve), (eve, ada)))
    assert sorted(done) == [False, True]
    with db.read() as session:
        kept = select(tables.membership.c.role).where(tables.membership.c.book_id == ada.book_id)
        assert list(session.execute(kept).scalars()).count(Role.OWNER) == 1
        assert verify.verify(session) == ()


def test_a_demo_that_is_removed_sends_all_its_visitors_home(
    session: Session, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(books, "DEMO_ENTRIES", 60)
    know_rates(session, USD="1.1172", JPY="175.68", GBP="0.87")
    books.add_demo(session, actor)
    there = again(session, actor)
    eve = joined(session, there, "eve@example.org", Role.EDITOR)
    books.remove_demo(session, there)
    assert again(session, eve).book_id != there.book_id
    assert again(session, actor).book_id == actor.book_id

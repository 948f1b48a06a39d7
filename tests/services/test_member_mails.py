"""Mails to members: who is told of what, who is not, and who does without."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from finance_app.domain.actors import Role
from finance_app.domain.notices import Notice
from finance_app.services import members, preferences
from tests.conftest import somebody
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ADA, EVE, BOB = (f"{name}@example.org" for name in ("ada", "eve", "bob"))


def joins(session: Session, book: Actor, email: str, role: Role) -> Actor:
    there = replace(somebody(session, email), book_id=book.book_id, role=role)
    members.add(session, there, role, "joined")
    return there


@pytest.fixture
def eve(session: Session, actor: Actor) -> Actor:
    return joins(session, actor, EVE, Role.EDITOR)


def told(session: Session, since: int = 0) -> list[tuple[str, str]]:
    return [one[:2] for one in posted(session)][since:]


def test_owners_hear_of_who_joins_and_leaves_and_nobody_of_what_they_did_themselves(
    session: Session, actor: Actor, eve: Actor
) -> None:
    assert told(session) == [(ADA, "member-joined")]
    assert "eve@example.org joined the book “My book”" in posted(session)[0].text
    bob = joins(session, actor, BOB, Role.OWNER)
    members.leave(session, eve)
    assert told(session, 2) == [(ADA, "member-left"), (BOB, "member-left")]
    assert "they left" in posted(session)[-1].text
    members.leave(session, bob)
    assert told(session, 4) == [(ADA, "member-left")]


def test_whoever_may_do_something_else_or_is_removed_hears_by_whom(
    session: Session, actor: Actor, eve: Actor
) -> None:
    bob = joins(session, actor, BOB, Role.OWNER)
    before = len(told(session))
    members.change_role(session, actor, eve.user_id, Role.VIEWER)
    members.change_role(session, actor, eve.user_id, Role.VIEWER)
    assert told(session, before) == [(EVE, "member-role")]
    said = posted(session)[-1].text
    assert "ada@example.org made you a viewer of the book “My book”" in said
    assert "you were an editor until then" in said
    members.remove(session, actor, eve.user_id)
    assert told(session, before + 1) == [(BOB, "member-left"), (EVE, "member-removed")]
    assert "ada@example.org removed them" in posted(session)[-2].text
    members.hand_over(session, replace(actor), bob.user_id)
    assert len(told(session)) == before + 3  # an owner already


def test_a_handed_over_book_is_told_to_its_new_owner(
    session: Session, actor: Actor, eve: Actor
) -> None:
    members.hand_over(session, actor, eve.user_id)
    assert told(session, 1) == [(EVE, "member-role")]
    assert "made you an owner" in posted(session)[-1].text


def test_who_does_without_gets_none(session: Session, actor: Actor, eve: Actor) -> None:
    preferences.choose_notice(session, actor, Notice.PEOPLE, is_wanted=False)
    preferences.choose_notice(session, eve, Notice.ROLE, is_wanted=False)
    before = len(told(session))
    members.change_role(session, actor, eve.user_id, Role.VIEWER)
    joins(session, actor, BOB, Role.VIEWER)
    members.remove(session, actor, eve.user_id)
    assert told(session, before) == []

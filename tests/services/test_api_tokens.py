"""Tokens of programs: whose they are, what they open, and how they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from finance_app.domain.actors import Role
from finance_app.domain.api_tokens import MOST, Scope
from finance_app.domain.flags import SECOND_FACTOR
from finance_app.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    SignInRequiredError,
)
from finance_app.models import tables
from finance_app.services import api_tokens, auth, books, flags, members
from finance_app.services.api_tokens import Wanted
from tests.conftest import NOW, somebody
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DAY = timedelta(days=1)


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


def made(session: Session, actor: Actor, scope: str = "write", **wanted: Any) -> str:
    return api_tokens.make(session, actor, Wanted("Script", scope, **wanted), right=True)


def test_a_token_speaks_for_its_user_in_the_book_that_they_look_at(
    session: Session, ada: Actor
) -> None:
    found = api_tokens.bearer(session, made(session, ada), NOW)
    assert (found.actor.user_id, found.actor.book_id) == (ada.user_id, ada.book_id)
    assert found.actor.role is Role.OWNER
    assert found.scope is Scope.WRITE


def test_only_its_digest_is_kept(session: Session, ada: Actor) -> None:
    token = made(session, ada)
    (row,) = session.execute(tables.api_token.select())
    assert token not in repr(row)
    assert row.digest == auth.digest(token)


def test_one_that_reads_is_a_viewer_everywhere(session: Session, ada: Actor) -> None:
    found = api_tokens.bearer(session, made(session, ada, "read"), NOW)
    assert found.actor.role is Role.VIEWER
    other = books.add(session, ada, "House")
    assert api_tokens.in_book(session, found, other).role is Role.VIEWER


def test_an_administrators_token_administers_only_with_that_scope(
    session: Session, ada: Actor
) -> None:
    with pytest.raises(InvalidInputError, match="Only an administrator") as refused:
        made(session, ada, "admin")
    assert refused.value.field == "scope"
    session.execute(update(tables.user).values(is_admin=True))
    root = replace(ada, is_admin=True)
    assert not api_tokens.bearer(session, made(session, root, "write"), NOW).actor.is_admin
    assert api_tokens.bearer(session, made(session, root, "admin"), NOW).actor.is_admin


def test_one_of_a_single_book_opens_no_other(session: Session, ada: Actor) -> None:
    house = books.add(session, ada, "House")
    found = api_tokens.bearer(session, made(session, ada, book_id=house), NOW)
    assert found.actor.book_id == house
    assert api_tokens.in_book(session, found, house).book_id == house
    with pytest.raises(NotFoundError):
        api_tokens.in_book(session, found, ada.book_id)


def test_none_is_made_for_a_book_of_others(session: Session, ada: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    with pytest.raises(InvalidInputError, match="one of your books"):
        made(session, ada, book_id=eve.book_id)
    everywhere = api_tokens.bearer(session, made(session, ada), NOW)
    with pytest.raises(NotFoundError):
        api_tokens.in_book(session, everywhere, eve.book_id)


def test_who_is_removed_from_a_book_loses_it_by_token_too(session: Session, ada: Actor) -> None:
    eve = somebody(session, "eve@example.org")
    members.add(session, replace(eve, book_id=ada.book_id), Role.EDITOR, "Eve joined")
    token = made(session, eve, book_id=ada.book_id)
    assert api_tokens.bearer(session, token, NOW).actor.role is Role.EDITOR
    session.execute(tables.membership.delete().where(tables.membership.c.user_id == eve.user_id))
    with pytest.raises(SignInRequiredError):
        api_tokens.bearer(session, token, NOW)


def test_it_ends_with_its_time_when_revoked_and_with_its_user(session: Session, ada: Actor) -> None:
    brief = made(session, ada, days=1)
    assert api_tokens.bearer(session, brief, NOW + DAY - timedelta(seconds=1))
    with pytest.raises(SignInRequiredError, match="has expired"):
        api_tokens.bearer(session, brief, NOW + DAY)
    long = made(session, ada)
    key = api_tokens.bearer(session, long, NOW).key
    assert api_tokens.revoke(session, ada, key) == "Script"
    with pytest.raises(SignInRequiredError):
        api_tokens.bearer(session, long, NOW)
    with pytest.raises(NotFoundError, match="already"):
        api_tokens.revoke(session, ada, key)
    last = made(session, ada)
    session.execute(update(tables.user).values(disabled_at=NOW))
    with pytest.raises(SignInRequiredError):
        api_tokens.bearer(session, last, NOW)


def test_nobody_revokes_what_is_anothers(session: Session, ada: Actor) -> None:
    key = api_tokens.bearer(session, made(session, ada), NOW).key
    eve = somebody(session, "eve@example.org")
    with pytest.raises(NotFoundError):
        api_tokens.revoke(session, eve, key)
    assert [one.key for one in api_tokens.everything(session, ada)] == [key]
    assert api_tokens.everything(session, eve) == []


@pytest.mark.parametrize("token", ["", "fin_", "fin_" + "a" * 43, "é" * 47, "x" * 10_000])
def test_what_is_no_token_opens_nothing(session: Session, ada: Actor, token: str) -> None:
    assert made(session, ada)
    with pytest.raises(SignInRequiredError):
        api_tokens.bearer(session, token, NOW)


def test_its_use_is_written_down_every_few_minutes(session: Session, ada: Actor) -> None:
    token = made(session, ada)
    for minute, address, kept in (
        (0, "192.0.2.7", "192.0.2.0/24"),
        (4, "198.51.100.7", "192.0.2.0/24"),
        (5, "198.51.100.7", "198.51.100.0/24"),
    ):
        found = api_tokens.bearer(session, token, NOW + timedelta(minutes=minute))
        api_tokens.used(session, found, address)
        (one,) = api_tokens.everything(session, ada)
        assert one.network == kept
    assert one.used_at == NOW + timedelta(minutes=5)


def test_its_user_is_told_and_can_take_the_account_back(session: Session, ada: Actor) -> None:
    made(session, ada, "read")
    (letter,) = posted(session)
    assert letter.template == "token-made"
    assert "may read your books." in letter.text
    assert "/take-back#" in letter.text


def test_a_wrong_password_makes_none(session: Session, ada: Actor) -> None:
    with pytest.raises(InvalidInputError):
        api_tokens.make(session, ada, Wanted("Script", "read"), right=False)
    assert api_tokens.everything(session, ada) == []


def test_there_are_at_most_fifty(session: Session, ada: Actor) -> None:
    for _ in range(MOST):
        made(session, ada)
    with pytest.raises(ConflictError, match="revoke one first"):
        made(session, ada)


def test_who_must_set_a_factor_up_must_do_so_first(session: Session, ada: Actor) -> None:
    session.execute(update(tables.user).values(is_admin=True))
    root = replace(ada, is_admin=True)
    token = made(session, root, "read")
    flags.choose(session, root, SECOND_FACTOR.name, "administrators")
    assert api_tokens.bearer(session, token, NOW).actor.must_enrol

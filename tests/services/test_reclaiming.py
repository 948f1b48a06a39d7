"""Taking a changed address back: what the link does, when it is dead, and what it outlives."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from finance_app.config import settings
from finance_app.domain.identities import Identity
from finance_app.domain.mail_links import Purpose
from finance_app.errors import ConflictError, InvalidInputError, SignInRequiredError
from finance_app.models import tables
from finance_app.queries import factors as factor_queries
from finance_app.queries import identities as queries
from finance_app.services import auth, credentials, factors, oidc, reclaiming, users
from tests.conftest import NOW, somebody
from tests.services.mailbox import Posted, posted
from tests.services.second_factors import password_shown, with_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

ADA = "ada@example.org"


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


def changed(session: Session, actor: Actor, email: str, at: datetime = NOW) -> Posted:
    """Give somebody another address; return the mail to the one before."""
    asks = replace(actor, now=at)
    credentials.ask_address(session, asks, email, right=True)
    credentials.confirm_address(session, posted(session)[-1].token, at)
    letter = posted(session)[-1]
    assert letter[:2] == (actor.email, "email-changed")
    return letter


def test_the_address_is_back_and_who_had_the_account_is_out(session: Session, ada: Actor) -> None:
    letter = changed(session, ada, "mallory@example.org")
    mallory = users.actor_by_email(session, "mallory@example.org", NOW)
    token = password_shown(session, mallory, NOW)
    with_app(session, mallory)
    reset = reclaiming.reclaim(session, letter.token, NOW + timedelta(days=6))
    assert users.actor_by_email(session, ADA, NOW).user_id == ada.user_id
    with pytest.raises(SignInRequiredError):
        auth.actor(session, token, NOW)
    assert not factor_queries.are_on(session, ada.user_id)
    assert posted(session)[-1][:2] == ("mallory@example.org", "email-back")
    after = NOW + timedelta(days=6)
    assert credentials.reset(session, reset, "another hash", after) == ADA
    with pytest.raises(InvalidInputError):
        reclaiming.reclaim(session, letter.token, after)


def test_the_password_that_was_changed_meanwhile_lets_nobody_in(
    session: Session, ada: Actor
) -> None:
    letter = changed(session, ada, "mallory@example.org")
    mallory = users.actor_by_email(session, "mallory@example.org", NOW)
    credentials.change_password(session, mallory, "mallorys hash", right=True, keep="")
    reclaiming.reclaim(session, letter.token, NOW)
    kept = auth.begin(session, ADA, "192.0.2.1", NOW)
    assert kept.password_hash not in ("no hash", "mallorys hash")


def test_what_somebody_signed_in_with_before_stays(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    later = NOW + Purpose.BACK.lifetime + timedelta(seconds=1)
    letter = changed(session, ada, "new@example.org", later)
    reclaiming.reclaim(session, letter.token, later)
    mine = users.actor_by_email(session, ADA, NOW)
    assert factors.overview(session, mine).is_on


def test_what_a_thief_signed_in_with_is_gone_though_they_added_it_before(
    session: Session, ada: Actor
) -> None:
    with_app(session, ada)
    letter = changed(session, ada, "mallory@example.org", NOW + timedelta(days=6))
    reclaiming.reclaim(session, letter.token, NOW + timedelta(days=12))
    mine = users.actor_by_email(session, ADA, NOW)
    assert factors.overview(session, mine) == factors.Overview(None, is_on=False, codes_left=0)


def app_added(session: Session, actor: Actor) -> None:
    with_app(session, actor)


def connected(session: Session, actor: Actor) -> None:
    oidc.connect(session, actor, Identity("https://id.example.org", "mallory", actor.email))


def password_changed(session: Session, actor: Actor) -> None:
    credentials.change_password(session, actor, "mallorys hash", right=True, keep="")


@pytest.mark.parametrize("added", [app_added, connected, password_changed])
def test_the_mail_that_tells_of_it_takes_the_account_back(
    session: Session, ada: Actor, added: Callable[[Session, Actor], None]
) -> None:
    added(session, ada)
    letter = posted(session)[-1]
    changed(session, ada, "mallory@example.org", NOW + timedelta(hours=1))
    reset = reclaiming.reclaim(session, letter.token, NOW + timedelta(days=6))
    mine = users.actor_by_email(session, ADA, NOW)
    assert mine.user_id == ada.user_id
    assert not factors.overview(session, mine).is_on
    assert queries.of_user(session, ada.user_id, "https://id.example.org") == []
    assert auth.begin(session, ADA, "192.0.2.1", NOW).password_hash != "mallorys hash"  # noqa: S105  none
    assert credentials.reset(session, reset, "another hash", NOW + timedelta(days=6)) == ADA


def test_it_does_so_where_the_address_is_still_the_same(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    token = password_shown(session, ada, NOW)
    reset = reclaiming.reclaim(session, posted(session)[-1].token, NOW)
    with pytest.raises(SignInRequiredError):
        auth.caller(session, token, NOW)
    assert posted(session)[-1][:2] == (ADA, "email-back")
    assert credentials.reset(session, reset, "another hash", NOW) == ADA
    assert password_shown(session, ada, NOW) != ""
    assert not factors.overview(session, ada).is_on


def test_the_first_address_wins_over_those_that_came_after_it(session: Session, ada: Actor) -> None:
    first = changed(session, ada, "b@example.org")
    other = users.actor_by_email(session, "b@example.org", NOW)
    second = changed(session, other, "c@example.org", NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    reclaiming.reclaim(session, second.token, later)
    assert users.actor_by_email(session, "b@example.org", NOW).user_id == ada.user_id
    reclaiming.reclaim(session, first.token, later)
    assert users.actor_by_email(session, ADA, NOW).user_id == ada.user_id


def test_a_link_to_what_came_later_is_dead_once_the_first_address_is_back(
    session: Session, ada: Actor
) -> None:
    first = changed(session, ada, "b@example.org")
    other = users.actor_by_email(session, "b@example.org", NOW)
    second = changed(session, other, "c@example.org", NOW + timedelta(hours=1))
    later = NOW + timedelta(hours=2)
    reclaiming.reclaim(session, first.token, later)
    with pytest.raises(InvalidInputError):
        reclaiming.reclaim(session, second.token, later)


def test_it_is_good_for_a_week_for_nothing_else_and_not_over_somebody_else(
    session: Session, ada: Actor
) -> None:
    letter = changed(session, ada, "new@example.org")
    with pytest.raises(InvalidInputError):
        credentials.reset(session, letter.token, "a hash", NOW)
    with pytest.raises(InvalidInputError):
        credentials.confirm_address(session, letter.token, NOW)
    with pytest.raises(InvalidInputError):
        reclaiming.reclaim(session, letter.token, NOW + Purpose.BACK.lifetime)
    somebody(session, ADA)
    with pytest.raises(ConflictError):
        reclaiming.reclaim(session, letter.token, NOW)


def test_where_no_password_is_reset_by_mail_the_account_is_locked_all_the_same(
    session: Session, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = changed(session, ada, "new@example.org")
    monkeypatch.setenv("FINANCE_FLAG_PASSWORD_RESET", "off")
    settings.cache_clear()
    assert reclaiming.reclaim(session, letter.token, NOW) == ""
    assert auth.begin(session, ADA, "192.0.2.1", NOW).password_hash != "no hash"  # noqa: S105  none


def test_whoever_is_disabled_takes_nothing_back(session: Session, ada: Actor) -> None:
    letter = changed(session, ada, "new@example.org")
    user = tables.user
    session.execute(update(user).where(user.c.id == ada.user_id).values(disabled_at=NOW))
    with pytest.raises(InvalidInputError):
        reclaiming.reclaim(session, letter.token, NOW)

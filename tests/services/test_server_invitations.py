"""Administrators' invitations to the server: listed, sent again, withdrawn, written down."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from finance_app.config import settings
from finance_app.domain.audit import What
from finance_app.domain.mail_links import Purpose
from finance_app.errors import ForbiddenError, InvalidInputError, NotFoundError
from finance_app.models import tables
from finance_app.services import invitations, invited, server_invitations
from tests.conftest import NOW, somebody
from tests.services.administrators import administrator, done
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

DORA, EVE = "dora@example.org", "eve@example.org"


@pytest.fixture
def admin(session: Session) -> Actor:
    return administrator(session)


def open_ones(session: Session, admin: Actor) -> list[tuple[str, str]]:
    return [(one.email, one.by) for one in server_invitations.everything(session, admin)]


def test_somebody_is_invited_listed_and_it_is_written_down(session: Session, admin: Actor) -> None:
    server_invitations.invite(session, admin, DORA)
    assert posted(session)[-1][:2] == (DORA, "invited")
    assert done(session, admin)[0].what == What.INVITE
    invitations.invite_from_here(session, EVE, replace(admin, now=NOW).now)
    assert set(open_ones(session, admin)) == {(DORA, admin.email), (EVE, "")}
    later = replace(admin, now=NOW + Purpose.INVITE.lifetime)
    assert open_ones(session, later) == []


def test_the_link_before_is_dead_once_it_is_sent_again_or_withdrawn(
    session: Session, admin: Actor
) -> None:
    server_invitations.invite(session, admin, DORA)
    (first,) = server_invitations.everything(session, admin)
    assert server_invitations.again(session, admin, first.id) == DORA
    tokens = [one.token for one in posted(session)]
    with pytest.raises(InvalidInputError):
        invited.address_of(session, tokens[0], NOW)
    assert invited.address_of(session, tokens[1], NOW) == DORA
    (second,) = server_invitations.everything(session, admin)
    assert server_invitations.withdraw(session, admin, second.id) == DORA
    with pytest.raises(InvalidInputError):
        invited.address_of(session, tokens[1], NOW)
    assert open_ones(session, admin) == []
    assert [one.what for one in done(session, admin)] == [What.WITHDRAW, What.INVITE, What.INVITE]
    for act in (server_invitations.again, server_invitations.withdraw):
        with pytest.raises(NotFoundError, match="meanwhile"):
            act(session, admin, second.id)


def test_nobody_else_finds_them_nor_those_to_books(session: Session, admin: Actor) -> None:
    eve = somebody(session, EVE)
    server_invitations.invite(session, admin, DORA)
    (one,) = server_invitations.everything(session, admin)
    with pytest.raises(NotFoundError):
        server_invitations.everything(session, eve)
    with pytest.raises(NotFoundError):
        server_invitations.count(session, eve)
    with pytest.raises(NotFoundError):
        server_invitations.invite(session, eve, "zoe@example.org")
    for act in (server_invitations.again, server_invitations.withdraw):
        with pytest.raises(NotFoundError):
            act(session, eve, one.id)
    kept = tables.invitation
    session.execute(update(kept).values(book_id=eve.book_id, role="viewer"))
    assert open_ones(session, admin) == []
    with pytest.raises(NotFoundError):
        server_invitations.withdraw(session, admin, one.id)


def test_where_sign_up_is_closed_none_is_sent_but_old_ones_can_be_withdrawn(
    session: Session, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    server_invitations.invite(session, admin, DORA)
    assert server_invitations.count(session, admin)
    monkeypatch.setenv("FINANCE_SIGNUP", "closed")
    settings.cache_clear()
    (one,) = server_invitations.everything(session, admin)
    assert not server_invitations.count(session, admin)
    with pytest.raises(ForbiddenError):
        server_invitations.again(session, admin, one.id)
    assert open_ones(session, admin) == [(DORA, admin.email)]
    server_invitations.withdraw(session, admin, one.id)
    assert open_ones(session, admin) == []

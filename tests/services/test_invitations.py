"""Inviting to a book and to the server; accepting, declining, signing up with the link."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from finance_app.config import settings
from finance_app.domain.actors import Role
from finance_app.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    TooManyAttemptsError,
)
from finance_app.models import tables
from finance_app.services import (
    auth,
    book_names,
    books,
    history,
    invitations,
    invited,
    joining,
    members,
    signup,
    users,
    verify,
)
from tests.conftest import NOW, somebody
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

EVE = "eve@example.org"
HASH = "a hash of a password"
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def by_invitation(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  it must be there
    allow(monkeypatch, "invite")


def allow(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setenv("FINANCE_SIGNUP", mode)
    settings.cache_clear()


def see_in(session: Session) -> str:
    """Return what the newest mail's link shows its invitation with."""
    texts = "\n".join(one.text for one in posted(session))
    found = re.findall(r"\?see=([\w-]+)#", texts)
    return str(found[-1])


def join(session: Session, token: str, now: object = NOW) -> str:
    wanted = users.NewUser("", HASH, "de_DE", "Europe/Berlin", "EUR")
    return invited.join(session, token, wanted, now=now)  # type: ignore[arg-type]  # an instant


def again(session: Session, email: str) -> Actor:
    return users.actor_by_email(session, email, NOW)


def test_somebody_with_an_account_accepts_and_looks_at_the_book(
    session: Session, actor: Actor
) -> None:
    eve = somebody(session, EVE)
    invitations.invite(session, actor, " Eve@Example.org ", Role.EDITOR)
    (letter,) = posted(session)
    assert (letter.recipient, letter.template) == (EVE, "invitation")
    assert "ada@example.org invites you" in letter.text
    found = invited.read(session, see_in(session), NOW)
    assert (found.is_known, found.invitation.book, found.invitation.by) == (
        True,
        "My book",
        "ada@example.org",
    )
    invited.accept(session, eve, see_in(session))
    there = again(session, EVE)
    assert (there.book_id, there.role) == (actor.book_id, Role.EDITOR)
    assert invitations.everything(session, actor) == []
    with pytest.raises(InvalidInputError, match="taken up"):
        invited.accept(session, eve, see_in(session))
    assert verify.verify(session) == ()


def test_whoever_invites_learns_not_who_has_an_account(session: Session, actor: Actor) -> None:
    somebody(session, EVE)
    for email in (EVE, "nobody@example.org"):
        invitations.invite(session, actor, email, Role.VIEWER)
    known, unknown = (
        replace(one, id=0, email="") for one in invitations.everything(session, actor)
    )
    assert known == unknown
    assert [one.template for one in posted(session)] == ["invitation"] * 2


def test_what_a_book_is_called_is_not_mailed_to_strangers(session: Session, actor: Actor) -> None:
    book_names.rename(session, actor, "Win at https://evil.example")
    invitations.invite(session, actor, EVE, Role.VIEWER)
    assert "evil" not in posted(session)[0].text
    assert invited.read(session, see_in(session), NOW).invitation.book.startswith("Win")


def test_only_who_has_the_address_accepts(session: Session, actor: Actor) -> None:
    mallory = somebody(session, "mallory@example.org")
    invitations.invite(session, actor, EVE, Role.OWNER)
    with pytest.raises(ForbiddenError, match="somebody else"):
        invited.accept(session, mallory, see_in(session))
    for guess in ("", "x", "a" * 22, "' OR 1=1 --"):
        with pytest.raises(InvalidInputError):
            invited.accept(session, mallory, guess)
    assert [one.email for one in members.everything(session, actor)] == ["ada@example.org"]


def test_whoever_has_no_account_signs_up_with_the_link_and_is_in_at_once(
    session: Session, actor: Actor
) -> None:
    invitations.invite(session, actor, EVE, Role.VIEWER)
    token = posted(session)[0].token
    assert not invited.read(session, see_in(session), NOW).is_known
    assert invited.address_of(session, token, NOW) == EVE
    session_token = join(session, token)
    eve = auth.actor(session, session_token, NOW)
    assert (eve.email, eve.book_id, eve.role) == (EVE, actor.book_id, Role.VIEWER)
    assert not eve.is_admin
    assert [(one.name, one.owner) for one in books.everything(session, eve)] == [
        ("My book", ""),
        ("My book", "ada@example.org"),
    ]
    with pytest.raises(InvalidInputError):
        join(session, token)
    mailed = [one.template for one in posted(session)]
    assert mailed == ["invitation", "member-joined"]  # no second one to them
    assert verify.verify(session) == ()


def test_a_link_for_something_else_is_no_invitation(session: Session, actor: Actor) -> None:
    invitations.invite(session, actor, EVE, Role.VIEWER)
    token = posted(session)[0].token
    for wrong in ("", "x" * 400, token[:-1], token + "x", token.upper()):
        with pytest.raises(InvalidInputError):
            join(session, wrong)
    with pytest.raises(InvalidInputError):
        joining.join(session, token, NOW, right=True)


def test_an_invitation_ends_after_a_week(session: Session, actor: Actor) -> None:
    invitations.invite(session, actor, EVE, Role.VIEWER)
    token, see = posted(session)[0].token, see_in(session)
    late = NOW + WEEK
    with pytest.raises(InvalidInputError):
        join(session, token, late)
    with pytest.raises(InvalidInputError):
        invited.read(session, see, late)
    assert invitations.everything(session, replace(actor, now=late)) == []
    invitations.forget(session, late)
    with pytest.raises(InvalidInputError):
        invited.read(session, see, NOW)


def test_what_is_withdrawn_or_sent_again_has_a_dead_link(session: Session, actor: Actor) -> None:
    invitations.invite(session, actor, EVE, Role.VIEWER)
    first = posted(session)[0].token
    (one,) = invitations.everything(session, actor)
    assert history.page(session, actor)[0].summary == f"Invited {EVE} as viewer"
    invitations.resend(session, actor, one.id)
    second = posted(session)[1].token
    with pytest.raises(InvalidInputError):
        join(session, first)
    assert invitations.withdraw(session, actor, one.id) == EVE
    with pytest.raises(InvalidInputError):
        join(session, second)
    with pytest.raises(NotFoundError, match="meanwhile"):
        invitations.withdraw(session, actor, one.id)
    assert [each.summary for each in history.page(session, actor)[:2]] == [
        "Withdrew an invitation as viewer",
        "Invited somebody as viewer",
    ]
    assert verify.verify(session) == ()


def test_a_second_invitation_replaces_the_first(session: Session, actor: Actor) -> None:
    invitations.invite(session, actor, EVE, Role.VIEWER)
    invitations.invite(session, actor, EVE, Role.EDITOR)
    (one,) = invitations.everything(session, actor)
    assert one.role is Role.EDITOR
    join(session, posted(session)[1].token)
    assert again(session, EVE).role is Role.EDITOR
    with pytest.raises(ConflictError, match="in this book already"):
        invitations.invite(session, actor, EVE, Role.VIEWER)


def test_who_declines_is_in_no_book_until_asked_again(session: Session, actor: Actor) -> None:
    eve = somebody(session, EVE)
    invitations.invite(session, actor, EVE, Role.VIEWER)
    see = see_in(session)
    invitations.decline(session, "a" * 22, NOW)
    assert invitations.everything(session, actor)[0].declined_at is None
    invitations.decline(session, see, NOW)
    (one,) = invitations.everything(session, actor)
    assert one.declined_at == NOW
    with pytest.raises(InvalidInputError):
        invited.accept(session, eve, see)
    invitations.resend(session, actor, one.id)
    invited.accept(session, eve, see_in(session))


def test_nobody_but_owners_invites(session: Session, actor: Actor) -> None:
    invitations.invite(session, actor, EVE, Role.VIEWER)
    (one,) = invitations.everything(session, actor)
    for role in (Role.EDITOR, Role.VIEWER):
        lesser = replace(actor, role=role)
        with pytest.raises(ForbiddenError):
            invitations.invite(session, lesser, "dora@example.org", Role.OWNER)
        with pytest.raises(ForbiddenError):
            invitations.everything(session, lesser)
        for act in (invitations.resend, invitations.withdraw):
            with pytest.raises(ForbiddenError):
                act(session, lesser, one.id)
    stranger = somebody(session, "mallory@example.org")
    for act in (invitations.resend, invitations.withdraw):
        with pytest.raises(NotFoundError):
            act(session, stranger, one.id)
    with pytest.raises(ForbiddenError):
        invitations.invite_to_server(session, actor, "dora@example.org")


@pytest.mark.parametrize("email", ["", "eve", "eve@", "a b@example.org", "x" * 250 + "@a.org"])
def test_only_addresses_are_invited(session: Session, actor: Actor, email: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        invitations.invite(session, actor, email, Role.VIEWER)
    assert refused.value.field == "email"


def test_nobodys_mailbox_is_flooded(session: Session, actor: Actor) -> None:
    for _ in range(5):
        invitations.invite(session, actor, EVE, Role.VIEWER)
    with pytest.raises(TooManyAttemptsError, match="Wait an hour"):
        invitations.invite(session, actor, EVE, Role.VIEWER)


def test_a_book_invites_twenty_a_day_and_so_does_its_owner(session: Session, actor: Actor) -> None:
    for number in range(20):
        invitations.invite(session, actor, f"a{number}@example.org", Role.VIEWER)
    with pytest.raises(TooManyAttemptsError, match="tomorrow"):
        invitations.invite(session, actor, EVE, Role.VIEWER)
    books.add(session, actor, "Another")
    with pytest.raises(TooManyAttemptsError, match="tomorrow"):
        invitations.invite(session, again(session, actor.email), EVE, Role.VIEWER)
    tomorrow = replace(actor, now=NOW + timedelta(days=2))
    invitations.invite(session, tomorrow, EVE, Role.VIEWER)


@pytest.mark.parametrize(
    ("mode", "by_admin", "may"),
    [
        ("open", False, True),
        ("invite", False, True),
        ("first", False, False),
        ("first", True, True),
        ("closed", False, False),
        ("closed", True, False),
    ],
)
def test_who_is_invited_may_sign_up_where_the_deployment_allows_it(
    session: Session,
    actor: Actor,
    monkeypatch: pytest.MonkeyPatch,
    mode: str,
    by_admin: bool,  # noqa: FBT001  a column of the table
    may: bool,  # noqa: FBT001  as above
) -> None:
    session.execute(tables.user.update().values(is_admin=by_admin))
    invitations.invite(session, actor, EVE, Role.VIEWER)
    allow(monkeypatch, mode)
    assert invited.read(session, see_in(session), NOW).may_join is may
    if may:
        join(session, posted(session)[0].token)
    else:
        with pytest.raises(ForbiddenError, match="closed"):
            join(session, posted(session)[0].token)


def test_by_invitation_alone_strangers_stay_out_and_the_first_user_gets_in(
    session: Session,
) -> None:
    assert signup.is_open(session)
    wanted = users.NewUser("ada@example.org", HASH, "de_DE", "UTC", "EUR")
    assert joining.sign_up(session, wanted, NOW)
    assert not signup.is_open(session)
    with pytest.raises(ForbiddenError, match="closed"):
        joining.sign_up(session, replace(wanted, email=EVE), NOW)


def test_an_administrator_invites_to_the_server(session: Session, actor: Actor) -> None:
    admin = replace(actor, is_admin=True)
    users_ = tables.user
    session.execute(users_.update().where(users_.c.id == actor.user_id).values(is_admin=True))
    invitations.invite_to_server(session, admin, EVE)
    (letter,) = posted(session)
    assert (letter.recipient, letter.template) == (EVE, "invited")
    found = invited.read(session, see_in(session), NOW)
    assert (found.invitation.book, found.invitation.role) == ("", None)
    eve = auth.actor(session, join(session, letter.token), NOW)
    assert eve.role is Role.OWNER
    assert eve.book_id != actor.book_id
    assert [one.email for one in members.everything(session, actor)] == ["ada@example.org"]


def test_who_has_an_account_is_told_so_by_the_servers_invitation(
    session: Session, actor: Actor
) -> None:
    somebody(session, EVE)
    invitations.invite_to_server(session, replace(actor, is_admin=True), EVE)
    assert [(one.recipient, one.template) for one in posted(session)] == [(EVE, "known")]


def test_a_removed_book_is_no_invitation_any_more(session: Session, actor: Actor) -> None:
    invitations.invite(session, actor, EVE, Role.VIEWER)
    see = see_in(session)
    session.execute(tables.book.update().values(removed_at=NOW))
    with pytest.raises(InvalidInputError):
        invited.read(session, see, NOW)
    with pytest.raises(InvalidInputError):
        join(session, posted(session)[0].token)


@pytest.mark.parametrize("gone", ["disabled_at", "delete_after"])
def test_an_invitation_counts_as_long_as_its_sender_is_here(
    session: Session, actor: Actor, gone: str
) -> None:
    invitations.invite(session, actor, EVE, Role.OWNER)
    eve, see = somebody(session, EVE), see_in(session)
    user = tables.user
    session.execute(user.update().where(user.c.id == actor.user_id).values({gone: NOW}))
    with pytest.raises(InvalidInputError):
        invited.accept(session, eve, see)

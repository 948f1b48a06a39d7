from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from finance_app.domain.mail_links import Purpose
from finance_app.errors import ConflictError, InvalidInputError, TooManyAttemptsError
from finance_app.models import tables
from finance_app.services import auth, credentials, mail_links, users
from tests.conftest import NOW, somebody
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

HOUR = timedelta(hours=1)
DEAD = "used already or is too old"


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


def signed_in(session: Session, actor: Actor) -> str:
    attempt = auth.begin(session, actor.email, "192.0.2.1", NOW)
    return auth.finish(session, attempt, NOW, right=True)


def opened(session: Session) -> set[str]:
    return set(session.scalars(select(tables.auth_session.c.id)))


def hash_of(session: Session, email: str) -> str:
    return auth.begin(session, email, "192.0.2.1", NOW).password_hash


def test_a_forgotten_password_is_replaced_by_mail_and_everybody_is_out(
    session: Session, ada: Actor
) -> None:
    signed_in(session, ada)
    credentials.forgotten(session, " ADA@example.org", NOW)
    (letter,) = posted(session)
    assert (letter.recipient, letter.template) == (ada.email, "reset")
    assert credentials.address_of(session, letter.token, Purpose.RESET, NOW) == ada.email
    assert credentials.reset(session, letter.token, "new", NOW) == ada.email
    assert hash_of(session, ada.email) == "new"
    assert opened(session) == set()
    assert posted(session)[-1].template == "password-changed"


@pytest.mark.usefixtures("ada")
def test_a_link_is_used_once(session: Session) -> None:
    credentials.forgotten(session, "ada@example.org", NOW)
    token = posted(session)[0].token
    credentials.reset(session, token, "new", NOW)
    with pytest.raises(InvalidInputError, match=DEAD):
        credentials.reset(session, token, "newer", NOW)


@pytest.mark.usefixtures("ada")
def test_a_link_to_a_new_password_lives_for_an_hour(session: Session) -> None:
    credentials.forgotten(session, "ada@example.org", NOW)
    with pytest.raises(InvalidInputError, match=DEAD):
        credentials.reset(session, posted(session)[0].token, "new", NOW + HOUR)


@pytest.mark.usefixtures("ada")
def test_another_link_kills_the_one_before(session: Session) -> None:
    credentials.forgotten(session, "ada@example.org", NOW)
    credentials.forgotten(session, "ada@example.org", NOW)
    first, second = posted(session)
    with pytest.raises(InvalidInputError, match=DEAD):
        credentials.reset(session, first.token, "new", NOW)
    credentials.reset(session, second.token, "new", NOW)


@pytest.mark.parametrize("changed", [{"email": "new@example.org"}, {"password_hash": "other"}])
@pytest.mark.usefixtures("ada")
def test_a_link_dies_with_the_address_and_the_password_it_was_made_for(
    session: Session, changed: dict[str, str]
) -> None:
    credentials.forgotten(session, "ada@example.org", NOW)
    session.execute(update(tables.user).values(changed))
    with pytest.raises(InvalidInputError, match=DEAD):
        credentials.reset(session, posted(session)[0].token, "new", NOW)


def test_a_link_for_one_thing_does_nothing_else(session: Session, ada: Actor) -> None:
    credentials.ask_address(session, ada, "new@example.org", right=True)
    token = posted(session)[0].token
    with pytest.raises(InvalidInputError, match=DEAD):
        credentials.reset(session, token, "new", NOW)
    row = session.execute(select(tables.user)).one()
    reset = mail_links.make(session, row, Purpose.RESET, NOW)
    with pytest.raises(InvalidInputError, match=DEAD):
        credentials.confirm_address(session, reset, NOW)


@pytest.mark.usefixtures("ada")
def test_an_unknown_or_disabled_address_gets_no_mail_and_the_same_answer(session: Session) -> None:
    credentials.forgotten(session, "eve@example.org", NOW)
    session.execute(update(tables.user).values(disabled_at=NOW))
    credentials.forgotten(session, "ada@example.org", NOW)
    assert posted(session) == []


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
@pytest.mark.usefixtures("ada")
def test_nobodys_mailbox_is_flooded(session: Session, email: str) -> None:
    for _ in range(5):
        credentials.forgotten(session, email, NOW)
    with pytest.raises(TooManyAttemptsError, match="Wait an hour"):
        credentials.forgotten(session, email, NOW)


def test_a_changed_password_signs_every_other_browser_out(session: Session, ada: Actor) -> None:
    here, there = signed_in(session, ada), signed_in(session, ada)
    keep = auth.digest(here)
    credentials.change_password(session, ada, "new", right=True, keep=keep)
    assert opened(session) == {keep}
    assert auth.digest(there) not in opened(session)
    assert hash_of(session, ada.email) == "new"
    assert [one.template for one in posted(session)] == ["password-changed"]


def test_another_address_signs_every_other_browser_out_and_here_goes_on_anew(
    session: Session, ada: Actor
) -> None:
    here = signed_in(session, ada)
    signed_in(session, ada)
    credentials.ask_address(session, ada, "new@example.org", right=True)
    link = posted(session)[0].token
    _, token = credentials.confirm_address(session, link, NOW, digest=auth.digest(here))
    assert token != here
    assert opened(session) == {auth.digest(token)}


def test_another_ones_session_is_left_alone_by_an_address(session: Session, ada: Actor) -> None:
    hers = signed_in(session, somebody(session, "eve@example.org"))
    credentials.ask_address(session, ada, "new@example.org", right=True)
    link, digest = posted(session)[0].token, auth.digest(hers)
    assert credentials.confirm_address(session, link, NOW, digest=digest)[1] == ""
    assert opened(session) == {digest}


def test_nothing_changes_without_the_password(session: Session, ada: Actor) -> None:
    before = hash_of(session, ada.email)
    with pytest.raises(InvalidInputError, match="not your password") as caught:
        credentials.change_password(session, ada, "new", right=False, keep="")
    assert caught.value.field == "current_password"
    with pytest.raises(InvalidInputError, match="not your password"):
        credentials.ask_address(session, ada, "new@example.org", right=False)
    assert hash_of(session, ada.email) == before
    assert posted(session) == []


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told(
    session: Session, ada: Actor
) -> None:
    credentials.ask_address(session, ada, " New@example.org", right=True)
    (letter,) = posted(session)
    assert (letter.recipient, letter.template) == ("new@example.org", "email")
    assert users.actor_by_email(session, ada.email, NOW).user_id == ada.user_id
    assert credentials.confirm_address(session, letter.token, NOW) == ("new@example.org", "")
    assert users.actor_by_email(session, "new@example.org", NOW).user_id == ada.user_id
    told = posted(session)[-1]
    assert (told.recipient, told.template) == (ada.email, "email-changed")
    assert "new@example.org" in told.text


def test_somebody_elses_address_is_not_given_away(session: Session, ada: Actor) -> None:
    somebody(session, "eve@example.org")
    credentials.ask_address(session, ada, "eve@example.org", right=True)
    (letter,) = posted(session)
    assert (letter.recipient, letter.template) == ("eve@example.org", "known")


def test_an_address_that_was_taken_meanwhile_is_refused(session: Session, ada: Actor) -> None:
    credentials.ask_address(session, ada, "new@example.org", right=True)
    somebody(session, "new@example.org")
    with pytest.raises(ConflictError, match="Another account has this address"):
        credentials.confirm_address(session, posted(session)[0].token, NOW)


def test_the_address_one_has_is_no_new_one(session: Session, ada: Actor) -> None:
    with pytest.raises(ConflictError, match="your address already"):
        credentials.ask_address(session, ada, ada.email, right=True)
    with pytest.raises(InvalidInputError, match=r"like name@example\.org"):
        credentials.ask_address(session, ada, "nonsense", right=True)


@pytest.mark.usefixtures("ada")
def test_no_link_that_was_tampered_with_opens_anything(session: Session) -> None:
    """One character anywhere, cut, doubled or another purpose's signature: all are refused."""
    credentials.forgotten(session, "ada@example.org", NOW)
    token = posted(session)[0].token
    tampered = {token[:at] + sign + token[at + 1 :] for at in range(len(token)) for sign in "A_z.9"}
    tampered |= {token[:at] for at in range(len(token))} | {token * 2, f"{token}=", f" {token}", ""}
    for each in tampered - {token}:
        with pytest.raises(InvalidInputError, match=DEAD):
            credentials.address_of(session, each, Purpose.RESET, NOW)
    assert credentials.address_of(session, token, Purpose.RESET, NOW) == "ada@example.org"

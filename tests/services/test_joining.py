from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from finance_app.config import settings
from finance_app.errors import ForbiddenError, InvalidInputError, TooManyAttemptsError
from finance_app.models import tables
from finance_app.services import auth, joining, users, welcome
from tests.conftest import NOW
from tests.services.mailbox import posted

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HASH = "$bcrypt-sha256$v=2,t=2b,r=4$VvW7vRwCK2rEk8b6Y2mYWO$not.a.hash.of.anything.at.all.x"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def open_to_all(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINANCE_SIGNUP", "open")
    settings.cache_clear()
    joining.sign_up(session, wanted("ada@example.org"), NOW)


def wanted(email: str = "eve@example.org", password_hash: str = HASH) -> users.NewUser:
    return users.NewUser(email, password_hash, "de_DE", "Europe/Berlin", "EUR")


def count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(tables.user)).scalar_one()


def test_the_first_user_is_in_at_once_and_others_by_mail(session: Session) -> None:
    assert count(session) == 1
    assert joining.sign_up(session, wanted(), NOW) == ""
    assert count(session) == 1
    (letter,) = posted(session)
    assert (letter.recipient, letter.template) == ("eve@example.org", "join")
    assert joining.join(session, letter.token, NOW, right=True) == "eve@example.org"
    assert welcome.is_placed(session, users.actor_by_email(session, "eve@example.org", NOW))
    found = users.actor_by_email(session, "eve@example.org", NOW)
    assert (found.region, found.time_zone, found.base_currency) == (
        "de_DE",
        "Europe/Berlin",
        "EUR",
    )
    assert not found.is_admin


def test_who_has_an_account_is_told_so_by_mail_alone(session: Session) -> None:
    assert joining.sign_up(session, wanted(" ADA@example.org "), NOW) == ""
    (letter,) = posted(session)
    assert (letter.recipient, letter.template) == ("ada@example.org", "known")


def test_a_link_makes_an_account_once(session: Session) -> None:
    joining.ask(session, wanted(), NOW)
    token = posted(session)[0].token
    joining.join(session, token, NOW, right=True)
    with pytest.raises(InvalidInputError, match="used already or is too old"):
        joining.join(session, token, NOW, right=True)


def test_the_account_has_the_password_of_the_request_whose_link_was_followed(
    session: Session,
) -> None:
    """Whoever asked before with the same address cannot get in afterwards."""
    for whose in ("of a stranger", "of eve"):
        joining.ask(session, wanted(password_hash=whose), NOW)
    joining.join(session, posted(session)[1].token, NOW, right=True)
    attempt = auth.begin(session, "eve@example.org", "192.0.2.1", NOW)
    assert attempt.password_hash.endswith("of eve")
    with pytest.raises(InvalidInputError):
        joining.join(session, posted(session)[0].token, NOW, right=True)


def test_a_link_lives_for_two_days(session: Session) -> None:
    joining.ask(session, wanted(), NOW)
    with pytest.raises(InvalidInputError):
        joining.join(session, posted(session)[0].token, NOW + 2 * DAY, right=True)
    assert count(session) == 1


def test_a_link_is_worth_nothing_once_sign_up_is_closed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    joining.ask(session, wanted(), NOW)
    monkeypatch.setenv("FINANCE_SIGNUP", "closed")
    settings.cache_clear()
    with pytest.raises(ForbiddenError, match="closed"):
        joining.join(session, posted(session)[0].token, NOW, right=True)


def test_nobodys_mailbox_is_flooded(session: Session) -> None:
    for _ in range(5):
        joining.ask(session, wanted(), NOW)
    with pytest.raises(TooManyAttemptsError, match="Wait an hour"):
        joining.ask(session, wanted(" EVE@example.org"), NOW)
    assert len(posted(session)) == 5


def test_who_never_followed_the_link_is_forgotten(session: Session) -> None:
    joining.ask(session, wanted(), NOW)
    joining.forget(session, NOW + DAY)
    asked = select(func.count()).select_from(tables.sign_up)
    assert session.execute(asked).scalar_one() == 1
    joining.forget(session, NOW + 2 * DAY)
    assert session.execute(asked).scalar_one() == 0


def test_whoever_asked_with_somebody_elses_address_gets_nothing(session: Session) -> None:
    """The owner of the address follows the link of a stranger, with a password of their own."""
    joining.sign_up(session, wanted(), NOW)
    token = posted(session)[0].token
    with pytest.raises(InvalidInputError, match="not the password"):
        joining.join(session, token, NOW, right=False)
    assert joining.password_of(session, token, NOW) == HASH

"""Who stays signed in, and for how long who does not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from finance_app.config import settings
from finance_app.domain.devices import Browser
from finance_app.errors import SignInRequiredError
from finance_app.services import auth, sessions
from tests.conftest import NOW, somebody

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

HOME = "192.0.2.1"


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Idle for an hour, ten minutes without “Stay signed in”, a day in any case."""
    monkeypatch.setenv("FINANCE_SESSION_IDLE_MINUTES", "60")
    monkeypatch.setenv("FINANCE_SESSION_BRIEF_MINUTES", "10")
    monkeypatch.setenv("FINANCE_SESSION_DAYS", "1")
    settings.cache_clear()


def signed_in(session: Session, actor: Actor, *, stays: bool) -> str:
    attempt = auth.begin(session, actor.email, HOME, NOW)
    return auth.finish(session, attempt, NOW, right=True, device=Browser(stays=stays))


def is_alive(session: Session, token: str, minutes: float) -> bool:
    """Say whether a session lives after some minutes, as both ways of asking know it."""
    now = NOW + timedelta(minutes=minutes)
    digest = auth.digest(token)
    listed = auth.alive(session, {digest}, now) == {digest}
    try:
        auth.actor(session, token, now)
    except SignInRequiredError:
        assert not listed
        return False
    assert listed
    return True


def test_a_password_is_good_until_it_is_changed(session: Session, ada: Actor) -> None:
    much_later = NOW + timedelta(days=3650)
    attempt = auth.begin(session, ada.email, HOME, much_later)
    token = auth.finish(session, attempt, much_later, right=True)
    assert auth.actor(session, token, much_later).user_id == ada.user_id


@pytest.mark.parametrize(("stays", "idle"), [(True, 60), (False, 10)])
@pytest.mark.usefixtures("limits")
def test_a_session_ends_after_its_idle_time(
    session: Session,
    ada: Actor,
    stays: bool,  # noqa: FBT001  a table's column
    idle: int,
) -> None:
    token = signed_in(session, ada, stays=stays)
    assert is_alive(session, token, idle - 0.1)
    assert not is_alive(session, token, idle)


@pytest.mark.parametrize("stays", [True, False])
@pytest.mark.usefixtures("limits")
def test_a_session_ends_after_a_day_however_busy(
    session: Session,
    ada: Actor,
    stays: bool,  # noqa: FBT001  a table's column
) -> None:
    token = signed_in(session, ada, stays=stays)
    for minutes in range(5, 24 * 60, 5):
        auth.seen(session, token, NOW + timedelta(minutes=minutes))
        assert is_alive(session, token, minutes)
    auth.seen(session, token, NOW + timedelta(days=1, seconds=-1))
    assert not is_alive(session, token, 24 * 60)


@pytest.mark.usefixtures("limits")
def test_what_has_ended_is_not_listed(session: Session, ada: Actor) -> None:
    here, there = signed_in(session, ada, stays=True), signed_in(session, ada, stays=False)
    assert len(sessions.everything(session, ada, auth.digest(here))) == 2
    later = auth.actor(session, here, NOW + timedelta(minutes=10))
    (left,) = sessions.everything(session, later, auth.digest(here))
    assert left.is_here
    assert auth.digest(there)[: sessions.KEY] != left.key


def test_who_does_not_stay_is_never_in_for_longer(
    session: Session, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINANCE_SESSION_IDLE_MINUTES", "5")
    monkeypatch.setenv("FINANCE_SESSION_BRIEF_MINUTES", "600")
    settings.cache_clear()
    assert not is_alive(session, signed_in(session, ada, stays=False), 5)

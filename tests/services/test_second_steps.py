from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from finance_app import db
from finance_app.domain.devices import Browser
from finance_app.errors import (
    AppError,
    InvalidInputError,
    SignInRequiredError,
    TooManyAttemptsError,
)
from finance_app.models import tables
from finance_app.services import (
    auth,
    credentials,
    factors,
    known_devices,
    second_steps,
    sessions,
    users,
)
from tests.conftest import NOW, somebody
from tests.services.mailbox import posted
from tests.services.second_factors import (
    HERE,
    code,
    codes_of,
    password_shown,
    typed,
    with_app,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from finance_app.domain.actors import Actor

MINUTE = timedelta(minutes=1)
LAPTOP = Browser("Mozilla/5.0 (X11; Linux) Firefox/140.0", HERE, known_by="k" * 43)
LATER = NOW + MINUTE  # the code that turned the app on was taken


@pytest.fixture
def ada(session: Session) -> Actor:
    return somebody(session)


def enter(session: Session, token: str, text: str, now: datetime = LATER) -> str:
    second_steps.count(session, token, LAPTOP, now)
    user_id, salts = second_steps.salts(session, token, now)
    shown = second_steps.typed(user_id, text, salts)
    return second_steps.by_code(session, token, shown, LAPTOP, now)


def test_without_a_factor_the_password_is_enough(session: Session, ada: Actor) -> None:
    token = password_shown(session, ada, NOW)
    assert not second_steps.is_due(session, token, NOW)
    assert auth.actor(session, token, NOW).user_id == ada.user_id


def test_with_a_factor_the_password_makes_nobody(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    token = password_shown(session, ada, NOW)
    assert second_steps.is_due(session, token, NOW)
    assert second_steps.ways(session, token, NOW) == second_steps.Ways(
        app=True, backup_code=True, passkey=False
    )
    with pytest.raises(SignInRequiredError):
        auth.caller(session, token, NOW)
    assert auth.alive(session, [auth.digest(token)], NOW) == set()
    assert sessions.everything(session, ada, "") == []


def test_who_comes_by_way_of_a_provider_shows_their_factor_here_as_well(
    session: Session, ada: Actor
) -> None:
    """Whatever the provider asked for: it counts as one factor."""
    with_app(session, ada)
    token = auth.enter(session, ada.user_id, NOW, device=LAPTOP, replaces="")
    assert second_steps.is_due(session, token, NOW)
    with pytest.raises(SignInRequiredError):
        auth.caller(session, token, NOW)


def test_the_code_opens_a_session_under_another_token(session: Session, ada: Actor) -> None:
    key = with_app(session, ada)
    waits = password_shown(session, ada, LATER, LAPTOP)
    token = enter(session, waits, code(key, LATER))
    assert token != waits
    assert auth.actor(session, token, LATER).user_id == ada.user_id
    assert sessions.everything(session, ada, "")[0].device == "Firefox on Linux"
    with pytest.raises(SignInRequiredError):
        auth.caller(session, waits, LATER)
    with pytest.raises(SignInRequiredError):
        second_steps.ways(session, waits, LATER)


def test_a_browser_is_known_and_told_of_once_the_second_step_is_done(
    session: Session, ada: Actor
) -> None:
    key = with_app(session, ada)
    waits = password_shown(session, ada, LATER, LAPTOP)
    assert "new-sign-in" not in [one.template for one in posted(session)]
    assert session.execute(select(tables.known_device)).all() == []
    enter(session, waits, code(key, LATER))
    assert [one.template for one in posted(session)][-1] == "new-sign-in"
    assert len(session.execute(select(tables.known_device)).all()) == 1


@pytest.mark.parametrize("stays", [True, False])
def test_whoever_wants_to_stay_stays_after_the_second_step(
    session: Session,
    ada: Actor,
    stays: bool,  # noqa: FBT001  a table's column
) -> None:
    key = with_app(session, ada)
    waits = password_shown(session, ada, LATER, replace(LAPTOP, stays=stays))
    assert auth.stays(session, enter(session, waits, code(key, LATER))) == stays


def test_a_code_is_never_taken_twice(session: Session, ada: Actor) -> None:
    key = with_app(session, ada)
    with pytest.raises(InvalidInputError):  # it turned the app on
        enter(session, password_shown(session, ada, NOW), code(key, NOW), NOW)
    enter(session, password_shown(session, ada, LATER), code(key, LATER))
    again = password_shown(session, ada, LATER)
    for text in (code(key, LATER), code(key, LATER - MINUTE / 2)):
        with pytest.raises(InvalidInputError, match="used already"):
            enter(session, again, text)
    enter(session, again, code(key, LATER + MINUTE / 2), LATER + MINUTE / 2)


def test_a_backup_code_lets_in_once_and_is_told_of(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    backup = codes_of(session, ada)[3]
    enter(session, password_shown(session, ada, NOW), backup.upper(), NOW)
    (told,) = (one for one in posted(session) if one.template == "backup-code-used")
    assert told.recipient == ada.email
    assert "Codes left: 9." in told.text
    with pytest.raises(InvalidInputError, match="used already"):
        enter(session, password_shown(session, ada, NOW), backup, NOW)


@pytest.mark.parametrize("text", ["", "000000", "x" * 1000, "١٢٣٤٥٦", "abcd-efgh-jkmn", "\0"])
def test_what_is_no_code_lets_nobody_in(session: Session, ada: Actor, text: str) -> None:
    with_app(session, ada)
    token = password_shown(session, ada, NOW)
    with pytest.raises(InvalidInputError) as caught:
        enter(session, token, text)
    assert caught.value.field == "code"
    assert second_steps.is_due(session, token, NOW)


def test_another_ones_code_lets_nobody_in(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    eve = somebody(session, "eve@example.org")
    key = with_app(session, eve)
    with pytest.raises(InvalidInputError):
        enter(session, password_shown(session, ada, LATER), code(key, LATER))


def test_who_waits_waits_ten_minutes(session: Session, ada: Actor) -> None:
    key = with_app(session, ada)
    token, late = password_shown(session, ada, NOW), NOW + 10 * MINUTE
    assert not second_steps.is_due(session, token, late)
    with pytest.raises(SignInRequiredError):
        enter(session, token, code(key, late), late)


def guess(session: Session, ada: Actor, address: str, known_by: str = "") -> None:
    """Count a guess at the code."""
    browser = Browser("curl/8", address, known_by)
    second_steps.guess(session, ada.user_id, ada.email, browser, LATER)


def test_guesses_are_counted_per_account_however_often_the_first_step_is_done(
    session: Session, ada: Actor
) -> None:
    with_app(session, ada)
    for _ in range(10):
        second_steps.count(session, password_shown(session, ada, LATER), LAPTOP, LATER)
    with pytest.raises(TooManyAttemptsError, match="Wait 20 minutes"):
        guess(session, ada, HERE)
    for number in range(90):
        guess(session, ada, f"198.51.100.{number}")
    with pytest.raises(TooManyAttemptsError, match="tomorrow"):
        guess(session, ada, "203.0.113.1")


def test_nobody_keeps_the_owner_out_of_a_browser_that_they_used_before(
    session: Session, ada: Actor
) -> None:
    key = with_app(session, ada)
    enter(session, password_shown(session, ada, LATER, LAPTOP), code(key, LATER))
    for number in range(100):
        guess(session, ada, f"198.51.100.{number}", "x" * 43)
    with pytest.raises(TooManyAttemptsError, match="tomorrow"):
        guess(session, ada, "203.0.113.1")
    soon = LATER + MINUTE
    enter(session, password_shown(session, ada, soon, LAPTOP), code(key, soon), soon)


def test_a_known_browser_has_no_more_guesses_than_others(session: Session, ada: Actor) -> None:
    known_devices.remember(session, ada.user_id, LAPTOP, NOW)
    with_app(session, ada)
    for number in range(10):
        guess(session, ada, f"192.0.2.{number}", LAPTOP.known_by)
    with pytest.raises(TooManyAttemptsError, match="Wait 20 minutes"):
        guess(session, ada, "203.0.113.1", LAPTOP.known_by)
    guess(session, ada, "203.0.113.1")


def test_who_is_guessed_at_is_told_once(session: Session, ada: Actor) -> None:
    with_app(session, ada)

    def told() -> list[str]:
        return [one.recipient for one in posted(session) if one.template == "codes-guessed"]

    for number in range(4):
        guess(session, ada, f"198.51.100.{number}")
    assert told() == []
    for number in range(4, 50):
        guess(session, ada, f"198.51.100.{number}")
    assert told() == [ada.email]
    second_steps.guess(session, ada.user_id, ada.email, LAPTOP, LATER + timedelta(days=3))
    assert told() == [ada.email]


def test_a_right_code_is_no_guess(session: Session, ada: Actor) -> None:
    key = with_app(session, ada)
    for number in range(2, 24):
        now = NOW + number * MINUTE / 2
        enter(session, password_shown(session, ada, now), code(key, now), now)


def test_a_new_password_by_mail_does_not_get_around_it(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    waits = password_shown(session, ada, NOW)
    credentials.forgotten(session, ada.email, NOW)
    credentials.reset(session, posted(session)[-1].token, "a new hash", NOW)
    assert not second_steps.is_due(session, waits, NOW)
    token = password_shown(session, ada, NOW)
    assert second_steps.is_due(session, token, NOW)
    with pytest.raises(SignInRequiredError):
        auth.caller(session, token, NOW)


def test_who_is_disabled_meanwhile_does_not_get_in(session: Session, ada: Actor) -> None:
    key = with_app(session, ada)
    token = password_shown(session, ada, LATER)
    session.execute(tables.user.update().values(disabled_at=NOW))
    with pytest.raises(SignInRequiredError):
        enter(session, token, code(key, LATER))


def test_after_a_reset_the_password_is_enough(session: Session, ada: Actor) -> None:
    with_app(session, ada)
    factors.reset(session, ada.user_id, NOW)
    token = password_shown(session, ada, NOW)
    assert auth.actor(session, token, NOW).user_id == ada.user_id


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("kind", ["app", "backup"])
def test_of_two_requests_at_once_one_gets_in(kind: str) -> None:
    with db.write() as session:
        ada = somebody(session)
        key = with_app(session, ada)
        text = code(key, LATER) if kind == "app" else codes_of(session, ada)[0]
        tokens = [password_shown(session, ada, LATER) for _ in range(2)]
        shown = typed(session, ada.user_id, text)
    together = Barrier(2)

    def tried(token: str) -> str:
        together.wait()
        try:
            with db.write() as session:
                return second_steps.by_code(session, token, shown, LAPTOP, LATER)
        except AppError as error:
            return type(error).__name__

    with ThreadPoolExecutor(2) as pool:
        got = sorted(pool.map(tried, tokens), key=len)
    assert got[0] == "InvalidInputError"
    with db.read() as session:
        assert auth.actor(session, got[1], LATER).user_id == ada.user_id
        assert users.actor_by_email(session, ada.email, LATER)
        left = session.execute(select(tables.auth_session.c.pending)).scalars().all()
        assert sorted(left) == [False, True]
